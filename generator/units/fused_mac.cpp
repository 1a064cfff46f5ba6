#include "generator/units/fused_mac.h"

#include <utility>

#include <fmt/format.h>

#include "generator/arith/heap.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"

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

/// One word: the heap's sum is stored and comes back.
Items fused_items(const DesignSpec& spec) {
  const Expression width("AccWidth");
  Heap heap(spec.acc_width);
  add_word(heap, "feedback");
  const Items digits = add_product(heap, spec);
  heap.finish_constant();
  sum_up(heap, spec);
  assign_word(heap, "sum");
  Items items = feedback("feedback", initial(spec), "acc_q");
  append(items, {Net{"sum", width}});
  append(items, digits);
  append(items, {Comment{heap.picture()}});
  append(items, heap.blocks());
  append(items, {Register{"clk_i", "rst_ni", "acc_q", width, "sum"}, Assign{"acc_o", "acc_q"}});
  return items;
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
Items carry_save_items(const DesignSpec& spec) {
  const Expression width("AccWidth");
  Heap heap(spec.acc_width);
  add_word(heap, "feedback");
  add_word(heap, "feedback_carry");
  const Items digits = add_product(heap, spec);
  heap.finish_constant();
  reduce(heap, spec.reduction, false);
  assign_rows(heap);
  Heap output(spec.acc_width, "g_output");
  add_word(output, "sum_q");
  add_word(output, "carry_q");
  add_rows(output, spec.final_adder);
  assign_word(output, "acc_o");

  Items items = feedback("feedback", initial(spec), "sum_q");
  append(items, feedback("feedback_carry", verilog::zeros(width), "carry_q"));
  append(items, {Net{"sum", width}, Net{"carry", width}});
  append(items, digits);
  append(items, {Comment{heap.picture()}});
  append(items, heap.blocks());
  append(items, {Register{"clk_i", "rst_ni", "sum_q", width, "sum"},
                 Register{"clk_i", "rst_ni", "carry_q", width, "carry"},
                 Comment{"acc_o = sum_q + carry_q"}});
  append(items, output.blocks());
  return items;
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
  module.items = is_carry_save(spec) ? carry_save_items(spec) : fused_items(spec);
  return module;
}

std::vector<ElementGroup> fused_mac_elements(const DesignSpec& spec) {
  std::vector<ElementGroup> groups = heap_elements(spec, "");
  // The adder of two words is output_addition.
  if (is_carry_save(spec))
    std::erase_if(groups,
                  [](const ElementGroup& group) { return group.name == "multiplier_final"; });
  groups.insert(groups.begin(), {"multiplier_inputs", {"x_i", "w_i"}});
  const bool two = is_carry_save(spec);
  const auto words = [two](const std::string& one, const std::string& other) {
    return two ? std::vector<std::string>{one, other} : std::vector<std::string>{one};
  };
  groups.push_back({"accumulator_sum", words("sum", "carry")});
  groups.push_back({"accumulator_register", two ? words("sum_q", "carry_q") : words("acc_q", "")});
  groups.push_back({"accumulator_feedback", words("feedback", "feedback_carry")});
  if (two) {
    groups.push_back({"output_addition", {"g_output*.*", "acc_o"}});
  }
  return groups;
}

std::vector<std::string> fused_mac_registers(const DesignSpec& spec) {
  if (is_carry_save(spec)) return {"sum_q", "carry_q"};
  return {"acc_q", "acc_o"};
}

}  // namespace pann::generator
