#include "synth/yosys/verilog_expression.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace pann::synth {

namespace {

using Operator = BooleanExpression::Operator;

/// Part of an expression some of whose pins are fixed.
struct Part {
  std::optional<bool> constant{};  ///< The text otherwise.
  std::string text{};
  std::vector<unsigned> uses{};  ///< By pin.
};

/// Writes an expression with some pins at fixed values.
class Writer {
 public:
  explicit Writer(const BooleanExpression& expression)
      : expression_(expression), fixed_(expression.pins().size()) {}

  /// All of it, each pin as often as the expression names it.
  std::string plain() const { return text_of(fold()); }

  /// By selecting with the pins that are named more than once.
  std::string hazard_free() {
    const Part whole = fold();
    const auto most = std::max_element(whole.uses.begin(), whole.uses.end());
    if (whole.constant || most == whole.uses.end() || *most < 2) return text_of(whole);
    const auto pin = static_cast<std::size_t>(most - whole.uses.begin());
    fixed_[pin] = true;
    const std::string high = hazard_free();
    fixed_[pin] = false;
    const std::string low = hazard_free();
    fixed_[pin].reset();
    return fmt::format("({} ? {} : {})", verilog_name(expression_.pins()[pin]), high, low);
  }

 private:
  static std::string text_of(const Part& part) {
    if (!part.constant) return part.text;
    return *part.constant ? "1'b1" : "1'b0";
  }

  Part fold() const {
    std::vector<Part> parts;
    for (const BooleanExpression::Node& node : expression_.nodes()) {
      if (node.op == Operator::constant) {
        parts.push_back(constant(node.left != 0));
      } else if (node.op == Operator::pin) {
        parts.push_back(pin(node.left));
      } else if (node.op == Operator::invert) {
        parts.push_back(inverted(parts[node.left]));
      } else {
        parts.push_back(joined(node.op, parts[node.left], parts[node.right]));
      }
    }
    return parts.back();
  }

  Part constant(bool value) const { return {value, {}, std::vector<unsigned>(fixed_.size(), 0)}; }
  Part pin(std::size_t index) const {
    if (fixed_[index]) return constant(*fixed_[index]);
    Part part{{}, verilog_name(expression_.pins()[index]), std::vector<unsigned>(fixed_.size(), 0)};
    part.uses[index] = 1;
    return part;
  }
  static Part inverted(Part part) {
    if (part.constant) {
      part.constant = !*part.constant;
    } else {
      part.text = "~" + part.text;
    }
    return part;
  }

  Part joined(Operator op, const Part& left, const Part& right) const {
    if (right.constant) return with_constant(op, left, *right.constant);
    if (left.constant) return with_constant(op, right, *left.constant);
    const char sign = op == Operator::conjunction ? '&' : op == Operator::disjunction ? '|' : '^';
    Part part{{}, fmt::format("({} {} {})", left.text, sign, right.text), left.uses};
    for (std::size_t i = 0; i < part.uses.size(); ++i) part.uses[i] += right.uses[i];
    return part;
  }
  Part with_constant(Operator op, const Part& part, bool value) const {
    if (op == Operator::exclusive) return value ? inverted(part) : part;
    const bool decides = value == (op == Operator::disjunction);
    return decides ? constant(value) : part;
  }

  const BooleanExpression& expression_;
  std::vector<std::optional<bool>> fixed_;  ///< By pin.
};

}  // namespace

std::string verilog_name(const std::string& name) {
  bool plain = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0;
  for (const char c : name) {
    plain = plain && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$');
  }
  return plain ? name : "\\" + name + " ";
}

std::string verilog_expression(const BooleanExpression& expression) {
  return Writer(expression).plain();
}

std::string hazard_free_expression(const BooleanExpression& expression) {
  return Writer(expression).hazard_free();
}

}  // namespace pann::synth
