#include "analysis/onnx/window_nodes.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/network/network_fields.h"
#include "analysis/onnx/operators.h"

namespace pann::analysis {

namespace {

/// A list of `count` whole numbers from `least`, or as many times `otherwise`.
std::vector<std::size_t> sizes_of(const GraphBuilder& graph, const OnnxNode& node, const char* name,
                                  std::size_t count, std::int64_t least) {
  const std::vector<std::int64_t> values =
      integers_of(node, name, std::vector<std::int64_t>(count, least));
  const bool legal =
      values.size() == count && std::all_of(values.begin(), values.end(), [&](std::int64_t value) {
        return value >= least && value <= static_cast<std::int64_t>(kMaximumDimension);
      });
  if (!legal) {
    constexpr std::size_t kShown = 8;
    const auto shown = static_cast<std::ptrdiff_t>(std::min(kShown, values.size()));
    graph.fail(node, fmt::format("has {} [{}]: read are {} numbers from {} to {}", name,
                                 fmt::join(values.begin(), values.begin() + shown, ", "), count,
                                 least, kMaximumDimension));
  }
  return {values.begin(), values.end()};
}

void pad(const GraphBuilder& graph, const OnnxNode& node, const GraphValue& in, Window& window) {
  const std::string automatic = text_of(node, "auto_pad", "NOTSET");
  const auto [top, left, bottom, right] = in.padding;
  if (automatic == "NOTSET") {
    const std::vector<std::size_t> pads = sizes_of(graph, node, "pads", 4, 0);
    window.top = top + pads[0];
    window.left = left + pads[1];
    window.bottom = bottom + pads[2];
    window.right = right + pads[3];
  } else if (in.padding != std::array<std::size_t, 4>{}) {
    graph.fail(node, "has auto_pad behind Pad: read is pads");
  } else if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER") {
    window.pad_same(in.shape);
    if (automatic == "SAME_LOWER") {
      std::swap(window.top, window.bottom);
      std::swap(window.left, window.right);
    }
  } else if (automatic != "VALID") {
    graph.fail(node, fmt::format("has auto_pad {}: read are NOTSET, SAME_UPPER, SAME_LOWER and "
                                 "VALID",
                                 automatic));
  }
}

/// Places of a window with ceil_mode: those that begin within the input or the padding before it.
std::size_t ceiling_places(std::size_t in, std::size_t before, std::size_t behind,
                           std::size_t reach, std::size_t stride) {
  const std::size_t padded = in + before + behind;
  if (padded < reach) return 0;
  const std::size_t places = (padded - reach + stride - 1) / stride + 1;
  return (places - 1) * stride >= in + before ? places - 1 : places;
}

/// Widens the padding at the end to what the last places need; whether it had to.
bool round_up(const TensorShape& in, Window& window) {
  const std::size_t rows =
      ceiling_places(in.height, window.top, window.bottom, window.height, window.stride_y);
  const std::size_t columns =
      ceiling_places(in.width, window.left, window.right, window.width, window.stride_x);
  bool widened = false;
  if (rows > window.rows(in.height)) {
    window.bottom = (rows - 1) * window.stride_y + window.height - in.height - window.top;
    widened = true;
  }
  if (columns > window.columns(in.width)) {
    window.right = (columns - 1) * window.stride_x + window.width - in.width - window.left;
    widened = true;
  }
  return widened;
}

Layer pooling_layer(const GraphBuilder& graph, const OnnxNode& node, LayerType type) {
  const bool mean = type == LayerType::avgpool;
  const GraphValue& input = mean ? graph.padded_image(node, 0) : graph.image(node, 0);
  if (!node.attributes.contains("kernel_shape")) graph.fail(node, "lacks kernel_shape");
  const std::vector<std::size_t> size = sizes_of(graph, node, "kernel_shape", 2, 1);
  Layer layer;
  layer.type = type;
  layer.inputs = {input.tensor};
  layer.in = input.shape;
  layer.window = window_of(graph, node, size[0], size[1], input);
  layer.counts_padding = mean && integer_of(node, "count_include_pad", 0) == 1;
  if (input.padding != std::array<std::size_t, 4>{}) {
    // Zeros of Pad are values like others; padding of the node's own would have to be none.
    const std::vector<std::size_t> own = sizes_of(graph, node, "pads", 4, 0);
    if (own != std::vector<std::size_t>(4, 0) && !layer.counts_padding) {
      graph.fail(node, "pads behind Pad without count_include_pad");
    }
    layer.counts_padding = true;
  }
  const bool widened = integer_of(node, "ceil_mode", 0) != 0 && round_up(input.shape, layer.window);
  if (widened && layer.counts_padding) {
    graph.fail(node,
               "rounds up (ceil_mode) and counts padding (count_include_pad): the two are "
               "read apart");
  }
  if (layer.window.may_miss_input()) {
    graph.fail(node,
               "pads as much as its window: of padding alone there is no largest and no mean");
  }
  layer.out = {layer.window.rows(layer.in.height), layer.window.columns(layer.in.width),
               layer.in.channels};
  return layer;
}

Layer global_layer(const GraphValue& input, LayerType type) {
  Layer layer;
  layer.type = type;
  layer.inputs = {input.tensor};
  layer.in = input.shape;
  layer.out = {1, 1, input.shape.channels};
  return layer;
}

}  // namespace

