#include "generator/units/weight_stationary.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/parameters.h"
#include "generator/units/array_parts.h"
#include "generator/units/mac.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::Comment;
using verilog::concatenate;
using verilog::either;
using verilog::Expression;
using verilog::GenerateFor;
using verilog::Instance;
using verilog::Items;
using verilog::LocalParameter;
using verilog::member;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::Register;
using verilog::repeat;
using verilog::slice;

namespace {

/// Registers of the rows' delay lines.
constexpr const char* kRowSkew = "g_row[*].g_later.u_skew.g_stage[*].d_q";

/// The product, as wide as the sum.
Items extended_product() {
  const Expression width("ProductWidth");
  const Expression sign = verilog::both(Expression("SumSigned") != 0, bit("product", width - 1));
  return {
      Net{"operand", "AccWidth"},
      Assign{"operand", concatenate({repeat(Expression("AccWidth") - width, sign), "product"})}};
}

/// sum = sum_i + x_i w_q, in an adder behind the multiplier.
void add_separate_sum(Module& module, const Module& multiplier) {
  const Instance product = multiplier_instance(multiplier, "w_q", "WSigned");
  const Instance adder = ripple_adder_instance(
      "u_adder", "AccWidth", {"sum_i", "operand", verilog::one_bit(false), "sum", "unused_carry"});
  const Expression is_signed = either(Expression("XSigned") != 0, Expression("WSigned") != 0);
  module.items = {LocalParameter{"ProductWidth", Expression("XWidth") + "WWidth"},
                  LocalParameter{"SumSigned", verilog::choose(is_signed, 1, 0)}};
  append(module.items,
         {Net{"w_q", "WWidth", NetType::reg}, Net{"product", "ProductWidth"}, product});
  append(module.items, extended_product());
  append(module.items, {Net{"sum", "AccWidth"}, Net{"unused_carry"}, adder});
  count_instance(module.elements, multiplier.elements, product.name + ".");
  count_as(module.elements, "accumulator_input", {"operand"});
  count_as(module.elements, "accumulator_sum", {"sum"});
  count_instance(module.elements, ripple_adder_elements(), adder.name + ".",
                 {{"adder_carries", "accumulator_carries"}});
}

/// The same in one heap.
void add_fused_sum(Module& module, const Module& multiply_add) {
  const Instance sum{multiply_add.name,
                     "u_multiply_add",
                     passed_on(multiply_add.parameters),
                     {{"x_i", "x_i"}, {"w_i", "w_q"}, {"addend_i", "sum_i"}, {"sum_o", "sum"}}};
  module.items = {Net{"w_q", "WWidth", NetType::reg}, Net{"sum", "AccWidth"}, sum};
  count_instance(module.elements, multiply_add.elements, sum.name + ".");
  count_as(module.elements, "accumulator_sum", {"sum"});
}

void add_stationary_registers(Module& module) {
  append(module.items,
         {Comment{"x to the right, the sum down, and weights where they are loaded."},
          Net{"x_q", "XWidth", NetType::reg}, Net{"sum_q", "AccWidth", NetType::reg},
          Register{"clk_i", "", "w_q", "WWidth", "w_i", Expression("load_i")},
          stored("x_q", "XWidth", "x_i"), Register{"clk_i", "rst_ni", "sum_q", "AccWidth", "sum"},
          Assign{"w_o", "w_q"}, Assign{"x_o", "x_q"}, Assign{"sum_o", "sum_q"}});
  module.registers = {"w_q", "x_q", "sum_q", "w_o", "x_o", "sum_o"};
}

Items stationary_items(const Module& element) {
  const Expression c("c");
  const Expression word = c * "WWidth";
  const Expression place = c * "AccWidth";
  return {Net{"x", "XWidth"}, Net{"x_next", "XWidth"},
          either_way(c == 0, "g_edge", {Assign{"x", "first"}}, "g_inner",
                     {Assign{"x", member("g_column", c - 1, "x_next")}}),
          Instance{element.name,
                   kElementInstance,
                   passed_on(element.parameters),
                   {{"clk_i", "clk_i"},
                    {"rst_ni", "rst_ni"},
                    {"load_i", "load_i"},
                    {"x_i", "x"},
                    {"w_i", slice("w", word, "WWidth")},
                    {"sum_i", slice("sum", place, "AccWidth")},
                    {"x_o", "x_next"},
                    {"w_o", slice("w_next", word, "WWidth")},
                    {"sum_o", slice("sum_next", place, "AccWidth")}}},
          ending(c == Expression("Columns") - 1, "XWidth", "x_next")};
}

GenerateFor stationary_rows(const Module& element) {
  const Expression r("r");
  const Expression from = slice("x_i", r * "XWidth", "XWidth");
  const Expression w_width = Expression("Columns") * "WWidth";
  const Expression sum_width = Expression("Columns") * "AccWidth";
  return {
      "r",
      "Rows",
      "g_row",
      {Comment{"x of the row, r cycles late; weights and sums from the row above."},
       Net{"first", "XWidth"}, Net{"w", w_width}, Net{"w_next", w_width}, Net{"sum", sum_width},
       Net{"sum_next", sum_width},
       either_way(
           r == 0, "g_now",
           {Assign{"first", from}, Assign{"w", "w_i"}, Assign{"sum", verilog::zeros(sum_width)}},
           "g_later",
           {delayed("XWidth", r, from, "first"), Assign{"w", member("g_row", r - 1, "w_next")},
            Assign{"sum", member("g_row", r - 1, "sum_next")}}),
       GenerateFor{"c", "Columns", "g_column", stationary_items(element)},
       ending(r == Expression("Rows") - 1, w_width, "w_next")}};
}

void count_stationary(Module& array, const DesignSpec& spec, const Module& element) {
  const std::string cells = fmt::format("g_row[*].g_column[*].{}.", kElementInstance);
  array.elements = {{"array_inputs", {"x_i", "w_i"}}};
  count_instance(array.elements, element.elements, cells);
  if (spec.rows > 1) count_as(array.elements, "skew_registers", {kRowSkew});
  array.registers = below(cells, element.registers);
  for (const char* name :
       {"g_row[*].g_column[*].x_next", "g_row[*].g_column[*].g_last.unused_bits", "g_row[*].w_next",
        "g_row[*].sum_next", "g_row[*].g_last.unused_bits", kRowSkew, "acc_o"}) {
    array.registers.emplace_back(name);
  }
}

}  // namespace

