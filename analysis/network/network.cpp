#include "analysis/network/network.h"

#include <numeric>

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

std::size_t Network::macs() const {
  return std::accumulate(layers.begin(), layers.end(), std::size_t{0},
                         [](std::size_t sum, const Layer& layer) {
                           return sum + layer.dot_length() * layer.dot_products();
                         });
}

}  // namespace pann::analysis
