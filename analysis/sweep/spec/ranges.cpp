#include "analysis/sweep/spec/ranges.h"

#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace pann::analysis {

namespace {

/// Of one field; a product of fields may still be longer.
constexpr double kLongestRange = 1e6;
/// Steps of broken numbers may miss the end by rounding.
constexpr double kRounding = 1e-9;

struct Range {
  double from = 0.0;
  double to = 0.0;
  double step = 1.0;
  bool is_geometric = false;
  bool is_whole = true;
};

std::optional<double> number_at(const DocumentNode& node, const char* name, Range& range) {
  const DocumentNode* entry = node.find(name);
  if (entry == nullptr) return std::nullopt;
  if (!std::holds_alternative<std::int64_t>(entry->value)) range.is_whole = false;
  return number_of(entry->value);
}

bool has_other_names(const DocumentNode& node) {
  for (const auto& [name, value] : node.entries) {
    if (name != "from" && name != "to" && name != "step" && name != "times") return true;
  }
  return false;
}

std::optional<Range> read_range(const DocumentNode& node, std::string& fault) {
  Range range;
  const auto from = number_at(node, "from", range);
  const auto to = number_at(node, "to", range);
  if (!from || !to || has_other_names(node)) {
    fault = "a range has the numbers 'from' and 'to', and may have 'step' or 'times'";
    return std::nullopt;
  }
  range.from = *from;
  range.to = *to;
  const auto times = number_at(node, "times", range);
  const auto step = number_at(node, "step", range);
  if ((node.find("times") != nullptr && !times) || (node.find("step") != nullptr && !step) ||
      (times && step)) {
    fault = "'step' or 'times' must be one number";
    return std::nullopt;
  }
  range.is_geometric = times.has_value();
  range.step = times.value_or(step.value_or(1.0));
  if (range.from > range.to) fault = fmt::format("{} to {} holds nothing", *from, *to);
  if (!range.is_geometric && !(range.step > 0.0)) fault = "'step' must be above 0";
  if (range.is_geometric && !(range.step > 1.0 && range.from > 0.0))
    fault = "'times' must be above 1, 'from' above 0";
  if (!fault.empty()) return std::nullopt;
  return range;
}

std::vector<FieldValue> values_of(const Range& range, std::string& fault) {
  const double steps = range.is_geometric ? std::log(range.to / range.from) / std::log(range.step)
                                          : (range.to - range.from) / range.step;
  if (!(steps < kLongestRange)) {
    fault = fmt::format("more than {:.0f} values", kLongestRange);
    return {};
  }
  std::vector<FieldValue> values;
  const auto last = static_cast<int>(std::floor(steps + kRounding));
  for (int i = 0; i <= last; ++i) {
    const double value =
        range.is_geometric ? range.from * std::pow(range.step, i) : range.from + range.step * i;
    if (range.is_whole) {
      values.emplace_back(static_cast<std::int64_t>(std::llround(value)));
    } else {
      values.emplace_back(value);
    }
  }
  return values;
}

/// "4,3,3" of [4, 3, 3].
std::string joined(const DocumentNode& list) {
  std::string text;
  for (const DocumentNode& item : list.items)
    text += (text.empty() ? "" : ",") + text_of(item.value);
  return text;
}

}  // namespace

std::vector<FieldValue> axis_values(const DocumentNode& node, std::string& fault) {
  std::vector<FieldValue> values;
  switch (node.type) {
    case DocumentNode::Type::scalar:
      return {node.value};
    case DocumentNode::Type::map:
      if (const auto range = read_range(node, fault)) return values_of(*range, fault);
      return {};
    case DocumentNode::Type::list:
      break;
  }
  for (const DocumentNode& item : node.items) {
    if (item.type == DocumentNode::Type::map) {
      const auto more = axis_values(item, fault);
      values.insert(values.end(), more.begin(), more.end());
    } else if (item.type == DocumentNode::Type::list) {
      values.emplace_back(joined(item));
    } else {
      values.push_back(item.value);
    }
  }
  return values;
}

}  // namespace pann::analysis
