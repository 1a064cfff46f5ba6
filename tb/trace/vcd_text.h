#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace pann::tb {

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

/// Reads binary digits eight at a time into `value`, the first most significant. Returns where they
/// end, or null where a character is no 0, 1 or blank, or where there are more than 64. Nine bytes
/// more than the word has are readable.
inline const char* read_bits(const char* text, std::uint64_t& value) {
  if constexpr (std::endian::native != std::endian::little) return nullptr;
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kZeroDigits = 0x30 * kOnes;
  constexpr std::uint64_t kGather = 0x8040201008040201ULL;  // bit 8 i to bit 56 + 7 - i
  std::uint64_t bits = 0;
  for (int block = 0; block <= 8; ++block) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    const std::uint64_t strange = (word ^ kZeroDigits) & (0xFE * kOnes);
    if (strange == 0) {
      if (block == 8) return nullptr;
      bits = bits << 8U | ((word & kOnes) * kGather) >> 56U;
      text += 8;
      continue;
    }
    const unsigned count = static_cast<unsigned>(std::countr_zero(strange)) / 8;
    if (!is_blank(text[count]) || (block == 8 && count > 0)) return nullptr;
    // The digits go to the top bytes, so that they gather in the lowest bits; two shifts, since one
    // of 64 is not defined.
    const std::uint64_t digits = word << (56 - 8 * count) << 8U;
    value = bits << count | ((digits & kOnes) * kGather) >> 56U;
    return text + count;
  }
  return nullptr;
}

}  // namespace pann::tb
