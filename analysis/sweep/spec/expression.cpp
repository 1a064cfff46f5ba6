#include "analysis/sweep/spec/expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/closest_word.h"
#include "support/diagnostic.h"

namespace pann::analysis {

enum class ConditionKind { name, literal, negate, arithmetic, compare, all, any, opposite };

struct ConditionNode {
  ConditionKind kind = ConditionKind::literal;
  std::string text{};  ///< Of a name; the operator.
  FieldValue literal{};
  std::vector<ConditionNode> parts{};
};

namespace {

using Node = ConditionNode;

/// Parentheses and signs that a condition may nest.
constexpr int kDeepestExpression = 100;

struct Token {
  enum class Type { word, number, quoted, sign, end } type = Type::end;
  std::string text;
};

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

class Parser {
 public:
  Parser(const std::string& text, const ConditionNames& names, const std::string& origin)
      : text_(text), names_(names), origin_(origin) {
    advance();
  }

  Node parse() {
    Node node = alternatives();
    if (token_.type != Token::Type::end) fault(fmt::format("'{}' is not expected", token_.text));
    if (!is_truth(node)) fault("it compares nothing");
    return node;
  }

 private:
  [[noreturn]] void fault(const std::string& what, const std::string& hint = "") const {
    support::fail_input("sweep.condition", fmt::format("{}: '{}': {}", origin_, text_, what),
                        hint.empty() ? "conditions read like \"w_width <= x_width and multiplier = "
                                       "booth4\""
                                     : hint);
  }

  void advance() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ == text_.size()) {
      token_ = {};
      return;
    }
    const char c = text_[at_];
    if (c == '\'' || c == '"') {
      read_quoted(c);
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0 || is_word_character(c)) {
      read_word();
    } else {
      read_sign();
    }
  }

  void read_quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string::npos) fault("a quote is not closed");
    token_ = {Token::Type::quoted, text_.substr(at_ + 1, end - at_ - 1)};
    at_ = end + 1;
  }

  void read_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_word_character(text_[at_]) || is_exponent_sign(begin))) ++at_;
    const std::string word = text_.substr(begin, at_ - begin);
    const bool is_number = number_of(value_from_word(word)).has_value();
    token_ = {is_number ? Token::Type::number : Token::Type::word, word};
  }

  /// Of "1e-3".
  bool is_exponent_sign(std::size_t begin) const {
    return (text_[at_] == '-' || text_[at_] == '+') && at_ > begin &&
           std::isdigit(static_cast<unsigned char>(text_[begin])) != 0 &&
           (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
  }

  void read_sign() {
    constexpr std::array<const char*, 5> kDouble{"<=", ">=", "!=", "==", "<>"};
    std::size_t length = 1;
    for (const char* sign : kDouble) {
      if (text_.compare(at_, 2, sign) == 0) length = 2;
    }
    token_ = {Token::Type::sign, text_.substr(at_, length)};
    at_ += length;
  }

  bool is_word(const char* word) const {
    return token_.type == Token::Type::word && token_.text == word;
  }
  bool is_sign(const char* sign) const {
    return token_.type == Token::Type::sign && token_.text == sign;
  }

  static bool is_truth(const Node& node) {
    return node.kind == ConditionKind::compare || node.kind == ConditionKind::all ||
           node.kind == ConditionKind::any || node.kind == ConditionKind::opposite;
  }

  Node alternatives() { return joined(ConditionKind::any, "or", &Parser::conjunction); }
  Node conjunction() { return joined(ConditionKind::all, "and", &Parser::truth); }

  Node joined(ConditionKind kind, const char* word, Node (Parser::*part)()) {
    Node first = (this->*part)();
    if (!is_word(word)) return first;
    Node node{kind, word, {}, {}};
    node.parts.push_back(require_truth(std::move(first)));
    while (is_word(word)) {
      advance();
      node.parts.push_back(require_truth((this->*part)()));
    }
    return node;
  }

  Node require_truth(Node node) const {
    if (!is_truth(node)) fault("'and', 'or' and 'not' join comparisons");
    return node;
  }

  Node require_value(Node node) const {
    if (is_truth(node)) fault("a comparison is no number");
    return node;
  }

  Node truth() {
    if (!is_word("not")) return comparison();
    const Nesting nesting(*this);
    advance();
    Node node{ConditionKind::opposite, "not", {}, {}};
    node.parts.push_back(require_truth(truth()));
    return node;
  }

  Node comparison() {
    Node left = sum();
    if (token_.type != Token::Type::sign || token_.text == ")") return left;
    static constexpr std::array<const char*, 7> kSigns{"=", "==", "!=", "<", "<=", ">", ">="};
    const std::string sign = token_.text;
    if (std::find(kSigns.begin(), kSigns.end(), sign) == kSigns.end()) {
      fault(fmt::format("'{}' is no comparison", sign), "legal are = != < <= > >=");
    }
    advance();
    Node node{ConditionKind::compare, sign == "==" ? "=" : sign, {}, {}};
    takes_words_ = node.text == "=" || node.text == "!=";
    compared_ = left.kind == ConditionKind::name ? left.text : "";
    node.parts.push_back(require_value(std::move(left)));
    node.parts.push_back(require_value(sum()));
    takes_words_ = false;
    return node;
  }

  Node sum() { return chain({"+", "-"}, &Parser::product); }
  Node product() { return chain({"*", "/"}, &Parser::factor); }

  Node chain(const std::array<const char*, 2>& signs, Node (Parser::*part)()) {
    Node node = (this->*part)();
    while (is_sign(signs[0]) || is_sign(signs[1])) {
      Node both{ConditionKind::arithmetic, token_.text, {}, {}};
      advance();
      both.parts.push_back(require_value(std::move(node)));
      both.parts.push_back(require_value((this->*part)()));
      node = std::move(both);
    }
    return node;
  }

  Node factor() {
    const Nesting nesting(*this);
    if (is_sign("-")) {
      advance();
      Node node{ConditionKind::negate, "-", {}, {}};
      node.parts.push_back(factor());
      return node;
    }
    if (is_sign("(")) {
      advance();
      Node node = alternatives();
      if (!is_sign(")")) fault("a parenthesis is not closed");
      advance();
      return node;
    }
    return primary();
  }

  Node primary() {
    const Token token = token_;
    if (token.type == Token::Type::end) fault("it ends too early");
    if (token.type == Token::Type::sign) fault(fmt::format("'{}' is not expected", token.text));
    advance();
    if (token.type == Token::Type::quoted) return {ConditionKind::literal, "", token.text, {}};
    if (token.type == Token::Type::number)
      return {ConditionKind::literal, "", value_from_word(token.text), {}};
    return word(token.text);
  }

  Node word(const std::string& text) const {
    if (text == "true" || text == "false")
      return {ConditionKind::literal, "", value_from_word(text), {}};
    const auto& names = names_.names;
    if (std::find(names.begin(), names.end(), text) != names.end())
      return {ConditionKind::name, text, {}, {}};
    if (takes_words_ && !compared_.empty()) {
      require_legal(text);
      return {ConditionKind::literal, "", text, {}};
    }
    const std::string closest = support::closest_word(text, names);
    fault(fmt::format("there is no field or figure '{}'", text),
          closest.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                          : fmt::format("did you mean {}?", closest));
  }

  /// A word that no value equals would make the condition hold never or always.
  void require_legal(const std::string& text) const {
    if (!names_.words) return;
    const std::vector<std::string> legal = names_.words(compared_);
    if (legal.empty() || std::find(legal.begin(), legal.end(), text) != legal.end()) return;
    fault(fmt::format("{} is never '{}'", compared_, text),
          fmt::format("legal are {}", fmt::join(legal, ", ")));
  }

  /// Keeps hostile conditions off the stack's end.
  class Nesting {
   public:
    explicit Nesting(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kDeepestExpression) parser_.fault("it nests too deep");
    }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --parser_.depth_; }

   private:
    Parser& parser_;
  };

  const std::string& text_;
  const ConditionNames& names_;
  const std::string& origin_;
  std::size_t at_ = 0;
  Token token_{};
  bool takes_words_ = false;
  std::string compared_;
  int depth_ = 0;
};

