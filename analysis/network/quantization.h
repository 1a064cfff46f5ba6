#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/clipping.h"
#include "analysis/network/calibration.h"
#include "analysis/network/inference.h"
#include "analysis/network/network.h"

namespace pann::analysis {

/// What a network is quantized to: widths of uniform arithmetic, or PANN's.
struct Arithmetic {
  enum class Scheme { uniform, pann };

  Scheme scheme = Scheme::uniform;
  int activation_bits = 8;
  int weight_bits = 8;     ///< Uniform: codes -(2^(b-1) - 1) to 2^(b-1) - 1.
  double additions = 0.0;  ///< PANN: R of Eq. (12).

  static Arithmetic uniform(int activation_bits, int weight_bits) {
    return {Scheme::uniform, activation_bits, weight_bits, 0.0};
  }
  static Arithmetic pann(int activation_bits, double additions) {
    return {Scheme::pann, activation_bits, 0, additions};
  }
};

/// What shares one step of the weights.
enum class WeightGrain { layer, channel };

/// How a network is quantized to any arithmetic.
struct QuantizationRecipe {
  ClippingChoice activations{};
  WeightGrain grain = WeightGrain::layer;
  bool bias_correction = false;
  /// The first and the last layer with MACs take 8 bits; of PANN 8 bits of activation and the
  /// additions of an unsigned 8-bit MAC's power.
  bool wide_edges = false;
};

/// Quantizes each layer with MACs. `dataset` serves bias correction, which makes each channel's
/// mean output, layer by layer in their order, that of the float network on the calibration's first
/// samples (Banner et al.; Nagel et al., "Data-free quantization", ICCV 2019, section 4.2.2,
/// measured instead of modelled); it must be the calibration's.
std::vector<QuantizedLayer> quantize(const Network& network, const Calibration& calibration,
                                     const Dataset& dataset, const Arithmetic& arithmetic,
                                     const QuantizationRecipe& recipe);

/// The same without bias correction.
std::vector<QuantizedLayer> quantize(const Network& network, const Calibration& calibration,
                                     const Arithmetic& arithmetic,
                                     const QuantizationRecipe& recipe = {});

/// Additions per multiply-accumulate of the whole network: the layers' ||w||_1 / d, weighted by
/// their MACs.
double additions_per_element(const Network& network, const std::vector<QuantizedLayer>& layers);

/// Two's complement bits of the largest weight code of all layers, b_R of PANN.
int weight_bits(const std::vector<QuantizedLayer>& layers);

/// Bits of the widest activation code of all layers.
int activation_bits(const std::vector<QuantizedLayer>& layers);

}  // namespace pann::analysis
