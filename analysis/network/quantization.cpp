#include "analysis/network/quantization.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "analysis/network/network_fields.h"
#include "analysis/network/patches.h"
#include "analysis/paper_equations.h"
#include "support/cancellation.h"
#include "support/parallel.h"

namespace pann::analysis {

namespace {

constexpr int kEdgeBits = 8;

/// Codes and step of weights that share one.
struct CodedWeights {
  double step = 1.0;
  std::vector<std::int32_t> codes;
};

CodedWeights code_weights(const Network& network, const std::vector<double>& weights,
                          const Arithmetic& arithmetic) {
  CodedWeights coded;
  const auto append = [&](std::int64_t code) {
    if (std::abs(code) > std::numeric_limits<std::int32_t>::max()) {
      fail_network("network.weights", network.folder / "network.json",
                   fmt::format("a weight of '{}' takes {} additions: more than 32 bits hold",
                               network.name, code));
    }
    coded.codes.push_back(static_cast<std::int32_t>(code));
  };
  if (arithmetic.scheme == Arithmetic::Scheme::pann) {
    const PannWeights pann = quantize_pann(weights, arithmetic.additions);
    coded.step = pann.step;
    for (const std::int64_t count : pann.counts) append(count);
  } else {
    const UniformQuantizer quantizer = fitted_weight_quantizer(weights, arithmetic.weight_bits);
    coded.step = quantizer.step;
    for (const double weight : weights) append(quantizer.code(weight));
  }
  return coded;
}

void quantize_weights(const Network& network, const Layer& layer, const Arithmetic& arithmetic,
                      WeightGrain grain, QuantizedLayer& quantized) {
  if (grain == WeightGrain::layer) {
    CodedWeights coded = code_weights(network, layer.weights, arithmetic);
    quantized.weight_steps = {coded.step};
    quantized.weight_codes = std::move(coded.codes);
    return;
  }
  const bool depthwise = layer.type == LayerType::depthwise_conv2d;
  const std::size_t length = layer.dot_length();
  const std::size_t channels = layer.out.channels;
  quantized.weight_steps.clear();
  quantized.weight_codes.resize(layer.weights.size());
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const CodedWeights coded =
        code_weights(network, dot_weights(layer, layer.weights, channel), arithmetic);
    quantized.weight_steps.push_back(coded.step);
    for (std::size_t i = 0; i < length; ++i) {
      quantized.weight_codes[depthwise ? i * channels + channel : channel * length + i] =
          coded.codes[i];
    }
  }
}

Arithmetic edge_of(const Arithmetic& arithmetic) {
  if (arithmetic.scheme == Arithmetic::Scheme::uniform) {
    return Arithmetic::uniform(kEdgeBits, kEdgeBits);
  }
  return Arithmetic::pann(kEdgeBits, additions_at_budget(unsigned_mac_flips(kEdgeBits), kEdgeBits));
}

int bits_of(const UniformQuantizer& activations) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(activations.highest)));
}

/// Activations, and where the arithmetic has no other weights the codes, as the network has them.
QuantizedLayer given_layer(const Network& network, const Layer& layer, const Arithmetic& arithmetic,
                           WeightGrain grain) {
  const GivenQuantization& given = layer.given.value();
  const std::int64_t highest = (std::int64_t{1} << given.activation_bits) - 1;
  QuantizedLayer quantized;
  quantized.activations = {given.activation_step, -static_cast<double>(given.zero_code), 0, highest,
                           given.ties_to_even};
  quantized.bias = layer.bias;
  quantized.weight_steps = given.weight_steps;
  quantized.weight_codes = given.weight_codes;
  if (arithmetic.budget <= 0.0) return quantized;
  Layer decoded = layer;
  for (std::size_t i = 0; i < decoded.weights.size(); ++i) {
    decoded.weights[i] = given.weight_codes[i] * quantized.weight_step(layer.weight_channel(i));
  }
  const double additions = additions_at_budget(arithmetic.budget, given.activation_bits);
  quantize_weights(network, decoded, Arithmetic::pann(given.activation_bits, additions), grain,
                   quantized);
  return quantized;
}

/// Mean over the layers with MACs, weighted by them.
template <class Value>
double mean_by_macs(const Network& network, const Value& value) {
  double sum = 0.0;
  std::size_t position = 0;
  for (const std::size_t index : network.mac_layers()) {
    const Layer& layer = network.layers[index];
    sum +=
        value(layer, position++) * static_cast<double>(layer.dot_length() * layer.dot_products());
  }
  return sum / static_cast<double>(network.macs());
}

double additions_of(const QuantizedLayer& layer) {
  double norm = 0.0;
  for (const std::int32_t code : layer.weight_codes) norm += std::abs(static_cast<double>(code));
  return norm / static_cast<double>(layer.weight_codes.size());
}

/// All samples' tensors, a layer at a time.
class BiasCorrection {
 public:
  BiasCorrection(const Network& network, const Calibration& calibration, const Dataset& dataset,
                 std::vector<QuantizedLayer>& layers)
      : network_(network),
        calibration_(calibration),
        layers_(layers),
        inference_(network, layers),
        tensors_(network.layers.size() + 1, std::vector<Tensor>(calibration.mean_samples)),
        last_uses_(network.last_uses()) {
    for (std::size_t i = 0; i < calibration.mean_samples; ++i) {
      tensors_[0][i].assign(dataset.sample(i), dataset.sample(i) + dataset.sample_size);
    }
  }

