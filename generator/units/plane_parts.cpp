#include "generator/units/plane_parts.h"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "generator/arith/heap.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::choose;
using verilog::Comment;
using verilog::concatenate;
using verilog::Expression;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::Register;
using verilog::repeat;

namespace {

/// Where the accumulator is divided: what the lanes reach, and what only carries do.
struct Parts {
  int low = 0;
  int high = 0;
};

Parts parts_of(const DesignSpec& spec) {
  const int low = lane_sum_width(spec);
  return {low, spec.acc_width - low};
}

/// The lanes' words, each at its plane.
void add_lanes(Heap& heap, const DesignSpec& spec, const std::string& words) {
  int first = 0;
  for (const int plane : planes_of_lanes(spec)) {
    for (int k = 0; k < spec.x_width; ++k) {
      heap.add(plane + k, {fmt::format("{}[{}]", words, first + k)});
    }
    first += spec.x_width;
  }
}

/// A part of the accumulator, `stored`, and what it counts as in this cycle, `base`.
void add_base(Module& module, const std::string& base, const std::string& stored, int width,
              const std::string& complement) {
  append(module.items, {Net{stored, width, NetType::reg}, Net{base, width},
                        Assign{base, (Expression(stored) | repeat(width, "clear_i")) ^
                                         repeat(width, complement)}});
  count_as(module.elements, "accumulator_register", {stored});
  count_as(module.elements, "accumulator_feedback", {base});
  module.registers.push_back(stored);
}

const HeapElements& accumulator_elements() {
  static const HeapElements elements{"accumulator_sum", "accumulator_carries", "accumulator_sum"};
  return elements;
}

/// Drops the words' bits into the heap and sums them up into `sum`.
void add_words(Heap& heap, const std::vector<std::string>& words, int width,
               const std::string& sum) {
  for (const std::string& word : words) {
    for (int i = 0; i < width; ++i) heap.add(i, {fmt::format("{}[{}]", word, i)});
  }
  reduce_by_arrival(heap, true);
  for (int i = 0; i < width; ++i) {
    heap.emit(i, Assign{bit(sum, i), heap.read(heap.column(i)[0], i)});
  }
}

/// The blocks of a heap of the accumulator, whose sum is the word `sum`.
void add_adder(Module& module, const Heap& heap, const std::string& sum, int width) {
  append(module.items, {Net{sum, width}});
  append(module.items, heap.blocks());
  count_instance(module.elements, heap.groups(), "");
  count_as(module.elements, "accumulator_sum", {sum});
}

/// The low part: what it counts as plus the lanes' sum, its carry in the column above.
void add_low_part(Module& module, const Parts& parts, const std::string& complement) {
  add_base(module, "low_base", "low_q", parts.low, complement);
  const bool has_carry = parts.high > 0;
  Heap heap(parts.low + (has_carry ? 1 : 0), "g_low", accumulator_elements());
  add_words(heap, {"low_base", "lane_sum"}, parts.low, "low_sum");
  if (has_carry) {
    heap.emit(parts.low, Assign{"low_carry", heap.read(heap.column(parts.low)[0], parts.low)});
    append(module.items, {Net{"low_carry"}});
    count_as(module.elements, "accumulator_carries", {"low_carry"});
  }
  add_adder(module, heap, "low_sum", parts.low);
  append(module.items, {Register{"clk_i", "rst_ni", "low_q", parts.low, "low_sum"}});
}

/// The high part counts the carries out of the low one, and is written only where it changes.
void add_high_part(Module& module, int width, const std::string& complement) {
  add_base(module, "high_base", "high_q", width, complement);
  Heap heap(width, "g_high", accumulator_elements());
  heap.add(0, {"low_carry"});
  add_words(heap, {"high_base"}, width, "high_sum");
  add_adder(module, heap, "high_sum", width);
  append(module.items, {Net{"high_changes"},
                        Assign{"high_changes", Expression("clear_i") | Expression(complement) |
                                                   Expression("low_carry")},
                        Register{"clk_i", "rst_ni", "high_q", width,
                                 choose("high_changes", "high_sum", "high_q")}});
  count_as(module.elements, "control", {"high_changes"});
}

}  // namespace

