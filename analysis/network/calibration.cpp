#include "analysis/network/calibration.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/parallel.h"

namespace pann::analysis {

namespace {

/// Position of each layer with MACs among them, by its index in the network.
std::vector<std::size_t> mac_positions(const Network& network) {
  std::vector<std::size_t> positions(network.layers.size(), 0);
  const std::vector<std::size_t> indices = network.mac_layers();
  for (std::size_t i = 0; i < indices.size(); ++i) positions[indices[i]] = i;
  return positions;
}

/// Runs all samples, in parallel; `visit(position, input)` must bear that.
template <class Visit>
void observe_all(const Network& network, const Dataset& dataset, Visit visit) {
  const Inference inference(network);
  const std::vector<std::size_t> positions = mac_positions(network);
  support::parallel_for(std::size_t{0}, dataset.samples(), [&](std::size_t sample) {
    inference.run(dataset.sample(sample),
                  [&](std::size_t layer, const Tensor& input) { visit(positions[layer], input); });
  });
}

void require_nonnegative(const Network& network, const std::vector<double>& smallest) {
  const std::vector<std::size_t> indices = network.mac_layers();
  std::vector<support::Diagnostic> faults;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (smallest[i] >= 0.0) continue;
    faults.push_back({"network.negative",
                      fmt::format("the input of layer '{}' reaches {:g}: unsigned arithmetic wants "
                                  "inputs that are never negative",
                                  network.layers[indices[i]].name, smallest[i]),
                      "put a ReLU in front of it, or shift the input's zero point",
                      support::Location{(network.folder / "network.json").string(), 0, {}}});
  }
  support::throw_if_any(std::move(faults));
}

}  // namespace

Calibration calibrate(const Network& network, const Dataset& dataset) {
  const std::size_t layers = network.mac_layers().size();
  std::vector<double> smallest(layers, 0.0);
  std::vector<double> largest(layers, 0.0);
  std::mutex mutex;
  observe_all(network, dataset, [&](std::size_t position, const Tensor& input) {
    const auto [low, high] = std::minmax_element(input.begin(), input.end());
    const std::scoped_lock lock(mutex);
    smallest[position] = std::min(smallest[position], *low);
    largest[position] = std::max(largest[position], *high);
  });
  require_nonnegative(network, smallest);
  Calibration calibration;
  for (const double value : largest) calibration.activations.emplace_back(value);
  observe_all(network, dataset, [&](std::size_t position, const Tensor& input) {
    Histogram histogram(largest[position]);
    for (const double value : input) histogram.add(value);
    const std::scoped_lock lock(mutex);
    calibration.activations[position].add(histogram);
  });
  return calibration;
}

std::vector<QuantizedLayer> quantize_uniform(const Network& network, const Calibration& calibration,
                                             int bits) {
  std::vector<QuantizedLayer> layers;
  for (const std::size_t index : network.mac_layers()) {
    const Layer& layer = network.layers[index];
    const UniformQuantizer weights = fitted_weight_quantizer(layer.weights, bits);
    QuantizedLayer quantized;
    quantized.activations =
        fitted_activation_quantizer(calibration.activations[layers.size()], bits);
    quantized.weight_step = weights.step;
    for (const double weight : layer.weights) {
      quantized.weight_codes.push_back(static_cast<double>(weights.code(weight)));
    }
    layers.push_back(std::move(quantized));
  }
  return layers;
}

std::vector<QuantizedLayer> quantize_pann(const Network& network, const Calibration& calibration,
                                          int activation_bits, double additions) {
  std::vector<QuantizedLayer> layers;
  for (const std::size_t index : network.mac_layers()) {
    const PannWeights weights = quantize_pann(network.layers[index].weights, additions);
    QuantizedLayer quantized;
    quantized.activations =
        fitted_activation_quantizer(calibration.activations[layers.size()], activation_bits);
    quantized.weight_step = weights.step;
    quantized.weight_codes.assign(weights.counts.begin(), weights.counts.end());
    layers.push_back(std::move(quantized));
  }
  return layers;
}

double additions_per_element(const Network& network, const std::vector<QuantizedLayer>& layers) {
  double additions = 0.0;
  std::size_t position = 0;
  for (const std::size_t index : network.mac_layers()) {
    const Layer& layer = network.layers[index];
    const std::vector<double>& codes = layers[position++].weight_codes;
    double norm = 0.0;
    for (const double code : codes) norm += std::abs(code);
    const std::size_t macs = layer.dot_length() * layer.dot_products();
    additions += norm / static_cast<double>(codes.size()) * static_cast<double>(macs);
  }
  return additions / static_cast<double>(network.macs());
}

}  // namespace pann::analysis
