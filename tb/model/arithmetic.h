#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "generator/design_spec.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Arithmetic modulo 2^128, wide enough for every accumulator.
__extension__ using Wide = unsigned __int128;

/// The operand's value modulo 2^128.
Wide extend(OperandBits bits, bool is_signed);

/// The low `width` bits of `value`, 1 <= width <= 128.
Wide truncate(Wide value, int width);

/// |w|, exact also for the most negative w.
std::uint64_t magnitude(OperandBits w, bool is_signed);

/// Whether w is below zero.
bool is_negative(OperandBits w, bool is_signed);

/// x w modulo 2^128: multiplication of the host's integers, the oracle of every multiplier.
Wide multiply(const generator::DesignSpec& spec, OperandBits x, OperandBits w);

/// The sum of an accumulator's value and an addend that it can hold, or the end of the
/// accumulator's range that the sum is beyond.
Wide bounded_sum(const generator::DesignSpec& spec, Wide before, Wide addend);

/// store_bits() where the bits are in several words.
void store_long_bits(Wide value, int width, std::size_t first, std::span<std::uint64_t> words);

/// Stores the low `width` bits of `value`, zeros beyond the 128th, from bit `first` of 64-bit words
/// on, least significant first.
inline void store_bits(Wide value, int width, std::size_t first, std::span<std::uint64_t> words) {
  constexpr std::size_t kWordBits = 64;
  const std::size_t at = first % kWordBits;
  const auto count = static_cast<std::size_t>(width);
  if (at + count > kWordBits) return store_long_bits(value, width, first, words);
  const std::uint64_t mask = ~std::uint64_t{0} >> (kWordBits - count) << at;
  std::uint64_t& word = words[first / kWordBits];
  word = (word & ~mask) | ((static_cast<std::uint64_t>(value) << at) & mask);
}

}  // namespace pann::tb
