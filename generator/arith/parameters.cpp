#include "generator/arith/parameters.h"

#include <fmt/format.h>

namespace pann::generator {

using verilog::bit;
using verilog::concatenate;
using verilog::Expression;

OperandNames names_of(Operand operand) {
  return operand == Operand::x ? OperandNames{"x", "X"} : OperandNames{"w", "W"};
}

verilog::ModuleParameter width_parameter(const std::string& name, int value, int minimum,
                                         int maximum, const std::string& description) {
  return {name, value, minimum, maximum,
          fmt::format("{}; legal: {} to {}", description, minimum, maximum)};
}

verilog::ModuleParameter acc_width_parameter(int value, int minimum, const std::string& least) {
  return {"AccWidth", value, minimum, kMaximumAccWidth,
          fmt::format("bits of acc_o, the accumulator; legal: {} to {}", least, kMaximumAccWidth)};
}

verilog::ModuleParameter signed_parameter(const OperandNames& operand, bool value) {
  return {operand.is_signed(), value ? 1 : 0, 0, 1,
          fmt::format("1: {} is two's complement, 0: unsigned", operand.port())};
}

verilog::Rule width_rule(const verilog::ModuleParameter& parameter) {
  return {either(Expression(parameter.name) < parameter.minimum,
                 Expression(parameter.name) > parameter.maximum),
          parameter.name,
          fmt::format("{}_must_be_{}_to_{}", parameter.name, parameter.minimum, parameter.maximum)};
}

verilog::Rule signed_rule(const OperandNames& operand) {
  const Expression is_signed(operand.is_signed());
  return {both(is_signed != 0, is_signed != 1), operand.is_signed(),
          operand.is_signed() + "_must_be_0_or_1"};
}

verilog::Rule acc_width_rule(const Expression& least, const std::string& least_name) {
  const Expression width("AccWidth");
  const Expression narrow = width < least;
  const Expression wide = width > kMaximumAccWidth;
  return {either(narrow, wide), "AccWidth",
          fmt::format("AccWidth_must_be_{}_to_{}", least_name, kMaximumAccWidth)};
}

Expression extended(const OperandNames& operand, const Expression& width) {
  const Expression sign = bit(operand.port(), Expression(operand.width()) - 1);
  return concatenate(
      {repeat(width - operand.width(), both(Expression(operand.is_signed()) != 0, sign)),
       operand.port()});
}

verilog::ModulePort input(const std::string& name, std::optional<Expression> width) {
  return {name, verilog::PortDirection::input, std::move(width)};
}

verilog::ModulePort output(const std::string& name, std::optional<Expression> width) {
  return {name, verilog::PortDirection::output, std::move(width)};
}

}  // namespace pann::generator
