#include "analysis/network/patches.h"

#include <algorithm>

namespace pann::analysis {

namespace {

std::ptrdiff_t first_place(std::size_t in, std::size_t out, std::size_t window, std::size_t stride,
                           bool same, std::size_t position) {
  const std::size_t reach = (out - 1) * stride + window;
  const std::size_t padding = same && reach > in ? reach - in : 0;
  return static_cast<std::ptrdiff_t>(position * stride) - static_cast<std::ptrdiff_t>(padding / 2);
}

}  // namespace

WindowPlace window_place(const Layer& layer, std::size_t row, std::size_t column) {
  const Window& window = layer.window;
  return {first_place(layer.in.height, layer.out.height, window.height, window.stride_y,
                      window.same_padding, row),
          first_place(layer.in.width, layer.out.width, window.width, window.stride_x,
                      window.same_padding, column)};
}

void copy_patch(const Layer& layer, const double* input, std::size_t row, std::size_t column,
                std::size_t channel, double* patch) {
  if (layer.type == LayerType::dense) {
    std::copy_n(input, layer.in.size(), patch);
    return;
  }
  const bool depthwise = layer.type == LayerType::depthwise_conv2d;
  const std::size_t first = depthwise ? channel : 0;
  const std::size_t count = depthwise ? 1 : layer.in.channels;
  const WindowPlace place = window_place(layer, row, column);
  const auto height = static_cast<std::ptrdiff_t>(layer.in.height);
  const auto width = static_cast<std::ptrdiff_t>(layer.in.width);
  for (std::size_t dy = 0; dy < layer.window.height; ++dy) {
    const std::ptrdiff_t y = place.top + static_cast<std::ptrdiff_t>(dy);
    for (std::size_t dx = 0; dx < layer.window.width; ++dx, patch += count) {
      const std::ptrdiff_t x = place.left + static_cast<std::ptrdiff_t>(dx);
      if (y < 0 || y >= height || x < 0 || x >= width) {
        std::fill_n(patch, count, 0.0);
        continue;
      }
      const auto pixel = static_cast<std::size_t>(y * width + x);
      std::copy_n(input + pixel * layer.in.channels + first, count, patch);
    }
  }
}

std::vector<double> dot_weights(const Layer& layer, const std::vector<double>& weights,
                                std::size_t channel) {
  const std::size_t length = layer.dot_length();
  std::vector<double> taken(length);
  const bool depthwise = layer.type == LayerType::depthwise_conv2d;
  for (std::size_t i = 0; i < length; ++i) {
    taken[i] = depthwise ? weights[i * layer.in.channels + channel] : weights[channel * length + i];
  }
  return taken;
}

}  // namespace pann::analysis
