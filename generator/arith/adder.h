#pragma once

#include <string>
#include <vector>

#include "generator/verilog/module.h"

namespace pann::generator {

/// Glossary: a full adder adds three bits of equal weight to a sum bit of that weight and a carry
/// of the next; a ripple-carry adder chains Width of them, each carry into the next one's c_i:
///
///     c_o <- [FA] <- ... <- [FA] <- [FA] <- c_i        Width full adders, depth Width carries
///           a b             a b     a b
///
/// The paper's "serial" adder (appendix A.1), on which its toggle counts are made: Figure 6 counts
/// the operand words and the carries.

/// `full_adder`: a_i b_i c_i -> s_o c_o.
verilog::Module full_adder();

/// `ripple_adder`, parameter Width: a_i + b_i + c_i -> sum_o (Width bits), c_o.
verilog::Module ripple_adder(int width);

/// Width at which ripple_adder is legal.
inline constexpr int kMinimumAdderWidth = 2;
inline constexpr int kMaximumAdderWidth = 128;

/// The nets of an instance of ripple_adder.
struct AdderNets {
  verilog::Expression a;
  verilog::Expression b;
  verilog::Expression carry_in;
  verilog::Expression sum;
  verilog::Expression carry_out;
};

verilog::Instance ripple_adder_instance(const std::string& name, const verilog::Expression& width,
                                        const AdderNets& nets);

/// The elements of a ripple_adder: adder_operands, adder_carries (the carry-in of every full adder)
/// and adder_sum.
ElementGroups ripple_adder_elements();

}  // namespace pann::generator
