#include "generator/units/heap_datapath.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "generator/arith/heap_multiplier.h"
#include "generator/arith/structure.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Expression;

namespace {

bool sums_are_signed(const DesignSpec& spec) {
  return spec.x_signed || spec.w_signed;
}

/// Bits of the word that comes back: all of the accumulator, or what lies below a lazy part.
int word_bits(const DesignSpec& spec) {
  return spec.acc_width - spec.lazy_high;
}

/// A lazy part is told the carry and, of signed products, the sign of what is carried.
int sum_bits(const DesignSpec& spec) {
  if (spec.lazy_high > 0) return word_bits(spec) + (product_sum_is_signed(spec) ? 2 : 1);
  return spec.acc_width + (spec.saturate ? 1 : 0);
}

HeapPipeline pipeline_of(const DesignSpec& spec, double budget) {
  HeapPipeline pipeline{.stages = spec.pipeline, .budget = budget};
  if (has_gated_rows(spec)) {
    pipeline.gate_fanout = spec.gate_fanout;
  } else if (spec.enable) {
    pipeline.enable = Expression("en_i");
  }
  return pipeline;
}

/// Drops a word that comes back from the accumulator into the heap, behind the last register row;
/// above its bits the heap's columns have its sign.
void add_word(Heap& heap, const std::string& word, const DesignSpec& spec) {
  for (int i = 0; i < heap.width(); ++i) {
    const bool has_sign = sums_are_signed(spec) && spec.lazy_high == 0;
    if (i >= word_bits(spec) && !has_sign) return;
    heap.add_late(i, {fmt::format("{}[{}]", word, std::min(i, word_bits(spec) - 1)),
                      HeapBit::kModule, heap_time::kProduct});
  }
}

/// Connects the bits that are left of each column to those of words.
void assign_rows(Heap& heap, const std::vector<std::string>& words) {
  for (int i = 0; i < heap.width(); ++i) {
    const auto& bits = heap.column(i);
    for (std::size_t row = 0; row < words.size(); ++row) {
      heap.emit(i, Assign{verilog::bit(words[row], i),
                          bits.size() > row ? heap.read(bits[row], i) : verilog::one_bit(false)});
    }
  }
}

HeapDatapath fused(const DesignSpec& spec, double budget) {
  Heap heap(sum_bits(spec), "g_column", {}, pipeline_of(spec, budget));
  add_word(heap, "feedback", spec);
  ProductItems product = add_products(heap, spec);
  heap.finish_constant();
  sum_up(heap, spec);
  heap.finish_pipeline();
  assign_rows(heap, {"sum"});
  return {std::move(heap), std::move(product), std::nullopt};
}

/// The sum of the products first, then the accumulator's addition.
HeapDatapath separate(const DesignSpec& spec, double budget) {
  const int bits = std::min(product_sum_width(spec), sum_bits(spec));
  Heap heap(bits, "g_column", {}, pipeline_of(spec, budget));
  ProductItems product = add_products(heap, spec);
  heap.finish_constant();
  sum_up(heap, spec);
  heap.finish_pipeline();
  Heap addition(sum_bits(spec), "g_accumulate",
                {"accumulator_input", "accumulator_carries", "accumulator_other"});
  for (int i = 0; i < addition.width(); ++i) {
    if (i >= bits && !product_sum_is_signed(spec)) break;
    const int column = std::min(i, bits - 1);
    if (heap.column(column).empty()) continue;
    HeapBit bit = heap.column(column)[0];
    const std::string value = verilog::to_text(heap.read(bit, -1));
    addition.add(i, {value, HeapBit::kModule, bit.arrival});
  }
  add_word(addition, "feedback", spec);
  addition.finish_constant();
  adder_builder(spec.final_adder).add(addition);
  assign_rows(addition, {"sum"});
  return {std::move(heap), std::move(product), std::move(addition)};
}

HeapDatapath carry_save(const DesignSpec& spec, double budget) {
  Heap heap(spec.acc_width, "g_column", {}, pipeline_of(spec, budget));
  add_word(heap, "feedback", spec);
  add_word(heap, "feedback_carry", spec);
  ProductItems product = add_products(heap, spec);
  heap.finish_constant();
  reduction_builder(spec.reduction).reduce(heap, false);
  heap.finish_pipeline();
  assign_rows(heap, {"sum", "carry"});
  const std::string element = "output_addition";
  Heap addition(spec.acc_width, "g_output", {element, element, element});
  add_word(addition, "sum_word", spec);
  add_word(addition, "carry_word", spec);
  adder_builder(spec.final_adder).add(addition);
  assign_rows(addition, {"added"});
  return {std::move(heap), std::move(product), std::move(addition)};
}

/// When the last stage is done: of the accumulator's addition too, which follows the heap.
double end_of(const HeapDatapath& path, bool addition_follows) {
  return std::max(path.heap.latest(),
                  addition_follows && path.addition ? path.addition->latest() : 0.0);
}

/// The datapath whose longest stage is the shortest that register rows can make it.
HeapDatapath with_shortest_stage(
    const DesignSpec& spec, const std::function<HeapDatapath(const DesignSpec&, double)>& build) {
  if (spec.pipeline == 0) return build(spec, 0.0);
  constexpr int kSteps = 10;
  const bool follows = spec.accumulate == Accumulation::separate;
  DesignSpec whole = spec;
  whole.pipeline = 0;
  double most = end_of(build(whole, 0.0), follows);
  double least = most / (spec.pipeline + 1);
  for (int step = 0; step < kSteps; ++step) {
    const double budget = (least + most) / 2;
    const bool fits = end_of(build(spec, budget), follows) <= (spec.pipeline + 1) * budget;
    (fits ? most : least) = budget;
  }
  return build(spec, most);
}

}  // namespace

Expression width_of_sum(const DesignSpec& spec) {
  if (spec.lazy_high > 0) return sum_bits(spec);
  return spec.saturate ? Expression("AccWidth") + 1 : Expression("AccWidth");
}

HeapDatapath one_word_datapath(const DesignSpec& spec) {
  return with_shortest_stage(spec, spec.accumulate == Accumulation::fused ? fused : separate);
}

HeapDatapath two_word_datapath(const DesignSpec& spec) {
  return with_shortest_stage(spec, carry_save);
}

}  // namespace pann::generator
