#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/network/inference.h"
#include "analysis/network/network.h"

namespace pann::test {

/// Runs a quantized network once more, on its own: plain loops over 64-bit integers, with padding,
/// zero's code and steps applied where their definition says, nothing folded.
class PlainInference {
 public:
  PlainInference(const analysis::Network& network,
                 const std::vector<analysis::QuantizedLayer>& layers)
      : network_(network), layers_(layers) {}

  /// Outputs of all layers.
  std::vector<analysis::Tensor> run(const double* sample) const {
    std::vector<analysis::Tensor> tensors{analysis::Tensor(sample, sample + network_.input.size())};
    std::size_t position = 0;
    for (const analysis::Layer& layer : network_.layers) {
      const analysis::Tensor& input = tensors[layer.inputs[0]];
      analysis::Tensor output(layer.out.size());
      if (analysis::has_macs(layer.type)) {
        products(layer, layers_[position++], input, output);
      } else if (layer.type == analysis::LayerType::add) {
        for (std::size_t i = 0; i < output.size(); ++i) {
          output[i] = input[i] + tensors[layer.inputs[1]][i];
        }
      } else if (layer.type == analysis::LayerType::avgpool_global) {
        for (std::size_t i = 0; i < input.size(); ++i) output[i % output.size()] += input[i];
        for (double& value : output) {
          value /= static_cast<double>(layer.in.height * layer.in.width);
        }
      } else if (layer.type == analysis::LayerType::maxpool ||
                 layer.type == analysis::LayerType::avgpool) {
        pool(layer, input, output);
      } else if (layer.type == analysis::LayerType::concat) {
        join(layer, tensors, output);
      } else {
        output = input;  // Flatten, identity; softmax does not change the order.
      }
      for (double& value : output) value = activated(layer, value);
      tensors.push_back(output);
    }
    return tensors;
  }

 private:
  static double activated(const analysis::Layer& layer, double value) {
    if (layer.activation == analysis::Activation::relu) return std::max(value, 0.0);
    if (layer.activation == analysis::Activation::relu6) return std::clamp(value, 0.0, 6.0);
    return value;
  }

  static void join(const analysis::Layer& layer, const std::vector<analysis::Tensor>& tensors,
                   analysis::Tensor& output) {
    const std::size_t pixels = layer.out.height * layer.out.width;
    std::size_t channel = 0;
    for (const std::size_t input : layer.inputs) {
      const std::size_t channels = tensors[input].size() / pixels;
      for (std::size_t i = 0; i < tensors[input].size(); ++i) {
        output[i / channels * layer.out.channels + channel + i % channels] = tensors[input][i];
      }
      channel += channels;
    }
  }

  /// The padded input, written out, and what stands under each window.
  static void pool(const analysis::Layer& layer, const analysis::Tensor& input,
                   analysis::Tensor& output) {
    const analysis::Window& window = layer.window;
    const std::size_t c = layer.in.channels;
    const std::size_t width = layer.in.width + window.left + window.right;
    const std::size_t height = layer.in.height + window.top + window.bottom;
    std::vector<double> padded(height * width * c, std::nan(""));
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::size_t y = i / c / layer.in.width + window.top;
      const std::size_t x = i / c % layer.in.width + window.left;
      padded[(y * width + x) * c + i % c] = input[i];
    }
    for (std::size_t at = 0; at < output.size(); ++at) {
      const std::size_t y = at / c / layer.out.width * window.stride_y;
      const std::size_t x = at / c % layer.out.width * window.stride_x;
      std::vector<double> seen;
      double sum = 0.0;
      for (std::size_t i = 0; i < window.height * window.width; ++i) {
        const std::size_t row = y + i / window.width;
        const double value = padded[(row * width + x + i % window.width) * c + at % c];
        if (std::isnan(value)) continue;
        seen.push_back(value);
        sum += value;
      }
      const std::size_t all = window.height * window.width;
      output[at] = layer.type == analysis::LayerType::maxpool
                       ? *std::max_element(seen.begin(), seen.end())
                       : sum / static_cast<double>(layer.counts_padding ? all : seen.size());
    }
  }

