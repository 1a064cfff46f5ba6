#include "synth/liberty/expression.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pann::synth {

using Operator = BooleanExpression::Operator;

/// Precedence climbing with explicit stacks: hostile nesting cannot exhaust the call stack.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, std::string& error) : text_(text), error_(error) {
    result_.text_ = std::string(text);
  }

  std::optional<BooleanExpression> run();

 private:
  /// What waits on the operator stack.
  enum class Pending : std::uint8_t { parenthesis, disjunction, conjunction, exclusive, invert };

  static bool is_name(char c);
  bool step();
  bool operand(std::uint32_t node);
  bool name_or_constant();
  bool close_parenthesis();
  void binary(Pending pending);
  void apply_top();
  std::uint32_t add(Operator op, std::uint32_t left, std::uint32_t right = 0);
  std::uint32_t pin_index(std::string_view name);
  bool fail(const std::string& message) {
    error_ = message;
    return false;
  }

  std::string_view text_;
  std::string& error_;
  BooleanExpression result_;
  std::vector<Pending> pending_;
  std::vector<std::uint32_t> operands_;
  bool expects_operand_ = true;
};

bool ExpressionParser::is_name(char c) {
  constexpr std::string_view kOthers = "_[]<>.$";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kOthers.find(c) != std::string_view::npos;
}

std::uint32_t ExpressionParser::add(Operator op, std::uint32_t left, std::uint32_t right) {
  result_.nodes_.push_back({op, left, right});
  return static_cast<std::uint32_t>(result_.nodes_.size() - 1);
}

std::uint32_t ExpressionParser::pin_index(std::string_view name) {
  auto& pins = result_.pins_;
  const auto found = std::find(pins.begin(), pins.end(), name);
  const auto index = static_cast<std::uint32_t>(found - pins.begin());
  if (found == pins.end()) pins.emplace_back(name);
  return index;
}

void ExpressionParser::apply_top() {
  const Pending pending = pending_.back();
  pending_.pop_back();
  const std::uint32_t right = operands_.back();
  if (pending == Pending::invert) {
    operands_.back() = add(Operator::invert, right);
    return;
  }
  operands_.pop_back();
  const Operator op = pending == Pending::disjunction   ? Operator::disjunction
                      : pending == Pending::conjunction ? Operator::conjunction
                                                        : Operator::exclusive;
  operands_.back() = add(op, operands_.back(), right);
}

void ExpressionParser::binary(Pending pending) {
  while (!pending_.empty() && pending_.back() >= pending) apply_top();
  pending_.push_back(pending);
  expects_operand_ = true;
}

bool ExpressionParser::operand(std::uint32_t node) {
  // Two operands side by side: the second is "and"ed.
  if (!expects_operand_) binary(Pending::conjunction);
  operands_.push_back(node);
  expects_operand_ = false;
  return true;
}

bool ExpressionParser::name_or_constant() {
  std::size_t length = 0;
  while (length < text_.size() && is_name(text_[length])) ++length;
  if (length == 0) return fail(fmt::format("'{}' does not belong here", text_.front()));
  const std::string_view name = text_.substr(0, length);
  text_.remove_prefix(length);
  if (name == "0" || name == "1") return operand(add(Operator::constant, name == "1" ? 1 : 0));
  return operand(add(Operator::pin, pin_index(name)));
}

bool ExpressionParser::close_parenthesis() {
  if (expects_operand_) return fail("an operand is missing before ')'");
  while (!pending_.empty() && pending_.back() != Pending::parenthesis) apply_top();
  if (pending_.empty()) return fail("a ')' without '('");
  pending_.pop_back();
  return true;
}

bool ExpressionParser::step() {
  const char c = text_.front();
  constexpr std::string_view kBlanks = " \t\r\n\\\"";
  if (kBlanks.find(c) != std::string_view::npos) {
    text_.remove_prefix(1);
    return true;
  }
  if (is_name(c)) return name_or_constant();
  text_.remove_prefix(1);
  if (c == '(' || c == '!') {
    if (!expects_operand_) binary(Pending::conjunction);
    pending_.push_back(c == '(' ? Pending::parenthesis : Pending::invert);
    expects_operand_ = true;
    return true;
  }
  if (c == ')') return close_parenthesis();
  if (expects_operand_) return fail(fmt::format("an operand is missing before '{}'", c));
  switch (c) {
    case '\'':
      operands_.back() = add(Operator::invert, operands_.back());
      return true;
    case '^':
      binary(Pending::exclusive);
      return true;
    case '*':
    case '&':
      binary(Pending::conjunction);
      return true;
    case '+':
    case '|':
      binary(Pending::disjunction);
      return true;
    default:
      return fail(fmt::format("'{}' is not an operator", c));
  }
}

std::optional<BooleanExpression> ExpressionParser::run() {
  while (!text_.empty()) {
    if (!step()) return std::nullopt;
  }
  if (expects_operand_) {
    error_ = "an operand is missing at the end";
    return std::nullopt;
  }
  while (!pending_.empty()) {
    if (pending_.back() == Pending::parenthesis) {
      error_ = "a '(' is not closed";
      return std::nullopt;
    }
    apply_top();
  }
  return std::move(result_);
}

std::optional<BooleanExpression> BooleanExpression::parse(std::string_view text,
                                                          std::string& error) {
  return ExpressionParser(text, error).run();
}

bool BooleanExpression::depends_on(std::string_view pin) const {
  return std::find(pins_.begin(), pins_.end(), pin) != pins_.end();
}

std::uint64_t BooleanExpression::evaluate(std::span<const std::uint64_t> inputs) const {
  constexpr std::size_t kOnStack = 64;
  std::array<std::uint64_t, kOnStack> local{};
  std::vector<std::uint64_t> large(nodes_.size() > kOnStack ? nodes_.size() : 0);
  std::uint64_t* values = large.empty() ? local.data() : large.data();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    switch (node.op) {
      case Operator::constant:
        values[i] = node.left == 0 ? 0 : ~std::uint64_t{0};
        break;
      case Operator::pin:
        values[i] = inputs[node.left];
        break;
      case Operator::invert:
        values[i] = ~values[node.left];
        break;
      case Operator::conjunction:
        values[i] = values[node.left] & values[node.right];
        break;
      case Operator::disjunction:
        values[i] = values[node.left] | values[node.right];
        break;
      case Operator::exclusive:
        values[i] = values[node.left] ^ values[node.right];
        break;
    }
  }
  return values[nodes_.size() - 1];
}

std::vector<bool> BooleanExpression::truth_table() const {
  if (pins_.size() > kMaximumTablePins) return {};
  const std::size_t rows = std::size_t{1} << pins_.size();
  std::vector<bool> table(rows);
  std::vector<std::uint64_t> inputs(pins_.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t pin = 0; pin < inputs.size(); ++pin) {
      inputs[pin] = ((row >> pin) & 1U) != 0 ? ~std::uint64_t{0} : 0;
    }
    table[row] = (evaluate(inputs) & 1U) != 0;
  }
  return table;
}

}  // namespace pann::synth
