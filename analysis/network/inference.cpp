#include "analysis/network/inference.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

#include "analysis/network/integer_product.h"
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

/// Calls `visit(place of the value in the input)` for the input positions under a window, padding
/// left out.
template <class Visit>
void for_window(const Layer& layer, std::size_t row, std::size_t column, Visit visit) {
  const WindowPlace place = window_place(layer, row, column);
  for (std::size_t dy = 0; dy < layer.window.height; ++dy) {
    for (std::size_t dx = 0; dx < layer.window.width; ++dx) {
      const auto y = static_cast<std::size_t>(place.top) + dy;  // Negative wraps: outside.
      const auto x = static_cast<std::size_t>(place.left) + dx;
      if (y < layer.in.height && x < layer.in.width) {
        visit((y * layer.in.width + x) * layer.in.channels);
      }
    }
  }
}

void max_pool(const Layer& layer, const Tensor& input, Tensor& output) {
  std::fill(output.begin(), output.end(), -std::numeric_limits<double>::infinity());
  double* largest = output.data();
  for_positions(layer, [&](std::size_t row, std::size_t column) {
    for_window(layer, row, column, [&](std::size_t at) {
      for (std::size_t channel = 0; channel < layer.in.channels; ++channel) {
        largest[channel] = std::max(largest[channel], input[at + channel]);
      }
    });
    largest += layer.in.channels;
  });
}

void average_pool(const Layer& layer, const Tensor& input, Tensor& output) {
  std::fill(output.begin(), output.end(), 0.0);
  double* mean = output.data();
  for_positions(layer, [&](std::size_t row, std::size_t column) {
    std::size_t count = 0;
    for_window(layer, row, column, [&](std::size_t at) {
      ++count;
      for (std::size_t channel = 0; channel < layer.in.channels; ++channel) {
        mean[channel] += input[at + channel];
      }
    });
    if (layer.counts_padding) count = layer.window.height * layer.window.width;
    for (std::size_t channel = 0; channel < layer.in.channels; ++channel) {
      mean[channel] /= static_cast<double>(count);
    }
    mean += layer.in.channels;
  });
}

/// The channels of all inputs side by side, at every position.
void concatenate(const std::vector<const Tensor*>& inputs, std::size_t positions, Tensor& output) {
  auto to = output.begin();
  for (std::size_t position = 0; position < positions; ++position) {
    for (const Tensor* input : inputs) {
      const std::size_t channels = input->size() / positions;
      to = std::copy_n(input->begin() + static_cast<std::ptrdiff_t>(position * channels), channels,
                       to);
    }
  }
}

void average(const Layer& layer, const Tensor& input, Tensor& output) {
  const std::size_t channels = layer.in.channels;
  std::fill(output.begin(), output.end(), 0.0);
  for (std::size_t at = 0; at < input.size(); at += channels) {
    for (std::size_t channel = 0; channel < channels; ++channel)
      output[channel] += input[at + channel];
  }
  const std::size_t pixels = input.size() / channels;
  for (double& value : output) value /= static_cast<double>(pixels);
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

Inference::Inference(const Network& network) : Inference(network, {}) {}

Inference::Inference(const Network& network, std::vector<QuantizedLayer> layers)
    : network_(&network),
      last_uses_(network.last_uses()),
      positions_(network.layers.size(), 0),
      quantized_(std::move(layers)) {
  const std::vector<std::size_t> indices = network.mac_layers();
  assert(quantized_.empty() || quantized_.size() == indices.size());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Layer& layer = network.layers[indices[i]];
    positions_[indices[i]] = i;
    if (quantized_.empty()) {
      products_.emplace_back(layer, layer.weights);
      continue;
    }
    const QuantizedLayer& quantized = quantized_[i];
    products_.emplace_back(layer, quantized.weight_codes, quantized.activations.highest);
    std::vector<double>& sums = weight_sums_.emplace_back();
    for (std::size_t channel = 0; channel < layer.out.channels; ++channel) {
      const auto weights = dot_weights(layer, quantized.weight_codes, channel);
      sums.push_back(std::accumulate(weights.begin(), weights.end(), 0.0));
    }
  }
}

UniformQuantizer Inference::quantizer(std::size_t position, const Tensor& input) const {
  const QuantizedLayer& quantized = quantized_[position];
  if (!quantized.dynamic) return quantized.activations;
  const auto [smallest, largest] = std::minmax_element(input.begin(), input.end());
  return spanning_quantizer(*smallest, *largest, quantized.activations.highest);
}

