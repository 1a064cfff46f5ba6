#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `mac_heap_fused_<structure>_acc<N>[_bias]` or `mac_heap_carry_save_...`: the accumulator is a
/// row of the multiplier's heap, which has AccWidth columns, so that no adder comes behind the
/// product and the product's sign is extended by constants.
///
///     fused        acc_q <= heap(feedback, partial products)
///     carry_save   sum_q, carry_q <= the heap's two rows; acc_o = sum_q + carry_q
///
/// Widths and signs are fixed, as in heap_multiplier().
verilog::Module fused_mac(const DesignSpec& spec);
std::string fused_mac_name(const DesignSpec& spec);

}  // namespace pann::generator
