#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "analysis/network/inference.h"
#include "analysis/network/network.h"
#include "analysis/quantizer.h"

namespace pann::analysis {

/// What a network's layers with MACs see and make in floating point, in their order.
struct Calibration {
  std::vector<Histogram> activations;  ///< Of their inputs, over all samples.
  /// Their mean output before activation, one value an output channel, over the first
  /// `mean_samples` samples.
  std::vector<std::vector<double>> mean_outputs;
  std::size_t mean_samples = 0;
};

/// How many samples a mean is taken over at most, where all their tensors are held at once: 256,
/// less where they would take more than half a gigabyte.
std::size_t samples_for_means(const Network& network, const Dataset& dataset);

/// Runs the network in floating point, twice; `progress` hears the fraction done. Throws
/// Failure(user_error, "network.overflow") where an input or output of a layer with MACs is not
/// finite.
Calibration calibrate(const Network& network, const Dataset& dataset,
                      const std::function<void(double)>& progress = {});

/// Mean of each channel of outputs, height x width x channel, over all of them.
std::vector<double> channel_means(const Layer& layer, const std::vector<Tensor>& outputs);

}  // namespace pann::analysis
