#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pann::cli {

/// Columns of the text tables: a terminal's usual width and a bit.
inline constexpr std::size_t kLineWidth = 100;

/// A name for a column of a table: printable, and where it is longer than `width`, its begin and
/// its end with "..." between them. JSON and CSV have it whole.
std::string fitted(std::string_view name, std::size_t width);

}  // namespace pann::cli
