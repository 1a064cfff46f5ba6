#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `accumulator` or `accumulator_bias`: adds x_i, extended to AccWidth bits, in every cycle.
///
///     operand  = x_i extended
///     feedback = clear_i ? 0 (bias_i) : acc_q
///     sum      = feedback + operand            ripple adder, modulo 2^AccWidth
///     acc_q   <= rst_ni ? sum : 0
///
/// Elements: accumulator_input, _sum, _carries, _register, _feedback.
verilog::Module accumulator(const DesignSpec& spec);

/// `accumulator_enable` or `accumulator_enable_bias`: the same for an operand of AccWidth bits,
/// added where en_i is high; otherwise the register takes `feedback`, so that clear_i clears in
/// any case. Elements without accumulator_input: the operand is its user's.
verilog::Module accumulator_enable(const DesignSpec& spec, bool bias);

std::string accumulator_name(bool bias);
std::string accumulator_enable_name(bool bias);

}  // namespace pann::generator
