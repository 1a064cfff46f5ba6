#include "analysis/network/network.h"

#include <algorithm>
#include <numeric>

#include "analysis/network/network_fields.h"

namespace pann::analysis {

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
    case LayerType::maxpool:
      return "maxpool";
    case LayerType::avgpool_global:
      return "avgpool_global";
    case LayerType::flatten:
      return "flatten";
    case LayerType::softmax:
      return "softmax";
  }
  return "?";
}

bool has_macs(LayerType type) {
  return type == LayerType::conv2d || type == LayerType::depthwise_conv2d ||
         type == LayerType::dense;
}

std::size_t Layer::dot_length() const {
  switch (type) {
    case LayerType::conv2d:
      return window.height * window.width * in.channels;
    case LayerType::depthwise_conv2d:
      return window.height * window.width;
    case LayerType::dense:
      return in.size();
    default:
      return 0;
  }
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
