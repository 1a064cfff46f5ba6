#pragma once

#include <vector>

#include "analysis/network/inference.h"
#include "analysis/network/network.h"
#include "analysis/quantizer.h"

namespace pann::analysis {

/// What a network's activations look like: a histogram of the inputs of each layer with MACs, in
/// their order, over all samples.
struct Calibration {
  std::vector<Histogram> activations;
};

/// Runs the network in floating point. Throws Failure(user_error, "network.negative") where the
/// input of a layer with MACs takes negative values: PANN and unsigned arithmetic want a ReLU in
/// front of it (section 4 of the paper).
Calibration calibrate(const Network& network, const Dataset& dataset);

/// Uniform quantization to b bits: activations unsigned, weights signed, each fitted to its layer.
std::vector<QuantizedLayer> quantize_uniform(const Network& network, const Calibration& calibration,
                                             int bits);

/// PANN: activations to `activation_bits`, weights by Eq. (12) with `additions` per element in each
/// layer.
std::vector<QuantizedLayer> quantize_pann(const Network& network, const Calibration& calibration,
                                          int activation_bits, double additions);

/// Additions per multiply-accumulate of the whole network: the layers' ||w||_1 / d, weighted by
/// their MACs.
double additions_per_element(const Network& network, const std::vector<QuantizedLayer>& layers);

}  // namespace pann::analysis
