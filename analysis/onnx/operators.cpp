#include "analysis/onnx/operators.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/network/network_fields.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace {

using Type = OnnxAttribute::Type;

/// What an attribute may be. Where `only` names values, others are not read.
struct AttributeRule {
  std::string_view name;
  Type type = Type::integer;
  std::vector<std::int64_t> only{};
};

struct Operator {
  std::string_view type;
  std::vector<AttributeRule> attributes;
};

const std::vector<AttributeRule> kWindow{{"auto_pad", Type::text},
                                         {"kernel_shape", Type::integers},
                                         {"pads", Type::integers},
                                         {"strides", Type::integers}};

std::vector<AttributeRule> window_and(std::vector<AttributeRule> more) {
  more.insert(more.end(), kWindow.begin(), kWindow.end());
  return more;
}

const std::vector<Operator>& operators() {
  static const std::vector<Operator> kOperators{
      {"Add", {}},
      {"AveragePool", window_and({{"ceil_mode"}, {"count_include_pad", Type::integer, {0, 1}}})},
      {"BatchNormalization",
       {{"epsilon", Type::real},
        {"momentum", Type::real},
        {"spatial", Type::integer, {1}},
        {"training_mode", Type::integer, {0}}}},
      {"Clip", {{"max", Type::real}, {"min", Type::real}}},
      {"Concat", {{"axis"}}},
      {"Constant",
       {{"value", Type::tensor},
        {"value_float", Type::real},
        {"value_floats", Type::reals},
        {"value_int"},
        {"value_ints", Type::integers}}},
      {"Conv", window_and({{"dilations", Type::integers}, {"group"}})},
      {"Dropout", {{"ratio", Type::real}, {"seed"}}},
      {"Flatten", {{"axis"}}},
      {"Gather", {{"axis", Type::integer, {0}}}},
      {"Gemm",
       {{"alpha", Type::real},
        {"beta", Type::real},
        {"transA", Type::integer, {0}},
        {"transB", Type::integer, {0, 1}}}},
      {"GlobalAveragePool", {}},
      {"GlobalMaxPool", {}},
      {"Identity", {}},
      {"MatMul", {}},
      {"MaxPool", window_and({{"ceil_mode"},
                              {"dilations", Type::integers, {1}},
                              {"storage_order", Type::integer, {0}}})},
      {"Pad", {{"mode", Type::text}, {"pads", Type::integers}, {"value", Type::real}}},
      {"ReduceMean", {{"axes", Type::integers}, {"keepdims", Type::integer, {0, 1}}}},
      {"Relu", {}},
      {"Reshape", {{"allowzero", Type::integer, {0}}}},
      {"Shape", {}},
      {"Softmax", {{"axis"}}},
      {"Transpose", {{"perm", Type::integers}}},
      {"Unsqueeze", {{"axes", Type::integers}}}};
  return kOperators;
}

const Operator* operator_named(const OnnxNode& node) {
  if (!node.domain.empty() && node.domain != "ai.onnx") return nullptr;
  for (const Operator& known : operators()) {
    if (known.type == node.type) return &known;
  }
  return nullptr;
}

support::Diagnostic fault(const OnnxModel& model, const char* code, const std::string& message,
                          const std::string& hint = {}) {
  return {code, message, hint, support::Location{model.file.string(), 0, std::nullopt}};
}

/// What is wrong with an attribute; "" for nothing.
std::string fault_of(const Operator& known, const std::string& name,
                     const OnnxAttribute& attribute) {
  const auto rule = std::find_if(known.attributes.begin(), known.attributes.end(),
                                 [&](const AttributeRule& one) { return one.name == name; });
  if (rule == known.attributes.end()) return "is not read";
  if (rule->type != attribute.type) return "is of another type than its operator's";
  const std::vector<std::int64_t> values =
      attribute.type == Type::integers ? attribute.integers : std::vector{attribute.integer};
  const bool legal = std::all_of(values.begin(), values.end(), [&](std::int64_t value) {
    return std::find(rule->only.begin(), rule->only.end(), value) != rule->only.end();
  });
  if (rule->only.empty() || legal) return "";
  return fmt::format("is {}: read is {}", fmt::join(values, ", "), fmt::join(rule->only, " or "));
}

