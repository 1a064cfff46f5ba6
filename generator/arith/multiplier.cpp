#include "generator/arith/multiplier.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/structure.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::choose;
using verilog::Comment;
using verilog::concatenate;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateFor;
using verilog::GenerateIf;
using verilog::Items;
using verilog::LocalParameter;
using verilog::Module;
using verilog::Net;
using verilog::part;
using verilog::scaled;
using verilog::slice;

namespace {

struct Roles {
  OperandNames multiplicand;
  OperandNames recoded;
};

Roles roles_of(const DesignSpec& spec) {
  const OperandNames x = names_of(Operand::x);
  const OperandNames w = names_of(Operand::w);
  return spec.recode == Operand::w ? Roles{x, w} : Roles{w, x};
}

RowStructure rows_of(const DesignSpec& spec, const Structure& structure) {
  const Roles roles = roles_of(spec);
  return product_builder(structure.products).rows(roles.multiplicand, roles.recoded);
}

Expression effective_width(const OperandNames& operand) {
  const Expression width(operand.width());
  return choose(Expression(operand.is_signed()) != 0, width, width + 1);
}

/// The operands at the widths that the rows work on.
Items extended_operands(const Roles& roles, const RowStructure& structure) {
  const OperandNames& x = roles.multiplicand;
  const OperandNames& w = roles.recoded;
  const Expression recoded_width = scaled(structure.stride, "Rows");
  const Expression recoded = extended(w, recoded_width);
  Expression word = recoded;
  if (structure.bit_below) {
    auto parts = recoded.operands();
    parts.push_back(verilog::one_bit(false));
    word = concatenate(parts);
  }
  return {Comment{"The operands at the widths of a row and of all digits" +
                  std::string(structure.bit_below ? ", a zero below the first digit." : ".")},
          Net{x.lower + "_extended", "RowWidth"},
          Net{w.lower + "_extended", structure.bit_below ? recoded_width + 1 : recoded_width},
          Assign{x.lower + "_extended", extended(x, "RowWidth")},
          Assign{w.lower + "_extended", word}};
}

/// Running sum, adder and finished product bits of row i.
Items row(const RowStructure& structure, ElementGroups& elements) {
  const Expression i("i");
  const Expression width("RowWidth");
  const int stride = structure.stride;
  const Expression before = member("g_row", i - 1, "sum");
  const Expression sign = bit(before, width - 1);
  const Expression shifted =
      concatenate({stride == 1 ? sign : repeat(stride, sign), part(before, width - 1, stride)});
  const Expression first_bit = scaled(stride, i);
  const Expression finished =
      stride == 1 ? bit("full_product", first_bit) : slice("full_product", first_bit, stride);
  const Expression low_bits = stride == 1 ? bit("sum", 0) : part("sum", stride - 1, 0);
  const Expression above = scaled(stride, "Rows");

  const verilog::Instance sum_of_row = ripple_adder_instance(
      "u_adder", width,
      {"running_sum", "partial_product", structure.carry_in, "sum", "unused_carry"});
  count_instance(
      elements, ripple_adder_elements(), sum_of_row.name + ".",
      {{"adder_operands", "multiplier_operands"}, {"adder_carries", "multiplier_carries"}});
  count_as(elements, "multiplier_other", structure.selectors);
  Items items{Comment{structure.digit_comment}};
  append(items, structure.digit);
  const Items adder{
      Comment{"The sum of the rows before, shifted, plus this row's partial product."},
      Net{"running_sum", width},
      Net{"sum", width},
      Net{"unused_carry"},
      GenerateIf{{GenerateBranch{i == 0, "g_first", {Assign{"running_sum", zeros(width)}}},
                  GenerateBranch{std::nullopt, "g_next", {Assign{"running_sum", shifted}}}}},
      sum_of_row,
      Assign{finished, low_bits},
      GenerateIf{{GenerateBranch{i == Expression("Rows") - 1,
                                 "g_last",
                                 {Assign{part("full_product", Expression("FullWidth") - 1, above),
                                         part("sum", width - 1, stride)}}}}}};
  append(items, adder);
  return items;
}

Items product() {
  const Expression width = Expression("XWidth") + "WWidth";
  const Expression full("FullWidth");
  return {
      Comment{"Every bit above the product's width is a copy of its sign, or zero."},
      Assign{"product_o", part("full_product", width - 1, 0)},
      GenerateIf{{GenerateBranch{full > width,
                                 "g_cut",
                                 {Net{"unused_bits", full - width},
                                  Assign{"unused_bits", part("full_product", full - 1, width)}}}}}};
}

/// Rows of ripple adders in a loop, so that widths are parameters.
Module row_multiplier(const DesignSpec& spec, const Structure& choices) {
  const Roles roles = roles_of(spec);
  const OperandNames x = names_of(Operand::x);
  const OperandNames w = names_of(Operand::w);
  const RowStructure structure = rows_of(spec, choices);
  Module module{.name = multiplier_name(spec)};
  module.header = {structure.purpose, "combinational",
                   "each operand by its parameter; product_o is signed if either operand is",
                   structure.source};
  module.parameters = {
      width_parameter("XWidth", spec.x_width, kMinimumWidth, kMaximumWidth, "bits of x_i"),
      width_parameter("WWidth", spec.w_width, kMinimumWidth, kMaximumWidth, "bits of w_i"),
      signed_parameter(x, spec.x_signed), signed_parameter(w, spec.w_signed)};
  module.rules = {width_rule(module.parameters[0]), width_rule(module.parameters[1]),
                  signed_rule(x), signed_rule(w)};
  module.ports = {input("x_i", "XWidth"), input("w_i", "WWidth"),
                  output("product_o", Expression("XWidth") + "WWidth")};

  const std::string wide = roles.multiplicand.upper + "Eff";
  const std::string deep = roles.recoded.upper + "Eff";
  module.items = {
      Comment{"Effective widths: an unsigned operand enters with one zero bit in front."},
      LocalParameter{wide, effective_width(roles.multiplicand)},
      LocalParameter{deep, effective_width(roles.recoded)},
      LocalParameter{"Rows", structure.rows},
      LocalParameter{"RowWidth", Expression(wide) + structure.headroom},
      LocalParameter{"FullWidth", scaled(structure.stride, "Rows") + wide}};
  ElementGroups of_row;
  const GenerateFor rows{"i", "Rows", "g_row", row(structure, of_row)};
  module.elements = {{"multiplier_inputs", {"x_i", "w_i"}}};
  count_instance(module.elements, of_row, rows.name + "[*].");
  for (const Items& group : {extended_operands(roles, structure),
                             Items{Net{"full_product", "FullWidth"}, rows}, product()}) {
    append(module.items, group);
  }
  return module;
}

}  // namespace

std::string multiplier_name(const DesignSpec& spec) {
  if (spec.multiplier == Architecture::heap) return heap_multiplier_name(spec);
  return fmt::format("multiplier_{}{}", name(spec.multiplier),
                     spec.recode == Operand::x ? "_recode_x" : "");
}

Module multiplier(const DesignSpec& spec) {
  const Structure choices = structure_of(spec);
  return choices.has_fixed_widths ? heap_multiplier(spec) : row_multiplier(spec, choices);
}

}  // namespace pann::generator
