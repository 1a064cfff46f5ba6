#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// Units whose product, or sum of products, is one bit heap: `dot`, and the heap's `mac` unless its
/// accumulator is a module of its own and it has nothing beside operands, clear and bias.
///
///     dot4_heap_fused_and_arrival_ripple_8ux8s_acc32_pipeline2
///
///     heap       x_i w_i -> bits, registered `pipeline` times where the arrival model says
///     fused      acc_q <= heap(feedback, products)
///     separate   acc_q <= feedback + heap(products)
///     carry_save sum_q, carry_q <= the heap's two rows; acc_o = sum_q + carry_q
///
/// Sign-ordered weights are magnitudes, and negative_i says that all of an operation are negative:
/// the accumulator then holds the complement of its value, so that adding subtracts; it is inverted
/// where the sign changes, and at acc_o. Rounding begins every sum with one half of what acc_o
/// leaves out. Widths, signs and lanes are fixed, as in heap_multiplier().
verilog::Module heap_unit(const DesignSpec& spec);
std::string heap_unit_name(const DesignSpec& spec);

}  // namespace pann::generator