std::optional<double> numeric(const FieldValue& value) {
  return number_of(value);
}

FieldValue evaluate(const Node& node, const Condition::Lookup& value_of);

FieldValue arithmetic(const Node& node, const Condition::Lookup& value_of) {
  const auto left = numeric(evaluate(node.parts[0], value_of));
  const auto right = numeric(evaluate(node.parts[1], value_of));
  if (!left || !right) return {};
  switch (node.text.front()) {
    case '+':
      return *left + *right;
    case '-':
      return *left - *right;
    case '*':
      return *left * *right;
    default:
      return *left / *right;
  }
}

FieldValue evaluate(const Node& node, const Condition::Lookup& value_of) {
  switch (node.kind) {
    case ConditionKind::name:
      return value_of(node.text);
    case ConditionKind::literal:
      return node.literal;
    case ConditionKind::negate:
      if (const auto number = numeric(evaluate(node.parts[0], value_of))) return -*number;
      return {};
    case ConditionKind::arithmetic:
      return arithmetic(node, value_of);
    default:
      return {};
  }
}

template <class Value>
bool ordered(const std::string& sign, const Value& left, const Value& right) {
  if (sign == "=") return left == right;
  if (sign == "!=") return left != right;
  if (sign == "<") return left < right;
  if (sign == "<=") return left <= right;
  if (sign == ">") return left > right;
  return left >= right;
}

/// Nothing where a side has no value.
std::optional<bool> compare(const Node& node, const Condition::Lookup& value_of) {
  const FieldValue left = evaluate(node.parts[0], value_of);
  const FieldValue right = evaluate(node.parts[1], value_of);
  if (std::holds_alternative<std::monostate>(left) || std::holds_alternative<std::monostate>(right))
    return std::nullopt;
  const auto left_number = numeric(left);
  const auto right_number = numeric(right);
  if (left_number && right_number) return ordered(node.text, *left_number, *right_number);
  return ordered(node.text, text_of(left), text_of(right));
}

std::optional<bool> truth_of(const Node& node, const Condition::Lookup& value_of) {
  if (node.kind == ConditionKind::compare) return compare(node, value_of);
  if (node.kind == ConditionKind::opposite) {
    const auto inner = truth_of(node.parts[0], value_of);
    return inner ? std::optional(!*inner) : std::nullopt;
  }
  const bool decides = node.kind == ConditionKind::any;  // one true decides "or", one false "and"
  bool is_known = true;
  for (const Node& part : node.parts) {
    const auto value = truth_of(part, value_of);
    if (value == decides) return decides;
    is_known = is_known && value.has_value();
  }
  return is_known ? std::optional(!decides) : std::nullopt;
}

}  // namespace

Condition::Condition(std::string text, const ConditionNames& names, const std::string& origin)
    : text_(std::move(text)),
      root_(std::make_shared<const Node>(Parser(text_, names, origin).parse())) {}

bool Condition::holds(const Lookup& value_of) const {
  return truth_of(*root_, value_of).value_or(false);
}

bool all_hold(const std::vector<Condition>& conditions, const Condition::Lookup& value_of) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return condition.holds(value_of); });
}

}  // namespace pann::analysis
