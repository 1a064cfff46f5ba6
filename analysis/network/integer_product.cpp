#include "analysis/network/integer_product.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analysis/network/integer_product.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once a target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pann::analysis::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void multiply_integers(const std::int16_t* left, std::size_t m, std::size_t depth,
                       const std::int16_t* right, std::size_t stride, std::int32_t* result) {
  std::fill_n(result, m * stride, 0);
  for (std::size_t row = 0; row < m; ++row) {
    for (std::size_t k = 0; k < depth; ++k) {
      const std::int32_t value = left[row * depth + k];
      const std::int16_t* pairs = right + k / 2 * 2 * stride + k % 2;
      for (std::size_t column = 0; column < stride; ++column) {
        result[row * stride + column] += value * pairs[2 * column];
      }
    }
  }
}

#else

using Sums = hn::CappedTag<std::int32_t, 16>;
using Factors = hn::Repartition<std::int16_t, Sums>;

/// Two neighbours of a row, in every pair of lanes.
HWY_INLINE hn::Vec<Factors> pair_of(const std::int16_t* left) {
  std::int32_t both = 0;
  std::memcpy(&both, left, sizeof both);
  return hn::BitCast(Factors(), hn::Set(Sums(), both));
}

/// A tile of the result, sizeof...(Row) rows by `Vectors` vectors of columns. Folds, not loops: the
/// sums have to stay in registers at every level of optimization.
template <std::size_t Vectors, std::size_t... Row>
HWY_INLINE void tile(std::index_sequence<Row...>, const std::int16_t* left, std::size_t depth,
                     const std::int16_t* right, std::size_t stride, std::int32_t* result) {
  static_assert(Vectors == 1 || Vectors == 2);
  const Sums sums;
  const Factors factors;
  const std::size_t width = hn::Lanes(sums);
  // Where a processor's instruction keeps two sums, `odd` holds the second; elsewhere it stays 0.
  hn::Vec<Sums> first[] = {((void)Row, hn::Zero(sums))...};
  hn::Vec<Sums> second[] = {((void)Row, hn::Zero(sums))...};
  hn::Vec<Sums> first_odd[] = {((void)Row, hn::Zero(sums))...};
  hn::Vec<Sums> second_odd[] = {((void)Row, hn::Zero(sums))...};
  for (std::size_t k = 0; k < depth; k += 2) {
    const std::int16_t* row = right + k * stride;
    const auto a = hn::LoadU(factors, row);
    const auto b = Vectors == 2 ? hn::LoadU(factors, row + 2 * width) : a;
    const hn::Vec<Factors> values[] = {pair_of(left + Row * depth + k)...};
    ((first[Row] = hn::ReorderWidenMulAccumulate(sums, values[Row], a, first[Row], first_odd[Row])),
     ...);
    if constexpr (Vectors == 2) {
      ((second[Row] =
            hn::ReorderWidenMulAccumulate(sums, values[Row], b, second[Row], second_odd[Row])),
       ...);
    }
  }
  (hn::StoreU(hn::RearrangeToOddPlusEven(first[Row], first_odd[Row]), sums, result + Row * stride),
   ...);
  if constexpr (Vectors == 2) {
    (hn::StoreU(hn::RearrangeToOddPlusEven(second[Row], second_odd[Row]), sums,
                result + Row * stride + width),
     ...);
  }
}

template <std::size_t Rows>
HWY_INLINE void row_of_tiles(const std::int16_t* left, std::size_t depth, const std::int16_t* right,
                             std::size_t stride, std::int32_t* result) {
  const std::size_t width = hn::Lanes(Sums());
  constexpr auto kRows = std::make_index_sequence<Rows>();
  std::size_t column = 0;
  for (; column + 2 * width <= stride; column += 2 * width) {
    tile<2>(kRows, left, depth, right + 2 * column, stride, result + column);
  }
  for (; column < stride; column += width) {
    tile<1>(kRows, left, depth, right + 2 * column, stride, result + column);
  }
}

void multiply_integers(const std::int16_t* left, std::size_t m, std::size_t depth,
                       const std::int16_t* right, std::size_t stride, std::int32_t* result) {
  constexpr std::size_t kTileRows = 8;
  std::size_t row = 0;
  for (; row + kTileRows <= m; row += kTileRows) {
    row_of_tiles<kTileRows>(left + row * depth, depth, right, stride, result + row * stride);
  }
  for (; row < m; ++row) {
    row_of_tiles<1>(left + row * depth, depth, right, stride, result + row * stride);
  }
}

#endif  // HWY_TARGET

