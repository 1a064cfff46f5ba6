#include "generator/verilog/expression.h"

#include <utility>

namespace pann::generator::verilog {

namespace {

using Form = Expression::Form;

Expression binary(const char* symbol, Precedence precedence, const Expression& a,
                  const Expression& b) {
  return {Form::binary, symbol, precedence, {a, b}};
}

Expression unary(const char* symbol, const Expression& a) {
  return {Form::unary, symbol, Precedence::unary, {a}};
}

/// Mixed bitwise operators get parentheses although the language needs none: lint rules and readers
/// ask for them.
bool mixes_bitwise(const Expression& outer, const Expression& inner) {
  const auto is_bitwise = [](Precedence precedence) {
    return precedence == Precedence::bit_or || precedence == Precedence::bit_xor ||
           precedence == Precedence::bit_and;
  };
  return is_bitwise(outer.precedence()) && is_bitwise(inner.precedence()) &&
         outer.precedence() != inner.precedence();
}

std::string operand_text(const Expression& outer, const Expression& inner, bool is_right,
                         bool compact) {
  const bool looser = inner.precedence() < outer.precedence() ||
                      (is_right && inner.precedence() == outer.precedence());
  const std::string text = to_text(inner, compact);
  return looser || mixes_bitwise(outer, inner) ? "(" + text + ")" : text;
}

std::string binary_text(const Expression& expression, bool compact) {
  const std::string space = compact ? "" : " ";
  return operand_text(expression, expression.operands()[0], false, compact) + space +
         expression.text() + space +
         operand_text(expression, expression.operands()[1], true, compact);
}

std::string conditional_text(const Expression& expression, bool compact) {
  const auto& operands = expression.operands();
  // A condition that is more than a name gets parentheses: the reader should not need the table.
  const std::string condition = to_text(operands[0], compact);
  const bool is_plain = operands[0].precedence() >= Precedence::unary;
  return (is_plain ? condition : "(" + condition + ")") + " ? " +
         operand_text(expression, operands[1], true, compact) + " : " +
         operand_text(expression, operands[2], false, compact);
}

std::string concatenation_text(const Expression& expression) {
  std::string text = "{";
  for (const Expression& part : expression.operands()) {
    if (text.size() > 1) text += ", ";
    text += to_text(part);
  }
  return text + "}";
}

std::string replication_text(const Expression& expression) {
  const Expression& count = expression.operands()[0];
  const bool is_plain = count.precedence() == Precedence::primary;
  const std::string text = to_text(count, true);
  return "{" + (is_plain ? text : "(" + text + ")") + "{" + to_text(expression.operands()[1]) +
         "}}";
}

}  // namespace

Expression::Expression(int value)
    : Expression(Form::integer, std::to_string(value), Precedence::primary, {}) {}
Expression::Expression(const char* name) : Expression(std::string(name)) {}
Expression::Expression(const std::string& name)
    : Expression(Form::name, name, Precedence::primary, {}) {}
Expression::Expression(Form form, std::string text, Precedence precedence,
                       std::vector<Expression> operands)
    : node_(std::make_shared<const Node>(
          Node{form, std::move(text), precedence, std::move(operands)})) {}

Expression operator+(const Expression& a, const Expression& b) {
  return binary("+", Precedence::additive, a, b);
}
Expression operator-(const Expression& a, const Expression& b) {
  return binary("-", Precedence::additive, a, b);
}
Expression operator*(const Expression& a, const Expression& b) {
  return binary("*", Precedence::multiplicative, a, b);
}
Expression operator/(const Expression& a, const Expression& b) {
  return binary("/", Precedence::multiplicative, a, b);
}
Expression operator&(const Expression& a, const Expression& b) {
  return binary("&", Precedence::bit_and, a, b);
}
Expression operator|(const Expression& a, const Expression& b) {
  return binary("|", Precedence::bit_or, a, b);
}
Expression operator^(const Expression& a, const Expression& b) {
  return binary("^", Precedence::bit_xor, a, b);
}
Expression operator==(const Expression& a, const Expression& b) {
  return binary("==", Precedence::equality, a, b);
}
Expression operator!=(const Expression& a, const Expression& b) {
  return binary("!=", Precedence::equality, a, b);
}
Expression operator<(const Expression& a, const Expression& b) {
  return binary("<", Precedence::relational, a, b);
}
Expression operator>(const Expression& a, const Expression& b) {
  return binary(">", Precedence::relational, a, b);
}
Expression operator~(const Expression& a) {
  return unary("~", a);
}

Expression both(const Expression& a, const Expression& b) {
  return binary("&&", Precedence::logical_and, a, b);
}
Expression either(const Expression& a, const Expression& b) {
  return binary("||", Precedence::logical_or, a, b);
}
Expression negation(const Expression& a) {
  return unary("!", a);
}
Expression any_bit(const Expression& a) {
  return unary("|", a);
}
Expression choose(const Expression& condition, const Expression& then,
                  const Expression& otherwise) {
  return {Form::conditional, "?", Precedence::conditional, {condition, then, otherwise}};
}

Expression bit(const Expression& word, const Expression& index) {
  return {Form::bit_select, "", Precedence::primary, {word, index}};
}
Expression part(const Expression& word, const Expression& left, const Expression& right) {
  return {Form::part_select, "", Precedence::primary, {word, left, right}};
}
Expression slice(const Expression& word, const Expression& base, const Expression& width) {
  return {Form::indexed_select, "", Precedence::primary, {word, base, width}};
}
Expression member(std::string_view block, const Expression& index, std::string_view name) {
  return {Form::block_member,
          std::string(block),
          Precedence::primary,
          {index, Expression(std::string(name))}};
}
Expression concatenate(std::vector<Expression> parts) {
  return {Form::concatenation, "", Precedence::primary, std::move(parts)};
}
Expression repeat(const Expression& count, const Expression& value) {
  return {Form::replication, "", Precedence::primary, {count, value}};
}
Expression scaled(int factor, const Expression& a) {
  return factor == 1 ? a : factor * a;
}
Expression one_bit(bool value) {
  return {Form::integer, value ? "1'b1" : "1'b0", Precedence::primary, {}};
}
Expression zeros(const Expression& width) {
  return repeat(width, one_bit(false));
}

std::string to_text(const Expression& expression, bool compact) {
  const auto& operands = expression.operands();
  switch (expression.form()) {
    case Form::name:
    case Form::integer:
      return expression.text();
    case Form::unary:
      return expression.text() + operand_text(expression, operands[0], true, compact);
    case Form::binary:
      return binary_text(expression, compact);
    case Form::conditional:
      return conditional_text(expression, compact);
    case Form::bit_select:
      return to_text(operands[0]) + "[" + to_text(operands[1], true) + "]";
    case Form::part_select:
      return to_text(operands[0]) + "[" + to_text(operands[1], true) + ":" +
             to_text(operands[2], true) + "]";
    case Form::indexed_select:
      return to_text(operands[0]) + "[" + to_text(operands[1], true) +
             " +: " + to_text(operands[2], true) + "]";
    case Form::block_member:
      return expression.text() + "[" + to_text(operands[0], true) + "]." + to_text(operands[1]);
    case Form::concatenation:
      return concatenation_text(expression);
    case Form::replication:
      return replication_text(expression);
  }
  return {};
}

}  // namespace pann::generator::verilog
