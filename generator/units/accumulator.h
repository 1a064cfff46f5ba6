#pragma once

#include <string>
#include <vector>

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
/// any case. Elements without accumulator_input: the operand is its user's. In a design with clock
/// gates `accumulator_gated`, with the same suffixes: its register is in parts `g_part[i].part_q`
/// behind a gate each, open where en_i or clear_i is high.
verilog::Module enabled_accumulator(const DesignSpec& spec, bool bias);

/// clk_i, rst_ni, clear_i and, with a bias, bias_i: the first ports of every unit that accumulates.
std::vector<verilog::ModulePort> control_ports(bool bias);

/// The ports of a unit that takes an x_i and a w_i in every cycle: those, and the two and acc_o.
std::vector<verilog::ModulePort> mac_ports(bool bias);

/// What the accumulator of a unit adds: nets or expressions of AccWidth bits, `carry_in` of one.
struct AccumulationNets {
  verilog::Expression operand;
  verilog::Expression carry_in;
  verilog::Expression next;  ///< What the register takes: "sum", or less often.
};

/// Adds to `module` what every accumulator has, with its elements and registers: `feedback`, the
/// adder `u_adder` of feedback, operand and carry-in into `sum`, and the register `acc_q`, which is
/// acc_o.
void add_accumulation(verilog::Module& module, bool bias, const AccumulationNets& nets);

std::string accumulator_name(bool bias);
std::string enabled_accumulator_name(const DesignSpec& spec, bool bias);

}  // namespace pann::generator
