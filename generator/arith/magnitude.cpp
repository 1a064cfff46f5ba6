#include "generator/arith/magnitude.h"

#include "generator/arith/adder.h"
#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::bit;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateIf;
using verilog::Instance;
using verilog::Module;
using verilog::Net;
using verilog::one_bit;

Module magnitude(const DesignSpec& spec) {
  const OperandNames w = names_of(Operand::w);
  const Expression width("WWidth");
  Module module{.name = "sign_magnitude"};
  module.header = {
      "Sign and magnitude: magnitude_o = |w_i|, negative_o = w_i < 0. The magnitude of the most "
      "negative w_i, 2^(WWidth-1), fits in WWidth bits without a sign.",
      "combinational", "w_i by WSigned; magnitude_o is unsigned",
      "the split of W into W+ and W-, Eqs. (5), (6)"};
  module.parameters = {
      width_parameter("WWidth", spec.w_width, kMinimumWidth, kMaximumWidth, "bits of w_i"),
      signed_parameter(w, spec.w_signed)};
  module.rules = {width_rule(module.parameters[0]), signed_rule(w)};
  module.ports = {input("w_i", width), output("magnitude_o", width), output("negative_o")};
  const Instance negate = ripple_adder_instance(
      "u_negate", width, {"inverted", zeros(width), "negative_o", "magnitude_o", "unused_carry"});
  module.items = {GenerateIf{
      {GenerateBranch{
           Expression("WSigned") != 0,
           "g_signed",
           {Net{"inverted", width}, Net{"unused_carry"},
            Assign{"negative_o", bit("w_i", width - 1)},
            Assign{"inverted", Expression("w_i") ^ repeat(width, "negative_o")}, negate}},
       GenerateBranch{std::nullopt,
                      "g_unsigned",
                      {Assign{"negative_o", one_bit(false)}, Assign{"magnitude_o", "w_i"}}}}}};
  return module;
}

Instance magnitude_instance() {
  return {"sign_magnitude",
          "u_magnitude",
          {{"WWidth", "WWidth"}, {"WSigned", "WSigned"}},
          {{"w_i", "w_i"}, {"magnitude_o", "magnitude"}, {"negative_o", "is_negative"}}};
}

void count_magnitude(ElementGroups& groups, const DesignSpec& spec, bool counts_result) {
  const std::string instance = magnitude_instance().name + ".";
  // Without a sign, the magnitude is w_i by another name.
  if (!spec.w_signed) {
    if (counts_result) count_as(groups, "control", {instance + "w_i"});
    return;
  }
  count_as(groups, "control", {instance + "w_i", instance + "g_signed.inverted"});
  count_instance(groups, ripple_adder_elements(), instance + "g_signed.u_negate.",
                 {{"adder_carries", "control"}});
  if (counts_result) count_as(groups, "control", {instance + "magnitude_o"});
}

}  // namespace pann::generator
