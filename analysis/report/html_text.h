#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pann::analysis {

/// `text` as HTML shows it, in an element or in a quoted attribute: markup characters as
/// references; bytes that are not UTF-8 and control characters other than tab and line feed as
/// U+FFFD.
std::string escape_html(std::string_view text);

/// Number of characters of UTF-8 text.
std::size_t character_count(std::string_view text);

}  // namespace pann::analysis
