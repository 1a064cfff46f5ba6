#include "analysis/onnx/import.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "analysis/onnx/dot_product_nodes.h"
#include "analysis/onnx/graph_builder.h"
#include "analysis/onnx/operators.h"
#include "analysis/onnx/window_nodes.h"

namespace pann::analysis {

namespace {

/// Which nodes the graph's output needs.
std::vector<bool> live_nodes(const OnnxModel& model) {
  if (model.outputs.size() != 1) {
    fail_onnx("onnx.graph", model.file,
              fmt::format("the graph has {} outputs: a network has one", model.outputs.size()),
              "export the model with its classes as the only output");
  }
  std::vector<bool> live(model.nodes.size(), false);
  std::set<std::string> needed{model.outputs.front()};
  // Once from behind is enough for a graph in order; one that is not is refused later.
  for (std::size_t i = model.nodes.size(); i-- > 0;) {
    const OnnxNode& node = model.nodes[i];
    live[i] = std::any_of(node.outputs.begin(), node.outputs.end(), [&](const std::string& name) {
      return !name.empty() && needed.contains(name);
    });
    if (live[i]) needed.insert(node.inputs.begin(), node.inputs.end());
  }
  return live;
}

Layer plain_layer(LayerType type, const GraphValue& input) {
  Layer layer;
  layer.type = type;
  layer.inputs = {input.tensor};
  layer.in = layer.out = input.shape;
  return layer;
}

/// ONNX's index of each of our values of a flattened image; nothing where they are the same.
std::vector<std::uint32_t> flat_order(const TensorShape& shape) {
  const std::size_t pixels = shape.height * shape.width;
  if (pixels == 1 || shape.channels == 1) return {};
  std::vector<std::uint32_t> order(shape.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = static_cast<std::uint32_t>(i % shape.channels * pixels + i / shape.channels);
  }
  return order;
}

void flatten(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue input = graph.value(node, 0);
  if (input.flat || input.shape.size() == input.shape.channels) {
    graph.alias(node, input, true, input.order);
    return;
  }
  Layer layer = plain_layer(LayerType::flatten, input);
  layer.out = {1, 1, input.shape.size()};
  graph.append(node, std::move(layer), true, flat_order(input.shape));
}

void flatten_node(GraphBuilder& graph, const OnnxNode& node) {
  const std::int64_t axis = integer_of(node, "axis", 1);
  const std::int64_t rank = graph.value(node, 0).flat ? 2 : 4;
  if (axis != 1 && axis != 1 - rank) {
    graph.fail(node, fmt::format("flattens from axis {}: read is 1", axis));
  }
  flatten(graph, node);
}

std::vector<std::int64_t> dims_of(const GraphBuilder& graph, const GraphValue& value) {
  const auto size = [](std::size_t dimension) { return static_cast<std::int64_t>(dimension); };
  if (value.flat) return {graph.batch(), size(value.shape.channels)};
  return {graph.batch(), size(value.shape.channels), size(value.shape.height),
          size(value.shape.width)};
}

/// The dimensions that Reshape asks for, 0 (as before) and -1 (what is left) filled in.
std::vector<std::int64_t> asked_dims(const GraphBuilder& graph, const OnnxNode& node,
                                     const std::vector<std::int64_t>& from) {
  std::vector<std::int64_t> to = graph.integers(node, 1);
  const std::int64_t all =
      std::accumulate(from.begin(), from.end(), std::int64_t{1}, std::multiplies<>());
  std::int64_t known = 1;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == 0 && i < from.size()) to[i] = from[i];
    if (to[i] == -1) continue;
    if (to[i] <= 0 || to[i] > all / known) graph.fail(node, "asks for a shape of another size");
    known *= to[i];
  }
  for (std::int64_t& size : to) {
    if (size == -1) size = all / known;
  }
  return to;
}

void reshape(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue input = graph.value(node, 0);
  const std::vector<std::int64_t> from = dims_of(graph, input);
  const std::vector<std::int64_t> to = asked_dims(graph, node, from);
  const auto features = static_cast<std::int64_t>(input.shape.size());
  if (to == from) return graph.pass_on(node);
  if (to == std::vector{graph.batch(), features}) return flatten(graph, node);
  if (to == std::vector{graph.batch(), features, std::int64_t{1}, std::int64_t{1}} && input.flat &&
      input.order.empty()) {
    return graph.alias(node, input, false, {});
  }
  graph.fail(node, "reshapes to other than samples and features");
}

void activation(GraphBuilder& graph, const OnnxNode& node, Activation kind) {
  const GraphValue input = graph.value(node, 0);
  Layer* layer_before = graph.sole_layer(input);
  if (layer_before != nullptr && layer_before->activation != Activation::relu6) {
    layer_before->activation = kind;
    graph.alias(node, input, input.flat, input.order);
    return;
  }
  Layer layer = plain_layer(LayerType::identity, input);
  layer.activation = kind;
  graph.append(node, std::move(layer), input.flat, input.order);
}

