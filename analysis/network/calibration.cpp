#include "analysis/network/calibration.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

#include "analysis/network/network_fields.h"
#include "support/diagnostic.h"
#include "support/parallel.h"

namespace pann::analysis {

namespace {

constexpr std::size_t kMeanSamples = 256;
constexpr std::size_t kHeldValues = std::size_t{1} << 26U;

/// Position of each layer with MACs among them, by its index in the network.
std::vector<std::size_t> mac_positions(const Network& network) {
  std::vector<std::size_t> positions(network.layers.size(), 0);
  const std::vector<std::size_t> indices = network.mac_layers();
  for (std::size_t i = 0; i < indices.size(); ++i) positions[indices[i]] = i;
  return positions;
}

/// Runs all samples in floating point, in parallel.
class Observation {
 public:
  Observation(const Network& network, const Dataset& dataset,
              const std::function<void(double)>& progress)
      : network_(network),
        dataset_(dataset),
        progress_(progress),
        inference_(network),
        positions_(mac_positions(network)) {}

  /// `visit(sample, position, input, output)` must bear to be called in parallel.
  template <class Visit>
  void run(Visit visit) {
    support::parallel_for(std::size_t{0}, dataset_.samples(), [&](std::size_t sample) {
      inference_.run(dataset_.sample(sample),
                     [&](std::size_t layer, const Tensor& input, const Tensor& output) {
                       visit(sample, positions_[layer], input, output);
                     });
      advance();
    });
  }

 private:
  void advance() {
    const std::scoped_lock lock(mutex_);
    ++done_;
    constexpr double kPasses = 2.0;
    if (progress_) {
      progress_(static_cast<double>(done_) / (kPasses * static_cast<double>(dataset_.samples())));
    }
  }

  const Network& network_;
  const Dataset& dataset_;
  const std::function<void(double)>& progress_;
  Inference inference_;
  std::vector<std::size_t> positions_;
  std::mutex mutex_;
  std::size_t done_ = 0;
};

/// Smallest and largest input of each layer; means of outputs, sample by sample.
struct Extremes {
  explicit Extremes(std::size_t layers)
      : smallest(layers, 0.0), largest(layers, 0.0), finite(layers, true) {}

  std::vector<double> smallest;
  std::vector<double> largest;
  std::vector<bool> finite;
};

void require_finite(const Network& network, const Extremes& extremes) {
  const std::vector<std::size_t> indices = network.mac_layers();
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (extremes.finite[i]) continue;
    fail_network(
        "network.overflow", network.folder / "network.json",
        fmt::format("the input or output of layer '{}' is not finite: weights, biases or the "
                    "input's scale are too large",
                    network.layers[indices[i]].name));
  }
}

bool all_finite(const Tensor& tensor) {
  return std::all_of(tensor.begin(), tensor.end(),
                     [](double value) { return std::isfinite(value); });
}

std::vector<double> sums_of_channels(const Layer& layer, const Tensor& output) {
  std::vector<double> sums(layer.out.channels, 0.0);
  for (std::size_t i = 0; i < output.size(); ++i) sums[i % sums.size()] += output[i];
  return sums;
}

/// Mean of each channel, from the sums of each sample in their order.
std::vector<double> means_of(const Layer& layer, const std::vector<std::vector<double>>& sums) {
  std::vector<double> means(layer.out.channels, 0.0);
  for (const std::vector<double>& sample : sums) {
    for (std::size_t channel = 0; channel < means.size(); ++channel) {
      means[channel] += sample[channel];
    }
  }
  const double count =
      static_cast<double>(layer.out.height * layer.out.width) * static_cast<double>(sums.size());
  for (double& mean : means) mean /= count;
  return means;
}

}  // namespace

std::size_t samples_for_means(const Network& network, const Dataset& dataset) {
  std::size_t largest = network.input.size();
  for (const Layer& layer : network.layers) largest = std::max(largest, layer.out.size());
  constexpr std::size_t kTensors = 4;  // Held of a sample: a branch, its sum, input and output.
  const std::size_t fitting = std::max<std::size_t>(1, kHeldValues / (kTensors * largest));
  return std::min({kMeanSamples, fitting, dataset.samples()});
}

std::vector<double> channel_means(const Layer& layer, const std::vector<Tensor>& outputs) {
  std::vector<std::vector<double>> sums;
  sums.reserve(outputs.size());
  for (const Tensor& output : outputs) sums.push_back(sums_of_channels(layer, output));
  return means_of(layer, sums);
}

Calibration calibrate(const Network& network, const Dataset& dataset,
                      const std::function<void(double)>& progress) {
  const std::vector<std::size_t> indices = network.mac_layers();
  Observation observation(network, dataset, progress);
  Calibration calibration;
  calibration.mean_samples = samples_for_means(network, dataset);
  Extremes extremes(indices.size());
  std::vector<std::vector<std::vector<double>>> sums(
      indices.size(), std::vector<std::vector<double>>(calibration.mean_samples));
  std::mutex mutex;
  observation.run(
      [&](std::size_t sample, std::size_t position, const Tensor& input, const Tensor& output) {
        const auto [low, high] = std::minmax_element(input.begin(), input.end());
        const bool finite = all_finite(input) && all_finite(output);
        if (sample < calibration.mean_samples) {
          sums[position][sample] = sums_of_channels(network.layers[indices[position]], output);
        }
        const std::scoped_lock lock(mutex);
        extremes.smallest[position] = std::min(extremes.smallest[position], *low);
        extremes.largest[position] = std::max(extremes.largest[position], *high);
        extremes.finite[position] = extremes.finite[position] && finite;
      });
  require_finite(network, extremes);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    calibration.activations.emplace_back(extremes.smallest[i], extremes.largest[i]);
    calibration.mean_outputs.push_back(means_of(network.layers[indices[i]], sums[i]));
  }
  observation.run([&](std::size_t, std::size_t position, const Tensor& input, const Tensor&) {
    Histogram histogram(extremes.smallest[position], extremes.largest[position]);
    for (const double value : input) histogram.add(value);
    const std::scoped_lock lock(mutex);
    calibration.activations[position].add(histogram);
  });
  return calibration;
}

}  // namespace pann::analysis
