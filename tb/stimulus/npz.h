#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tb/stimulus/npy.h"

namespace pann::tb {

/// A .npz file: a zip archive of .npy members, read one by one as they are asked for.
///
/// Memory is bounded whatever the archive says of itself: a member is unpacked to at most
/// kMaximumNpyBytes, all members together to four times that.
class NpzArchive {
 public:
  /// Throws Failure(user_error): "input.read", "npz.archive" (not a zip file, or a damaged one).
  static NpzArchive open(const std::filesystem::path& path);
  /// The same from bytes; `source` names them in messages.
  static NpzArchive from_bytes(std::string bytes, std::string source);

  NpzArchive(NpzArchive&& other) noexcept;
  NpzArchive& operator=(NpzArchive&& other) noexcept;
  ~NpzArchive();

  /// Array names in the order of the archive, without ".npy".
  const std::vector<std::string>& names() const;
  bool contains(std::string_view name) const;
  const std::string& source() const;

  /// Throws Failure(user_error): "npz.array" (no such array), "npz.archive" (damaged member),
  /// "npz.size" (too large), and what parse_npy throws.
  NpyArray read(const std::string& name);

 private:
  struct State;
  explicit NpzArchive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The bytes of an .npz file with these arrays in this order, stored, with a fixed time stamp:
/// equal arrays give equal bytes.
std::string npz_bytes(const std::vector<std::pair<std::string, NpyArray>>& arrays);

}  // namespace pann::tb