  static std::int64_t code(double value, double step, std::int64_t zero, std::int64_t highest) {
    const double place = std::floor(value / step + static_cast<double>(zero) + 0.5);
    return static_cast<std::int64_t>(std::min(std::max(place, 0.0), static_cast<double>(highest)));
  }

  static void products(const analysis::Layer& layer, const analysis::QuantizedLayer& quantized,
                       const analysis::Tensor& input, analysis::Tensor& output) {
    const std::int64_t highest = quantized.activations.highest;
    double step = quantized.activations.step;
    auto zero = static_cast<std::int64_t>(-quantized.activations.offset);
    if (quantized.dynamic) {
      const double low = std::min(0.0, *std::min_element(input.begin(), input.end()));
      const double high = std::max(0.0, *std::max_element(input.begin(), input.end()));
      step = high > low ? (high - low) / static_cast<double>(highest) : 1.0;
      zero = high > low ? static_cast<std::int64_t>(std::round(-low / step)) : 0;
    }
    const bool dense = layer.type == analysis::LayerType::dense;
    const bool depthwise = layer.type == analysis::LayerType::depthwise_conv2d;
    const auto number = [&](std::size_t value, int of_dense) {
      return dense ? of_dense : static_cast<int>(value);
    };
    const analysis::Window& window = layer.window;
    const int height = number(layer.in.height, 1);
    const int width = number(layer.in.width, 1);
    const int channels = static_cast<int>(dense ? layer.in.size() : layer.in.channels);
    const int kh = number(window.height, 1);
    const int kw = number(window.width, 1);
    const int outputs = static_cast<int>(layer.out.channels);
    const int groups = depthwise ? channels : number(layer.groups, 1);
    const int seen = channels / groups;
    std::size_t at = 0;
    for (int y = 0; y < static_cast<int>(layer.out.height); ++y) {
      for (int x = 0; x < static_cast<int>(layer.out.width); ++x) {
        for (int o = 0; o < outputs; ++o, ++at) {
          std::int64_t sum = 0;
          for (int dy = 0; dy < kh; ++dy) {
            for (int dx = 0; dx < kw; ++dx) {
              const int row = number(static_cast<std::size_t>(y) * window.stride_y +
                                         static_cast<std::size_t>(dy) * window.dilation_y,
                                     0) -
                              number(window.top, 0);
              const int column = number(static_cast<std::size_t>(x) * window.stride_x +
                                            static_cast<std::size_t>(dx) * window.dilation_x,
                                        0) -
                                 number(window.left, 0);
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              for (int k = 0; k < seen; ++k) {
                const int c = o / (outputs / groups) * seen + k;
                const int weight = depthwise ? (dy * kw + dx) * channels + c
                                             : ((o * kh + dy) * kw + dx) * seen + k;
                const double value =
                    input[static_cast<std::size_t>((row * width + column) * channels + c)];
                sum += quantized.weight_codes[static_cast<std::size_t>(weight)] *
                       (code(value, step, zero, highest) - zero);
              }
            }
          }
          const auto channel = static_cast<std::size_t>(o);
          output[at] = static_cast<double>(sum) * (step * quantized.weight_step(channel)) +
                       quantized.bias[channel];
        }
      }
    }
  }

  const analysis::Network& network_;
  const std::vector<analysis::QuantizedLayer>& layers_;
};

/// Compares predictions, and the outputs of all layers with MACs, of the first `samples`.
inline void check_equal(const analysis::Network& network,
                        const std::vector<analysis::QuantizedLayer>& layers,
                        const analysis::Dataset& dataset, std::size_t samples) {
  const analysis::Inference inference(network, layers);
  const PlainInference plain(network, layers);
  for (std::size_t sample = 0; sample < samples; ++sample) {
    const std::vector<analysis::Tensor> expected = plain.run(dataset.sample(sample));
    inference.run(dataset.sample(sample),
                  [&](std::size_t layer, const analysis::Tensor&, const analysis::Tensor& output) {
                    analysis::Tensor found = output;
                    analysis::activate(network.layers[layer], found);
                    REQUIRE(found == expected[layer + 1]);  // To the last bit.
                  });
  }
}

}  // namespace pann::test
