#pragma once

#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// What split_mac and pann_mac share: two accumulators `u_positive` and `u_negative` on the word
/// `operand`, enabled by the nets `add_positive` and `add_negative`, and acc_o, their difference,
/// from one ripple adder `u_subtraction`. A bias enters the positive one.
verilog::Items split_accumulators(bool bias);

/// Their elements: those of both accumulators, accumulator_input, output_subtraction.
std::vector<ElementGroup> split_accumulator_elements();
/// Patterns of their enables.
std::vector<std::string> split_accumulator_enables();
std::vector<std::string> split_accumulator_registers();

}  // namespace pann::generator
