#include "generator/units/accumulator.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/parameters.h"
#include "generator/units/clock_gate.h"

namespace pann::generator {

using verilog::Assign;
using verilog::choose;
using verilog::Comment;
using verilog::Expression;
using verilog::GenerateFor;
using verilog::Instance;
using verilog::Items;
using verilog::LocalParameter;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::Register;

namespace {

constexpr const char* kClearAndReset = "rst_ni resets to zero at the clock's edge.";

std::string clear_text(bool bias) {
  return fmt::format(
      "clear_i begins a dot product without a lost cycle: in that cycle the accumulator counts as "
      "{}.",
      bias ? "bias_i" : "zero");
}

/// add_accumulation() with what stores acc_q.
void add_accumulation(Module& module, bool bias, const AccumulationNets& nets, NetType type,
                      const Items& storage) {
  const Expression width("AccWidth");
  const Instance adder = ripple_adder_instance(
      "u_adder", width, {"feedback", nets.operand, nets.carry_in, "sum", "unused_carry"});
  append(
      module.items,
      {Net{"feedback", width}, Net{"sum", width}, Net{"unused_carry"}, Net{"acc_q", width, type},
       Assign{"feedback", choose("clear_i", bias ? Expression("bias_i") : zeros(width), "acc_q")},
       adder});
  append(module.items, storage);
  append(module.items, {Assign{"acc_o", "acc_q"}});
  count_as(module.elements, "accumulator_sum", {"sum"});
  count_instance(module.elements, ripple_adder_elements(), adder.name + ".",
                 {{"adder_carries", "accumulator_carries"}});
  count_as(module.elements, "accumulator_register", {"acc_q"});
  count_as(module.elements, "accumulator_feedback", {"feedback"});
  module.registers = {"acc_q", "acc_o"};
}

/// acc_q in as many parts as clock gates drive, about equally wide.
Items gated_parts(int fanout) {
  const Expression i("i");
  const Expression width("AccWidth");
  const Expression from("Low");
  return {
      LocalParameter{"Parts", (width + (fanout - 1)) / fanout},
      Net{"next", width},
      Net{"open"},
      Assign{"next", choose("en_i", "sum", "feedback")},
      Assign{"open", ~Expression("rst_ni") | "clear_i" | "en_i"},
      GenerateFor{
          "i",
          "Parts",
          "g_part",
          {LocalParameter{"Low", width * i / "Parts"},
           LocalParameter{"Width", width * (i + 1) / "Parts" - from}, Net{"part_clk"},
           Net{"part_q", "Width", NetType::reg}, clock_gate_instance("u_gate", "open", "part_clk"),
           Register{"part_clk", "rst_ni", "part_q", "Width", slice("next", from, "Width")},
           Assign{slice("acc_q", from, "Width"), "part_q"}}}};
}

void add_gated_accumulation(Module& module, bool bias, int fanout) {
  add_accumulation(module, bias, {"operand_i", verilog::one_bit(false), "next"}, NetType::wire,
                   gated_parts(fanout));
  count_as(module.elements, "control", {"open"});
  count_clock_gate(module.elements, "g_part[*].u_gate", "g_part[*].part_clk");
  module.registers.emplace_back("g_part[*].part_q");
}

}  // namespace

std::vector<verilog::ModulePort> control_ports(bool bias) {
  std::vector<verilog::ModulePort> ports{input("clk_i"), input("rst_ni"), input("clear_i")};
  if (bias) ports.push_back(input("bias_i", "AccWidth"));
  return ports;
}

std::vector<verilog::ModulePort> mac_ports(bool bias) {
  std::vector<verilog::ModulePort> ports = control_ports(bias);
  ports.push_back(input("x_i", "XWidth"));
  ports.push_back(input("w_i", "WWidth"));
  ports.push_back(output("acc_o", "AccWidth"));
  return ports;
}

void add_accumulation(Module& module, bool bias, const AccumulationNets& nets) {
  const Expression width("AccWidth");
  add_accumulation(module, bias, nets, NetType::reg,
                   {Register{"clk_i", "rst_ni", "acc_q", width, nets.next}});
}

Module accumulator(const DesignSpec& spec) {
  const OperandNames x = names_of(Operand::x);
  Module module{.name = accumulator_name(spec.bias)};
  module.header = {fmt::format("Accumulator: adds x_i to acc_o at every clock edge. {} {}",
                               clear_text(spec.bias), kClearAndReset),
                   "one cycle from x_i to acc_o; one addend a cycle",
                   "x_i by XSigned; acc_o is two's complement or unsigned alike, modulo 2^AccWidth",
                   "the paper's accumulator, Eqs. (2), (4)"};
  const int addend = spec.kind == Kind::mac ? addend_width(spec) : spec.x_width;
  const bool is_signed = spec.kind == Kind::mac ? spec.x_signed || spec.w_signed : spec.x_signed;
  module.parameters = {
      width_parameter("XWidth", addend, kMinimumWidth, kMaximumAccWidth, "bits of x_i"),
      acc_width_parameter(spec.acc_width, kMinimumWidth, "XWidth"), signed_parameter(x, is_signed)};
  module.rules = {width_rule(module.parameters[0]), acc_width_rule("XWidth", "XWidth"),
                  signed_rule(x)};
  module.ports = control_ports(spec.bias);
  module.ports.push_back(input("x_i", "XWidth"));
  module.ports.push_back(output("acc_o", "AccWidth"));
  module.items = {Net{"operand", "AccWidth"}, Assign{"operand", extended(x, "AccWidth")}};
  module.elements = {{"accumulator_input", {"operand"}}};
  add_accumulation(module, spec.bias, {"operand", verilog::one_bit(false), "sum"});
  return module;
}

Module enabled_accumulator(const DesignSpec& spec, bool bias) {
  const bool gated = has_clock_gates(spec);
  Module module{.name = enabled_accumulator_name(spec, bias)};
  module.header = {
      fmt::format(
          "Accumulator with an enable: adds operand_i to acc_o at every clock edge at which "
          "en_i is high. {} That holds with en_i low as well. {}{}",
          clear_text(bias), kClearAndReset,
          gated ? fmt::format(" In other cycles it is not clocked: clock gates clock at most {} "
                              "bits each.",
                              spec.gate_fanout)
                : ""),
      "one cycle from operand_i to acc_o; one addend a cycle", "none: modulo 2^AccWidth",
      "one of the two accumulators of Eqs. (5), (6) and (10), (11)"};
  module.parameters = {width_parameter("AccWidth", spec.acc_width, kMinimumWidth, kMaximumAccWidth,
                                       "bits of operand_i and acc_o")};
  module.rules = {width_rule(module.parameters[0])};
  module.ports = control_ports(bias);
  module.ports.push_back(input("en_i"));
  module.ports.push_back(input("operand_i", "AccWidth"));
  module.ports.push_back(output("acc_o", "AccWidth"));
  if (gated) {
    add_gated_accumulation(module, bias, spec.gate_fanout);
  } else {
    add_accumulation(module, bias,
                     {"operand_i", verilog::one_bit(false), choose("en_i", "sum", "feedback")});
  }
  return module;
}

std::string accumulator_name(bool bias) {
  return bias ? "accumulator_bias" : "accumulator";
}

std::string enabled_accumulator_name(const DesignSpec& spec, bool bias) {
  return fmt::format("accumulator_{}{}{}", has_clock_gates(spec) ? "gated" : "enable",
                     bias ? "_bias" : "", fanout_suffix(spec));
}

}  // namespace pann::generator
