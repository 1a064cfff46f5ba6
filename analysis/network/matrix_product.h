#pragma once

#include <cstddef>
#include <vector>

namespace pann::analysis {

/// A right-hand matrix, K rows of N columns, padded so that whole vectors can be loaded.
class RightMatrix {
 public:
  /// From the transpose, `columns` rows of `rows` values: the order of weights, output by output.
  RightMatrix(const double* transposed, std::size_t rows, std::size_t columns);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t stride() const { return stride_; }
  const double* data() const { return values_.data(); }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::size_t stride_;
  std::vector<double> values_;
};

/// result [m x N] = left [m x K] * right [K x N], row-major. Each sum is formed in the order of K
/// without fused operations: the result is the same on every machine, and exact for integers whose
/// sums stay below 2^53. Vectorized over N (Highway, dispatched at run time).
void multiply(const double* left, std::size_t m, const RightMatrix& right, double* result);

}  // namespace pann::analysis