/// A bound of Clip, by attribute in old operator sets; `otherwise` where there is none.
double bound(GraphBuilder& graph, const OnnxNode& node, std::size_t index, const char* name,
             double otherwise) {
  if (!graph.has_input(node, index)) return real_of(node, name, otherwise);
  const std::vector<double>& values = graph.reals(node, index);
  if (values.size() != 1) graph.fail(node, "has a bound of other than one value");
  return values.front();
}

void clip(GraphBuilder& graph, const OnnxNode& node) {
  constexpr double kSix = 6.0;
  constexpr double kNone = 3.0e38;  // Old exporters write the largest float for no bound.
  double low = bound(graph, node, 1, "min", -kNone);
  // Behind a ReLU nothing is below 0.
  if (graph.activation_of(graph.value(node, 0)) != Activation::none) low = std::max(low, 0.0);
  const double high = bound(graph, node, 2, "max", kNone);
  if (low != 0.0 || (high != kSix && high < kNone)) {
    graph.fail(node,
               fmt::format("clips to {} and {}: read are 0 and 6 (ReLU6), or 0 alone", low, high));
  }
  activation(graph, node, high == kSix ? Activation::relu6 : Activation::relu);
}

void add(GraphBuilder& graph, const OnnxNode& node) {
  if (graph.is_constant(node, 0) || graph.is_constant(node, 1)) return add_bias(graph, node);
  const GraphValue& first = graph.value(node, 0);
  const GraphValue& second = graph.value(node, 1);
  if (first.shape != second.shape || first.flat != second.flat || first.order != second.order) {
    graph.fail(node, "adds tensors of different shapes");
  }
  Layer layer = plain_layer(LayerType::add, first);
  layer.inputs.push_back(second.tensor);
  graph.append(node, std::move(layer), first.flat, first.order);
}

/// Joins the orders of flat inputs, those of the later ones behind.
std::vector<std::uint32_t> joined_order(const std::vector<GraphValue>& parts) {
  std::vector<std::uint32_t> order;
  if (std::all_of(parts.begin(), parts.end(),
                  [](const GraphValue& one) { return one.order.empty(); })) {
    return order;
  }
  for (const GraphValue& part : parts) {
    const auto base = static_cast<std::uint32_t>(order.size());
    for (std::uint32_t i = 0; i < part.shape.channels; ++i) {
      order.push_back(base + (part.order.empty() ? i : part.order[i]));
    }
  }
  return order;
}

void concat(GraphBuilder& graph, const OnnxNode& node) {
  std::vector<GraphValue> parts;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) parts.push_back(graph.value(node, i));
  if (parts.empty()) graph.fail(node, "joins nothing");
  const std::int64_t axis = integer_of(node, "axis", 1);
  const GraphValue& first = parts.front();
  if (axis != 1 && axis != (first.flat ? -1 : -3)) {
    graph.fail(node, fmt::format("joins along axis {}: read is that of the channels, 1", axis));
  }
  if (parts.size() == 1) return graph.pass_on(node);
  Layer layer = plain_layer(LayerType::concat, first);
  layer.inputs.clear();
  layer.out.channels = 0;
  for (const GraphValue& part : parts) {
    if (part.flat != first.flat || part.shape.height != first.shape.height ||
        part.shape.width != first.shape.width) {
      graph.fail(node, "joins tensors of different rows and columns");
    }
    layer.inputs.push_back(part.tensor);
    layer.out.channels += part.shape.channels;
  }
  graph.append(node, std::move(layer), first.flat, joined_order(parts));
}

void softmax(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue& input = graph.value(node, 0);
  constexpr std::int64_t kLastAxisSince = 13;
  const std::int64_t usual = graph.model().opset < kLastAxisSince ? 1 : -1;
  const std::int64_t axis = integer_of(node, "axis", usual);
  const std::int64_t channels = input.flat ? 1 - 2 : 1 - 4;
  if (input.shape.size() != input.shape.channels || (axis != 1 && axis != channels)) {
    graph.fail(node, "is taken over other than the features of a sample");
  }
  graph.append(node, plain_layer(LayerType::softmax, input), input.flat, input.order);
}

void dropout(GraphBuilder& graph, const OnnxNode& node) {
  if (graph.has_input(node, 2) && graph.integers(node, 2) != std::vector<std::int64_t>{0}) {
    graph.fail(node, "drops values out: export the model for inference");
  }
  graph.pass_on(node);
}

void constant(GraphBuilder& graph, const OnnxNode& node) {
  if (node.attributes.size() != 1) graph.fail(node, "has other than one value");
  const OnnxAttribute& value = node.attributes.begin()->second;
  OnnxTensor tensor = value.tensor;
  switch (value.type) {
    case OnnxAttribute::Type::real:
      tensor.reals = {value.real};
      break;
    case OnnxAttribute::Type::reals:
      tensor = {{static_cast<std::int64_t>(value.reals.size())}, true, value.reals, {}};
      break;
    case OnnxAttribute::Type::integer:
      tensor = {{}, false, {}, {value.integer}};
      break;
    case OnnxAttribute::Type::integers:
      tensor = {{static_cast<std::int64_t>(value.integers.size())}, false, {}, value.integers};
      break;
    default:
      break;
  }
  graph.store(node, std::move(tensor));
}

