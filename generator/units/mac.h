#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `mac_<architecture>[_recode_x][_bias]`: multiplier `u_multiplier`, accumulator `u_accumulator`
/// of the product, which is signed if either operand is.
verilog::Module mac(const DesignSpec& spec, const verilog::Module& multiplier,
                    const verilog::Module& accumulator);
std::string mac_name(const DesignSpec& spec);

/// `split_mac_<architecture>[_recode_x][_bias]` (Eqs. 5, 6): |w| times x on one multiplier whose w
/// is unsigned; the product, extended to the word `operand`, goes to two accumulators `u_positive`
/// and `u_negative`, of which the one of w's sign adds; their difference is acc_o. w = 0 leaves
/// both as they are.
verilog::Module split_mac(const DesignSpec& spec, const verilog::Module& multiplier);
std::string split_mac_name(const DesignSpec& spec);

/// XWidth, WWidth, AccWidth, XSigned and WSigned of a unit that adds products, with their rules;
/// the operands' widths and signs fixed where the multiplier is a heap.
void add_product_parameters(verilog::Module& module, const DesignSpec& spec);

/// `u_multiplier`: product = x_i times `w`.
verilog::Instance multiplier_instance(const verilog::Module& multiplier,
                                      const verilog::Expression& w,
                                      const verilog::Expression& w_signed);

/// The multiplier that is inside a unit of this kind: with |w| in a split_mac, unsigned.
DesignSpec multiplier_spec(const DesignSpec& spec);

}  // namespace pann::generator
