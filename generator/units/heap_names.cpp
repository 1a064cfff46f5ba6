#include "generator/units/heap_names.h"

#include <fmt/format.h>

#include "generator/arith/heap_multiplier.h"
#include "generator/units/clock_gate.h"
#include "generator/units/heap_unit.h"

namespace pann::generator {

namespace {

std::string sum_text(const DesignSpec& spec) {
  if (spec.kind == Kind::mac) {
    return "Multiply-accumulate unit: acc_o <= acc_o + x_i * w_i at every clock edge";
  }
  return fmt::format(
      "Dot product unit: acc_o <= acc_o + the sum of x_i * w_i over {} lanes at every clock edge",
      spec.lanes);
}

std::string kept_text(Accumulation accumulate) {
  switch (accumulate) {
    case Accumulation::separate:
      return "The accumulator adds the heap's sum in an adder of its own.";
    case Accumulation::fused:
      return "The accumulator is a row of the bit heap: no adder behind the products.";
    case Accumulation::carry_save:
      return "The sum is kept as two words, those that the heap is reduced to; acc_o adds them.";
  }
  return {};
}

/// Sentences for what was asked for beside the operands.
std::string option_text(const DesignSpec& spec) {
  std::string text;
  const auto say = [&text](bool is_asked, const std::string& sentence) {
    if (is_asked) text += " " + sentence;
  };
  say(spec.enable, "Where en_i is low, all registers hold.");
  say(spec.valid, "Where valid_i is low, nothing is added; valid_o tells when acc_o shows a sum.");
  say(spec.sign_ordered,
      "w_i holds magnitudes; with negative_i high all of them are of negative weights. The "
      "accumulator then holds the complement of its value and is inverted where the sign changes: "
      "cheapest with all positive weights first, then all negative ones.");
  say(spec.saturate, "A sum beyond the accumulator's range becomes the end of the range.");
  say(spec.round > 0, fmt::format("acc_o leaves out the lowest {} bits of the sum, rounded to "
                                  "nearest, halves up.",
                                  spec.round));
  say(spec.clock_gate, "Where nothing is added the accumulator is not clocked.");
  say(spec.zero_gate, spec.kind == Kind::dot
                          ? "Nor is it where x or w is zero in every lane, unless clear_i begins."
                          : "Nor is it where x_i or w_i is zero, unless clear_i begins.");
  say(has_gated_rows(spec), "Nor are the register rows, of what is not added.");
  say(spec.operand_isolation, "Where nothing is added the heap sees zeros.");
  say(spec.lazy_high > 0,
      fmt::format("The upper {} bits of the accumulator count carries and borrows of the lower "
                  "ones, and are clocked where there is one.",
                  spec.lazy_high));
  say(has_clock_gates(spec), fmt::format("A clock gate clocks at most {} bits.", spec.gate_fanout));
  say(spec.pipeline > 0,
      fmt::format("{} register rows (stage<n>_q) stand in the heap where its bits are as late as "
                  "one another; they are not reset: a reset lasts as long as the latency.",
                  spec.pipeline));
  return text;
}

std::string reset_text(Reset reset) {
  switch (reset) {
    case Reset::sync:
      return "rst_ni resets to zero at the clock's edge.";
    case Reset::async:
      return "rst_ni resets to zero at once.";
    case Reset::none:
      return "There is no reset: clear_i begins.";
  }
  return {};
}

std::string option_suffix(const DesignSpec& spec) {
  std::string text;
  if (spec.bias) text += "_bias";
  if (spec.sign_ordered) text += "_sign_ordered";
  if (spec.pipeline > 0) text += fmt::format("_pipeline{}", spec.pipeline);
  if (spec.reset == Reset::async) text += "_async";
  if (spec.reset == Reset::none) text += "_no_reset";
  if (spec.enable) text += "_enable";
  if (spec.valid) text += "_valid";
  if (spec.saturate) text += "_saturate";
  if (spec.round > 0) text += fmt::format("_round{}", spec.round);
  if (spec.clock_gate) text += "_clock_gate";
  if (spec.zero_gate) text += "_zero_gate";
  if (spec.operand_isolation) text += "_isolated";
  if (spec.lazy_high > 0) text += fmt::format("_lazy{}", spec.lazy_high);
  return text + fanout_suffix(spec);
}

}  // namespace

std::string heap_unit_name(const DesignSpec& spec) {
  const std::string kind = spec.kind == Kind::dot ? fmt::format("dot{}", spec.lanes) : "mac";
  std::string kept(name(spec.accumulate));
  for (char& letter : kept) letter = letter == '-' ? '_' : letter;
  return fmt::format("{}_heap_{}_{}_acc{}{}", kind, kept, heap_suffix(spec), spec.acc_width,
                     option_suffix(spec));
}

verilog::Header heap_unit_header(const DesignSpec& spec) {
  const int latency = spec.pipeline + 1;
  return {fmt::format(
              "{}, {}. clear_i comes with the first element of a dot product, whose {} stored; {} "
              "{}{} Partial products: {}; reduction: {}; final adder: {}. Bits of the same weight "
              "are in the block of their column, g_column<weight>.",
              sum_text(spec), spec.saturate ? "within AccWidth bits" : "modulo 2^AccWidth",
              spec.bias ? "product plus bias_i is" : "product alone is", reset_text(spec.reset),
              kept_text(spec.accumulate), option_text(spec), name(spec.partial_products),
              name(spec.reduction), name(spec.final_adder)),
          fmt::format("{} {} from x_i and w_i to acc_o; one operation a cycle", latency,
                      latency == 1 ? "cycle" : "cycles"),
          "fixed; acc_o is signed if either operand is",
          "generator/arith/heap.h; the paper's MAC, Eqs. (1) to (4)"};
}

}  // namespace pann::generator
