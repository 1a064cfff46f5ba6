// Included by files that Highway compiles for each instruction set (hwy/foreach_target.h), after
// hwy/highway.h.
#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#if defined(PANN_SUPPORT_SIMD_TRANSPOSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PANN_SUPPORT_SIMD_TRANSPOSE_INL_H_
#undef PANN_SUPPORT_SIMD_TRANSPOSE_INL_H_
#else
#define PANN_SUPPORT_SIMD_TRANSPOSE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace pann::support::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// One level of the transposition (H. S. Warren, "Hacker's Delight", 2nd edition, section 7-3) for
/// rows that lie at least a vector apart: exchanges bits `shift` columns apart between rows `apart`
/// apart.
HWY_INLINE void exchange(std::uint64_t* rows, std::size_t apart, int shift, std::uint64_t mask) {
  const hn::CappedTag<std::uint64_t, 8> d;
  const auto low = hn::Set(d, mask);
  for (std::size_t base = 0; base < 64; base += 2 * apart) {
    for (std::size_t row = base; row < base + apart; row += hn::Lanes(d)) {
      const auto a = hn::Load(d, rows + row);
      const auto b = hn::Load(d, rows + row + apart);
      const auto swapped = hn::And(hn::Xor(hn::ShiftRightSame(a, shift), b), low);
      hn::Store(hn::Xor(a, hn::ShiftLeftSame(swapped, shift)), d, rows + row);
      hn::Store(hn::Xor(b, swapped), d, rows + row + apart);
    }
  }
}

/// Exchanges rows 8 a + b and 8 b + a.
HWY_INLINE void reorder(const std::uint64_t* from, std::uint64_t* to) {
  for (std::size_t a = 0; a < 8; ++a) {
    for (std::size_t b = 0; b < 8; ++b) to[8 * b + a] = from[8 * a + b];
  }
}

/// 64 rows of 64 bits: exchanges rows and columns. `matrix` is aligned as vectors are or not. Rows
/// 4, 2 and 1 apart are 32, 16 and 8 apart once reordered, so that every level works on
/// vectors.
HWY_INLINE void transpose(std::uint64_t* matrix) {
  HWY_ALIGN std::uint64_t rows[64];
  HWY_ALIGN std::uint64_t reordered[64];
  for (std::size_t row = 0; row < 64; ++row) rows[row] = matrix[row];
  exchange(rows, 32, 32, 0x00000000ffffffffULL);
  exchange(rows, 16, 16, 0x0000ffff0000ffffULL);
  exchange(rows, 8, 8, 0x00ff00ff00ff00ffULL);
  reorder(rows, reordered);
  exchange(reordered, 32, 4, 0x0f0f0f0f0f0f0f0fULL);
  exchange(reordered, 16, 2, 0x3333333333333333ULL);
  exchange(reordered, 8, 1, 0x5555555555555555ULL);
  reorder(reordered, matrix);
}

}  // namespace pann::support::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
