#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/network/network.h"
#include "analysis/network/network_fields.h"
#include "support/diagnostic.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::array kTypes{
    LayerType::conv2d,  LayerType::depthwise_conv2d, LayerType::dense,   LayerType::add,
    LayerType::maxpool, LayerType::avgpool_global,   LayerType::flatten, LayerType::softmax};

std::size_t windowed(std::size_t size, std::size_t window, std::size_t stride, bool same) {
  if (same) return (size + stride - 1) / stride;
  return size < window ? 0 : (size - window) / stride + 1;
}

/// Reads one layer after the other; knows the tensors so far.
class LayerReader {
 public:
  explicit LayerReader(const TensorShape& input) {
    tensors_.push_back(input);
    names_["input"] = 0;
  }

  Layer read(const NetworkFields& fields) {
    Layer layer;
    layer.name = fields.text("name");
    layer.type = read_type(fields);
    read_inputs(fields, layer);
    layer.in = fields.shape("in_shape");
    layer.out = fields.shape("out_shape");
    read_activation(fields, layer);
    if (layer.type == LayerType::maxpool) read_window(fields, layer, pool_size(fields));
    if (has_macs(layer.type)) read_weights(fields, layer);
    check_shapes(fields, layer);
    register_output(fields, layer);
    return layer;
  }

 private:
  static LayerType read_type(const NetworkFields& fields) {
    const std::string text = fields.text("type");
    for (const LayerType type : kTypes) {
      if (name(type) == text) return type;
    }
    std::vector<std::string_view> legal;
    for (const LayerType type : kTypes) legal.push_back(name(type));
    fail_network(
        "network.layer", fields.file(),
        fmt::format("{}type is '{}': legal are {}", fields.path(), text, fmt::join(legal, ", ")));
  }

  static void read_activation(const NetworkFields& fields, Layer& layer) {
    if (!fields.has("activation")) return;
    if (fields.text("activation") != "relu") fields.fault("activation", "\"relu\" or null");
    layer.relu = true;
  }

  void read_inputs(const NetworkFields& fields, Layer& layer) const {
    const json& inputs = fields.at("inputs");
    const std::size_t wanted = layer.type == LayerType::add ? 2 : 1;
    if (!inputs.is_array() || inputs.size() != wanted) {
      fields.fault("inputs", fmt::format("a list of {} tensor names", wanted));
    }
    for (const json& input : inputs) {
      const auto found = input.is_string() ? names_.find(input.get<std::string>()) : names_.end();
      if (found == names_.end()) fields.fault("inputs", "the names of outputs before it");
      layer.inputs.push_back(found->second);
    }
  }

  static std::vector<std::size_t> pool_size(const NetworkFields& fields) {
    std::vector<std::size_t> size =
        fields.dimensions(fields.has("pool_size") ? "pool_size" : "stride");
    if (size.size() != 2) fields.fault("pool_size", "[height, width]");
    return size;
  }

  static void read_window(const NetworkFields& fields, Layer& layer,
                          const std::vector<std::size_t>& size) {
    const std::vector<std::size_t> stride = fields.dimensions("stride");
    if (stride.size() != 2) fields.fault("stride", "[rows, columns]");
    const std::string padding = fields.text("padding");
    if (padding != "SAME" && padding != "VALID") fields.fault("padding", "\"SAME\" or \"VALID\"");
    layer.window = {size[0], size[1], stride[0], stride[1], padding == "SAME"};
  }

  static void read_weights(const NetworkFields& fields, Layer& layer) {
    const tb::NpyArray weights = read_reals(fields, "weight");
    std::size_t wanted = 4;  // OHWI
    if (layer.type == LayerType::depthwise_conv2d) wanted = 3;
    if (layer.type == LayerType::dense) wanted = 2;
    const std::vector<std::size_t>& shape = weights.shape;
    const std::size_t outputs = layer.out.channels;
    std::vector<std::size_t> legal{outputs, layer.in.size()};
    if (shape.size() == wanted && layer.type == LayerType::conv2d) {
      read_window(fields, layer, {shape[1], shape[2]});
      legal = {outputs, shape[1], shape[2], layer.in.channels};
    } else if (shape.size() == wanted && layer.type == LayerType::depthwise_conv2d) {
      read_window(fields, layer, {shape[0], shape[1]});
      legal = {shape[0], shape[1], layer.in.channels};
    }
    if (shape != legal) fail_weights(fields, "weight", shape, legal);
    layer.weights = weights.reals;
    const tb::NpyArray bias = read_reals(fields, "bias");
    if (bias.shape != std::vector{outputs}) fail_weights(fields, "bias", bias.shape, {outputs});
    layer.bias = bias.reals;
  }

  [[noreturn]] static void fail_weights(const NetworkFields& fields, const char* key,
                                        const std::vector<std::size_t>& shape,
                                        const std::vector<std::size_t>& legal) {
    fail_network(
        "network.weights", fields.file(),
        fmt::format("{}{} '{}' has shape {}: in_shape and out_shape want {}", fields.path(), key,
                    fields.text(key), tb::to_string(shape), tb::to_string(legal)));
  }

