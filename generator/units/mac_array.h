#pragma once

#include <vector>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `pe_os_<mac>`: a processing element of an output-stationary array. It adds x_i w_i to the sum
/// that it keeps, and hands x_i with clear_i and w_i on to its neighbours, a cycle later.
///
///                 w_i                        x_i -> [ MAC ]    acc_o
///                  |                          |
///     x_i, clear_i o-> [ unit ] = acc_o       +----> [ x_q ] -> x_o     (w_i, clear_i alike)
///
/// `unit`: a MAC of the generator without ports beside operands, clear and sum.
verilog::Module processing_element(const verilog::Module& unit);

/// `mac_array_os_<mac>`, parameters Rows and Columns and those of `element`, its processing
/// element: row r takes word r of x_i and column c word c of w_i, r and c cycles late (delay_line),
/// so that the operands of a step meet in every element: element (r, c) has added them r + c + 1
/// cycles after they were at the ports. Its sum is word r Columns + c of acc_o.
///
///              w[0]   [z] w[1]  [z][z] w[2]
///               |       |         |
///        x[0] -[PE]----[PE]------[PE]
///     [z]x[1] -[PE]----[PE]------[PE]          [z]: a cycle
///
/// `parameters`: those of the element at the array's own widths.
verilog::Module mac_array(const DesignSpec& spec, const verilog::Module& element,
                          const std::vector<verilog::ModuleParameter>& parameters);

}  // namespace pann::generator
