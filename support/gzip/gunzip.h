#pragma once

#include <cstddef>
#include <string>

namespace pann::support {

/// What a caller's faults of packed files are called, and how large the unpacked may be.
struct GunzipRules {
  std::string prefix;     ///< Of the codes: "liberty" for "liberty.gzip" and "liberty.size".
  std::size_t limit = 0;  ///< Bytes unpacked; a gzip bomb stops here.
  std::string size_hint;  ///< Way out where it is exceeded.
};

/// Whether `bytes` begin with gzip's magic number.
bool is_gzip(const std::string& bytes);

/// What a gzip stream, or several joined to each other, unpack to. `name` is for messages.
///
/// Throws Failure(user_error): PREFIX.gzip (damaged or cut), PREFIX.size.
std::string gunzip(const std::string& packed, const std::string& name, const GunzipRules& rules);

}  // namespace pann::support