/// Codes in, sums of products out; what zero's code adds to every sum is taken off exactly.
void Inference::coded_products(std::size_t position, const Layer& layer, const Tensor& input,
                               Tensor& output) const {
  const QuantizedLayer& quantized = quantized_[position];
  const UniformQuantizer codes = quantizer(position, input);
  const LayerProducts& products = products_[position];
  if (products.narrow()) {
    std::vector<std::int16_t> coded(input.size());
    code_values(input, codes, coded.data());
    products.compute(coded, static_cast<std::int16_t>(codes.code(0.0)), output);
  } else {
    Tensor coded(input.size());
    std::transform(input.begin(), input.end(), coded.begin(),
                   [&](double value) { return static_cast<double>(codes.code(value)); });
    products.compute(coded, static_cast<double>(codes.code(0.0)), output);
  }
  const std::size_t channels = layer.out.channels;
  std::vector<double> scales(channels);
  std::vector<double> zeros(channels);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    scales[channel] = codes.step * quantized.weight_step(channel);
    zeros[channel] = codes.offset * weight_sums_[position][channel];
  }
  for (double* pixel = output.data(); pixel != output.data() + output.size(); pixel += channels) {
    for (std::size_t channel = 0; channel < channels; ++channel) {
      pixel[channel] =
          (pixel[channel] + zeros[channel]) * scales[channel] + quantized.bias[channel];
    }
  }
}

void Inference::dot_products(std::size_t position, const Layer& layer, const Tensor& input,
                             Tensor& output) const {
  if (!quantized_.empty()) {
    coded_products(position, layer, input, output);
    return;
  }
  products_[position].compute(input, 0.0, output);
  const std::size_t channels = layer.out.channels;
  for (double* pixel = output.data(); pixel != output.data() + output.size(); pixel += channels) {
    for (std::size_t channel = 0; channel < channels; ++channel) {
      pixel[channel] += layer.bias[channel];
    }
  }
}

Tensor Inference::run_layer(std::size_t index, const std::vector<const Tensor*>& inputs) const {
  const Layer& layer = network_->layers[index];
  const Tensor& input = *inputs.front();
  Tensor output(layer.out.size());
  switch (layer.type) {
    case LayerType::conv2d:
    case LayerType::depthwise_conv2d:
    case LayerType::dense:
      dot_products(positions_[index], layer, input, output);
      break;
    case LayerType::add:
      add(input, *inputs[1], output);
      break;
    case LayerType::concat:
      concatenate(inputs, layer.out.height * layer.out.width, output);
      break;
    case LayerType::maxpool:
      max_pool(layer, input, output);
      break;
    case LayerType::avgpool:
      average_pool(layer, input, output);
      break;
    case LayerType::avgpool_global:
      average(layer, input, output);
      break;
    case LayerType::flatten:
    case LayerType::identity:
      output = input;
      break;
    case LayerType::softmax:
      softmax(input, output);
      break;
  }
  return output;
}

void Inference::set_bias(std::size_t position, std::vector<double> bias) {
  quantized_[position].bias = std::move(bias);
}

void activate(const Layer& layer, Tensor& tensor) {
  if (layer.activation == Activation::none) return;
  constexpr double kSix = 6.0;
  constexpr double kEndless = std::numeric_limits<double>::infinity();
  clip_values(tensor, 0.0, layer.activation == Activation::relu6 ? kSix : kEndless);
}

Tensor Inference::run(const double* sample, const Observer& observe) const {
  std::vector<Tensor> tensors(network_->layers.size() + 1);
  tensors[0].assign(sample, sample + network_->input.size());
  for (std::size_t i = 0; i < network_->layers.size(); ++i) {
    const Layer& layer = network_->layers[i];
    std::vector<const Tensor*> inputs;
    for (const std::size_t input : layer.inputs) inputs.push_back(&tensors[input]);
    support::check_cancelled();
    tensors[i + 1] = run_layer(i, inputs);
    if (observe && has_macs(layer.type)) observe(i, *inputs.front(), tensors[i + 1]);
    activate(layer, tensors[i + 1]);
    for (const std::size_t input : layer.inputs) {
      if (last_uses_[input] == i) Tensor().swap(tensors[input]);
    }
  }
  return std::move(tensors.back());
}

std::vector<int> predictions(const Inference& inference, const Dataset& dataset) {
  std::vector<int> classes(dataset.samples());
  support::parallel_for(std::size_t{0}, dataset.samples(), [&](std::size_t i) {
    const Tensor output = inference.run(dataset.sample(i));
    classes[i] = static_cast<int>(std::max_element(output.begin(), output.end()) - output.begin());
  });
  return classes;
}

double share_right(const std::vector<int>& classes, const Dataset& dataset) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) right += classes[i] == dataset.labels[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(dataset.samples());
}

double accuracy(const Inference& inference, const Dataset& dataset) {
  return share_right(predictions(inference, dataset), dataset);
}

}  // namespace pann::analysis
