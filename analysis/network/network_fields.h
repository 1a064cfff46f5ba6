#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/network/network.h"

namespace pann::analysis {

/// Bounds on what a network's folder may ask for: beyond them a file is broken or hostile.
inline constexpr std::size_t kMaximumDimension = 1U << 20U;
inline constexpr std::size_t kMaximumTensor = 1U << 26U;       ///< Values.
inline constexpr std::size_t kMaximumLive = 1U << 27U;         ///< Values held at once a sample.
inline constexpr std::size_t kMaximumNetworkJson = 1U << 26U;  ///< Bytes of network.json.
inline constexpr std::size_t kMaximumLayers = 10'000;
inline constexpr std::size_t kMaximumWeightBytes = 1U << 30U;  ///< Of a layer's file.
inline constexpr std::size_t kMaximumNesting = 32;             ///< Of network.json.

/// Whether a tensor may have that shape: 1 to kMaximumTensor values.
bool is_legal_shape(const TensorShape& shape);

/// Throws Failure(user_error, `code`) that names `file`.
[[noreturn]] void fail_network(const char* code, const std::filesystem::path& file,
                               const std::string& message, const std::string& hint = {});

/// Parses FOLDER/network.json. Throws "network.json" where it is no JSON, nests deeper than
/// kMaximumNesting or is larger than kMaximumNetworkJson; "network.file" where there is none.
nlohmann::json parse_network_json(const std::filesystem::path& folder);

/// One JSON object of network.json, with the file and the path that messages name. Every reader
/// throws "network.field".
class NetworkFields {
 public:
  NetworkFields(const nlohmann::json& object, std::filesystem::path file, std::string path);

  bool has(const char* key) const;
  const nlohmann::json& at(const char* key) const;
  /// Printable text without control characters: it goes into messages and reports.
  std::string text(const char* key) const;
  double number(const char* key, double otherwise) const;
  /// A finite number above 0.
  double positive(const char* key, double otherwise) const;
  std::vector<std::size_t> dimensions(const char* key) const;
  TensorShape shape(const char* key) const;
  /// A whole number from 1 to kMaximumDimension.
  std::size_t count(const char* key, std::size_t otherwise) const;
  bool flag(const char* key, bool otherwise) const;
  /// [rows, columns], each from 1.
  std::array<std::size_t, 2> pair(const char* key) const;
  /// [top, left, bottom, right], each from 0.
  std::array<std::size_t, 4> padding(const char* key) const;
  /// A file inside the network's folder: relative, without "..", a regular file.
  std::filesystem::path file_named(const char* key) const;

  /// Throws: what is given, and what is legal.
  [[noreturn]] void fault(const char* key, const std::string& legal) const;

  const std::filesystem::path& file() const { return file_; }
  const std::string& path() const { return path_; }

 private:
  template <std::size_t N>
  std::array<std::size_t, N> numbers(const char* key, std::size_t least, const char* names) const;

  const nlohmann::json& object_;
  std::filesystem::path file_;
  std::string path_;
};

/// `text` with '?' for every byte that is a control character or not ASCII: names of folders.
std::string printable(std::string text);

/// A regular file of a network's folder; a FIFO or a device would block or never end. Throws
/// "network.file".
const std::filesystem::path& require_regular(const std::filesystem::path& file);

}  // namespace pann::analysis
