#include "generator/units/fused_mac.h"

#include <utility>

#include <fmt/format.h>

#include "generator/arith/heap.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"
#include "generator/arith/structure.h"

namespace pann::generator {

using verilog::Assign;
using verilog::choose;
using verilog::Comment;
using verilog::Expression;
using verilog::Items;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::Register;

namespace {

bool is_carry_save(const DesignSpec& spec) {
  return spec.accumulate == Accumulation::carry_save;
}

std::string purpose(const DesignSpec& spec) {
  const std::string start = fmt::format(
      "clear_i comes with the first element of a dot product, whose {} stored; rst_ni resets to "
      "zero at the clock's edge.",
      spec.bias ? "product plus bias_i is" : "product alone is");
  const std::string kept =
      is_carry_save(spec)
          ? "The sum is kept as two words, those that the heap is reduced to; acc_o adds them."
          : "The accumulator is a row of the multiplier's bit heap: no adder behind the product.";
  return fmt::format(
      "Multiply-accumulate unit: acc_o <= acc_o + x_i * w_i at every clock edge, modulo "
      "2^AccWidth. {} {} Partial products: {}; reduction: {}; final adder: {}. Bits of the same "
      "weight are in the block of their column, g_column<weight>.",
      start, kept, name(spec.partial_products), name(spec.reduction), name(spec.final_adder));
}

/// Drops the bits of a word that comes back from the registers into the heap.
void add_word(Heap& heap, const std::string& word) {
  for (int i = 0; i < heap.width(); ++i) {
    heap.add(i, {fmt::format("{}[{}]", word, i), HeapBit::kModule, heap_time::kProduct});
  }
}

Items feedback(const std::string& net, const Expression& cleared, const std::string& stored) {
  const Expression width("AccWidth");
  return {Net{stored, width, NetType::reg}, Net{net, width},
          Assign{net, choose("clear_i", cleared, stored)}};
}

void append(Items& items, const Items& more) {
  items.insert(items.end(), more.begin(), more.end());
}

Expression initial(const DesignSpec& spec) {
  return spec.bias ? Expression("bias_i") : verilog::zeros("AccWidth");
}

/// A register and what it takes.
void add_stored(Module& module, const std::string& stored, const std::string& next) {
  append(module.items, {Register{"clk_i", "rst_ni", stored, "AccWidth", next}});
  count_as(module.elements, "accumulator_sum", {next});
  count_as(module.elements, "accumulator_register", {stored});
  module.registers.push_back(stored);
}

/// The blocks of a heap, below its picture, and what it adds beside the words that come back.
void add_heap(Module& module, const Heap& heap, const ProductItems& product) {
  append(module.items, product.blocks);
  append(module.items, {Comment{heap.picture()}});
  append(module.items, heap.blocks());
  count_instance(module.elements, heap.groups(), "");
  count_instance(module.elements, product.groups, "");
}

/// One word: the heap's sum is stored and comes back.
void add_fused(Module& module, const DesignSpec& spec) {
  Heap heap(spec.acc_width);
  add_word(heap, "feedback");
  const ProductItems product = add_product(heap, spec);
  heap.finish_constant();
  sum_up(heap, spec);
  assign_word(heap, "sum");
  module.items = feedback("feedback", initial(spec), "acc_q");
  append(module.items, {Net{"sum", "AccWidth"}});
  add_heap(module, heap, product);
  add_stored(module, "acc_q", "sum");
  append(module.items, {Assign{"acc_o", "acc_q"}});
  module.registers.emplace_back("acc_o");
  count_as(module.elements, "accumulator_feedback", {"feedback"});
}

/// Connects the two bits that are left of each column to those of `sum` and `carry`.
void assign_rows(Heap& heap) {
  for (int i = 0; i < heap.width(); ++i) {
    const auto& bits = heap.column(i);
    const auto row = [&](std::size_t which) {
      return bits.size() > which ? heap.read(bits[which], i) : verilog::one_bit(false);
    };
    heap.emit(i, Assign{verilog::bit("sum", i), row(0)});
    heap.emit(i, Assign{verilog::bit("carry", i), row(1)});
  }
}

/// Two words: the heap's two rows are stored and come back; acc_o adds them.
void add_carry_save(Module& module, const DesignSpec& spec) {
  const Structure choices = structure_of(spec);
  Heap heap(spec.acc_width);
  add_word(heap, "feedback");
  add_word(heap, "feedback_carry");
  const ProductItems product = add_product(heap, spec);
  heap.finish_constant();
  reduction_builder(choices.reduction).reduce(heap, false);
  assign_rows(heap);
  const std::string addition = "output_addition";
  Heap output(spec.acc_width, "g_output", {addition, addition, addition});
  add_word(output, "sum_q");
  add_word(output, "carry_q");
  adder_builder(choices.adder).add(output);
  assign_word(output, "acc_o");

  module.items = feedback("feedback", initial(spec), "sum_q");
  append(module.items, feedback("feedback_carry", verilog::zeros("AccWidth"), "carry_q"));
  append(module.items, {Net{"sum", "AccWidth"}, Net{"carry", "AccWidth"}});
  add_heap(module, heap, product);
  add_stored(module, "sum_q", "sum");
  add_stored(module, "carry_q", "carry");
  append(module.items, {Comment{"acc_o = sum_q + carry_q"}});
  append(module.items, output.blocks());
  count_as(module.elements, "accumulator_feedback", {"feedback", "feedback_carry"});
  count_instance(module.elements, output.groups(), "");
  count_as(module.elements, addition, {"acc_o"});
}

}  // namespace

std::string fused_mac_name(const DesignSpec& spec) {
  return fmt::format("mac_heap_{}_{}_acc{}{}", is_carry_save(spec) ? "carry_save" : "fused",
                     heap_suffix(spec), spec.acc_width, spec.bias ? "_bias" : "");
}

Module fused_mac(const DesignSpec& spec) {
  Module module{.name = fused_mac_name(spec)};
  module.header = {purpose(spec), "one cycle from x_i and w_i to acc_o; one element a cycle",
                   "fixed; acc_o is signed if either operand is",
                   "generator/arith/heap.h; the paper's MAC, Eqs. (1) to (4)"};
  add_fixed_parameters(module, spec);
  add_fixed_parameter(module, "AccWidth", spec.acc_width, "bits of acc_o, the accumulator");
  module.ports = {input("clk_i"), input("rst_ni"), input("clear_i")};
  if (spec.bias) module.ports.push_back(input("bias_i", "AccWidth"));
  module.ports.push_back(input("x_i", "XWidth"));
  module.ports.push_back(input("w_i", "WWidth"));
  module.ports.push_back(output("acc_o", "AccWidth"));
  module.elements = {{"multiplier_inputs", {"x_i", "w_i"}}};
  if (is_carry_save(spec)) {
    add_carry_save(module, spec);
  } else {
    add_fused(module, spec);
  }
  return module;
}

}  // namespace pann::generator
