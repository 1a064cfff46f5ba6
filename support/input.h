#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pann::support {

/// The whole content of a file, or of standard input for "-".
///
/// Throws Failure(user_error): "input.read" when it cannot be read or is not a file, "input.size"
/// when it is larger than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 30U);

}  // namespace pann::support
