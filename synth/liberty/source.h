#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pann::synth {

/// The text of one Liberty file; everything parsed from it points into it.
struct LibertySource {
  std::string name;  ///< Path as the user gave it, for messages.
  std::string text;
};

/// Largest unpacked Liberty file that is read; a gzip bomb stops here.
inline constexpr std::size_t kMaximumLibertyBytes = std::size_t{1} << 30U;

/// Reads a Liberty file, unpacked if it begins with gzip's magic number, whatever its name.
///
/// Throws Failure(user_error): "input.read", "liberty.gzip" (damaged or cut), "liberty.size".
LibertySource read_liberty_source(const std::filesystem::path& path);

/// The text of a gzip stream. Throws as read_liberty_source; `name` is for messages.
std::string gunzip(const std::string& packed, const std::string& name,
                   std::size_t limit = kMaximumLibertyBytes);

}  // namespace pann::synth
