#include "generator/units/array_parts.h"

#include <utility>

#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Connections;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateFor;
using verilog::GenerateIf;
using verilog::Instance;
using verilog::Items;
using verilog::member;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::Register;

namespace {

constexpr int kWidestDelayed = kMaximumWidth + 1;  ///< x with its clear.

}  // namespace

std::string structure_suffix(const Module& unit) {
  return unit.name.substr(unit.name.find('_') + 1);
}

Connections passed_on(const std::vector<verilog::ModuleParameter>& parameters) {
  Connections connections;
  for (const verilog::ModuleParameter& parameter : parameters) {
    connections.emplace_back(parameter.name, parameter.name);
  }
  return connections;
}

Register stored(const char* target, const Expression& width, const char* next) {
  return {"clk_i", "", target, width, next};
}

Instance delayed(const Expression& width, const Expression& depth, const Expression& from,
                 const Expression& to) {
  return {"delay_line",
          "u_skew",
          {{"Width", width}, {"Depth", depth}},
          {{"clk_i", "clk_i"}, {"d_i", from}, {"d_o", to}}};
}

GenerateIf either_way(const Expression& condition, const char* then_name, Items then,
                      const char* else_name, Items otherwise) {
  return {{GenerateBranch{condition, then_name, std::move(then)},
           GenerateBranch{std::nullopt, else_name, std::move(otherwise)}}};
}

GenerateIf ending(const Expression& is_last, const Expression& width, const Expression& value) {
  return {{GenerateBranch{
      is_last, "g_last", {Net{"unused_bits", width}, Assign{"unused_bits", value}}}}};
}

void add_array_parameters(Module& array, const DesignSpec& spec, const Module& element,
                          const std::vector<verilog::ModuleParameter>& parameters) {
  array.parameters = {
      width_parameter("Rows", spec.rows, 1, kMaximumArraySide, "words in x_i"),
      width_parameter("Columns", spec.columns, 1, kMaximumArraySide, "words in w_i")};
  array.rules = {width_rule(array.parameters[0]), width_rule(array.parameters[1])};
  array.parameters.insert(array.parameters.end(), parameters.begin(), parameters.end());
  array.rules.insert(array.rules.end(), element.rules.begin(), element.rules.end());
}

Module delay_line() {
  Module module{.name = "delay_line"};
  module.header = {"Delays d_i by Depth cycles.", "Depth cycles from d_i to d_o", "none",
                   "the skew of a systolic array's operands (Kung, 1982)"};
  module.parameters = {
      width_parameter("Width", kMinimumWidth, kMinimumWidth, kWidestDelayed, "bits of d_i"),
      width_parameter("Depth", 1, 1, kMaximumArraySide, "registers one behind the other")};
  module.rules = {width_rule(module.parameters[0]), width_rule(module.parameters[1])};
  module.ports = {input("clk_i"), input("d_i", "Width"), output("d_o", "Width")};
  const Expression s("s");
  module.items = {GenerateFor{"s",
                              "Depth",
                              "g_stage",
                              {Net{"next", "Width"}, Net{"d_q", "Width", NetType::reg},
                               either_way(s == 0, "g_first", {Assign{"next", "d_i"}}, "g_next",
                                          {Assign{"next", member("g_stage", s - 1, "d_q")}}),
                               stored("d_q", "Width", "next")}},
                  Assign{"d_o", member("g_stage", Expression("Depth") - 1, "d_q")}};
  return module;
}

}  // namespace pann::generator
