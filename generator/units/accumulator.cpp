#include "generator/units/accumulator.h"

#include <fmt/format.h>

#include "generator/arith/adder.h"
#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::choose;
using verilog::Comment;
using verilog::Expression;
using verilog::Instance;
using verilog::Items;
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
  const Instance adder = ripple_adder_instance(
      "u_adder", width, {"feedback", nets.operand, nets.carry_in, "sum", "unused_carry"});
  const Items items{
      Net{"feedback", width},
      Net{"sum", width},
      Net{"unused_carry"},
      Net{"acc_q", width, NetType::reg},
      Assign{"feedback", choose("clear_i", bias ? Expression("bias_i") : zeros(width), "acc_q")},
      adder,
      Register{"clk_i", "rst_ni", "acc_q", width, nets.next},
      Assign{"acc_o", "acc_q"}};
  append(module.items, items);
  count_as(module.elements, "accumulator_sum", {"sum"});
  count_instance(module.elements, ripple_adder_elements(), adder.name + ".",
                 {{"adder_carries", "accumulator_carries"}});
  count_as(module.elements, "accumulator_register", {"acc_q"});
  count_as(module.elements, "accumulator_feedback", {"feedback"});
  module.registers = {"acc_q", "acc_o"};
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

Module accumulator_enable(const DesignSpec& spec, bool bias) {
  Module module{.name = accumulator_enable_name(bias)};
  module.header = {
      fmt::format(
          "Accumulator with an enable: adds operand_i to acc_o at every clock edge at which "
          "en_i is high. {} That holds with en_i low as well. {}",
          clear_text(bias), kClearAndReset),
      "one cycle from operand_i to acc_o; one addend a cycle", "none: modulo 2^AccWidth",
      "one of the two accumulators of Eqs. (5), (6) and (10), (11)"};
  module.parameters = {width_parameter("AccWidth", spec.acc_width, kMinimumWidth, kMaximumAccWidth,
                                       "bits of operand_i and acc_o")};
  module.rules = {width_rule(module.parameters[0])};
  module.ports = control_ports(bias);
  module.ports.push_back(input("en_i"));
  module.ports.push_back(input("operand_i", "AccWidth"));
  module.ports.push_back(output("acc_o", "AccWidth"));
  add_accumulation(module, bias,
                   {"operand_i", verilog::one_bit(false), choose("en_i", "sum", "feedback")});
  return module;
}

std::string accumulator_name(bool bias) {
  return bias ? "accumulator_bias" : "accumulator";
}

std::string accumulator_enable_name(bool bias) {
  return bias ? "accumulator_enable_bias" : "accumulator_enable";
}

}  // namespace pann::generator
