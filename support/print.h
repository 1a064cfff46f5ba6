#pragma once

#include <ostream>
#include <utility>

#include <fmt/format.h>

namespace pann::support {

/// Writes to a stream what fmt::format makes of `format` and `arguments`. fmt::print for streams
/// does the same and compiles all of fmt's formatting into each file that calls it, 2 s a file;
/// here it is the library's.
template <typename... Arguments>
void print(std::ostream& output, fmt::format_string<Arguments...> format,
           Arguments&&... arguments) {
  output << fmt::vformat(format, fmt::make_format_args(arguments...));
}

}  // namespace pann::support