Window window_of(const GraphBuilder& graph, const OnnxNode& node, std::size_t height,
                 std::size_t width, const GraphValue& in) {
  Window window;
  window.height = height;
  window.width = width;
  const std::vector<std::size_t> strides = sizes_of(graph, node, "strides", 2, 1);
  const std::vector<std::size_t> dilations = sizes_of(graph, node, "dilations", 2, 1);
  window.stride_y = strides[0];
  window.stride_x = strides[1];
  window.dilation_y = dilations[0];
  window.dilation_x = dilations[1];
  pad(graph, node, in, window);
  return window;
}

void pad_node(GraphBuilder& graph, const OnnxNode& node) {
  constexpr std::size_t kNumbers = 8;  // Before and behind samples, channels, rows, columns.
  const bool by_input = graph.has_input(node, 1);
  const std::vector<std::int64_t> pads =
      by_input ? graph.integers(node, 1) : integers_of(node, "pads", {});
  const bool valued = graph.has_input(node, 2);
  const std::vector<double> value =
      valued ? graph.reals(node, 2) : std::vector{real_of(node, "value", 0.0)};
  const bool zeros = text_of(node, "mode", "constant") == "constant" &&
                     std::all_of(value.begin(), value.end(), [](double one) { return one == 0.0; });
  const bool legal = pads.size() == kNumbers && pads[0] == 0 && pads[1] == 0 && pads[4] == 0 &&
                     pads[5] == 0 && std::all_of(pads.begin(), pads.end(), [](std::int64_t size) {
                       return size >= 0 && size <= static_cast<std::int64_t>(kMaximumDimension);
                     });
  if (!zeros || !legal) graph.fail(node, "puts other than zeros around rows and columns");
  const auto size = [&](std::size_t at) { return static_cast<std::size_t>(pads[at]); };
  graph.pad(node, {size(2), size(3), size(6), size(7)});
}

void max_pool_node(GraphBuilder& graph, const OnnxNode& node) {
  graph.append(node, pooling_layer(graph, node, LayerType::maxpool), false);
}

void average_pool_node(GraphBuilder& graph, const OnnxNode& node) {
  graph.append(node, pooling_layer(graph, node, LayerType::avgpool), false);
}

void global_average_pool_node(GraphBuilder& graph, const OnnxNode& node) {
  graph.append(node, global_layer(graph.image(node, 0), LayerType::avgpool_global), false);
}

void global_max_pool_node(GraphBuilder& graph, const OnnxNode& node) {
  const GraphValue& input = graph.image(node, 0);
  Layer layer = global_layer(input, LayerType::maxpool);
  layer.window.height = input.shape.height;
  layer.window.width = input.shape.width;
  graph.append(node, std::move(layer), false);
}

void reduce_mean_node(GraphBuilder& graph, const OnnxNode& node) {
  std::vector<std::int64_t> axes = integers_of(node, "axes", {});
  for (std::int64_t& axis : axes) axis += axis < 0 ? 4 : 0;
  std::sort(axes.begin(), axes.end());
  if (axes != std::vector<std::int64_t>{2, 3}) {
    graph.fail(node, "takes means over other than rows and columns");
  }
  const bool flat = integer_of(node, "keepdims", 1) == 0;
  graph.append(node, global_layer(graph.image(node, 0), LayerType::avgpool_global), flat);
}

}  // namespace pann::analysis