  static tb::NpyArray read_reals(const NetworkFields& fields, const char* key) {
    tb::NpyArray array = tb::read_npy(fields.file_named(key));
    const bool finite = std::all_of(array.reals.begin(), array.reals.end(),
                                    [](double value) { return std::isfinite(value); });
    if (array.type != tb::NpyType::floating || !finite) {
      fail_network("network.weights", fields.file(),
                   fmt::format("{}{} '{}' holds other than finite floating-point numbers",
                               fields.path(), key, fields.text(key)));
    }
    return array;
  }

  /// What the layer makes of its input shape.
  static TensorShape computed_output(const Layer& layer) {
    const Window& window = layer.window;
    const TensorShape& in = layer.in;
    switch (layer.type) {
      case LayerType::conv2d:
      case LayerType::depthwise_conv2d:
      case LayerType::maxpool: {
        const bool keeps = layer.type != LayerType::conv2d;
        return {windowed(in.height, window.height, window.stride_y, window.same_padding),
                windowed(in.width, window.width, window.stride_x, window.same_padding),
                keeps ? in.channels : layer.out.channels};
      }
      case LayerType::dense:
        return {1, 1, layer.out.channels};
      case LayerType::avgpool_global:
        return {1, 1, in.channels};
      case LayerType::flatten:
        return {1, 1, in.size()};
      case LayerType::add:
      case LayerType::softmax:
        return in;
    }
    return in;
  }

  void check_shapes(const NetworkFields& fields, const Layer& layer) const {
    const auto text = [](const TensorShape& shape) {
      return fmt::format("[{}, {}, {}]", shape.height, shape.width, shape.channels);
    };
    for (const std::size_t input : layer.inputs) {
      if (tensors_[input] == layer.in) continue;
      fail_network("network.shape", fields.file(),
                   fmt::format("{}in_shape is {}: its input has {}", fields.path(), text(layer.in),
                               text(tensors_[input])));
    }
    const TensorShape computed = computed_output(layer);
    if (computed == layer.out) return;
    fail_network("network.shape", fields.file(),
                 fmt::format("{}out_shape is {}: the layer makes {}", fields.path(),
                             text(layer.out), text(computed)));
  }

  void register_output(const NetworkFields& fields, const Layer& layer) {
    const std::string output = fields.has("output") ? fields.text("output") : layer.name;
    tensors_.push_back(layer.out);
    if (!layer_names_.insert(layer.name).second) {
      fail_network("network.layer", fields.file(),
                   fmt::format("{}name is '{}': that name is taken", fields.path(), layer.name));
    }
    if (names_.emplace(output, tensors_.size() - 1).second) return;
    fail_network("network.layer", fields.file(),
                 fmt::format("{}output is '{}': that name is taken", fields.path(), output));
  }

  std::vector<TensorShape> tensors_;
  std::map<std::string, std::size_t> names_;  ///< Of tensors.
  std::set<std::string> layer_names_;
};

/// Values that are held at once while a sample passes through: outputs live until their last use.
std::size_t live_values(const Network& network) {
  const std::vector<std::size_t> last = network.last_uses();
  const auto size_of = [&](std::size_t tensor) {
    return tensor == 0 ? network.input.size() : network.layers[tensor - 1].out.size();
  };
  std::vector<std::size_t> dropped(network.layers.size() + 1, 0);  // Values, by the layer.
  for (std::size_t tensor = 0; tensor < last.size(); ++tensor) {
    dropped[last[tensor]] += size_of(tensor);
  }
  std::size_t live = network.input.size();
  std::size_t most = live;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    live += network.layers[i].out.size();
    most = std::max(most, live);
    live -= std::min(live, dropped[i]);
  }
  return most;
}

void check_whole(const Network& network, const fs::path& file) {
  const std::size_t live = live_values(network);
  if (live > kMaximumLive) {
    fail_network("network.size", file,
                 fmt::format("{} values have to be held at once a sample: at most {} are", live,
                             kMaximumLive));
  }
}

}  // namespace

Network read_network(const fs::path& folder) {
  const fs::path file = folder / "network.json";
  const json whole = parse_network_json(folder);
  const NetworkFields fields(whole, file, "");
  const NetworkFields input(fields.at("input"), file, "input.");
  Network network;
  network.name = fields.has("name") ? fields.text("name") : printable(folder.filename().string());
  network.folder = folder;
  network.input = input.shape("shape");
  network.input_scale = input.positive("scale", 1.0);
  network.input_zero_point = input.number("zero_point", 0.0);
  const json& layers = fields.at("layers");
  if (!layers.is_array() || layers.empty()) fields.fault("layers", "a list of layers");
  LayerReader reader(network.input);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    network.layers.push_back(
        reader.read(NetworkFields(layers[i], file, fmt::format("layers[{}].", i))));
  }
  check_whole(network, file);
  return network;
}

}  // namespace pann::analysis
