#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/network/network.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kMaximumDimension = 1U << 16U;
constexpr std::size_t kMaximumTensor = 1U << 26U;
constexpr std::array kTypes{
    LayerType::conv2d,  LayerType::depthwise_conv2d, LayerType::dense,   LayerType::add,
    LayerType::maxpool, LayerType::avgpool_global,   LayerType::flatten, LayerType::softmax};

[[noreturn]] void fail(const char* code, const fs::path& file, const std::string& message,
                       const std::string& hint = {}) {
  support::fail_input(code, message, hint, support::Location{file.string(), 0, std::nullopt});
}

/// One JSON object, with the file and the path that messages name.
class Fields {
 public:
  Fields(const json& object, fs::path file, std::string path)
      : object_(object), file_(std::move(file)), path_(std::move(path)) {
    if (!object.is_object()) fault("", "an object");
  }

  bool has(const char* key) const { return object_.contains(key) && !object_.at(key).is_null(); }

  const json& at(const char* key) const {
    if (!has(key)) fail("network.field", file_, fmt::format("{}{} is missing", path_, key));
    return object_.at(key);
  }

  std::string text(const char* key) const {
    if (!at(key).is_string()) fault(key, "a text");
    return at(key).get<std::string>();
  }

  double number(const char* key, double otherwise) const {
    if (!has(key)) return otherwise;
    if (!at(key).is_number()) fault(key, "a number");
    return at(key).get<double>();
  }

  std::vector<std::size_t> dimensions(const char* key) const {
    std::vector<std::size_t> values;
    if (!at(key).is_array() || at(key).empty()) fault(key, "a list of dimensions");
    for (const json& entry : at(key)) {
      if (!entry.is_number_unsigned() || entry.get<std::uint64_t>() == 0 ||
          entry.get<std::uint64_t>() > kMaximumDimension) {
        fault(key, fmt::format("a list of dimensions from 1 to {}", kMaximumDimension));
      }
      values.push_back(entry.get<std::size_t>());
    }
    return values;
  }

  TensorShape shape(const char* key) const {
    const std::vector<std::size_t> dims = dimensions(key);
    if (dims.size() != 1 && dims.size() != 3) fault(key, "[channels] or [height, width, channels]");
    const TensorShape shape =
        dims.size() == 1 ? TensorShape{1, 1, dims[0]} : TensorShape{dims[0], dims[1], dims[2]};
    if (shape.size() > kMaximumTensor) fault(key, fmt::format("of {} values", kMaximumTensor));
    return shape;
  }

  [[noreturn]] void fault(const char* key, const std::string& legal) const {
    const std::string given = object_.contains(key) ? object_.at(key).dump() : object_.dump();
    fail("network.field", file_,
         fmt::format("{}{} is {}: legal is {}", path_, key, given.substr(0, 80), legal));
  }

  const fs::path& file() const { return file_; }
  const std::string& path() const { return path_; }

 private:
  const json& object_;
  fs::path file_;
  std::string path_;
};

std::size_t windowed(std::size_t size, std::size_t window, std::size_t stride, bool same) {
  if (same) return (size + stride - 1) / stride;
  return size < window ? 0 : (size - window) / stride + 1;
}

/// Reads one layer after the other; knows the tensors so far.
class LayerReader {
 public:
  LayerReader(fs::path folder, const TensorShape& input) : folder_(std::move(folder)) {
    tensors_.push_back(input);
    names_["input"] = 0;
  }

