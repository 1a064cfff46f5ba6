#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analysis/sweep/spec/field_value.h"

namespace pann::analysis {

/// What the names of a condition may be.
struct ConditionNames {
  std::vector<std::string> names;  ///< All of them.
  /// The legal words of a name, empty where any will do.
  std::function<std::vector<std::string>(const std::string&)> words{};
};

struct ConditionNode;

/// A condition on fields and figures: "w_width <= x_width and multiplier != array".
///
/// Comparisons = != < <= > >= of sums and products of numbers and names; `and`, `or`, `not`,
/// parentheses. To the right of = and != a word stands for itself. A comparison with a name that
/// has no value does not hold, neither does its opposite.
class Condition {
 public:
  /// Throws Failure(user_error, "sweep.condition") naming `origin` ("--where", "spec.yaml:7"), what
  /// is wrong and, for an unknown name, the nearest one.
  Condition(std::string text, const ConditionNames& names, const std::string& origin);

  const std::string& text() const { return text_; }

  using Lookup = std::function<FieldValue(const std::string&)>;
  bool holds(const Lookup& value_of) const;

 private:
  std::string text_;
  std::shared_ptr<const ConditionNode> root_;
};

/// Whether all of them hold.
bool all_hold(const std::vector<Condition>& conditions, const Condition::Lookup& value_of);

}  // namespace pann::analysis
