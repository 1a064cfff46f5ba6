#pragma once

#include <vector>

#include "tb/stimulus/operand_range.h"

namespace pann::tb {

/// How likely each value of an operand is: by bit pattern (two's complement in `width` bits),
/// 2^width weights that sum to 1.
using OperandWeights = std::vector<double>;

/// Every value of the range alike.
OperandWeights uniform_weights(const OperandRange& range, int width);

/// The distribution that make_operands() draws from, with the largest absolute value of the draws
/// replaced by `divisor`: N(0,1) over the divisor, scaled as there, rounded, clipped to the range.
OperandWeights gaussian_weights(const OperandRange& range, int width, double divisor);

}  // namespace pann::tb