  Layer read(const Fields& fields) {
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
  static LayerType read_type(const Fields& fields) {
    const std::string text = fields.text("type");
    for (const LayerType type : kTypes) {
      if (name(type) == text) return type;
    }
    std::vector<std::string_view> legal;
    for (const LayerType type : kTypes) legal.push_back(name(type));
    fail("network.layer", fields.file(),
         fmt::format("{}type is '{}': legal are {}", fields.path(), text, fmt::join(legal, ", ")));
  }

  static void read_activation(const Fields& fields, Layer& layer) {
    if (!fields.has("activation")) return;
    if (fields.text("activation") != "relu") fields.fault("activation", "\"relu\" or null");
    layer.relu = true;
  }

  void read_inputs(const Fields& fields, Layer& layer) const {
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

  static std::vector<std::size_t> pool_size(const Fields& fields) {
    std::vector<std::size_t> size =
        fields.dimensions(fields.has("pool_size") ? "pool_size" : "stride");
    if (size.size() != 2) fields.fault("pool_size", "[height, width]");
    return size;
  }

  static void read_window(const Fields& fields, Layer& layer,
                          const std::vector<std::size_t>& size) {
    const std::vector<std::size_t> stride = fields.dimensions("stride");
    if (stride.size() != 2) fields.fault("stride", "[rows, columns]");
    const std::string padding = fields.text("padding");
    if (padding != "SAME" && padding != "VALID") fields.fault("padding", "\"SAME\" or \"VALID\"");
    layer.window = {size[0], size[1], stride[0], stride[1], padding == "SAME"};
  }

  void read_weights(const Fields& fields, Layer& layer) const {
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

  [[noreturn]] static void fail_weights(const Fields& fields, const char* key,
                                        const std::vector<std::size_t>& shape,
                                        const std::vector<std::size_t>& legal) {
    fail("network.weights", fields.file(),
         fmt::format("{}{} '{}' has shape {}: in_shape and out_shape want {}", fields.path(), key,
                     fields.text(key), tb::to_string(shape), tb::to_string(legal)));
  }

  tb::NpyArray read_reals(const Fields& fields, const char* key) const {
    tb::NpyArray array = tb::read_npy(folder_ / fields.text(key));
    const bool finite = std::all_of(array.reals.begin(), array.reals.end(),
                                    [](double value) { return std::isfinite(value); });
    if (array.type != tb::NpyType::floating || !finite) {
      fail("network.weights", fields.file(),
           fmt::format("{}{} '{}' holds other than finite floating-point numbers", fields.path(),
                       key, fields.text(key)));
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

  void check_shapes(const Fields& fields, const Layer& layer) const {
    const auto text = [](const TensorShape& shape) {
      return fmt::format("[{}, {}, {}]", shape.height, shape.width, shape.channels);
    };
    for (const std::size_t input : layer.inputs) {
      if (tensors_[input] == layer.in) continue;
      fail("network.shape", fields.file(),
           fmt::format("{}in_shape is {}: its input has {}", fields.path(), text(layer.in),
                       text(tensors_[input])));
    }
    const TensorShape computed = computed_output(layer);
    if (computed == layer.out) return;
    fail("network.shape", fields.file(),
         fmt::format("{}out_shape is {}: the layer makes {}", fields.path(), text(layer.out),
                     text(computed)));
  }

  void register_output(const Fields& fields, const Layer& layer) {
    const std::string output = fields.has("output") ? fields.text("output") : layer.name;
    tensors_.push_back(layer.out);
    if (names_.emplace(output, tensors_.size() - 1).second) return;
    fail("network.layer", fields.file(),
         fmt::format("{}output is '{}': that name is taken", fields.path(), output));
  }

  fs::path folder_;
  std::vector<TensorShape> tensors_;
  std::map<std::string, std::size_t> names_;
};

json parse(const fs::path& file) {
  try {
    return json::parse(support::read_file(file));
  } catch (const json::parse_error& fault) {
    support::fail_input("network.json", fmt::format("not JSON: {}", fault.what()), "",
                        support::Location{file.string(), 0, fault.byte});
  } catch (const json::exception& fault) {  // a number too large
    support::fail_input("network.json", fmt::format("not JSON: {}", fault.what()), "",
                        support::Location{file.string(), 0, {}});
  }
}

}  // namespace

Network read_network(const fs::path& folder) {
  const fs::path file = folder / "network.json";
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    fail("network.file", folder, "not a network: there is no network.json in it",
         "docs/networks.md says what such a folder holds");
  }
  const json whole = parse(file);
  const Fields fields(whole, file, "");
  const Fields input(fields.at("input"), file, "input.");
  Network network;
  network.name = fields.has("name") ? fields.text("name") : folder.filename().string();
  network.folder = folder;
  network.input = input.shape("shape");
  network.input_scale = input.number("scale", 1.0);
  network.input_zero_point = input.number("zero_point", 0.0);
  const json& layers = fields.at("layers");
  if (!layers.is_array() || layers.empty()) fields.fault("layers", "a list of layers");
  LayerReader reader(folder, network.input);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    network.layers.push_back(reader.read(Fields(layers[i], file, fmt::format("layers[{}].", i))));
  }
  return network;
}

}  // namespace pann::analysis