std::string lanes_purpose(const DesignSpec& spec, const std::string& word) {
  const std::vector<int> lanes = lanes_by_plane(spec);
  if (spec.planes == Planes::repetition) {
    return fmt::format(
        "Dot product without a multiplier: at every clock edge each of {} lanes adds its x, which "
        "stands there for |w| cycles. Lane 0 is in the lowest bits of {}; a lane that has added "
        "its x |w| times has x = 0.",
        lanes[0], word);
  }
  return fmt::format(
      "Dot product without a multiplier: at every clock edge each lane of plane p adds x times "
      "2^p, for weights as {}. Lanes by plane, lowest first: {}; lane 0, of plane 0, is "
      "in the lowest bits of {}; a lane without a digit has x = 0.",
      spec.planes == Planes::binary ? "a sign and the bits of |w|" : "signed digits",
      fmt::join(lanes, ", "), word);
}

std::string sign_purpose(const DesignSpec& spec, const std::string& sum) {
  return fmt::format(
      "With negative_i the lanes are subtracted. {} is the sum modulo 2^AccWidth after "
      "cycles without negative_i, and its complement, -sum - 1, after those with it: a dot "
      "product ends with a cycle without. Signs may change at any cycle; the fewest "
      "changes, negative {} first, cost the least. clear_i comes with the first cycle of a "
      "dot product; rst_ni resets to zero at the clock's edge.",
      sum, spec.planes == Planes::signed_digit ? "digits" : "weights");
}

std::string lanes_source(const DesignSpec& spec) {
  switch (spec.planes) {
    case Planes::signed_digit:
      return "PANN, Eqs. (10), (11), with signed digits (Reitwiesner 1960) for repetitions";
    case Planes::binary:
      return "PANN, Eqs. (10), (11), with the bits of |w| for repetitions";
    case Planes::repetition:
      return "PANN, Eqs. (10), (11): x is added |w| times, in several lanes";
  }
  return {};
}

std::string lanes_name(const DesignSpec& spec) {
  const std::string planes =
      spec.planes == Planes::signed_digit ? "" : fmt::format("{}_", name(spec.planes));
  return fmt::format("{}{}u_lanes_{}_acc{}", planes, spec.x_width,
                     fmt::join(lanes_by_plane(spec), "_"), spec.acc_width);
}

void add_sign(Module& module) {
  append(module.items,
         {Comment{"The register holds the complement of the sum after a cycle with negative_i, and "
                  "counts as that of zero where a dot product begins."},
          Net{"is_complement"}, Net{"complement"}, Net{"negative_q", std::nullopt, NetType::reg},
          Assign{"is_complement", Expression("negative_q") | Expression("clear_i")},
          Assign{"complement", Expression("is_complement") ^ Expression("negative_i")},
          Register{"clk_i", "rst_ni", "negative_q", 1, "negative_i"}});
  count_as(module.elements, "control", {"negative_q", "is_complement", "complement"});
  module.registers.emplace_back("negative_q");
}

void add_lane_tree(Module& module, const DesignSpec& spec, const std::string& words) {
  const int width = lane_sum_width(spec);
  Heap heap(width, "g_column", {"lane_sums", "lane_carries", "lane_sums"});
  add_lanes(heap, spec, words);
  heap.finish_constant();
  reduce_by_arrival(heap, true);
  assign_word(heap, "lane_sum");
  append(module.items, {Net{"lane_sum", width}, Comment{heap.picture()}});
  append(module.items, heap.blocks());
  count_as(module.elements, "lane_inputs", {words});
  count_instance(module.elements, heap.groups(), "");
  count_as(module.elements, "lane_sums", {"lane_sum"});
}

void add_accumulator(Module& module, const DesignSpec& spec, const std::string& complement) {
  const Parts parts = parts_of(spec);
  add_low_part(module, parts, complement);
  if (parts.high > 0) add_high_part(module, parts.high, complement);
  append(module.items, {Assign{"acc_o", parts.high > 0 ? concatenate({"high_q", "low_q"})
                                                       : Expression("low_q")}});
  module.registers.emplace_back("acc_o");
}

}  // namespace pann::generator
