#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Inlined into the loops over a dump's text, a few instructions each. Not Highway: what it compiles
// without run-time dispatch needs more than the baseline of x86-64.
namespace pann::activity {

/// Characters that are looked at together; that many are readable wherever these functions look.
inline constexpr std::size_t kMaskedCharacters = 16;

/// What kind each of 16 characters is, bit i for character i.
struct CharacterMasks {
  std::uint32_t ones = 0;    ///< '1'
  std::uint32_t others = 0;  ///< Neither '0' nor '1'.
};

/// One character after the other: what the vector code below has to give.
inline CharacterMasks digit_masks_portably(const char* text) {
  CharacterMasks masks;
  for (std::size_t i = 0; i < kMaskedCharacters; ++i) {
    masks.ones |= static_cast<std::uint32_t>(text[i] == '1') << i;
    masks.others |= static_cast<std::uint32_t>(text[i] != '0' && text[i] != '1') << i;
  }
  return masks;
}

inline std::uint32_t blank_mask_portably(const char* text) {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < kMaskedCharacters; ++i) {
    mask |= static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]) <= ' ') << i;
  }
  return mask;
}

#if defined(__SSE2__)

inline __m128i load_characters(const char* text) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
}

inline CharacterMasks digit_masks(const char* text) {
  const __m128i characters = load_characters(text);
  const __m128i high_bits = _mm_and_si128(characters, _mm_set1_epi8(static_cast<char>(0xFE)));
  const __m128i digits = _mm_cmpeq_epi8(high_bits, _mm_set1_epi8('0'));
  const __m128i ones = _mm_cmpeq_epi8(characters, _mm_set1_epi8('1'));
  return {static_cast<std::uint32_t>(_mm_movemask_epi8(ones)),
          static_cast<std::uint32_t>(_mm_movemask_epi8(digits)) ^ 0xFFFFU};
}

/// Which of the 16 characters are blank (vcd_text.h).
inline std::uint32_t blank_mask(const char* text) {
  const __m128i characters = load_characters(text);
  const __m128i lower = _mm_min_epu8(characters, _mm_set1_epi8(' '));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(lower, characters)));
}

#else

inline CharacterMasks digit_masks(const char* text) {
  return digit_masks_portably(text);
}

inline std::uint32_t blank_mask(const char* text) {
  return blank_mask_portably(text);
}

#endif

/// Bit 63 - i for bit i.
constexpr std::uint64_t reversed_bits(std::uint64_t bits) {
  bits = ((bits >> 1U) & 0x5555555555555555ULL) | ((bits & 0x5555555555555555ULL) << 1U);
  bits = ((bits >> 2U) & 0x3333333333333333ULL) | ((bits & 0x3333333333333333ULL) << 2U);
  bits = ((bits >> 4U) & 0x0f0f0f0f0f0f0f0fULL) | ((bits & 0x0f0f0f0f0f0f0f0fULL) << 4U);
  return __builtin_bswap64(bits);
}

}  // namespace pann::activity