  void run() {
    std::size_t position = 0;
    for (std::size_t i = 0; i < network_.layers.size(); ++i) {
      run_layer(i);
      if (has_macs(network_.layers[i].type)) {
        correct(i, position++);
        if (position == layers_.size()) return;
      }
      for (Tensor& tensor : tensors_[i + 1]) activate(network_.layers[i], tensor);
      for (const std::size_t input : network_.layers[i].inputs) {
        if (last_uses_[input] == i) tensors_[input].clear();
      }
    }
  }

 private:
  void run_layer(std::size_t index) {
    support::parallel_for(std::size_t{0}, calibration_.mean_samples, [&](std::size_t sample) {
      support::check_cancelled();
      std::vector<const Tensor*> inputs;
      for (const std::size_t input : network_.layers[index].inputs) {
        inputs.push_back(&tensors_[input][sample]);
      }
      tensors_[index + 1][sample] = inference_.run_layer(index, inputs);
    });
  }

  void correct(std::size_t index, std::size_t position) {
    const std::vector<double> means = channel_means(network_.layers[index], tensors_[index + 1]);
    std::vector<double> shift = calibration_.mean_outputs[position];
    for (std::size_t channel = 0; channel < shift.size(); ++channel) {
      shift[channel] -= means[channel];
      layers_[position].bias[channel] += shift[channel];
    }
    for (Tensor& tensor : tensors_[index + 1]) {
      for (std::size_t i = 0; i < tensor.size(); ++i) tensor[i] += shift[i % shift.size()];
    }
  }

  const Network& network_;
  const Calibration& calibration_;
  std::vector<QuantizedLayer>& layers_;
  Inference inference_;
  std::vector<std::vector<Tensor>> tensors_;  ///< By tensor and sample.
  std::vector<std::size_t> last_uses_;
};

}  // namespace

std::vector<QuantizedLayer> quantize(const Network& network, const Calibration& calibration,
                                     const Arithmetic& arithmetic,
                                     const QuantizationRecipe& recipe) {
  std::vector<QuantizedLayer> layers;
  const std::vector<std::size_t> indices = network.mac_layers();
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Layer& layer = network.layers[indices[i]];
    if (arithmetic.given) {
      layers.push_back(given_layer(network, layer, arithmetic, recipe.grain));
      continue;
    }
    const bool edge = recipe.wide_edges && (i == 0 || i + 1 == indices.size());
    const Arithmetic& chosen = edge ? edge_of(arithmetic) : arithmetic;
    QuantizedLayer quantized;
    quantized.activations = activation_quantizer(calibration.activations[i], chosen.activation_bits,
                                                 recipe.activations);
    quantized.dynamic = recipe.activations.method == Clipping::dynamic;
    quantized.bias = layer.bias;
    quantize_weights(network, layer, chosen, recipe.grain, quantized);
    layers.push_back(std::move(quantized));
  }
  return layers;
}

std::vector<QuantizedLayer> quantize(const Network& network, const Calibration& calibration,
                                     const Dataset& dataset, const Arithmetic& arithmetic,
                                     const QuantizationRecipe& recipe) {
  std::vector<QuantizedLayer> layers = quantize(network, calibration, arithmetic, recipe);
  // A network that is taken as it is keeps its bias as well.
  const bool as_it_is = arithmetic.given && arithmetic.budget <= 0.0;
  if (recipe.bias_correction && !as_it_is)
    BiasCorrection(network, calibration, dataset, layers).run();
  return layers;
}

int weight_bits(const std::vector<QuantizedLayer>& layers) {
  std::uint64_t largest = 0;
  for (const QuantizedLayer& layer : layers) {
    for (const std::int32_t code : layer.weight_codes) {
      largest = std::max(largest, static_cast<std::uint64_t>(std::abs(std::int64_t{code})));
    }
  }
  return static_cast<int>(std::bit_width(largest)) + 1;
}

int activation_bits(const std::vector<QuantizedLayer>& layers) {
  int widest = 1;
  for (const QuantizedLayer& layer : layers) widest = std::max(widest, bits_of(layer.activations));
  return widest;
}

double additions_per_element(const Network& network, const std::vector<QuantizedLayer>& layers) {
  return mean_by_macs(
      network, [&](const Layer&, std::size_t position) { return additions_of(layers[position]); });
}

bool affords_given_activations(const Network& network, double budget) {
  const std::vector<std::size_t> indices = network.mac_layers();
  return std::all_of(indices.begin(), indices.end(), [&](std::size_t index) {
    return additions_at_budget(budget, network.layers[index].given.value().activation_bits) > 0.0;
  });
}

double given_mac_flips(const Network& network) {
  return mean_by_macs(network, [](const Layer& layer, std::size_t) {
    const GivenQuantization& given = layer.given.value();
    return mixed_mac_flips(given.activation_bits, given.weight_bits);
  });
}

double pann_flips(const Network& network, const std::vector<QuantizedLayer>& layers) {
  return mean_by_macs(network, [&](const Layer&, std::size_t position) {
    return pann_flips(additions_of(layers[position]), bits_of(layers[position].activations));
  });
}

}  // namespace pann::analysis
