#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// The instance that takes the difference of the two accumulators.
inline constexpr const char* kSubtractionInstance = "u_subtraction";

/// What split_mac and pann_mac share, added to `module`: two accumulators `u_positive` and
/// `u_negative` on the word `operand`, enabled by the nets `add_positive` and `add_negative`, and
/// acc_o, their difference, from one ripple adder `u_subtraction`. A bias enters the positive one.
/// With clock gates each is clocked only where it adds or is cleared.
/// Elements: those of both accumulators, accumulator_input, output_subtraction, and the enables as
/// control.
void add_split_accumulators(verilog::Module& module, const DesignSpec& spec);

/// A sentence on the clock gates of such units, after a blank; empty without any.
std::string gates_text(const DesignSpec& spec);

/// "_clock_gate_zero_gate_fanout4": what the names of such units say of their gates.
std::string gate_suffix(const DesignSpec& spec);

}  // namespace pann::generator
