#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/quantizer.h"

namespace pann::analysis {

/// A right-hand matrix of 16-bit integers, K rows of N columns, for sums in 32 bits: rows in pairs,
/// as the multiply-add instructions of processors take them.
class IntegerMatrix {
 public:
  /// From the transpose, `columns` rows of `rows` values: the order of weights, output by output.
  /// Every value must fit 16 bits.
  IntegerMatrix(const std::int32_t* transposed, std::size_t rows, std::size_t columns);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  /// Rows of the left matrix's values: K rounded up to a pair, the last one zero.
  std::size_t padded_rows() const { return (rows_ + 1) / 2 * 2; }
  /// Columns of the result, padded to whole vectors.
  std::size_t stride() const { return stride_; }
  const std::int16_t* data() const { return values_.data(); }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::size_t stride_;
  std::vector<std::int16_t> values_;
};

/// Whether every partial sum of `weights` times codes in [0, highest], in any order, fits 32 bits
/// and every factor 16: the proof that `multiply` on them is exact. `weights` is one dot product.
bool fits_integer_product(std::span<const std::int32_t> weights, std::int64_t highest);

/// result [m x right.stride()] = left [m x right.padded_rows()] * right. Exact where
/// fits_integer_product says so. Vectorized over columns (Highway, dispatched at run time).
void multiply(const std::int16_t* left, std::size_t m, const IntegerMatrix& right,
              std::int32_t* result);

/// Codes of Eq. (9) of many values, as UniformQuantizer::code gives them one by one: of a quantizer
/// whose `lowest` is 0 and whose `highest` is below 2^15.
void code_values(std::span<const double> values, const UniformQuantizer& quantizer,
                 std::int16_t* codes);

/// Clips many values, none of them NaN, to [lowest, highest].
void clip_values(std::span<double> values, double lowest, double highest);

}  // namespace pann::analysis