Module stationary_element(const DesignSpec& spec, const Module& product) {
  const bool fused = spec.accumulate == Accumulation::fused;
  Module module{.name = "pe_ws_" + structure_suffix(product)};
  module.header = {
      "Processing element of a weight-stationary systolic array: sum_o <= sum_i + x_i * w_o at "
      "every clock edge, modulo 2^AccWidth, where w_o is the weight that the element keeps. With "
      "load_i high it takes w_i for it. x_i goes on to the right. rst_ni resets the sum to zero "
      "at the clock's edge; weight and x have no reset.",
      "one cycle from x_i and sum_i to sum_o, from x_i to x_o, from w_i to w_o",
      "each operand by its parameter; the sums are signed if either operand is",
      "the systolic array of Kung (1982), weights staying"};
  if (fused) {
    module.parameters = product.parameters;
    module.rules = product.rules;
  } else {
    add_product_parameters(module, spec);
  }
  module.ports = {input("clk_i"),          input("rst_ni"),         input("load_i"),
                  input("x_i", "XWidth"),  input("w_i", "WWidth"),  input("sum_i", "AccWidth"),
                  output("x_o", "XWidth"), output("w_o", "WWidth"), output("sum_o", "AccWidth")};
  fused ? add_fused_sum(module, product) : add_separate_sum(module, product);
  add_stationary_registers(module);
  count_as(module.elements, "accumulator_register", {"sum_q"});
  count_as(module.elements, "operand_registers", {"x_q", "w_q"});
  return module;
}

Module stationary_array(const DesignSpec& spec, const Module& element,
                        const std::vector<verilog::ModuleParameter>& parameters) {
  Module module{.name = "mac_array_" + structure_suffix(element)};
  module.header = {
      "Weight-stationary systolic array, a vector of Rows words times a matrix of Rows rows and "
      "Columns columns that stays: word c of acc_o is the sum over r of x_i[r] times the weight in "
      "row r and column c, modulo 2^AccWidth. Word r of x_i passes along row r, r cycles late; the "
      "sums pass down.\n\n"
      "While load_i is high, the words of w_i enter the top row and all weights move down: Rows "
      "cycles load a matrix, its last row first. Meanwhile, and for Rows + Columns - 1 cycles "
      "before, x_i is zero. rst_ni resets the sums to zero at the clock's edge; it lasts Rows + "
      "Columns cycles with load_i high and zero at x_i and w_i: weights and x have no reset.",
      "Rows + c cycles from x_i to word c of acc_o; a vector a cycle", element.header.signedness,
      "the systolic array of Kung (1982), weights staying"};
  add_array_parameters(module, spec, element, parameters);
  const Expression rows("Rows");
  const Expression columns("Columns");
  module.ports = {input("clk_i"),
                  input("rst_ni"),
                  input("load_i"),
                  input("x_i", rows * "XWidth"),
                  input("w_i", columns * "WWidth"),
                  output("acc_o", columns * "AccWidth")};
  module.items = {stationary_rows(element), Assign{"acc_o", member("g_row", rows - 1, "sum_next")}};
  count_stationary(module, spec, element);
  return module;
}

}  // namespace pann::generator
