#include "analysis/network/network_write.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/network/network_fields.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFloatBytes = 4;

Json shape_json(const TensorShape& shape) {
  if (shape.height == 1 && shape.width == 1) return Json{shape.channels};
  return Json{shape.height, shape.width, shape.channels};
}

std::vector<std::size_t> weight_shape(const Layer& layer) {
  const Window& window = layer.window;
  switch (layer.type) {
    case LayerType::conv2d:
      return {layer.out.channels, window.height, window.width, layer.group_inputs()};
    case LayerType::depthwise_conv2d:
      return {window.height, window.width, layer.in.channels};
    default:
      return {layer.out.channels, layer.in.size()};
  }
}

std::string float_file(const Network& network, const Layer& layer, std::vector<std::size_t> shape,
                       const std::vector<double>& values) {
  const bool held = std::all_of(values.begin(), values.end(), [](double value) {
    return std::abs(value) <= std::numeric_limits<float>::max();
  });
  if (!held) {
    fail_network("network.weights", network.folder,
                 fmt::format("layer '{}' has weights beyond what float32 holds", layer.name));
  }
  return tb::npy_bytes({tb::NpyType::floating, kFloatBytes, std::move(shape), {}, values});
}

Json layer_json(const Network& network, const Layer& layer) {
  Json entry{{"name", layer.name}, {"type", name(layer.type)}};
  for (const std::size_t input : layer.inputs) {
    entry["inputs"].push_back(input == 0 ? "input" : network.layers[input - 1].name);
  }
  entry["in_shape"] = shape_json(layer.in);
  entry["out_shape"] = shape_json(layer.out);
  const Window& window = layer.window;
  if (has_window(layer.type)) {
    entry["stride"] = {window.stride_y, window.stride_x};
    entry["padding"] = {window.top, window.left, window.bottom, window.right};
    if (!has_macs(layer.type)) entry["pool_size"] = {window.height, window.width};
  }
  if (window.dilation_y != 1 || window.dilation_x != 1) {
    entry["dilation"] = {window.dilation_y, window.dilation_x};
  }
  if (layer.groups != 1) entry["groups"] = layer.groups;
  if (layer.type == LayerType::avgpool) entry["count_include_pad"] = layer.counts_padding;
  if (layer.activation != Activation::none) entry["activation"] = name(layer.activation);
  return entry;
}

}  // namespace

void write_network(const Network& network, support::OutputDirectory& folder) {
  Json layers = Json::array();
  for (const Layer& layer : network.layers) {
    Json json = layer_json(network, layer);
    if (has_macs(layer.type)) {
      json["weight"] = layer.name + ".weight.npy";
      json["bias"] = layer.name + ".bias.npy";
      folder.add(layer.name + ".weight.npy",
                 float_file(network, layer, weight_shape(layer), layer.weights));
      folder.add(layer.name + ".bias.npy",
                 float_file(network, layer, {layer.out.channels}, layer.bias));
    }
    layers.push_back(std::move(json));
  }
  const Json whole{{"name", network.name},
                   {"input",
                    {{"shape", shape_json(network.input)},
                     {"scale", network.input_scale},
                     {"zero_point", network.input_zero_point}}},
                   {"layers", std::move(layers)}};
  folder.add("network.json", whole.dump(1) + "\n");
}

}  // namespace pann::analysis
