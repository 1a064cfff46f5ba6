#pragma once

#include <cstdint>

#include "generator/manifest.h"
#include "tb/exact/expectation.h"
#include "tb/stimulus/synthetic.h"

namespace pann::tb {

/// The median of the largest absolute value of `draws` draws of N(0,1): the divisor of Gaussian
/// operands where a sample would use its own largest (36,000 draws: 4.27).
double gaussian_divisor(std::uint64_t draws);

/// The distribution that make_operands() samples, for expect_toggles(): x and, where the unit takes
/// it, w; reset released and the unit enabled, all other inputs 0. `divisor` is used for Gaussian
/// operands only. Throws Failure(user_error): "stimulus.range", "engine.patterns" when the operands
/// have more bits than can be enumerated.
OperandModel operand_model(const generator::Manifest& manifest, const StimulusSpec& stimulus,
                           double divisor);

}  // namespace pann::tb
