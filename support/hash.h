#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pann::support {

/// 128-bit content hash (XXH3) as 32 hexadecimal digits; the parts are hashed with their lengths,
/// so that {"ab", "c"} and {"a", "bc"} differ. For cache keys, not for security.
std::string content_hash(const std::vector<std::string_view>& parts);

}  // namespace pann::support
