#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "analysis/network/network.h"

namespace pann::analysis {

/// Where a window stands over its input: rows and columns may lie outside (padding).
struct WindowPlace {
  std::ptrdiff_t top = 0;
  std::ptrdiff_t left = 0;
};

/// The place of the window for the output at (row, column).
WindowPlace window_place(const Layer& layer, std::size_t row, std::size_t column);

/// The inputs of the dot product of output `channel` at (row, column), dot_length() values in the
/// order of the weights (height, width, channel), `outside` (what stands for zero) where the window
/// overhangs.
template <class Value>
void copy_patch(const Layer& layer, const Value* input, std::size_t row, std::size_t column,
                std::size_t channel, Value outside, Value* patch) {
  if (layer.type == LayerType::dense) {
    std::copy_n(input, layer.in.size(), patch);
    return;
  }
  const Window& window = layer.window;
  const std::size_t first = layer.first_input(channel);
  const std::size_t count = layer.group_inputs();
  const WindowPlace place = window_place(layer, row, column);
  const auto height = static_cast<std::ptrdiff_t>(layer.in.height);
  const auto width = static_cast<std::ptrdiff_t>(layer.in.width);
  // Whole rows of the window at once, but where channels or columns lie apart.
  const auto reach = static_cast<std::ptrdiff_t>(window.reach_x());
  const auto step = static_cast<std::ptrdiff_t>(window.dilation_x);
  const bool whole = count == layer.in.channels && window.dilation_x == 1 && place.left >= 0 &&
                     place.left + reach <= width;
  for (std::size_t dy = 0; dy < window.height; ++dy) {
    const std::ptrdiff_t y = place.top + static_cast<std::ptrdiff_t>(dy * window.dilation_y);
    const bool inside = y >= 0 && y < height;
    if (whole || !inside) {
      const std::size_t values = window.width * count;
      patch = inside ? std::copy_n(input + static_cast<std::size_t>(y * width + place.left) * count,
                                   values, patch)
                     : std::fill_n(patch, values, outside);
      continue;
    }
    for (std::ptrdiff_t x = place.left; x < place.left + reach; x += step) {
      patch = x >= 0 && x < width
                  ? std::copy_n(
                        input + static_cast<std::size_t>(y * width + x) * layer.in.channels + first,
                        count, patch)
                  : std::fill_n(patch, count, outside);
    }
  }
}

/// The weights of an output channel in the same order, dot_length() of them.
template <class Value>
std::vector<Value> dot_weights(const Layer& layer, const std::vector<Value>& weights,
                               std::size_t channel) {
  const std::size_t length = layer.dot_length();
  std::vector<Value> taken(length);
  const bool depthwise = layer.type == LayerType::depthwise_conv2d;
  for (std::size_t i = 0; i < length; ++i) {
    taken[i] = depthwise ? weights[i * layer.in.channels + channel] : weights[channel * length + i];
  }
  return taken;
}

}  // namespace pann::analysis
