#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pann::generator::verilog {

/// How tightly an operator binds, loosest first (IEEE 1364-2005, table 5-4).
enum class Precedence {
  conditional,
  logical_or,
  logical_and,
  bit_or,
  bit_xor,
  bit_and,
  equality,
  relational,
  additive,
  multiplicative,
  unary,
  primary,
};

/// A Verilog-2005 expression: an immutable tree, cheap to copy. Built from names, numbers and the
/// functions below; parentheses are the writer's business, never the builder's.
class Expression {
 public:
  enum class Form {
    name,            ///< text
    integer,         ///< text: unsized decimal
    unary,           ///< text operator, operands {a}
    binary,          ///< operands {a, b} around text
    conditional,     ///< operands {condition, then, otherwise}
    bit_select,      ///< operands {word, index}
    part_select,     ///< operands {word, left, right}
    indexed_select,  ///< operands {word, base, width}: word[base +: width]
    block_member,    ///< operands {index, member}: text[index].member
    concatenation,   ///< operands, leftmost first
    replication,     ///< operands {count, value}
  };

  Expression(int value);                // NOLINT: numbers read as numbers
  Expression(const char* name);         // NOLINT: names read as names
  Expression(const std::string& name);  // NOLINT
  Expression(Form form, std::string text, Precedence precedence, std::vector<Expression> operands);

  Form form() const { return node_->form; }
  const std::string& text() const { return node_->text; }
  Precedence precedence() const { return node_->precedence; }
  const std::vector<Expression>& operands() const { return node_->operands; }

 private:
  struct Node {
    Form form;
    std::string text;
    Precedence precedence;
    std::vector<Expression> operands;
  };
  std::shared_ptr<const Node> node_;
};

Expression operator+(const Expression& a, const Expression& b);
Expression operator-(const Expression& a, const Expression& b);
Expression operator*(const Expression& a, const Expression& b);
Expression operator/(const Expression& a, const Expression& b);
Expression operator&(const Expression& a, const Expression& b);
Expression operator|(const Expression& a, const Expression& b);
Expression operator^(const Expression& a, const Expression& b);
Expression operator==(const Expression& a, const Expression& b);
Expression operator!=(const Expression& a, const Expression& b);
Expression operator<(const Expression& a, const Expression& b);
Expression operator>(const Expression& a, const Expression& b);
Expression operator~(const Expression& a);

/// `a && b`, `a || b`, `!a`: Verilog's, not evaluated here.
Expression both(const Expression& a, const Expression& b);
Expression either(const Expression& a, const Expression& b);
Expression negation(const Expression& a);
/// `|a`: whether any bit is set.
Expression any_bit(const Expression& a);
/// `condition ? then : otherwise`.
Expression choose(const Expression& condition, const Expression& then, const Expression& otherwise);

Expression bit(const Expression& word, const Expression& index);
/// `word[left:right]`.
Expression part(const Expression& word, const Expression& left, const Expression& right);
/// `word[base +: width]`.
Expression slice(const Expression& word, const Expression& base, const Expression& width);
/// `block[index].member`: a net of another round of a generate loop.
Expression member(std::string_view block, const Expression& index, std::string_view name);
/// `{parts}`, leftmost first.
Expression concatenate(std::vector<Expression> parts);
/// `{count{value}}`.
Expression repeat(const Expression& count, const Expression& value);
/// `factor * a`, or `a` itself where the factor is 1.
Expression scaled(int factor, const Expression& a);
/// `1'b0` or `1'b1`.
Expression one_bit(bool value);
/// `{width{1'b0}}`.
Expression zeros(const Expression& width);

/// The expression's text, with the parentheses that it needs and no more; `compact` leaves out the
/// blanks around operators, as inside brackets.
std::string to_text(const Expression& expression, bool compact = false);

}  // namespace pann::generator::verilog
