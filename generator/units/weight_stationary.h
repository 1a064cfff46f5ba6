#pragma once

#include <vector>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `pe_ws_<structure>` of a multiplier, or of a heap_multiply_add() where the sum from above is a
/// row of the heap: a processing element of a weight-stationary array. It keeps a weight, adds
/// x_i times it to the sum from above and hands the sum down, x_i to the right, a cycle later.
/// While load_i is high, weights move down instead.
///
///              sum_i  w_i
///                |     |              load_i: w_q <= w_i
///     x_i -o-> [ + ] [ w_q ]          always: sum_q <= sum_i + x_i w_q
///          |     |     |
///       [ x_q ] sum_o w_o
///          |
///         x_o
verilog::Module stationary_element(const DesignSpec& spec, const verilog::Module& product);

/// `mac_array_ws_<multiplier>`, parameters Rows and Columns and those of `element`: a vector of
/// Rows words of x times a matrix of Rows by Columns weights in every cycle. Row r takes word r of
/// x_i, r cycles late (delay_line); column c's sum is word c of acc_o, Rows + c cycles after the
/// vector was at x_i. Weights enter from above, a row a cycle, the last row's first.
///
///                 w_i[0]  w_i[1]
///          x[0] -[PE]----[PE]
///       [z]x[1] -[PE]----[PE]          [z]: a cycle
///                acc[0]  acc[1]
///
/// `parameters`: those of the element at the array's own widths.
verilog::Module stationary_array(const DesignSpec& spec, const verilog::Module& element,
                                 const std::vector<verilog::ModuleParameter>& parameters);

}  // namespace pann::generator
