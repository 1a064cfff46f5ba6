#pragma once

#include <string>
#include <string_view>

namespace pann::support {

/// Text of a user's file as a terminal may show it: control characters but line ends and tabs,
/// which could move the cursor or change what stands there, and bytes that are no UTF-8 become
/// "\xNN".
std::string printable(std::string_view text);

/// What a message shows of a word of a user's file, which may be as long as the file: its first 64
/// bytes.
std::string_view beginning(std::string_view text);

}  // namespace pann::support