/// Of a stored matrix, as weights are.
void transpose(GraphBuilder& graph, const OnnxNode& node) {
  const std::vector<double>& values = graph.reals(node, 0);
  const std::vector<std::int64_t>& dims = graph.constant(node, 0).dims;
  const std::vector<std::int64_t> swapped{1, 0};
  if (dims.size() != 2 || integers_of(node, "perm", swapped) != swapped) {
    graph.fail(node, "transposes other than a stored matrix");
  }
  const auto rows = static_cast<std::size_t>(dims[0]);
  OnnxTensor turned{{dims[1], dims[0]}, true, std::vector<double>(values.size()), {}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    turned.reals[i] = values[i % rows * static_cast<std::size_t>(dims[1]) + i / rows];
  }
  graph.store(node, std::move(turned));
}

/// What exporters write to keep the number of samples: whole numbers of a shape, taken out and put
/// together.
void shape(GraphBuilder& graph, const OnnxNode& node) {
  const std::vector<std::int64_t> dims = dims_of(graph, graph.value(node, 0));
  graph.store(node, {{static_cast<std::int64_t>(dims.size())}, false, {}, dims});
}

void gather(GraphBuilder& graph, const OnnxNode& node) {
  const std::vector<std::int64_t>& values = graph.integers(node, 0);
  const OnnxTensor& indices = graph.constant(node, 1);
  const auto count = static_cast<std::int64_t>(values.size());
  OnnxTensor taken{indices.dims, false, {}, {}};
  for (const std::int64_t index : graph.integers(node, 1)) {
    const std::int64_t at = index < 0 ? index + count : index;
    if (at < 0 || at >= count) graph.fail(node, fmt::format("takes number {} of {}", index, count));
    taken.integers.push_back(values[static_cast<std::size_t>(at)]);
  }
  graph.store(node, std::move(taken));
}

void unsqueeze(GraphBuilder& graph, const OnnxNode& node) {
  const std::vector<std::int64_t>& values = graph.integers(node, 0);
  if (values.size() != 1) graph.fail(node, "is read for single whole numbers of a shape alone");
  graph.store(node, {{1}, false, {}, values});
}

void concat_any(GraphBuilder& graph, const OnnxNode& node) {
  if (!graph.is_constant(node, 0)) return concat(graph, node);
  OnnxTensor joined{{}, false, {}, {}};
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const std::vector<std::int64_t>& part = graph.integers(node, i);
    joined.integers.insert(joined.integers.end(), part.begin(), part.end());
    if (joined.integers.size() > kMaximumOnnxRank) graph.fail(node, "joins stored tensors");
  }
  joined.dims = {static_cast<std::int64_t>(joined.integers.size())};
  graph.store(node, std::move(joined));
}

void relu(GraphBuilder& graph, const OnnxNode& node) {
  activation(graph, node, Activation::relu);
}

void identity(GraphBuilder& graph, const OnnxNode& node) {
  graph.pass_on(node);
}

/// What makes layers of a node, by its operator; the names are those of operators.cpp.
using Handler = void (*)(GraphBuilder& graph, const OnnxNode& node);

const std::map<std::string_view, Handler>& handlers() {
  static const std::map<std::string_view, Handler> kHandlers{
      {"Add", add},
      {"AveragePool", average_pool_node},
      {"BatchNormalization", batch_normalization_node},
      {"Clip", clip},
      {"Concat", concat_any},
      {"Constant", constant},
      {"Conv", conv_node},
      {"Dropout", dropout},
      {"Flatten", flatten_node},
      {"Gather", gather},
      {"Gemm", gemm_node},
      {"GlobalAveragePool", global_average_pool_node},
      {"GlobalMaxPool", global_max_pool_node},
      {"Identity", identity},
      {"MatMul", matmul_node},
      {"MaxPool", max_pool_node},
      {"Pad", pad_node},
      {"ReduceMean", reduce_mean_node},
      {"Relu", relu},
      {"Reshape", reshape},
      {"Shape", shape},
      {"Softmax", softmax},
      {"Transpose", transpose},
      {"Unsqueeze", unsqueeze}};
  return kHandlers;
}

}  // namespace

Network import_network(const OnnxModel& model) {
  const std::vector<bool> live = live_nodes(model);
  require_operators(model, live);
  GraphBuilder graph(model, live);
  for (std::size_t i = 0; i < model.nodes.size(); ++i) {
    if (live[i]) handlers().at(model.nodes[i].type)(graph, model.nodes[i]);
  }
  return graph.finish();
}

}  // namespace pann::analysis
