#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "activity/vcd/text_masks.h"

namespace pann::activity {

/// A fault in the text of a dump, at a place of the buffer that is read; the counter adds line and
/// byte offset.
struct TextFault {
  const char* place = nullptr;
  std::string code;
  std::string message;
  std::string hint;
};

/// White space, and the control characters that no word holds.
inline bool is_blank(char character) {
  return static_cast<unsigned char>(character) <= ' ';
}

inline const char* skip_blanks(const char* text, const char* end) {
  while (text < end && is_blank(*text)) ++text;
  return text;
}

/// End of the word at `text`; white space must follow somewhere.
inline const char* word_end(const char* text) {
  while (!is_blank(*text)) ++text;
  return text;
}

/// At most 40 characters of a word, for messages.
std::string excerpt(std::string_view word);

/// Lines that end in a text.
std::uint64_t count_lines(std::string_view text);

/// Reads binary digits into `value`, the first most significant. Returns where they end, or null
/// where a character is no 0, 1 or blank, or where there are more than 64. kMaskedCharacters more
/// than the word has are readable.
inline const char* read_bits(const char* text, std::uint64_t& value) {
  constexpr std::size_t kMost = 64;
  std::uint64_t ones = 0;  // bit i for digit i
  for (std::size_t first = 0; first <= kMost; first += kMaskedCharacters) {
    const CharacterMasks masks = digit_masks(text + first);
    if (first == kMost && (masks.others & 1U) == 0) return nullptr;
    if (first < kMost) ones |= std::uint64_t{masks.ones} << first;
    if (masks.others == 0) continue;
    const auto count = first + static_cast<std::size_t>(std::countr_zero(masks.others));
    if (!is_blank(text[count])) return nullptr;
    value = 0;
    if (count == 0) return text;
    // What stands behind the digits falls off at the low end.
    value = reversed_bits(ones) >> (kMost - count);
    return text + count;
  }
  return nullptr;
}

}  // namespace pann::activity
