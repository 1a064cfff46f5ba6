#include "analysis/network/matrix_product.h"

#include <algorithm>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analysis/network/matrix_product.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once a target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pann::analysis::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kTileRows = 8;
using Lanes = hn::CappedTag<double, 8>;

/// A row a `Row` of the result, one vector of columns. Folds, not loops: the sums have to stay in
/// registers at every level of optimization.
template <std::size_t... Row>
HWY_INLINE void tile(std::index_sequence<Row...>, const double* left, std::size_t depth,
                     const double* right, std::size_t stride, double* result) {
  const Lanes lanes;
  hn::Vec<Lanes> sums[] = {((void)Row, hn::Zero(lanes))...};
  for (std::size_t k = 0; k < depth; ++k) {
    const auto factor = hn::LoadU(lanes, right + k * stride);
    ((sums[Row] = hn::Add(sums[Row], hn::Mul(hn::Set(lanes, left[Row * depth + k]), factor))), ...);
  }
  (hn::StoreU(sums[Row], lanes, result + Row * stride), ...);
}

/// result [m x stride], padded like `right`.
void multiply_padded(const double* left, std::size_t m, std::size_t depth, const double* right,
                     std::size_t stride, double* result) {
  const std::size_t width = hn::Lanes(Lanes());
  std::size_t row = 0;
  for (; row + kTileRows <= m; row += kTileRows) {
    for (std::size_t column = 0; column < stride; column += width) {
      tile(std::make_index_sequence<kTileRows>(), left + row * depth, depth, right + column, stride,
           result + row * stride + column);
    }
  }
  for (; row < m; ++row) {
    for (std::size_t column = 0; column < stride; column += width) {
      tile(std::make_index_sequence<1>(), left + row * depth, depth, right + column, stride,
           result + row * stride + column);
    }
  }
}

}  // namespace pann::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pann::analysis {

namespace {
constexpr std::size_t kPadding = 8;  // Columns; a multiple of every target's lanes.
HWY_EXPORT(multiply_padded);
}  // namespace

RightMatrix::RightMatrix(const double* transposed, std::size_t rows, std::size_t columns)
    : rows_(rows),
      columns_(columns),
      stride_((columns + kPadding - 1) / kPadding * kPadding),
      values_(rows * stride_, 0.0) {
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < rows; ++row) {
      values_[row * stride_ + column] = transposed[column * rows + row];
    }
  }
}

void multiply(const double* left, std::size_t m, const RightMatrix& right, double* result) {
  const auto product = HWY_DYNAMIC_DISPATCH(multiply_padded);
  if (right.stride() == right.columns()) {
    product(left, m, right.rows(), right.data(), right.stride(), result);
    return;
  }
  std::vector<double> padded(m * right.stride());
  product(left, m, right.rows(), right.data(), right.stride(), padded.data());
  for (std::size_t row = 0; row < m; ++row) {
    std::copy_n(padded.data() + row * right.stride(), right.columns(),
                result + row * right.columns());
  }
}

}  // namespace pann::analysis
#endif  // HWY_ONCE
