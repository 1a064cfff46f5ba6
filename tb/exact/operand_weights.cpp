#include "tb/exact/operand_weights.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pann::tb {

namespace {

std::size_t pattern_of(WideInteger value, int width) {
  return static_cast<std::size_t>(value) & ((std::size_t{1} << width) - 1);
}

/// P(N(0,1) < bound).
double normal_below(double bound) {
  return 0.5 * std::erfc(-bound / std::sqrt(2.0));
}

}  // namespace

OperandWeights uniform_weights(const OperandRange& range, int width) {
  OperandWeights weights(std::size_t{1} << width, 0.0);
  const double each = 1.0 / static_cast<double>(range.high - range.low + 1);
  for (WideInteger value = range.low; value <= range.high; ++value) {
    weights[pattern_of(value, width)] = each;
  }
  return weights;
}

OperandWeights gaussian_weights(const OperandRange& range, int width, double divisor) {
  OperandWeights weights(std::size_t{1} << width, 0.0);
  const bool both_signs = range.low < 0 && range.high >= 0;
  const auto span = static_cast<double>(range.high - range.low + 1);
  const double scale =
      both_signs ? static_cast<double>(std::max(-range.low, range.high + 1)) : span;
  const bool from_top = range.high < 0;
  for (WideInteger value = range.low; value <= range.high; ++value) {
    const WideInteger steps = both_signs ? value
                              : from_top ? range.high - value
                                         : value - range.low;
    const WideInteger first = both_signs ? range.low : 0;
    const WideInteger last = both_signs ? range.high : range.high - range.low;
    const double center = static_cast<double>(steps);
    const double below = steps == first ? 0.0 : normal_below((center - 0.5) * divisor / scale);
    const double above = steps == last ? 1.0 : normal_below((center + 0.5) * divisor / scale);
    const double low = !both_signs && steps == first ? 0.5 : below;
    weights[pattern_of(value, width)] = both_signs ? above - below : 2.0 * (above - low);
  }
  return weights;
}

}  // namespace pann::tb
