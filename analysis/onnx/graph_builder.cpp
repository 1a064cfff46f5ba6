#include "analysis/onnx/graph_builder.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "analysis/network/network_fields.h"
#include "analysis/onnx/operators.h"

namespace pann::analysis {

namespace {

/// What may stand in a file's name everywhere: letters, digits, '.', '_', '-', none of them first
/// but letters and digits.
std::string plain_name(const std::string& text) {
  constexpr std::size_t kLongest = 60;
  std::string plain;
  for (const char letter : text) {
    const bool alphanumeric = std::isalnum(static_cast<unsigned char>(letter)) != 0;
    if (plain.empty() && !alphanumeric) continue;
    const bool kept = alphanumeric || letter == '.' || letter == '-';
    plain += kept ? letter : '_';
    if (plain.size() == kLongest) break;
  }
  return plain;
}

}  // namespace

GraphBuilder::GraphBuilder(const OnnxModel& model, const std::vector<bool>& live) : model_(model) {
  network_.name = model.name.empty() ? model.file.stem().string() : model.name;
  network_.name = printable(network_.name);
  for (const auto& [name, tensor] : model.initializers) constants_[name] = &tensor;
  count_uses(live);
  read_input();
}

void GraphBuilder::count_uses(const std::vector<bool>& live) {
  for (const std::string& output : model_.outputs) ++uses_[output];
  for (std::size_t i = 0; i < model_.nodes.size(); ++i) {
    if (!live[i]) continue;
    for (const std::string& input : model_.nodes[i].inputs) ++uses_[input];
  }
}

void GraphBuilder::read_input() {
  if (model_.inputs.size() != 1) {
    fail_onnx("onnx.graph", model_.file,
              fmt::format("the graph has {} inputs without a stored value: a network has one",
                          model_.inputs.size()));
  }
  const OnnxInput& input = model_.inputs.front();
  const std::vector<std::int64_t>& dims = input.dims;
  const bool legal = (dims.size() == 2 || dims.size() == 4) && input.is_real &&
                     std::all_of(dims.begin() + 1, dims.end(), [](std::int64_t size) {
                       return size > 0 && size <= static_cast<std::int64_t>(kMaximumDimension);
                     });
  GraphValue value;
  if (legal) {
    batch_ = std::clamp<std::int64_t>(dims[0], 1, kMaximumDimension);
    const auto size = [&](std::size_t at) { return static_cast<std::size_t>(dims[at]); };
    value.flat = dims.size() == 2;
    value.shape = value.flat ? TensorShape{1, 1, size(1)} : TensorShape{size(2), size(3), size(1)};
  }
  if (!legal || !is_legal_shape(value.shape)) {
    fail_onnx("onnx.graph", model_.file,
              fmt::format("the input '{}' is no tensor of real numbers with a fixed size: read are "
                          "[samples, channels, rows, columns] and [samples, features], up to {} "
                          "values a sample",
                          input.name.substr(0, 80), kMaximumTensor),
              "export the model with the size of its input fixed; the number of samples may vary");
  }
  value.sole = uses_[input.name] == 1;
  network_.input = value.shape;
  values_[input.name] = value;
}

void GraphBuilder::fail(const OnnxNode& node, const std::string& message,
                        const std::string& hint) const {
  fail_onnx("onnx.graph", model_.file, fmt::format("{} {}", title_of(node), message), hint);
}

bool GraphBuilder::has_input(const OnnxNode& node, std::size_t index) const {
  return index < node.inputs.size() && !node.inputs[index].empty();
}

bool GraphBuilder::is_constant(const OnnxNode& node, std::size_t index) const {
  return has_input(node, index) && constants_.contains(node.inputs[index]);
}

void GraphBuilder::fail_unknown(const OnnxNode& node, const std::string& name) const {
  const bool later =
      std::any_of(model_.nodes.begin(), model_.nodes.end(), [&](const OnnxNode& other) {
        return std::find(other.outputs.begin(), other.outputs.end(), name) != other.outputs.end();
      });
  fail(node, fmt::format("needs '{}', {}", name.substr(0, 80),
                         later ? "which only a node behind it makes: the graph has a cycle or is "
                                 "out of order"
                               : "which nothing makes: an initializer is missing"));
}

const GraphValue& GraphBuilder::any_value(const OnnxNode& node, std::size_t index) const {
  if (!has_input(node, index)) fail(node, fmt::format("lacks its input number {}", index + 1));
  const std::string& name = node.inputs[index];
  if (const auto found = values_.find(name); found != values_.end()) return found->second;
  if (!constants_.contains(name)) fail_unknown(node, name);
  fail(node, fmt::format("has the stored tensor '{}' as an input that has to be computed",
                         name.substr(0, 80)));
}

const GraphValue& GraphBuilder::value(const OnnxNode& node, std::size_t index) const {
  const GraphValue& found = any_value(node, index);
  if (found.padding == std::array<std::size_t, 4>{}) return found;
  fail(node, "is behind Pad, which is read in front of Conv and AveragePool alone");
}

const GraphValue& GraphBuilder::padded_image(const OnnxNode& node, std::size_t index) const {
  const GraphValue& found = any_value(node, index);
  if (found.flat) fail(node, "wants rows and columns: its input has features alone");
  return found;
}

const GraphValue& GraphBuilder::image(const OnnxNode& node, std::size_t index) const {
  const GraphValue& found = value(node, index);
  if (found.flat) fail(node, "wants rows and columns: its input has features alone");
  return found;
}

const GraphValue& GraphBuilder::features(const OnnxNode& node, std::size_t index) const {
  const GraphValue& found = value(node, index);
  if (!found.flat) fail(node, "wants features alone: its input has rows and columns");
  return found;
}

const OnnxTensor& GraphBuilder::constant(const OnnxNode& node, std::size_t index) const {
  if (!has_input(node, index)) fail(node, fmt::format("lacks its input number {}", index + 1));
  const std::string& name = node.inputs[index];
  if (const auto found = constants_.find(name); found != constants_.end()) return *found->second;
  if (!values_.contains(name)) fail_unknown(node, name);
  fail(node, fmt::format("computes its input number {}: read are stored tensors", index + 1));
}

const std::vector<double>& GraphBuilder::reals(const OnnxNode& node, std::size_t index) const {
  const OnnxTensor& tensor = constant(node, index);
  if (!tensor.is_real) fail(node, fmt::format("wants real numbers as input {}", index + 1));
  return tensor.reals;
}

const std::vector<std::int64_t>& GraphBuilder::integers(const OnnxNode& node,
                                                        std::size_t index) const {
  const OnnxTensor& tensor = constant(node, index);
  if (tensor.is_real) fail(node, fmt::format("wants whole numbers as input {}", index + 1));
  return tensor.integers;
}

const std::string& GraphBuilder::output_of(const OnnxNode& node) {
  for (std::size_t i = 1; i < node.outputs.size(); ++i) {
    if (uses_.contains(node.outputs[i]) && !node.outputs[i].empty()) {
      fail(node, fmt::format("has its output number {} used: one is read", i + 1));
    }
  }
  const std::string& name = node.outputs.front();
  if (values_.contains(name) || constants_.contains(name)) {
    fail(node, fmt::format("makes '{}', which is there already", name.substr(0, 80)));
  }
  return name;
}

void GraphBuilder::store(const OnnxNode& node, OnnxTensor tensor) {
  const std::string& name = output_of(node);
  constants_[name] = &stored_.emplace_back(std::move(tensor));
}

void GraphBuilder::pass_on(const OnnxNode& node) {
  const std::string& name = output_of(node);
  if (is_constant(node, 0)) {
    constants_[name] = &constant(node, 0);
    return;
  }
  const GraphValue input = value(node, 0);
  alias(node, input, input.flat, input.order);
}

void GraphBuilder::alias(const OnnxNode& node, const GraphValue& input, bool flat,
                         std::vector<std::uint32_t> order) {
  const std::string& name = output_of(node);
  GraphValue seen = input;
  seen.flat = flat;
  seen.order = std::move(order);
  seen.sole = input.sole && uses_[name] == 1;
  values_[name] = std::move(seen);
}

void GraphBuilder::pad(const OnnxNode& node, const std::array<std::size_t, 4>& padding) {
  const std::string& name = output_of(node);
  GraphValue padded = image(node, 0);
  padded.padding = padding;
  padded.sole = false;
  values_[name] = std::move(padded);
}

std::string GraphBuilder::layer_name(const OnnxNode& node) {
  std::string name = plain_name(node.name.empty() ? node.outputs.front() : node.name);
  if (name.empty()) name = plain_name(node.type);
  std::string taken = name;
  for (int i = 2; !layer_names_.insert(taken).second; ++i) taken = fmt::format("{}_{}", name, i);
  return taken;
}

void GraphBuilder::append(const OnnxNode& node, Layer layer, bool flat,
                          std::vector<std::uint32_t> order) {
  const std::string& name = output_of(node);
  if (!is_legal_shape(layer.out)) {
    fail(node, fmt::format("makes {} x {} x {} values: legal are 1 to {}", layer.out.height,
                           layer.out.width, layer.out.channels, kMaximumTensor));
  }
  layer.name = layer_name(node);
  const TensorShape shape = layer.out;
  network_.layers.push_back(std::move(layer));
  values_[name] = {network_.layers.size(), shape, flat, std::move(order), uses_[name] == 1, {}};
}

Layer* GraphBuilder::sole_layer(const GraphValue& value) {
  return value.sole && value.tensor > 0 ? &network_.layers[value.tensor - 1] : nullptr;
}

Activation GraphBuilder::activation_of(const GraphValue& value) const {
  return value.tensor == 0 ? Activation::none : network_.layers[value.tensor - 1].activation;
}

Network GraphBuilder::finish() {
  const std::string& output = model_.outputs.front();
  const auto found = values_.find(output);
  if (found == values_.end() || network_.layers.empty() ||
      found->second.tensor != network_.layers.size()) {
    fail_onnx("onnx.graph", model_.file,
              fmt::format("the output '{}' is made by no layer", output.substr(0, 80)));
  }
  if (!found->second.order.empty()) {
    fail_onnx("onnx.graph", model_.file,
              "the output is flattened from rows and columns, so that classes would be in another "
              "order",
              "end the model before it is flattened, or with a dense layer");
  }
  return std::move(network_);
}

}  // namespace pann::analysis
