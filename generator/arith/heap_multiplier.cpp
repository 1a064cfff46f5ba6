#include "generator/arith/heap_multiplier.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/heap_products.h"
#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Comment;
using verilog::Expression;
using verilog::Items;
using verilog::Module;

namespace {

std::string operand_text(int width, bool is_signed) {
  return fmt::format("{}{}", width, is_signed ? 's' : 'u');
}

HeapOperand operand(const DesignSpec& spec, Operand which) {
  return which == Operand::x ? HeapOperand{"x_i", "x", spec.x_width, spec.x_signed}
                             : HeapOperand{"w_i", "w", spec.w_width, spec.w_signed};
}

std::string purpose(const DesignSpec& spec) {
  return fmt::format(
      "Bit heap multiplier: product_o = x_i * w_i, {} and {} bits. Partial products: {}; "
      "reduction: "
      "{}; final adder: {}. Bits of the same weight are in the block of their column, "
      "g_column<weight>.",
      spec.x_width, spec.w_width, name(spec.partial_products), name(spec.reduction),
      name(spec.final_adder));
}

}  // namespace

std::string heap_suffix(const DesignSpec& spec) {
  const bool recodes = spec.partial_products != PartialProducts::and_array;
  std::string text =
      fmt::format("{}{}_{}_{}_{}x{}", name(spec.partial_products),
                  recodes && spec.recode == Operand::x ? "_recode_x" : "", name(spec.reduction),
                  name(spec.final_adder), operand_text(spec.x_width, spec.x_signed),
                  operand_text(spec.w_width, spec.w_signed));
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

std::string heap_multiplier_name(const DesignSpec& spec) {
  return "multiplier_heap_" + heap_suffix(spec);
}

void add_fixed_parameter(Module& module, const std::string& parameter, int value,
                         const std::string& description) {
  module.parameters.push_back(
      {parameter, value, value, value, fmt::format("{}; legal: {}", description, value)});
  module.rules.push_back(
      {Expression(parameter) != value, parameter, fmt::format("{}_must_be_{}", parameter, value)});
}

void add_fixed_parameters(Module& module, const DesignSpec& spec) {
  add_fixed_parameter(module, "XWidth", spec.x_width, "bits of x_i");
  add_fixed_parameter(module, "WWidth", spec.w_width, "bits of w_i");
  add_fixed_parameter(module, "XSigned", spec.x_signed ? 1 : 0,
                      "1: x_i is two's complement, 0: unsigned");
  add_fixed_parameter(module, "WSigned", spec.w_signed ? 1 : 0,
                      "1: w_i is two's complement, 0: unsigned");
}

void sum_up(Heap& heap, const DesignSpec& spec) {
  reduce(heap, spec.reduction, spec.final_adder == FinalAdder::ripple);
  add_rows(heap, spec.final_adder);
}

Items add_product(Heap& heap, const DesignSpec& spec) {
  const Operand multiplicand = spec.recode == Operand::w ? Operand::x : Operand::w;
  return add_product(heap, spec.partial_products, operand(spec, multiplicand),
                     operand(spec, spec.recode));
}

void assign_word(Heap& heap, const std::string& word) {
  for (int i = 0; i < heap.width(); ++i) {
    const auto& bits = heap.column(i);
    heap.emit(i, Assign{verilog::bit(word, i),
                        bits.empty() ? verilog::one_bit(false) : heap.read(bits[0], i)});
  }
}

Module heap_multiplier(const DesignSpec& spec) {
  Heap heap(spec.x_width + spec.w_width);
  const Items digits = add_product(heap, spec);
  heap.finish_constant();
  sum_up(heap, spec);
  assign_word(heap, "product_o");

  Module module{.name = heap_multiplier_name(spec)};
  module.header = {purpose(spec), "combinational",
                   "fixed; product_o is signed if either operand is",
                   "generator/arith/heap.h: Dadda 1965, Baugh and Wooley 1973, Oklobdzija 1996"};
  add_fixed_parameters(module, spec);
  module.ports = {input("x_i", "XWidth"), input("w_i", "WWidth"),
                  output("product_o", Expression("XWidth") + "WWidth")};
  module.items = {Comment{heap.picture()}};
  for (const Items& group : {digits, heap.blocks()}) {
    module.items.insert(module.items.end(), group.begin(), group.end());
  }
  return module;
}

std::vector<Module> heap_cells() {
  return {full_adder(), half_adder()};
}

std::vector<ElementGroup> heap_elements(const DesignSpec& spec, const std::string& prefix) {
  const std::string column = prefix + "g_column*.";
  std::vector<ElementGroup> groups{{"multiplier_operands", {column + "product*", column + "sum*"}},
                                   {"multiplier_carries", {column + "carry*", column + "any*"}}};
  if (spec.partial_products != PartialProducts::and_array) {
    groups.push_back({"multiplier_other", {prefix + "g_digit*.is_*"}});
  }
  if (spec.final_adder != FinalAdder::ripple) {
    groups.push_back(
        {"multiplier_final",
         {column + "generate*", column + "propagate*", column + "select", column + "total"}});
  }
  return groups;
}

}  // namespace pann::generator
