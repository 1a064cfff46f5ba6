#include "generator/units/split_accumulators.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/units/accumulator.h"
#include "generator/units/clock_gate.h"

namespace pann::generator {

using verilog::Comment;
using verilog::Connections;
using verilog::Expression;
using verilog::Instance;
using verilog::Items;
using verilog::Module;
using verilog::Net;

namespace {

Instance one_accumulator(const DesignSpec& spec, const std::string& which, bool bias) {
  Connections ports{{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"clear_i", "clear_i"}};
  if (bias) ports.emplace_back("bias_i", "bias_i");
  ports.emplace_back("en_i", "add_" + which);
  ports.emplace_back("operand_i", "operand");
  ports.emplace_back("acc_o", which);
  return {enabled_accumulator_name(spec, bias), "u_" + which, {{"AccWidth", "AccWidth"}}, ports};
}

/// Adds the accumulator that takes the word where the net `add_<which>` is high.
void add_accumulator(Module& module, const DesignSpec& spec, const std::string& which, bool bias) {
  const Instance instance = one_accumulator(spec, which, bias);
  const Module inner = enabled_accumulator(spec, bias);
  module.items.emplace_back(instance);
  count_instance(module.elements, inner.elements, instance.name + ".");
  for (const std::string& net : below(instance.name + ".", inner.registers)) {
    module.registers.push_back(net);
  }
}

}  // namespace

std::string gates_text(const DesignSpec& spec) {
  if (!has_clock_gates(spec)) return "";
  return fmt::format(" An accumulator that adds nothing is not clocked{}.",
                     spec.zero_gate ? ", nor are both where x_i is zero" : "");
}

std::string gate_suffix(const DesignSpec& spec) {
  return fmt::format("{}{}{}", spec.clock_gate ? "_clock_gate" : "",
                     spec.zero_gate ? "_zero_gate" : "", fanout_suffix(spec));
}

void add_split_accumulators(Module& module, const DesignSpec& spec) {
  const Expression width("AccWidth");
  count_as(module.elements, "accumulator_input", {"operand"});
  for (const verilog::Item& item :
       Items{Comment{"The same word goes to both; each adds where it is enabled."},
             Net{"positive", width}, Net{"negative", width}, Net{"unused_borrow"}}) {
    module.items.push_back(item);
  }
  add_accumulator(module, spec, "positive", spec.bias);
  add_accumulator(module, spec, "negative", false);
  const Instance difference = ripple_adder_instance(
      kSubtractionInstance, width,
      {"positive", ~Expression("negative"), verilog::one_bit(true), "acc_o", "unused_borrow"});
  module.items.emplace_back(Comment{"acc_o = positive - negative"});
  module.items.emplace_back(difference);
  const std::string inside = difference.name + ".";
  // a_i is the positive register, counted there.
  count_as(module.elements, "output_subtraction", {inside + "b_i"});
  count_instance(module.elements, ripple_adder_elements(), inside,
                 {{"adder_carries", "output_subtraction"}, {"adder_sum", "output_subtraction"}});
  count_as(module.elements, "control", {"add_positive", "add_negative"});
  module.registers.insert(module.registers.end(), {"positive", "negative", inside + "a_i",
                                                   inside + "g_bit[*].u_full_adder.a_i"});
}

}  // namespace pann::generator
