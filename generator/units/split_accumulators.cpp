#include "generator/units/split_accumulators.h"

#include "generator/arith/adder.h"
#include "generator/units/accumulator.h"

namespace pann::generator {

using verilog::Comment;
using verilog::Connections;
using verilog::Expression;
using verilog::Instance;
using verilog::Items;
using verilog::Net;

namespace {

const std::vector<std::string>& prefixes() {
  static const std::vector<std::string> kPrefixes{"u_positive.", "u_negative."};
  return kPrefixes;
}

Instance one_accumulator(const std::string& which, bool bias) {
  Connections ports{{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"clear_i", "clear_i"}};
  if (bias) ports.emplace_back("bias_i", "bias_i");
  ports.emplace_back("en_i", "add_" + which);
  ports.emplace_back("operand_i", "operand");
  ports.emplace_back("acc_o", which);
  return {accumulator_enable_name(bias), "u_" + which, {{"AccWidth", "AccWidth"}}, ports};
}

}  // namespace

Items split_accumulators(bool bias) {
  const Expression width("AccWidth");
  return {Comment{"The same word goes to both; each adds where it is enabled."},
          Net{"positive", width},
          Net{"negative", width},
          Net{"unused_borrow"},
          one_accumulator("positive", bias),
          one_accumulator("negative", false),
          Comment{"acc_o = positive - negative"},
          ripple_adder_instance("u_subtraction", width,
                                {"positive", ~Expression("negative"), verilog::one_bit(true),
                                 "acc_o", "unused_borrow"})};
}

std::vector<ElementGroup> split_accumulator_elements() {
  std::vector<ElementGroup> groups{{"accumulator_input", {"operand"}}};
  for (const ElementGroup& group : accumulator_elements(prefixes())) groups.push_back(group);
  // a_i is the positive register, counted there.
  groups.push_back({"output_subtraction",
                    {"u_subtraction.b_i", carry_pattern("u_subtraction"), "u_subtraction.sum_o"}});
  return groups;
}

std::vector<std::string> split_accumulator_enables() {
  return {"add_positive", "add_negative"};
}

std::vector<std::string> split_accumulator_registers() {
  std::vector<std::string> patterns = accumulator_registers(prefixes());
  patterns.insert(patterns.end(), {"positive", "negative", "u_subtraction.a_i",
                                   "u_subtraction.g_bit[*].u_full_adder.a_i"});
  return patterns;
}

}  // namespace pann::generator
