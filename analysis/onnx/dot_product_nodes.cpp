#include "analysis/onnx/dot_product_nodes.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/onnx/operators.h"
#include "analysis/onnx/window_nodes.h"

namespace pann::analysis {

namespace {

std::size_t dimension(const OnnxTensor& tensor, std::size_t at) {
  return static_cast<std::size_t>(tensor.dims[at]);
}

/// A stored tensor of real numbers with so many dimensions, none of them 0.
const OnnxTensor& weights_of(const GraphBuilder& graph, const OnnxNode& node, std::size_t index,
                             std::size_t rank) {
  const OnnxTensor& weights = graph.constant(node, index);
  if (!weights.is_real || weights.dims.size() != rank || weights.reals.empty()) {
    graph.fail(node, fmt::format("has weights of shape [{}]: read are {} dimensions",
                                 fmt::join(weights.dims, ", "), rank));
  }
  return weights;
}

/// Output, input, rows, columns into output, rows, columns, input (depthwise, with one input
/// channel: rows, columns, output).
std::vector<double> channels_last(const OnnxTensor& weights, bool depthwise) {
  const std::size_t outputs = dimension(weights, 0);
  const std::size_t inputs = dimension(weights, 1);
  const std::size_t pixels = dimension(weights, 2) * dimension(weights, 3);
  std::vector<double> moved(weights.reals.size());
  for (std::size_t o = 0, from = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i < inputs; ++i) {
      for (std::size_t pixel = 0; pixel < pixels; ++pixel, ++from) {
        const std::size_t to = depthwise ? pixel * outputs + o : (o * pixels + pixel) * inputs + i;
        moved[to] = weights.reals[from];
      }
    }
  }
  return moved;
}

/// Values of each output channel, as ONNX broadcasts them over a tensor of so many dimensions.
std::vector<double> by_channel(const GraphBuilder& graph, const OnnxNode& node, std::size_t index,
                               std::size_t channels, bool flat) {
  const OnnxTensor& tensor = graph.constant(node, index);
  const std::vector<double>& values = graph.reals(node, index);
  if (values.size() == 1) return std::vector<double>(channels, values.front());
  // [channels] or [1, channels] of features; [channels, 1, 1] or [1, channels, 1, 1] of images.
  const std::size_t behind = flat ? 1 : 3;
  const bool placed = tensor.dims.size() >= behind && tensor.dims.size() <= behind + 1 &&
                      dimension(tensor, tensor.dims.size() - behind) == channels;
  if (!placed || values.size() != channels) {
    graph.fail(node, fmt::format("has a stored tensor of shape [{}]: read is one value for each "
                                 "of {} channels",
                                 fmt::join(tensor.dims, ", "), channels));
  }
  return values;
}

/// A tensor with one value a channel and nothing else.
std::vector<double> channel_list(const GraphBuilder& graph, const OnnxNode& node, std::size_t index,
                                 std::size_t channels) {
  const std::vector<double>& values = graph.reals(node, index);
  if (values.size() != channels) {
    graph.fail(node, fmt::format("has {} values as input {}: its channels are {}", values.size(),
                                 index + 1, channels));
  }
  return values;
}

/// A dense layer of features; `of(output, input)` is a weight in ONNX's order of features.
template <class Weight>
void append_dense(GraphBuilder& graph, const OnnxNode& node, const GraphValue& input,
                  std::vector<double> bias, Weight of) {
  const std::size_t inputs = input.shape.channels;
  Layer layer;
  layer.type = LayerType::dense;
  layer.inputs = {input.tensor};
  layer.in = input.shape;
  layer.out = {1, 1, bias.size()};
  layer.weights.reserve(bias.size() * inputs);
  for (std::size_t o = 0; o < bias.size(); ++o) {
    for (std::size_t i = 0; i < inputs; ++i) {
      layer.weights.push_back(of(o, input.order.empty() ? i : input.order[i]));
    }
  }
  layer.bias = std::move(bias);
  graph.append(node, std::move(layer), true);
}

/// The layer with multiply-accumulates before a node that can take the node in; nothing where there
/// is none.
Layer* sums_before(GraphBuilder& graph, const GraphValue& input) {
  Layer* layer = graph.sole_layer(input);
  const bool open = layer != nullptr && has_macs(layer->type);
  return open && layer->activation == Activation::none ? layer : nullptr;
}

}  // namespace

