#pragma once

#include <array>
#include <cstdint>

namespace pann::tb {

/// 64 rows of 64 bits.
using BitMatrix = std::array<std::uint64_t, 64>;

/// Exchanges rows and columns: bit c of row r becomes bit r of row c (H. S. Warren, "Hacker's
/// Delight", 2nd edition, section 7-3).
inline void transpose(BitMatrix& matrix) {
  std::uint64_t mask = 0x00000000ffffffffULL;
  for (unsigned distance = 32; distance != 0; distance >>= 1U, mask ^= mask << distance) {
    for (unsigned base = 0; base < 64; base += 2 * distance) {
      for (unsigned row = base; row < base + distance; ++row) {
        const std::uint64_t swapped = ((matrix[row] >> distance) ^ matrix[row + distance]) & mask;
        matrix[row] ^= swapped << distance;
        matrix[row + distance] ^= swapped;
      }
    }
  }
}

}  // namespace pann::tb
