#include "generator/units/pann_array.h"

#include <string>

#include <fmt/format.h>

#include "generator/arith/heap_multiplier.h"
#include "generator/arith/parameters.h"
#include "generator/units/array_parts.h"
#include "generator/units/clock_gate.h"
#include "generator/units/plane_parts.h"

namespace pann::generator {

using verilog::any_bit;
using verilog::Assign;
using verilog::bit;
using verilog::Comment;
using verilog::concatenate;
using verilog::Expression;
using verilog::GenerateFor;
using verilog::Instance;
using verilog::Items;
using verilog::member;
using verilog::Module;
using verilog::Net;
using verilog::slice;

namespace {

constexpr const char* kPositionInstance = "u_position";
constexpr int kIntegerBits = 32;  ///< Of a genvar.

std::string structure_name(const DesignSpec& spec) {
  if (!has_window(spec)) return lanes_name(spec);
  return fmt::format("window{}_{}{}", spec.window, lanes_name(spec), fanout_suffix(spec));
}

void add_lane_parameters(Module& module, const DesignSpec& spec) {
  add_fixed_parameter(module, "XWidth", spec.x_width, "bits of a word of x_i");
  add_fixed_parameter(module, "Lanes", plane_lane_count(spec), "lanes of a position");
  add_fixed_parameter(module, "AccWidth", spec.acc_width, "bits of a sum, the accumulator");
  if (has_window(spec)) {
    add_fixed_parameter(module, "Window", spec.window, "words of x that a position holds");
  }
}

/// Words of x_i of a position.
Expression words_of_position(const DesignSpec& spec) {
  return Expression(has_window(spec) ? "Window" : "Lanes") * "XWidth";
}

/// The window's registers behind their clock gates.
void add_window(Module& module, const DesignSpec& spec) {
  const GatedWord window{.word = "window_q",
                         .width = spec.window * spec.x_width,
                         .next = "x_i",
                         .open = "load_i",
                         .reset = Reset::none};
  append(module.items, {Comment{"The words that lanes may add."}});
  append(module.items, gated_word_nets(window, spec.gate_fanout));
  append(module.items, gated_word(window, spec.gate_fanout));
  count_as(module.elements, "window_register", {"window_q"});
  count_gated_word(module.elements, window, spec.gate_fanout);
  module.registers.emplace_back("window_q");
}

/// Each lane's word of the window, or zero: bit k of every word where it is selected.
void add_lane_words(Module& module) {
  const Expression n("n");
  const Expression k("k");
  const Expression lane("lane");
  const Expression b("b");
  const Expression taken = slice("select_i", lane * "Window", "Window");
  const GenerateFor words{
      "n",
      "Window",
      "g_word",
      {Assign{bit("column", n), bit("window_q", n * Expression("XWidth") + k)}}};
  const GenerateFor bits{
      "b",
      "XWidth",
      "g_taken",
      {Net{"taken", "Window"}, Assign{"taken", taken & member("g_bit", b, "column")},
       Assign{bit("lane_x", lane * "XWidth" + b), any_bit("taken")}}};
  append(module.items,
         {Comment{"Bit k of every word."},
          GenerateFor{"k", "XWidth", "g_bit", {Net{"column", "Window"}, words}},
          Comment{"The word that each lane adds."}, Net{"lane_x", Expression("Lanes") * "XWidth"},
          GenerateFor{"lane", "Lanes", "g_lane", {bits}}});
  count_as(module.elements, "lane_select", {"g_lane[*].g_taken[*].taken"});
}

/// Which word each lane takes, one signal a word: index 0 is none, n is word n - 1.
void add_decoder(Module& module) {
  const Expression n("n");
  const Expression lane("lane");
  const Expression index = concatenate({verilog::zeros(Expression(kIntegerBits) - "IndexWidth"),
                                        slice("x_index_i", lane * "IndexWidth", "IndexWidth")});
  const GenerateFor words{
      "n", "Window", "g_word", {Assign{bit("select", lane * "Window" + n), index == n + 1}}};
  append(module.items, {Comment{"Index 0 is no word, index n word n - 1."},
                        Net{"select", Expression("Lanes") * "Window"},
                        GenerateFor{"lane", "Lanes", "g_select", {words}}});
  count_as(module.elements, "index_select", {"select"});
}

std::string array_purpose(const DesignSpec& spec) {
  const std::string what =
      "Dot products of several positions with the same weights: sign, clear and all that tells "
      "lanes what to add are there once. Word p of acc_o is the sum of position p.";
  if (!has_window(spec)) {
    return fmt::format("{} Its lanes are words p * Lanes and up of x_i.\n\n{}\n\n{}", what,
                       lanes_purpose(spec, "a position's words"), sign_purpose(spec, "Each sum"));
  }
  return fmt::format(
      "{} Each position holds a window of {} words of x, which load_i takes from x_i at the "
      "clock's "
      "edge, words p * Window and up; word l of x_index_i names what lane l of every position adds "
      "in this cycle: 0 nothing, n word n - 1 of the window.\n\n{}\n\n{} The window has no reset.",
      what, spec.window, lanes_purpose(spec, "a position's words"), sign_purpose(spec, "Each sum"));
}

std::string array_latency(const DesignSpec& spec) {
  return has_window(spec) ? "one cycle from x_i to the window, one from x_index_i to acc_o"
                          : "one cycle from x_i to acc_o; a word a lane a cycle";
}

GenerateFor positions_of(const DesignSpec& spec, const Module& position) {
  const Expression p("p");
  const Expression width = words_of_position(spec);
  Instance instance{position.name,
                    kPositionInstance,
                    passed_on(position.parameters),
                    {{"clk_i", "clk_i"},
                     {"rst_ni", "rst_ni"},
                     {"clear_i", "clear_i"},
                     {"complement_i", "complement"}}};
  if (has_window(spec)) {
    instance.ports.emplace_back("load_i", "load_i");
    instance.ports.emplace_back("select_i", "select");
  }
  instance.ports.emplace_back("x_i", slice("x_i", p * width, width));
  instance.ports.emplace_back("acc_o", slice("acc_o", p * Expression("AccWidth"), "AccWidth"));
  return {"p", "Positions", "g_position", {instance}};
}

}  // namespace

Module pann_position(const DesignSpec& spec) {
  Module module{.name = "pann_position_" + structure_name(spec)};
  module.header = {
      "A position of pann_array: lanes, their sum and the accumulator. With complement_i the "
      "accumulator counts as its complement in this cycle, with clear_i as all ones before that." +
          std::string(has_window(spec)
                          ? " load_i takes x_i for the window; lane l adds the words n of it whose "
                            "bit l * Window + n of select_i is set, at most one."
                          : ""),
      array_latency(spec), "x_i is unsigned; acc_o is two's complement", lanes_source(spec)};
  add_lane_parameters(module, spec);
  module.ports = {input("clk_i"), input("rst_ni"), input("clear_i"), input("complement_i")};
  if (has_window(spec)) {
    module.ports.push_back(input("load_i"));
    module.ports.push_back(input("select_i", Expression("Lanes") * "Window"));
  }
  module.ports.push_back(input("x_i", words_of_position(spec)));
  module.ports.push_back(output("acc_o", "AccWidth"));
  if (has_window(spec)) {
    add_window(module, spec);
    add_lane_words(module);
  }
  add_lane_tree(module, spec, has_window(spec) ? "lane_x" : "x_i");
  add_accumulator(module, spec, "complement_i");
  return module;
}

Module pann_array(const DesignSpec& spec, const Module& position) {
  Module module{.name = "pann_array_" + structure_name(spec)};
  module.header = {array_purpose(spec), array_latency(spec),
                   "x_i is unsigned; each sum is two's complement", lanes_source(spec)};
  module.parameters = {width_parameter("Positions", spec.positions, 1, kMaximumPositions,
                                       "dot products with the same weights")};
  module.rules = {width_rule(module.parameters[0])};
  add_lane_parameters(module, spec);
  module.ports = {input("clk_i"), input("rst_ni"), input("clear_i"), input("negative_i")};
  if (has_window(spec)) {
    add_fixed_parameter(module, "IndexWidth", window_index_bits(spec),
                        "bits of a word of x_index_i");
    module.ports.push_back(input("load_i"));
    module.ports.push_back(input("x_index_i", Expression("Lanes") * "IndexWidth"));
  }
  const Expression positions("Positions");
  module.ports.push_back(input("x_i", positions * words_of_position(spec)));
  module.ports.push_back(output("acc_o", positions * "AccWidth"));
  add_sign(module);
  if (has_window(spec)) {
    add_decoder(module);
    count_as(module.elements, "array_inputs", {"x_i", "x_index_i"});
  }
  append(module.items, {positions_of(spec, position)});
  const std::string instances = fmt::format("g_position[*].{}.", kPositionInstance);
  count_instance(module.elements, position.elements, instances);
  const auto registers = below(instances, position.registers);
  module.registers.insert(module.registers.end(), registers.begin(), registers.end());
  module.registers.emplace_back("acc_o");
  return module;
}

}  // namespace pann::generator
