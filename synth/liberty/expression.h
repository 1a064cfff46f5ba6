#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pann::synth {

/// A Boolean function of pins as Liberty writes them (`function`, `when`, `next_state`, ...).
///
/// Operators by falling precedence (Liberty User Guide, "function"): `!` in front or `'` behind,
/// `^`, then `*`, `&` or nothing between two operands, then `+` or `|`; operators of one level
/// associate to the left. 0 and 1 are constants.
class BooleanExpression {
 public:
  enum class Operator : std::uint8_t { constant, pin, invert, conjunction, disjunction, exclusive };

  /// One node; `left` and `right` are indices of earlier nodes.
  struct Node {
    Operator op = Operator::constant;
    std::uint32_t left = 0;   ///< Operand; the pin's index for `pin`, 0 or 1 for `constant`.
    std::uint32_t right = 0;  ///< Second operand of the binary operators.
  };

  /// Parses `text`; nothing where it is not an expression, with the reason in `error`.
  static std::optional<BooleanExpression> parse(std::string_view text, std::string& error);

  /// Names in order of first appearance.
  const std::vector<std::string>& pins() const { return pins_; }
  /// Operands before operators; the last node is the result.
  const std::vector<Node>& nodes() const { return nodes_; }
  const std::string& text() const { return text_; }
  bool depends_on(std::string_view pin) const;

  /// The value for one assignment to pins(), 64 assignments at once: bit k of the result belongs to
  /// bit k of every input word.
  std::uint64_t evaluate(std::span<const std::uint64_t> inputs) const;

  /// 2^pins() bits, bit i the value where pin j has bit j of i; empty for more than
  /// kMaximumTablePins.
  std::vector<bool> truth_table() const;
  static constexpr std::size_t kMaximumTablePins = 16;

 private:
  friend class ExpressionParser;

  std::string text_;
  std::vector<std::string> pins_;
  std::vector<Node> nodes_;
};

}  // namespace pann::synth
