#include "circuit/bit_names.h"

#include <charconv>

#include <fmt/format.h>

namespace pann::circuit {

int declared_index(int left, int right, std::size_t bit) {
  const int step = left < right ? -1 : 1;
  return right + step * static_cast<int>(bit);
}

int port_left(std::size_t width) {
  return static_cast<int>(width) - 1;
}

std::string bit_name(std::string_view word, int index) {
  return fmt::format("{}[{}]", word, index);
}

std::optional<std::pair<std::string_view, int>> split_bit_name(std::string_view name) {
  const std::size_t bracket = name.rfind('[');
  if (bracket == std::string_view::npos || bracket == 0 || name.back() != ']') return std::nullopt;
  const char* begin = name.data() + bracket + 1;
  const char* end = name.data() + name.size() - 1;
  int index = 0;
  const auto [stop, error] = std::from_chars(begin, end, index);
  if (error != std::errc() || stop != end || begin == end) return std::nullopt;
  // "[01]" and "[-0]" are no bit's index as tools write it: another name than "[1]" and "[0]".
  const char* digits = *begin == '-' ? begin + 1 : begin;
  if (*digits == '0' && (end - digits > 1 || digits != begin)) return std::nullopt;
  return std::pair(name.substr(0, bracket), index);
}

}  // namespace pann::circuit
