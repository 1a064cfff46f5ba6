#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// Processing elements of networks without multiplications, whose "addition factors" the paper's
/// Tables 4, 11 and 12 take as 2 and 1.5.

/// `sad_mac[_bias]` (AdderNet, Chen et al., 2020): adds |x_i - w_i|.
///
///     difference = x_i - w_i                  u_difference, a ripple adder
///     operand    = the same, all bits inverted where it is negative
///     sum        = feedback + operand + is_negative
///
/// Elements: distance_inputs, distance_operands, those of an accumulator.
verilog::Module sad_mac(const DesignSpec& spec);
std::string sad_mac_name(const DesignSpec& spec);

/// `shift_mac_<w code>[_bias]` (DeepShift, Elhoushi et al., 2021; the shift layers of ShiftAddNet,
/// You et al., 2020): adds or subtracts x_i 2^shift, one row of multiplexers a bit of the shift.
/// w_i is a code: shift in its lower bits, sign in its highest one where it is signed. WWidth and
/// WSigned are fixed: they are the rows.
///
///     shifted_0 = x_i extended;  shifted_k+1 = w_i[k] ? shifted_k << 2^k : shifted_k
///     operand   = the last one, all bits inverted where it is subtracted
///     sum       = feedback + operand + is_negative
///
/// Elements: shifter_inputs, shifter_rows, those of an accumulator.
verilog::Module shift_mac(const DesignSpec& spec);
std::string shift_mac_name(const DesignSpec& spec);

}  // namespace pann::generator