/// kEven: ties of value / step to the even number. Otherwise half a code up, then cut off.
template <bool kEven>
void code_some(const double* values, std::size_t count, double step, double offset, double highest,
               std::int16_t* codes) {
  const hn::CappedTag<double, 8> reals;
  const hn::Rebind<std::int32_t, decltype(reals)> wide;
  const hn::Rebind<std::int16_t, decltype(reals)> narrow;
  const auto code = [&](auto value) HWY_ATTR {
    const auto quotient = hn::Div(value, hn::Set(reals, step));
    const auto place = hn::Sub(kEven ? hn::Round(quotient) : quotient, hn::Set(reals, offset));
    const auto clipped = hn::Min(hn::Max(place, hn::Zero(reals)), hn::Set(reals, highest));
    const auto shifted = kEven ? clipped : hn::Add(clipped, hn::Set(reals, 0.5));
    return hn::DemoteTo(narrow, hn::DemoteTo(wide, shifted));
  };
  const std::size_t width = hn::Lanes(reals);
  std::size_t i = 0;
  for (; i + width <= count; i += width)
    hn::StoreU(code(hn::LoadU(reals, values + i)), narrow, codes + i);
  for (; i < count; ++i) codes[i] = hn::GetLane(code(hn::Set(reals, values[i])));
}

void code_all(const double* values, std::size_t count, double step, double offset, double highest,
              bool even, std::int16_t* codes) {
  const auto some = even ? code_some<true> : code_some<false>;
  some(values, count, step, offset, highest, codes);
}

void clip_all(double* values, std::size_t count, double lowest, double highest) {
  const hn::CappedTag<double, 8> reals;
  const auto clipped = [&](auto value) HWY_ATTR {
    return hn::Min(hn::Max(value, hn::Set(reals, lowest)), hn::Set(reals, highest));
  };
  const std::size_t width = hn::Lanes(reals);
  std::size_t i = 0;
  for (; i + width <= count; i += width)
    hn::StoreU(clipped(hn::LoadU(reals, values + i)), reals, values + i);
  for (; i < count; ++i) values[i] = hn::GetLane(clipped(hn::Set(reals, values[i])));
}

}  // namespace pann::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pann::analysis {

namespace {
constexpr std::size_t kPadding = 16;  // Columns; a multiple of every target's lanes.
HWY_EXPORT(multiply_integers);
HWY_EXPORT(code_all);
HWY_EXPORT(clip_all);
}  // namespace

IntegerMatrix::IntegerMatrix(const std::int32_t* transposed, std::size_t rows, std::size_t columns)
    : rows_(rows),
      columns_(columns),
      stride_((columns + kPadding - 1) / kPadding * kPadding),
      values_(padded_rows() * stride_, 0) {
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < rows; ++row) {
      const std::int32_t value = transposed[column * rows + row];
      assert(value >= std::numeric_limits<std::int16_t>::min() &&
             value <= std::numeric_limits<std::int16_t>::max());
      values_[row / 2 * 2 * stride_ + 2 * column + row % 2] = static_cast<std::int16_t>(value);
    }
  }
}

bool fits_integer_product(std::span<const std::int32_t> weights, std::int64_t highest) {
  constexpr std::int64_t kFactor = std::numeric_limits<std::int16_t>::max();
  constexpr std::int64_t kSum = std::numeric_limits<std::int32_t>::max();
  if (highest > kFactor) return false;
  std::int64_t sum = 0;
  for (const std::int32_t weight : weights) {
    const std::int64_t magnitude = std::abs(std::int64_t{weight});
    if (magnitude > kFactor) return false;
    sum += magnitude * highest;
    if (sum > kSum) return false;
  }
  return true;
}

void multiply(const std::int16_t* left, std::size_t m, const IntegerMatrix& right,
              std::int32_t* result) {
  HWY_DYNAMIC_DISPATCH(multiply_integers)
  (left, m, right.padded_rows(), right.data(), right.stride(), result);
}

void code_values(std::span<const double> values, const UniformQuantizer& quantizer,
                 std::int16_t* codes) {
  HWY_DYNAMIC_DISPATCH(code_all)
  (values.data(), values.size(), quantizer.step, quantizer.offset,
   static_cast<double>(quantizer.highest), quantizer.ties_to_even, codes);
}

void clip_values(std::span<double> values, double lowest, double highest) {
  HWY_DYNAMIC_DISPATCH(clip_all)(values.data(), values.size(), lowest, highest);
}

}  // namespace pann::analysis
#endif  // HWY_ONCE
