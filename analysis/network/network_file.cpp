#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/network/given_quantization.h"
#include "analysis/network/network.h"
#include "analysis/network/network_fields.h"
#include "support/diagnostic.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// A type of layer that stands for another one with fixed fields.
constexpr std::string_view kMaxpool2x2 = "maxpool2x2";

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
    const TensorShape& given = tensors_[layer.inputs.front()];
    layer.in = fields.has("in_shape") ? fields.shape("in_shape") : given;
    if (fields.has("out_shape")) layer.out = fields.shape("out_shape");
    read_activation(fields, layer);
    if (has_macs(layer.type)) read_weights(fields, layer);
    if (!has_macs(layer.type) && fields.has("quantized")) {
      fields.fault("quantized", "nothing: the layer has no weights");
    }
    if (layer.type == LayerType::maxpool || layer.type == LayerType::avgpool) {
      read_pooling(fields, layer);
    }
    check_inputs(fields, layer);
    check_output(fields, layer);
    register_output(fields, layer);
    return layer;
  }

 private:
  static LayerType read_type(const NetworkFields& fields) {
    const std::string text = fields.text("type");
    if (text == kMaxpool2x2) return LayerType::maxpool;
    for (const LayerType type : kLayerTypes) {
      if (name(type) == text) return type;
    }
    std::vector<std::string_view> legal;
    for (const LayerType type : kLayerTypes) legal.push_back(name(type));
    legal.push_back(kMaxpool2x2);
    fail_network(
        "network.layer", fields.file(),
        fmt::format("{}type is '{}': legal are {}", fields.path(), text, fmt::join(legal, ", ")));
  }

  static void read_activation(const NetworkFields& fields, Layer& layer) {
    if (!fields.has("activation")) return;
    const std::string text = fields.text("activation");
    for (const Activation activation : {Activation::relu, Activation::relu6}) {
      if (text == name(activation)) layer.activation = activation;
    }
    if (layer.activation == Activation::none) {
      fields.fault("activation", R"("relu", "relu6" or null)");
    }
  }

  /// Names of outputs before it; where there are none, the output before it.
  void read_inputs(const NetworkFields& fields, Layer& layer) const {
    const bool joins = layer.type == LayerType::add || layer.type == LayerType::concat;
    if (!joins && !fields.has("inputs")) {
      layer.inputs = {tensors_.size() - 1};
      return;
    }
    const json& inputs = fields.at("inputs");
    const bool several = layer.type == LayerType::concat;
    const std::size_t wanted = joins ? 2 : 1;
    if (!inputs.is_array() || (several ? inputs.size() < wanted : inputs.size() != wanted)) {
      fields.fault("inputs",
                   fmt::format("a list of {}{} tensor names", wanted, several ? " or more" : ""));
    }
    for (const json& input : inputs) {
      const auto found = input.is_string() ? names_.find(input.get<std::string>()) : names_.end();
      if (found == names_.end()) fields.fault("inputs", "the names of outputs before it");
      layer.inputs.push_back(found->second);
    }
  }

  static void read_pooling(const NetworkFields& fields, Layer& layer) {
    if (fields.text("type") == kMaxpool2x2) {
      layer.window.height = layer.window.width = 2;
      layer.window.stride_y = layer.window.stride_x = 2;
      return;
    }
    const std::array stride = fields.pair("stride");
    read_window(fields, layer, fields.has("pool_size") ? fields.pair("pool_size") : stride);
    if (layer.window.may_miss_input()) fields.fault("padding", "padding narrower than the window");
    layer.counts_padding =
        layer.type == LayerType::avgpool && fields.flag("count_include_pad", false);
  }

  static void read_window(const NetworkFields& fields, Layer& layer,
                          const std::array<std::size_t, 2>& size) {
    Window& window = layer.window;
    window.height = size[0];
    window.width = size[1];
    const std::array stride = fields.pair("stride");
    window.stride_y = stride[0];
    window.stride_x = stride[1];
    if (has_macs(layer.type) && fields.has("dilation")) {
      const std::array dilation = fields.pair("dilation");
      window.dilation_y = dilation[0];
      window.dilation_x = dilation[1];
    }
    if (fields.at("padding").is_array()) {
      const std::array sides = fields.padding("padding");
      window.top = sides[0];
      window.left = sides[1];
      window.bottom = sides[2];
      window.right = sides[3];
      return;
    }
    const std::string padding = fields.text("padding");
    if (padding != "SAME" && padding != "VALID") {
      fields.fault("padding", R"("SAME", "VALID" or [top, left, bottom, right])");
    }
    if (padding == "SAME") window.pad_same(layer.in);
  }

  /// Output channels: as the layer says, else as many as its weights have.
  static std::size_t output_channels(const NetworkFields& fields, const Layer& layer,
                                     const std::vector<std::size_t>& weights) {
    if (fields.has("out_shape") || weights.empty()) return layer.out.channels;
    return layer.type == LayerType::depthwise_conv2d ? weights.back() : weights.front();
  }

  /// Weights as numbers, as codes beside their steps, or as both.
  static void read_weights(const NetworkFields& fields, Layer& layer) {
    std::optional<GivenReader> given;
    if (fields.has("quantized")) given.emplace(fields);
    const bool coded = given && given->has_codes();
    tb::NpyArray weights;
    if (coded && !fields.has("weight")) {
      weights.shape = given->code_shape();
      check_weights(given->fields(), "weight_codes", weights.shape, fields, layer);
    } else {
      weights = read_reals(fields, "weight");
      check_weights(fields, "weight", weights.shape, fields, layer);
      if (coded && given->code_shape() != weights.shape) {
        fail_weights(given->fields(), "weight_codes", given->code_shape(), weights.shape);
      }
    }
    layer.weights = std::move(weights.reals);
    tb::NpyArray bias = read_reals(fields, "bias");
    const std::vector outputs{layer.out.channels};
    if (bias.shape != outputs) fail_weights(fields, "bias", bias.shape, outputs);
    layer.bias = std::move(bias.reals);
    if (!given) return;
    given->complete(layer);
  }

  /// Whether `shape`, of the weights that `key` of `named` names, fits the layer, whose window and
  /// groups it completes.
  static void check_weights(const NetworkFields& named, const char* key,
                            const std::vector<std::size_t>& shape, const NetworkFields& fields,
                            Layer& layer) {
    if (std::find(shape.begin(), shape.end(), std::size_t{0}) != shape.end()) {
      fail_network("network.weights", named.file(),
                   fmt::format("{}{} '{}' has shape {}: no dimension may be 0", named.path(), key,
                               named.text(key), tb::to_string(shape)));
    }
    std::size_t wanted = 4;  // OHWI
    if (layer.type == LayerType::depthwise_conv2d) wanted = 3;
    if (layer.type == LayerType::dense) wanted = 2;
    const std::size_t outputs = layer.out.channels = output_channels(fields, layer, shape);
    std::vector<std::size_t> legal{outputs, layer.in.size()};
    if (shape.size() == wanted && layer.type == LayerType::conv2d) {
      layer.groups = fields.count("groups", 1);
      if (layer.in.channels % layer.groups != 0 || outputs % layer.groups != 0) {
        fields.fault("groups", "a divisor of the input's and the output's channels");
      }
      read_window(fields, layer, {shape[1], shape[2]});
      legal = {outputs, shape[1], shape[2], layer.group_inputs()};
    } else if (shape.size() == wanted && layer.type == LayerType::depthwise_conv2d) {
      read_window(fields, layer, {shape[0], shape[1]});
      legal = {shape[0], shape[1], layer.in.channels};
    }
    if (shape != legal) fail_weights(named, key, shape, legal);
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
    tb::NpyArray array = tb::read_npy(fields.file_named(key), kMaximumWeightBytes);
    const bool finite = std::all_of(array.reals.begin(), array.reals.end(),
                                    [](double value) { return std::isfinite(value); });
    if (array.type != tb::NpyType::floating || !finite) {
      fail_network("network.weights", fields.file(),
                   fmt::format("{}{} '{}' holds other than finite floating-point numbers",
                               fields.path(), key, fields.text(key)));
    }
    return array;
  }

  /// What the layer makes of its inputs' shapes.
  TensorShape computed_output(const Layer& layer) const {
    const TensorShape& in = layer.in;
    switch (layer.type) {
      case LayerType::conv2d:
        return {layer.window.rows(in.height), layer.window.columns(in.width), layer.out.channels};
      case LayerType::depthwise_conv2d:
      case LayerType::maxpool:
      case LayerType::avgpool:
        return {layer.window.rows(in.height), layer.window.columns(in.width), in.channels};
      case LayerType::dense:
        return {1, 1, layer.out.channels};
      case LayerType::avgpool_global:
        return {1, 1, in.channels};
      case LayerType::flatten:
        return {1, 1, in.size()};
      case LayerType::concat: {
        TensorShape joined{in.height, in.width, 0};
        for (const std::size_t input : layer.inputs) joined.channels += tensors_[input].channels;
        return joined;
      }
      case LayerType::add:
      case LayerType::identity:
      case LayerType::softmax:
        return in;
    }
    return in;
  }

  static std::string text_of(const TensorShape& shape) {
    return fmt::format("[{}, {}, {}]", shape.height, shape.width, shape.channels);
  }

  void check_inputs(const NetworkFields& fields, const Layer& layer) const {
    for (const std::size_t input : layer.inputs) {
      const TensorShape& given = tensors_[input];
      const TensorShape flat{1, 1, given.size()};
      const bool first = input == layer.inputs.front();
      const bool beside = layer.type == LayerType::concat && !first &&
                          given.height == layer.in.height && given.width == layer.in.width;
      const bool flattens = layer.type == LayerType::dense && flat == layer.in;
      if (given == layer.in || beside || flattens) continue;
      fail_network("network.shape", fields.file(),
                   fmt::format("{}in_shape is {}: its input has {}", fields.path(),
                               text_of(layer.in), text_of(given)));
    }
  }

  /// Compares with what the layer says of its output, or fills it in.
  void check_output(const NetworkFields& fields, Layer& layer) const {
    const TensorShape computed = computed_output(layer);
    if (fields.has("out_shape") && computed != layer.out) {
      fail_network("network.shape", fields.file(),
                   fmt::format("{}out_shape is {}: the layer makes {}", fields.path(),
                               text_of(layer.out), text_of(computed)));
    }
    layer.out = computed;
    if (is_legal_shape(computed)) return;
    fail_network("network.shape", fields.file(),
                 fmt::format("{}the layer makes {}: legal are 1 to {} values", fields.path(),
                             text_of(computed), kMaximumTensor));
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
  if (layers.size() > kMaximumLayers) {
    fail_network("network.size", file,
                 fmt::format("{} layers: at most {} are read", layers.size(), kMaximumLayers));
  }
  LayerReader reader(network.input);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    network.layers.push_back(
        reader.read(NetworkFields(layers[i], file, fmt::format("layers[{}].", i))));
  }
  check_whole(network, file);
  require_all_or_none(network, file);
  return network;
}

}  // namespace pann::analysis
