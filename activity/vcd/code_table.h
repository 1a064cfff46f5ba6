#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pann::activity {

/// Finds the slot of an identifier code while its text is read.
///
/// Codes are strings of printable characters ('!' to '~'). Writers number them as bijective base-94
/// numerals, first character least significant; short codes index a table by that number, the
/// others go through a hash map.
class CodeTable {
 public:
  static constexpr std::uint32_t kNoSlot = 0xFFFFFFFFU;

  CodeTable() = default;
  explicit CodeTable(const std::unordered_map<std::string, std::uint32_t>& slots);

  struct Match {
    std::uint32_t slot;    ///< kNoSlot: the code is not declared.
    std::uint32_t length;  ///< Of the code's text.
  };

  /// The code at `text` up to the next white space, which must come before the end of the text; 8
  /// bytes are readable.
  Match find(const char* text) const {
    if constexpr (std::endian::native != std::endian::little) return find_slowly(text);
    constexpr std::uint64_t kTops = 0x80 * kOnes;
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    const std::uint64_t ends = (word - 0x21 * kOnes) & ~word & kTops;  // lowest set: first <= ' '
    const std::uint64_t inside = ((ends & (0 - ends)) >> 7U) - 1;      // ones in the bytes before
    const std::uint32_t slot = (inside >> 32U) == 0 ? short_code(word & inside, inside) : kNoSlot;
    if (slot == kNoSlot) [[unlikely]]
      return find_slowly(text);
    return {slot, static_cast<std::uint32_t>(std::countr_zero(ends)) >> 3U};
  }

  /// The slot of the code of `length` characters at `text`, 1 to 4, of which none is blank; kNoSlot
  /// where it is not in the table. 8 bytes are readable.
  std::uint32_t find_short(const char* text, std::uint32_t length) const {
    if constexpr (std::endian::native != std::endian::little) return kNoSlot;
    std::uint32_t word = 0;
    std::memcpy(&word, text, sizeof word);
    const std::uint64_t inside = (std::uint64_t{1} << (8 * length)) - 1;
    return short_code(word & inside, inside);
  }

 private:
  static constexpr std::uint64_t kOnes = 0x0101010101010101ULL;

  /// `code`: up to four characters, the first lowest; `inside`: ones in their bytes.
  std::uint32_t short_code(std::uint64_t code, std::uint64_t inside) const {
    constexpr std::uint64_t kTops = 0x80 * kOnes;
    const std::uint64_t foreign = (code | (code + kOnes)) & kTops & inside;
    const std::uint64_t digits = code - (0x20 * kOnes & inside);
    constexpr std::uint64_t kBase = 94;
    const std::uint64_t number = (digits & 0xFFU) + kBase * ((digits >> 8U) & 0xFFU) +
                                 kBase * kBase * ((digits >> 16U) & 0xFFU) +
                                 kBase * kBase * kBase * ((digits >> 24U) & 0xFFU);
    return foreign == 0 && number < table_.size() ? table_[number] : kNoSlot;
  }
  Match find_slowly(const char* text) const;

  std::vector<std::uint32_t> table_;
  std::unordered_map<std::string, std::uint32_t> others_;
};

}  // namespace pann::activity
