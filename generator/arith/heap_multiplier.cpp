#include "generator/arith/heap_multiplier.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/parameters.h"
#include "generator/arith/structure.h"

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

/// Isolated operands are words of the unit.
HeapOperand operand(const DesignSpec& spec, Operand which, int lane) {
  const bool isolated = spec.operand_isolation && spec.kind != Kind::multiplier;
  if (which == Operand::x) {
    return {isolated ? "x_used" : "x_i", "x", spec.x_width, spec.x_signed, lane * spec.x_width};
  }
  return {isolated ? "w_used" : "w_i", "w", spec.w_width, spec.w_signed && !spec.sign_ordered,
          lane * spec.w_width};
}

std::string purpose(const DesignSpec& spec, const char* what) {
  return fmt::format(
      "{}, {} and {} bits. Partial products: {}; reduction: {}; final adder: {}. Bits of the same "
      "weight are in the block of their column, g_column<weight>.",
      what, spec.x_width, spec.w_width, name(spec.partial_products), name(spec.reduction),
      name(spec.final_adder));
}

/// Drops the products into a heap and sums it up into `word`; a module of that, without ports but
/// the operands'.
Module heap_module(Heap& heap, const DesignSpec& spec, const std::string& word) {
  const ProductItems product = add_products(heap, spec);
  heap.finish_constant();
  sum_up(heap, spec);
  assign_word(heap, word);
  Module module;
  add_fixed_parameters(module, spec);
  module.ports = {input("x_i", "XWidth"), input("w_i", "WWidth")};
  module.items = {Comment{heap.picture()}};
  append(module.items, product.blocks);
  append(module.items, heap.blocks());
  module.elements = {{"multiplier_inputs", {"x_i", "w_i"}}};
  count_instance(module.elements, heap.groups(), "");
  count_instance(module.elements, product.groups, "");
  return module;
}

constexpr const char* kHeapSource =
    "generator/arith/heap.h: Dadda 1965, Baugh and Wooley 1973, Oklobdzija 1996";

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
  const Structure choices = structure_of(spec);
  reduction_builder(choices.reduction).reduce(heap, choices.adder == FinalAdder::ripple);
  adder_builder(choices.adder).add(heap);
}

ProductItems add_products(Heap& heap, const DesignSpec& spec) {
  const Operand multiplicand = spec.recode == Operand::w ? Operand::x : Operand::w;
  const ProductBuilder& builder = product_builder(structure_of(spec).products);
  const int most_rows = std::max(spec.x_width, spec.w_width) + 1;
  ProductItems all;
  for (int lane = 0; lane < spec.lanes; ++lane) {
    const std::string tag = spec.lanes == 1 ? "" : fmt::format("_lane{}", lane);
    const ProductItems product =
        builder.fall(heap, operand(spec, multiplicand, lane), operand(spec, spec.recode, lane), tag,
                     lane * most_rows);
    all.blocks.insert(all.blocks.end(), product.blocks.begin(), product.blocks.end());
    count_instance(all.groups, product.groups, "");
  }
  return all;
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
  Module module = heap_module(heap, spec, "product_o");
  module.name = heap_multiplier_name(spec);
  module.header = {purpose(spec, "Bit heap multiplier: product_o = x_i * w_i"), "combinational",
                   "fixed; product_o is signed if either operand is", kHeapSource};
  module.ports.push_back(output("product_o", Expression("XWidth") + "WWidth"));
  return module;
}

Module heap_multiply_add(const DesignSpec& spec) {
  Heap heap(spec.acc_width);
  for (int i = 0; i < spec.acc_width; ++i) heap.add(i, {fmt::format("addend_i[{}]", i)});
  Module module = heap_module(heap, spec, "sum_o");
  module.name = fmt::format("madd_heap_fused_{}_acc{}", heap_suffix(spec), spec.acc_width);
  module.header = {
      purpose(spec,
              "Multiply-add in one bit heap: sum_o = addend_i + x_i * w_i, modulo 2^AccWidth"),
      "combinational", "fixed; the sum is signed if either operand is", kHeapSource};
  add_fixed_parameter(module, "AccWidth", spec.acc_width, "bits of addend_i and sum_o");
  module.ports.insert(module.ports.end(),
                      {input("addend_i", "AccWidth"), output("sum_o", "AccWidth")});
  return module;
}

std::vector<Module> heap_cells() {
  return {full_adder(), half_adder()};
}

}  // namespace pann::generator
