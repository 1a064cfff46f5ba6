#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pann::circuit {

/// Declared index of the bit that lies `bit` places from the right of a word [left:right].
int declared_index(int left, int right, std::size_t bit);

/// Left end of a port of so many bits, whose declared range is taken to be [left:0].
int port_left(std::size_t width);

/// One bit of a word as a user would write it: "word[index]".
std::string bit_name(std::string_view word, int index);

/// "word[3]" taken apart at its last index; nothing where the name does not end in one.
std::optional<std::pair<std::string_view, int>> split_bit_name(std::string_view name);

}  // namespace pann::circuit
