#include "generator/arith/adder.h"

#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Comment;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateFor;
using verilog::GenerateIf;
using verilog::Instance;
using verilog::Module;
using verilog::Net;

Module full_adder() {
  const Expression a("a_i");
  const Expression b("b_i");
  const Expression c("c_i");
  Module module{.name = "full_adder"};
  module.header.purpose = "Full adder: {c_o, s_o} = a_i + b_i + c_i.";
  module.header.latency = "combinational";
  module.header.source = "the cell whose inputs the paper counts, appendix A.1 and Figure 6";
  module.ports = {input("a_i"), input("b_i"), input("c_i"), output("s_o"), output("c_o")};
  module.items = {Assign{"s_o", a ^ b ^ c}, Assign{"c_o", (a & b) | (c & (a ^ b))}};
  return module;
}

Module ripple_adder(int width) {
  const Expression i("i");
  Module module{.name = "ripple_adder"};
  module.header.purpose =
      "Ripple-carry adder: {c_o, sum_o} = a_i + b_i + c_i, a chain of Width full adders.";
  module.header.latency = "combinational, Width carries deep";
  module.header.signedness =
      "none: sum_o is right for unsigned and two's complement words alike, modulo 2^Width";
  module.header.source = "the paper's serial adder, appendix A.1";
  module.parameters = {width_parameter("Width", width, kMinimumAdderWidth, kMaximumAdderWidth,
                                       "bits of a_i, b_i and sum_o")};
  module.rules = {width_rule(module.parameters[0])};
  module.ports = {input("a_i", "Width"), input("b_i", "Width"), input("c_i"),
                  output("sum_o", "Width"), output("c_o")};
  const GenerateIf carry_chain{
      {GenerateBranch{i == 0, "g_first", {Assign{"carry_in", "c_i"}}},
       GenerateBranch{
           std::nullopt, "g_next", {Assign{"carry_in", member("g_bit", i - 1, "carry_out")}}}}};
  const Instance cell{"full_adder",
                      "u_full_adder",
                      {},
                      {{"a_i", bit("a_i", i)},
                       {"b_i", bit("b_i", i)},
                       {"c_i", "carry_in"},
                       {"s_o", bit("sum_o", i)},
                       {"c_o", "carry_out"}}};
  module.items = {
      GenerateFor{"i", "Width", "g_bit", {Net{"carry_in"}, Net{"carry_out"}, carry_chain, cell}},
      Assign{"c_o", member("g_bit", Expression("Width") - 1, "carry_out")}};
  module.elements = {{"adder_operands", {"a_i", "b_i"}},
                     {"adder_carries", {"g_bit[*]." + cell.name + ".c_i"}},
                     {"adder_sum", {"sum_o"}}};
  return module;
}

Instance ripple_adder_instance(const std::string& name, const Expression& width,
                               const AdderNets& nets) {
  return {"ripple_adder",
          name,
          {{"Width", width}},
          {{"a_i", nets.a},
           {"b_i", nets.b},
           {"c_i", nets.carry_in},
           {"sum_o", nets.sum},
           {"c_o", nets.carry_out}}};
}

ElementGroups ripple_adder_elements() {
  return ripple_adder(kMinimumAdderWidth).elements;
}

}  // namespace pann::generator
