#include "generator/units/mac.h"

#include <fmt/format.h>

#include "generator/arith/heap_multiplier.h"
#include "generator/arith/magnitude.h"
#include "generator/arith/multiplier.h"
#include "generator/units/accumulator.h"
#include "generator/units/split_accumulators.h"

namespace pann::generator {

using verilog::any_bit;
using verilog::Assign;
using verilog::bit;
using verilog::both;
using verilog::choose;
using verilog::Comment;
using verilog::concatenate;
using verilog::Connections;
using verilog::either;
using verilog::Expression;
using verilog::Instance;
using verilog::Items;
using verilog::Module;
using verilog::Net;
using verilog::repeat;

namespace {

std::string suffix(const DesignSpec& spec) {
  if (spec.multiplier == Architecture::heap) {
    return fmt::format("{}{}", multiplier_name(multiplier_spec(spec)).substr(sizeof("multiplier")),
                       spec.bias ? "_bias" : "");
  }
  return fmt::format("{}{}{}", name(spec.multiplier), spec.recode == Operand::x ? "_recode_x" : "",
                     spec.bias ? "_bias" : "");
}

std::string start_text(bool bias) {
  return fmt::format(
      "clear_i comes with the first element of a dot product, whose {} stored; rst_ni resets "
      "to zero at the clock's edge.",
      bias ? "product plus bias_i is" : "product alone is");
}

}  // namespace

void add_product_parameters(Module& module, const DesignSpec& spec) {
  const OperandNames x = names_of(Operand::x);
  const OperandNames w = names_of(Operand::w);
  const Expression product = Expression("XWidth") + "WWidth";
  const auto acc_width = acc_width_parameter(spec.acc_width, 2 * kMinimumWidth, "XWidth + WWidth");
  const auto acc_rule = acc_width_rule(product, "XWidth_plus_WWidth");
  if (spec.multiplier == Architecture::heap) {
    add_fixed_parameters(module, spec);
    module.parameters.push_back(acc_width);
    module.rules.push_back(acc_rule);
    return;
  }
  module.parameters = {
      width_parameter("XWidth", spec.x_width, kMinimumWidth, kMaximumWidth, "bits of x_i"),
      width_parameter("WWidth", spec.w_width, kMinimumWidth, kMaximumWidth, "bits of w_i"),
      acc_width, signed_parameter(x, spec.x_signed), signed_parameter(w, spec.w_signed)};
  module.rules = {width_rule(module.parameters[0]), width_rule(module.parameters[1]), acc_rule,
                  signed_rule(x), signed_rule(w)};
}

Instance multiplier_instance(const Module& multiplier, const Expression& w,
                             const Expression& w_signed) {
  return {
      multiplier.name,
      "u_multiplier",
      {{"XWidth", "XWidth"}, {"WWidth", "WWidth"}, {"XSigned", "XSigned"}, {"WSigned", w_signed}},
      {{"x_i", "x_i"}, {"w_i", w}, {"product_o", "product"}}};
}

std::string mac_name(const DesignSpec& spec) {
  return "mac_" + suffix(spec);
}

std::string split_mac_name(const DesignSpec& spec) {
  return "split_mac_" + suffix(spec) + gate_suffix(spec);
}

DesignSpec multiplier_spec(const DesignSpec& spec) {
  DesignSpec inner = spec;
  inner.kind = Kind::multiplier;
  if (spec.kind == Kind::split_mac) inner.w_signed = false;
  return inner;
}

Module mac(const DesignSpec& spec, const Module& multiplier, const Module& accumulator) {
  const Expression width("ProductWidth");
  Module module{.name = mac_name(spec)};
  module.header = {
      fmt::format("Multiply-accumulate unit: acc_o <= acc_o + x_i * w_i at every clock "
                  "edge, modulo 2^AccWidth. {}",
                  start_text(spec.bias)),
      "one cycle from x_i and w_i to acc_o; one element a cycle",
      "each operand by its parameter; acc_o is signed if either operand is",
      "the paper's MAC, Eqs. (1) to (4)"};
  add_product_parameters(module, spec);
  module.ports = mac_ports(spec.bias);
  Connections ports{{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"clear_i", "clear_i"}};
  if (spec.bias) ports.emplace_back("bias_i", "bias_i");
  ports.emplace_back("x_i", "product");
  ports.emplace_back("acc_o", "acc_o");
  const Expression is_signed =
      choose(either(Expression("XSigned") != 0, Expression("WSigned") != 0), 1, 0);
  const Instance product = multiplier_instance(multiplier, "w_i", "WSigned");
  const Instance sum{accumulator.name,
                     "u_accumulator",
                     {{"XWidth", width}, {"AccWidth", "AccWidth"}, {"XSigned", is_signed}},
                     ports};
  module.items = {verilog::LocalParameter{"ProductWidth", Expression("XWidth") + "WWidth"},
                  Net{"product", width}, product, sum};
  count_instance(module.elements, multiplier.elements, product.name + ".");
  count_instance(module.elements, accumulator.elements, sum.name + ".");
  module.registers = below(sum.name + ".", accumulator.registers);
  module.registers.emplace_back("acc_o");
  return module;
}

Module split_mac(const DesignSpec& spec, const Module& multiplier) {
  const Expression width("ProductWidth");
  const Expression sign = both(Expression("XSigned") != 0, bit("product", width - 1));
  Module module{.name = split_mac_name(spec)};
  module.header = {
      fmt::format(
          "Multiply-accumulate unit that keeps positive and negative weights apart, so that "
          "the datapath is unsigned for an unsigned x: acc_o = (sum of |w_i| x_i over w_i > "
          "0) - (the same over w_i < 0), modulo 2^AccWidth. An element with w_i = 0 takes "
          "its cycle and disturbs neither accumulator. {}{}{}",
          start_text(spec.bias), spec.bias ? " bias_i enters the positive accumulator." : "",
          gates_text(spec)),
      "one cycle from x_i and w_i to acc_o; one element a cycle",
      "each operand by its parameter; acc_o is two's complement",
      "the split of a layer's weights, Eqs. (5), (6)"};
  add_product_parameters(module, spec);
  module.ports = mac_ports(spec.bias);
  const Instance magnitude_product = multiplier_instance(multiplier, "magnitude", 0);
  count_instance(module.elements, multiplier.elements, magnitude_product.name + ".");
  module.items = {
      verilog::LocalParameter{"ProductWidth", Expression("XWidth") + "WWidth"},
      Net{"magnitude", "WWidth"},
      Net{"is_negative"},
      magnitude_instance(),
      Net{"product", width},
      magnitude_product,
      Comment{"The word that both accumulators add, extended once."},
      Net{"operand", "AccWidth"},
      Assign{"operand", concatenate({repeat(Expression("AccWidth") - width, sign), "product"})},
      Net{"is_nonzero"},
      Net{"add_positive"},
      Net{"add_negative"},
      Assign{"is_nonzero",
             spec.zero_gate ? any_bit("x_i") & any_bit("magnitude") : any_bit("magnitude")},
      Assign{"add_positive", Expression("is_nonzero") & ~Expression("is_negative")},
      Assign{"add_negative", Expression("is_nonzero") & Expression("is_negative")}};
  // The magnitude is the multiplier's w_i, counted there.
  count_magnitude(module.elements, spec, false);
  count_as(module.elements, "control", {"is_nonzero"});
  add_split_accumulators(module, spec);
  return module;
}

}  // namespace pann::generator
