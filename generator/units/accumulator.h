#pragma once

#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `accumulator` or `accumulator_bias`: adds x_i, extended to AccWidth bits, in every cycle.
///
///     operand  = x_i extended
///     feedback = clear_i ? 0 (bias_i) : acc_q
///     sum      = feedback + operand            ripple adder, modulo 2^AccWidth
///     acc_q   <= rst_ni ? sum : 0
verilog::Module accumulator(const DesignSpec& spec);

/// `accumulator_enable` or `accumulator_enable_bias`: the same for an operand of AccWidth bits,
/// added where en_i is high; otherwise the register takes `feedback`, so that clear_i clears in
/// any case.
verilog::Module accumulator_enable(const DesignSpec& spec, bool bias);

std::string accumulator_name(bool bias);
std::string accumulator_enable_name(bool bias);

/// The groups accumulator_sum, _carries, _register and _feedback of the instances at `prefixes`.
std::vector<ElementGroup> accumulator_elements(const std::vector<std::string>& prefixes);

/// Patterns of the nets that their registers drive.
std::vector<std::string> accumulator_registers(const std::vector<std::string>& prefixes);

}  // namespace pann::generator
