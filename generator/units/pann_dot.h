#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `pann_dot`: a dot product without a multiplier. Weights come as signed digits, as bits or as
/// repetitions (Planes; tb's digit_planes.h); in a cycle each lane adds its x times the power of
/// two that it is wired for, the x of a repetition by itself:
///
///     S <= S + or - (sum over planes p of 2^p (sum of the x in the lanes of plane p))
///
/// Only additions are built. While digits are subtracted the register holds -S - 1, the complement
/// of the sum, so that adding subtracts; it is complemented in the cycle in which the sign changes.
/// A clear is the complement of zero, all ones: a gate a bit. The low part, as wide as the lanes'
/// sum, is added in every cycle; the high part only counts carries and is written only then.
verilog::Module pann_dot(const DesignSpec& spec);

std::string pann_dot_name(const DesignSpec& spec);

}  // namespace pann::generator
