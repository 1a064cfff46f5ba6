#include "analysis/network/network.h"

#include <algorithm>
#include <numeric>

#include "analysis/network/network_fields.h"

namespace pann::analysis {

namespace {

std::size_t places(std::size_t padded, std::size_t reach, std::size_t stride) {
  return padded < reach ? 0 : (padded - reach) / stride + 1;
}

/// Padding that makes ceil(in / stride) places.
std::size_t same_padding(std::size_t in, std::size_t reach, std::size_t stride) {
  const std::size_t span = ((in + stride - 1) / stride - 1) * stride + reach;
  return span > in ? span - in : 0;
}

}  // namespace

std::string_view name(LayerType type) {
  switch (type) {
    case LayerType::conv2d:
      return "conv2d";
    case LayerType::depthwise_conv2d:
      return "depthwise_conv2d";
    case LayerType::dense:
      return "dense";
    case LayerType::add:
      return "add";
    case LayerType::concat:
      return "concat";
    case LayerType::maxpool:
      return "maxpool";
    case LayerType::avgpool:
      return "avgpool";
    case LayerType::avgpool_global:
      return "avgpool_global";
    case LayerType::flatten:
      return "flatten";
    case LayerType::identity:
      return "identity";
    case LayerType::softmax:
      return "softmax";
  }
  return "?";
}

std::string_view name(Activation activation) {
  switch (activation) {
    case Activation::none:
      return "";
    case Activation::relu:
      return "relu";
    case Activation::relu6:
      return "relu6";
  }
  return "?";
}

bool has_window(LayerType type) {
  return type == LayerType::conv2d || type == LayerType::depthwise_conv2d ||
         type == LayerType::maxpool || type == LayerType::avgpool;
}

bool has_macs(LayerType type) {
  return type == LayerType::conv2d || type == LayerType::depthwise_conv2d ||
         type == LayerType::dense;
}

std::size_t Window::rows(std::size_t in) const {
  return places(in + top + bottom, reach_y(), stride_y);
}

std::size_t Window::columns(std::size_t in) const {
  return places(in + left + right, reach_x(), stride_x);
}

bool Window::may_miss_input() const {
  return std::max(top, bottom) >= height || std::max(left, right) >= width;
}

void Window::pad_same(const TensorShape& in) {
  const std::size_t rows = same_padding(in.height, reach_y(), stride_y);
  const std::size_t columns = same_padding(in.width, reach_x(), stride_x);
  top = rows / 2;
  left = columns / 2;
  bottom = rows - top;
  right = columns - left;
}

std::size_t Layer::group_inputs() const {
  if (type == LayerType::depthwise_conv2d) return 1;
  return type == LayerType::conv2d ? in.channels / groups : in.channels;
}

std::size_t Layer::first_input(std::size_t channel) const {
  if (type == LayerType::depthwise_conv2d) return channel;
  return type == LayerType::conv2d ? channel / (out.channels / groups) * group_inputs() : 0;
}

std::size_t Layer::dot_length() const {
  if (type == LayerType::dense) return in.size();
  return has_macs(type) ? window.height * window.width * group_inputs() : 0;
}

std::size_t Layer::weight_channel(std::size_t place) const {
  return type == LayerType::depthwise_conv2d ? place % out.channels : place / dot_length();
}

std::vector<std::size_t> Network::mac_layers() const {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (has_macs(layers[i].type)) indices.push_back(i);
  }
  return indices;
}

std::vector<std::size_t> Network::last_uses() const {
  std::vector<std::size_t> last(layers.size() + 1, 0);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    last[i + 1] = i;  // Used by nobody: dropped as soon as it is made.
    for (const std::size_t used : layers[i].inputs) last[used] = i;
  }
  last.back() = layers.size();
  return last;
}

std::size_t Network::macs() const {
  return std::accumulate(layers.begin(), layers.end(), std::size_t{0},
                         [](std::size_t sum, const Layer& layer) {
                           return sum + layer.dot_length() * layer.dot_products();
                         });
}

bool Network::is_quantized() const {
  const std::vector<std::size_t> indices = mac_layers();
  return !indices.empty() && layers[indices.front()].given.has_value();
}

void require_macs(const Network& network) {
  const std::vector<std::size_t> indices = network.mac_layers();
  if (indices.empty()) {
    fail_network("network.macs", network.folder / "network.json",
                 "no layer has multiply-accumulates: there is nothing to quantize");
  }
  const bool any = std::any_of(indices.begin(), indices.end(), [&](std::size_t index) {
    const std::vector<double>& weights = network.layers[index].weights;
    return std::any_of(weights.begin(), weights.end(), [](double w) { return w != 0.0; });
  });
  if (any) return;
  fail_network("network.weights", network.folder / "network.json",
               "every weight is zero: there is nothing to quantize");
}

}  // namespace pann::analysis
