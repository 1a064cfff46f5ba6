#include "generator/units/multiplier_free.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"
#include "generator/units/accumulator.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::both;
using verilog::choose;
using verilog::Comment;
using verilog::concatenate;
using verilog::Expression;
using verilog::Instance;
using verilog::Items;
using verilog::LocalParameter;
using verilog::Module;
using verilog::Net;
using verilog::part;
using verilog::repeat;
using verilog::zeros;

namespace {

constexpr const char* kLatency = "one cycle from x_i and w_i to acc_o; one element a cycle";

std::string accumulation_purpose(const DesignSpec& spec, const char* what) {
  return fmt::format(
      "{} at every clock edge, modulo 2^AccWidth. clear_i comes with the first element of a dot "
      "product, which alone{} "
      "is stored; rst_ni resets to zero at the clock's edge.",
      what, spec.bias ? ", with bias_i," : "");
}

/// The accumulator of `operand`, a word whose bits are inverted and which lacks one where
/// `is_negative` is high.
void add_signed_accumulation(Module& module, const DesignSpec& spec) {
  count_as(module.elements, "accumulator_input", {"operand"});
  add_accumulation(module, spec.bias, {"operand", "is_negative", "sum"});
}

}  // namespace

std::string sad_mac_name(const DesignSpec& spec) {
  return spec.bias ? "sad_mac_bias" : "sad_mac";
}

Module sad_mac(const DesignSpec& spec) {
  const OperandNames x = names_of(Operand::x);
  const OperandNames w = names_of(Operand::w);
  const Expression width("DifferenceWidth");
  // What the widest operand leaves to a sign of the difference: one bit, two where one operand
  // alone has a sign.
  const Expression widest = choose(Expression("XWidth") > "WWidth", "XWidth", "WWidth");
  const Expression mixed = choose(Expression("XSigned") == Expression("WSigned"), 0, 1);
  Module module{.name = sad_mac_name(spec)};
  module.header = {
      accumulation_purpose(spec, "Sum of absolute differences: acc_o <= acc_o + |x_i - w_i|"),
      kLatency, "each operand by its parameter; acc_o is unsigned",
      "the paper's Tables 4, 11, 12: AdderNet (Chen et al., 2020), whose layer is -acc_o"};
  module.parameters = {
      width_parameter("XWidth", spec.x_width, kMinimumWidth, kMaximumWidth, "bits of x_i"),
      width_parameter("WWidth", spec.w_width, kMinimumWidth, kMaximumWidth, "bits of w_i"),
      acc_width_parameter(spec.acc_width, kMinimumWidth, "the bits of |x_i - w_i|"),
      signed_parameter(x, spec.x_signed), signed_parameter(w, spec.w_signed)};
  module.rules = {width_rule(module.parameters[0]), width_rule(module.parameters[1]),
                  acc_width_rule(width - 1, "the_difference"), signed_rule(x), signed_rule(w)};
  module.ports = mac_ports(spec.bias);
  const Instance difference =
      ripple_adder_instance("u_difference", width,
                            {extended(x, width), ~extended(w, width), verilog::one_bit(true),
                             "difference", "unused_borrow"});
  module.items = {
      LocalParameter{"WidestWidth", widest},
      LocalParameter{"MixedSigns", mixed},
      LocalParameter{"DifferenceWidth", Expression("WidestWidth") + "MixedSigns" + 1},
      Net{"difference", width},
      Net{"unused_borrow"},
      difference,
      Comment{"|difference|, short of the one that the accumulator's carry-in adds."},
      Net{"is_negative"},
      Net{"distance", width - 1},
      Net{"operand", "AccWidth"},
      Assign{"is_negative", bit("difference", width - 1)},
      Assign{"distance", part("difference", width - 2, 0) ^ repeat(width - 1, "is_negative")},
      Assign{"operand", concatenate({zeros(Expression("AccWidth") - width + 1), "distance"})}};
  module.elements = {{"distance_inputs", {"x_i", "w_i"}}};
  count_instance(module.elements, ripple_adder_elements(), difference.name + ".",
                 {{"adder_carries", "distance_operands"}, {"adder_sum", "distance_operands"}});
  add_signed_accumulation(module, spec);
  return module;
}

std::string shift_mac_name(const DesignSpec& spec) {
  return fmt::format("shift_mac_{}{}{}", spec.w_width, spec.w_signed ? "s" : "u",
                     spec.bias ? "_bias" : "");
}

Module shift_mac(const DesignSpec& spec) {
  const OperandNames x = names_of(Operand::x);
  const Expression width("ShiftedWidth");
  const Expression sign = both(Expression("XSigned") != 0, bit("x_i", Expression("XWidth") - 1));
  const int rows = shift_bits(spec);
  const int most = (1 << rows) - 1;
  Module module{.name = shift_mac_name(spec)};
  module.header = {
      accumulation_purpose(spec, spec.w_signed
                                     ? "Shift and add, w_i = {sign, shift}: acc_o <= acc_o + x_i "
                                       "2^shift, or - x_i 2^shift where the sign is set,"
                                     : "Shift and add: acc_o <= acc_o + x_i 2^w_i"),
      kLatency, "x_i by XSigned; acc_o is two's complement if x_i is or w_i has a sign",
      "the paper's Tables 4, 11, 12: the shifts of ShiftAddNet (You et al., 2020), DeepShift"};
  const auto x_width =
      width_parameter("XWidth", spec.x_width, kMinimumWidth, kMaximumWidth, "bits of x_i");
  add_fixed_parameter(module, "WWidth", spec.w_width, "bits of w_i");
  add_fixed_parameter(module, "WSigned", spec.w_signed ? 1 : 0,
                      "1: the highest bit of w_i is a sign, 0: it has none");
  module.parameters.push_back(x_width);
  module.parameters.push_back(
      acc_width_parameter(spec.acc_width, kMinimumWidth, fmt::format("XWidth + {}", most)));
  module.parameters.push_back(signed_parameter(x, spec.x_signed));
  module.rules.push_back(width_rule(x_width));
  module.rules.push_back(acc_width_rule(width, fmt::format("XWidth_plus_{}", most)));
  module.rules.push_back(signed_rule(x));
  module.ports = mac_ports(spec.bias);
  module.items = {LocalParameter{"ShiftedWidth", Expression("XWidth") + most},
                  Comment{"x_i by two to the power of w_i, one row a bit."},
                  Net{"shifted_0", width}, Assign{"shifted_0", extended(x, width)}};
  std::string last = "shifted_0";
  for (int row = 0; row < rows; ++row) {
    const std::string next = fmt::format("shifted_{}", row + 1);
    const Expression moved = concatenate({part(last, width - (1 << row) - 1, 0), zeros(1 << row)});
    append(module.items, {Net{next, width}, Assign{next, choose(bit("w_i", row), moved, last)}});
    count_as(module.elements, "shifter_rows", {next});
    last = next;
  }
  const Expression high = Expression("AccWidth") - width;
  module.elements.insert(module.elements.begin(), {"shifter_inputs", {"x_i", "w_i"}});
  append(module.items,
         {Net{"is_negative"}, Net{"shifted", "AccWidth"}, Net{"operand", "AccWidth"},
          Assign{"is_negative",
                 spec.w_signed ? bit("w_i", spec.w_width - 1) : verilog::one_bit(false)},
          Assign{"shifted", concatenate({repeat(high, sign), last})},
          Assign{"operand", Expression("shifted") ^ repeat("AccWidth", "is_negative")}});
  add_signed_accumulation(module, spec);
  return module;
}

}  // namespace pann::generator