void check_attributes(const OnnxModel& model, const OnnxNode& node, const Operator& known,
                      std::vector<support::Diagnostic>& faults) {
  for (const auto& [name, attribute] : node.attributes) {
    const std::string message = fault_of(known, name, attribute);
    if (message.empty()) continue;
    faults.push_back(
        fault(model, "onnx.attribute", fmt::format("{}: {} {}", title_of(node), name, message)));
  }
}

std::string named(const std::vector<std::string>& nodes) {
  constexpr std::size_t kShown = 3;
  const std::size_t shown = std::min(kShown, nodes.size());
  std::string text = fmt::format(
      "{}", fmt::join(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (nodes.size() > shown) text += fmt::format(" and {} more", nodes.size() - shown);
  return text;
}

const OnnxAttribute* found(const OnnxNode& node, const char* name) {
  const auto at = node.attributes.find(name);
  return at == node.attributes.end() ? nullptr : &at->second;
}

}  // namespace

std::vector<std::string_view> onnx_operators() {
  std::vector<std::string_view> names;
  for (const Operator& known : operators()) names.push_back(known.type);
  return names;
}

void require_operators(const OnnxModel& model, const std::vector<bool>& live) {
  std::vector<support::Diagnostic> faults;
  if (model.opset < kOldestOpset || model.opset > kNewestOpset) {
    faults.push_back(fault(
        model, "onnx.opset",
        fmt::format("operator set {}: read are {} to {}", model.opset, kOldestOpset, kNewestOpset),
        "torch.onnx.export(..., opset_version=13)"));
  }
  std::map<std::string, std::vector<std::string>> unknown;
  for (std::size_t i = 0; i < model.nodes.size(); ++i) {
    const OnnxNode& node = model.nodes[i];
    if (!live[i]) continue;
    if (const Operator* known = operator_named(node)) {
      check_attributes(model, node, *known, faults);
    } else {
      const std::string domain = node.domain.empty() ? "" : node.domain + ".";
      unknown[domain + node.type].push_back(title_of(node));
    }
  }
  for (const auto& [type, nodes] : unknown) {
    faults.push_back(fault(model, "onnx.operator",
                           fmt::format("the operator {} is not read: {}", type, named(nodes)),
                           type == unknown.rbegin()->first
                               ? fmt::format("read are {}", fmt::join(onnx_operators(), ", "))
                               : ""));
  }
  constexpr std::size_t kMostFaults = 50;
  if (faults.size() > kMostFaults) faults.resize(kMostFaults);
  support::throw_if_any(std::move(faults));
}

std::string title_of(const OnnxNode& node) {
  const std::string output = node.outputs.empty() ? "" : node.outputs.front();
  const std::string& name = node.name.empty() ? output : node.name;
  return fmt::format("node '{}' ({})", printable(name.substr(0, 80)), node.type.substr(0, 40));
}

std::int64_t integer_of(const OnnxNode& node, const char* name, std::int64_t otherwise) {
  const OnnxAttribute* attribute = found(node, name);
  return attribute == nullptr ? otherwise : attribute->integer;
}

double real_of(const OnnxNode& node, const char* name, double otherwise) {
  const OnnxAttribute* attribute = found(node, name);
  return attribute == nullptr ? otherwise : attribute->real;
}

std::string text_of(const OnnxNode& node, const char* name, const char* otherwise) {
  const OnnxAttribute* attribute = found(node, name);
  return attribute == nullptr ? otherwise : attribute->text;
}

std::vector<std::int64_t> integers_of(const OnnxNode& node, const char* name,
                                      const std::vector<std::int64_t>& otherwise) {
  const OnnxAttribute* attribute = found(node, name);
  return attribute == nullptr ? otherwise : attribute->integers;
}

}  // namespace pann::analysis
