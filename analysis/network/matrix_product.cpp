#include "analysis/network/matrix_product.h"

#include <algorithm>

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

/// `rows` (at most kTileRows) rows of the result, one vector of columns.
template <std::size_t rows>
void tile(const double* left, std::size_t depth, const double* right, std::size_t stride,
          double* result, std::size_t result_stride) {
  const Lanes lanes;
  hn::Vec<Lanes> sums[rows];
  for (std::size_t row = 0; row < rows; ++row) sums[row] = hn::Zero(lanes);
  for (std::size_t k = 0; k < depth; ++k) {
    const auto factor = hn::LoadU(lanes, right + k * stride);
    for (std::size_t row = 0; row < rows; ++row) {
      const auto value = hn::Set(lanes, left[row * depth + k]);
      sums[row] = hn::Add(sums[row], hn::Mul(value, factor));
    }
  }
  for (std::size_t row = 0; row < rows; ++row) {
    hn::StoreU(sums[row], lanes, result + row * result_stride);
  }
}

/// result [m x stride], padded like `right`.
void multiply_padded(const double* left, std::size_t m, std::size_t depth, const double* right,
                     std::size_t stride, double* result) {
  const std::size_t width = hn::Lanes(Lanes());
  std::size_t row = 0;
  for (; row + kTileRows <= m; row += kTileRows) {
    for (std::size_t column = 0; column < stride; column += width) {
      tile<kTileRows>(left + row * depth, depth, right + column, stride,
                      result + row * stride + column, stride);
    }
  }
  for (; row < m; ++row) {
    for (std::size_t column = 0; column < stride; column += width) {
      tile<1>(left + row * depth, depth, right + column, stride, result + row * stride + column,
              stride);
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
