#include "analysis/network/inference.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "analysis/network/patches.h"
#include "support/parallel.h"

namespace pann::analysis {

namespace {

/// Calls `action(row, column)` for every output position.
template <class Action>
void for_positions(const Layer& layer, Action action) {
  for (std::size_t row = 0; row < layer.out.height; ++row) {
    for (std::size_t column = 0; column < layer.out.width; ++column) action(row, column);
  }
}

void max_pool(const Layer& layer, const Tensor& input, Tensor& output) {
  const std::size_t channels = layer.in.channels;
  std::size_t at = 0;
  for_positions(layer, [&](std::size_t row, std::size_t column) {
    const WindowPlace place = window_place(layer, row, column);
    for (std::size_t channel = 0; channel < channels; ++channel, ++at) {
      double largest = -std::numeric_limits<double>::infinity();
      for (std::size_t dy = 0; dy < layer.window.height; ++dy) {
        for (std::size_t dx = 0; dx < layer.window.width; ++dx) {
          const auto y = static_cast<std::size_t>(place.top) + dy;  // Negative wraps: outside.
          const auto x = static_cast<std::size_t>(place.left) + dx;
          if (y >= layer.in.height || x >= layer.in.width) continue;
          largest = std::max(largest, input[(y * layer.in.width + x) * channels + channel]);
        }
      }
      output[at] = largest;
    }
  });
}

void average(const Layer& layer, const Tensor& input, Tensor& output) {
  const std::size_t channels = layer.in.channels;
  std::fill(output.begin(), output.end(), 0.0);
  for (std::size_t i = 0; i < input.size(); ++i) output[i % channels] += input[i];
  for (double& value : output) value /= static_cast<double>(input.size() / channels);
}

void softmax(const Tensor& input, Tensor& output) {
  const double largest = *std::max_element(input.begin(), input.end());
  double sum = 0.0;
  for (std::size_t i = 0; i < input.size(); ++i) {
    output[i] = std::exp(input[i] - largest);
    sum += output[i];
  }
  for (double& value : output) value /= sum;
}

void add(const Tensor& first, const Tensor& second, Tensor& output) {
  std::transform(first.begin(), first.end(), second.begin(), output.begin(), std::plus<>());
}

}  // namespace

LayerProducts::LayerProducts(const Layer& layer, const std::vector<double>& weights)
    : layer_(&layer) {
  const std::size_t length = layer.dot_length();
  if (layer.type != LayerType::depthwise_conv2d) {
    matrices_.emplace_back(weights.data(), length, layer.out.channels);
    return;
  }
  for (std::size_t channel = 0; channel < layer.in.channels; ++channel) {
    matrices_.emplace_back(dot_weights(layer, weights, channel).data(), length, 1);
  }
}

void LayerProducts::compute(const Tensor& input, Tensor& sums) const {
  const Layer& layer = *layer_;
  const std::size_t length = layer.dot_length();
  const std::size_t positions = layer.out.height * layer.out.width;
  Tensor patches(positions * length);
  Tensor column_sums(matrices_.size() == 1 ? 0 : positions);
  for (std::size_t channel = 0; channel < matrices_.size(); ++channel) {
    double* patch = patches.data();
    for_positions(layer, [&](std::size_t row, std::size_t column) {
      copy_patch(layer, input.data(), row, column, channel, patch);
      patch += length;
    });
    if (matrices_.size() == 1) {
      multiply(patches.data(), positions, matrices_[0], sums.data());
      return;
    }
    multiply(patches.data(), positions, matrices_[channel], column_sums.data());
    for (std::size_t i = 0; i < positions; ++i) {
      sums[i * layer.out.channels + channel] = column_sums[i];
    }
  }
}

Inference::Inference(const Network& network) : network_(&network) {
  for (const std::size_t index : network.mac_layers()) {
    products_.emplace_back(network.layers[index], network.layers[index].weights);
  }
}

Inference::Inference(const Network& network, std::vector<QuantizedLayer> layers)
    : network_(&network), quantized_(std::move(layers)) {
  const std::vector<std::size_t> indices = network.mac_layers();
  assert(quantized_.size() == indices.size());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    products_.emplace_back(network.layers[indices[i]], quantized_[i].weight_codes);
  }
}

void Inference::dot_products(std::size_t mac_index, const Layer& layer, const Tensor& input,
                             Tensor& output) const {
  double scale = 1.0;
  if (quantized_.empty()) {
    products_[mac_index].compute(input, output);
  } else {
    const QuantizedLayer& quantized = quantized_[mac_index];
    Tensor codes(input.size());
    std::transform(input.begin(), input.end(), codes.begin(), [&](double value) {
      return static_cast<double>(quantized.activations.code(value));
    });
    products_[mac_index].compute(codes, output);
    scale = quantized.activations.step * quantized.weight_step;
  }
  const std::size_t channels = layer.out.channels;
  for (auto pixel = output.begin(); pixel != output.end();) {
    for (std::size_t channel = 0; channel < channels; ++channel, ++pixel) {
      *pixel = *pixel * scale + layer.bias[channel];
    }
  }
}

Tensor Inference::run(const double* sample, const InputObserver& observe) const {
  std::vector<Tensor> tensors;
  tensors.reserve(network_->layers.size() + 1);
  tensors.emplace_back(sample, sample + network_->input.size());
  std::size_t mac_index = 0;
  for (std::size_t i = 0; i < network_->layers.size(); ++i) {
    const Layer& layer = network_->layers[i];
    const Tensor& input = tensors[layer.inputs[0]];
    Tensor output(layer.out.size());
    switch (layer.type) {
      case LayerType::conv2d:
      case LayerType::depthwise_conv2d:
      case LayerType::dense:
        if (observe) observe(i, input);
        dot_products(mac_index++, layer, input, output);
        break;
      case LayerType::add:
        add(input, tensors[layer.inputs[1]], output);
        break;
      case LayerType::maxpool:
        max_pool(layer, input, output);
        break;
      case LayerType::avgpool_global:
        average(layer, input, output);
        break;
      case LayerType::flatten:
        output = input;
        break;
      case LayerType::softmax:
        softmax(input, output);
        break;
    }
    if (layer.relu) {
      for (double& value : output) value = std::max(value, 0.0);
    }
    tensors.push_back(std::move(output));
  }
  return std::move(tensors.back());
}

double accuracy(const Inference& inference, const Dataset& dataset) {
  const auto right = support::parallel_sum<std::size_t>(dataset.samples(), [&](std::size_t i) {
    const Tensor output = inference.run(dataset.sample(i));
    const auto best = std::max_element(output.begin(), output.end()) - output.begin();
    return best == dataset.labels[i] ? std::size_t{1} : std::size_t{0};
  });
  return static_cast<double>(right) / static_cast<double>(dataset.samples());
}

}  // namespace pann::analysis