void conv_node(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue& input = graph.padded_image(node, 0);
  const OnnxTensor& weights = weights_of(graph, node, 1, 4);
  const std::int64_t group = integer_of(node, "group", 1);
  const std::vector<std::int64_t> size{weights.dims[2], weights.dims[3]};
  const std::size_t channels = input.shape.channels;
  const std::size_t outputs = dimension(weights, 0);
  const auto groups = static_cast<std::size_t>(group);
  if (group < 1 || channels % groups != 0 || outputs % groups != 0 ||
      channels / groups != dimension(weights, 1) ||
      integers_of(node, "kernel_shape", size) != size) {
    graph.fail(node, fmt::format("has weights of shape [{}] for {} channels in {} groups",
                                 fmt::join(weights.dims, ", "), channels, group));
  }
  const bool depthwise = groups > 1 && groups == channels && groups == outputs;
  Layer layer;
  layer.type = depthwise ? LayerType::depthwise_conv2d : LayerType::conv2d;
  layer.groups = depthwise ? 1 : groups;
  layer.inputs = {input.tensor};
  layer.in = input.shape;
  layer.window = window_of(graph, node, dimension(weights, 2), dimension(weights, 3), input);
  layer.out = {layer.window.rows(layer.in.height), layer.window.columns(layer.in.width), outputs};
  layer.weights = channels_last(weights, depthwise);
  layer.bias = graph.has_input(node, 2) ? channel_list(graph, node, 2, outputs)
                                        : std::vector<double>(outputs, 0.0);
  graph.append(node, std::move(layer), false);
}

void gemm_node(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue input = graph.features(node, 0);
  const OnnxTensor& weights = weights_of(graph, node, 1, 2);
  const bool transposed = integer_of(node, "transB", 0) == 1;
  const std::size_t outputs = dimension(weights, transposed ? 0 : 1);
  const std::size_t inputs = input.shape.channels;
  if (dimension(weights, transposed ? 1 : 0) != inputs) {
    graph.fail(node, fmt::format("has weights of shape [{}] for {} features",
                                 fmt::join(weights.dims, ", "), inputs));
  }
  const double alpha = real_of(node, "alpha", 1.0);
  std::vector<double> bias(outputs, 0.0);
  if (graph.has_input(node, 2)) {
    bias = by_channel(graph, node, 2, outputs, true);
    for (double& value : bias) value *= real_of(node, "beta", 1.0);
  }
  append_dense(graph, node, input, std::move(bias), [&](std::size_t o, std::size_t i) {
    return alpha * weights.reals[transposed ? o * inputs + i : i * outputs + o];
  });
}

void matmul_node(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue input = graph.features(node, 0);
  const OnnxTensor& weights = weights_of(graph, node, 1, 2);
  const std::size_t outputs = dimension(weights, 1);
  if (dimension(weights, 0) != input.shape.channels) {
    graph.fail(node, fmt::format("has weights of shape [{}] for {} features",
                                 fmt::join(weights.dims, ", "), input.shape.channels));
  }
  append_dense(graph, node, input, std::vector<double>(outputs, 0.0),
               [&](std::size_t o, std::size_t i) { return weights.reals[i * outputs + o]; });
}

void add_bias(GraphBuilder& graph, const OnnxNode& node) {
  const std::size_t stored = graph.is_constant(node, 1) ? 1 : 0;
  const GraphValue input = graph.value(node, 1 - stored);
  Layer* layer = sums_before(graph, input);
  if (layer == nullptr) {
    graph.fail(node,
               "adds a stored tensor to other than the sums of a convolution or a dense layer");
  }
  const std::vector<double> bias =
      by_channel(graph, node, stored, input.shape.channels, input.flat);
  for (std::size_t channel = 0; channel < bias.size(); ++channel) {
    layer->bias[channel] += bias[channel];
  }
  graph.alias(node, input, input.flat, input.order);
}

void batch_normalization_node(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue input = graph.value(node, 0);
  const std::size_t channels = input.shape.channels;
  const std::vector<double> mean = channel_list(graph, node, 3, channels);
  const std::vector<double> variance = channel_list(graph, node, 4, channels);
  std::vector<double> factors = channel_list(graph, node, 1, channels);
  std::vector<double> shifts = channel_list(graph, node, 2, channels);
  constexpr double kUsualEpsilon = 1e-5;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    factors[channel] /= std::sqrt(variance[channel] + real_of(node, "epsilon", kUsualEpsilon));
    shifts[channel] -= mean[channel] * factors[channel];
    if (!std::isfinite(factors[channel]) || !std::isfinite(shifts[channel])) {
      graph.fail(node,
                 fmt::format("has a variance of {} in channel {}", variance[channel], channel));
    }
  }
  if (Layer* layer = sums_before(graph, input)) {
    const bool depthwise = layer->type == LayerType::depthwise_conv2d;
    const std::size_t length = layer->dot_length();
    for (std::size_t i = 0; i < layer->weights.size(); ++i) {
      layer->weights[i] *= factors[depthwise ? i % channels : i / length];
    }
    for (std::size_t channel = 0; channel < channels; ++channel) {
      layer->bias[channel] = layer->bias[channel] * factors[channel] + shifts[channel];
    }
    graph.alias(node, input, input.flat, input.order);
    return;
  }
  Layer layer;
  layer.type = LayerType::depthwise_conv2d;
  layer.inputs = {input.tensor};
  layer.in = layer.out = input.shape;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const std::size_t from = input.order.empty() ? channel : input.order[channel];
    layer.weights.push_back(factors[from]);
    layer.bias.push_back(shifts[from]);
  }
  graph.append(node, std::move(layer), input.flat, input.order);
}

}  // namespace pann::analysis
