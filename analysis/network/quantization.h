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
  /// Activations as the network was quantized elsewhere (Network::is_quantized()). Uniform: its
  /// weight codes too. PANN: without a budget its codes are numbers of additions as they are, with
  /// one R of Eq. (12) in each layer is what the budget leaves its activations.
  bool given = false;
  double budget = 0.0;  ///< Flips a multiply-accumulate, of given PANN; 0: none.

  static Arithmetic uniform(int activation_bits, int weight_bits) {
    return {Scheme::uniform, activation_bits, weight_bits};
  }
  static Arithmetic pann(int activation_bits, double additions) {
    return {Scheme::pann, activation_bits, 0, additions};
  }
  static Arithmetic as_given(Scheme scheme, double budget = 0.0) {
    return {scheme, 0, 0, 0.0, true, budget};
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

/// Whether a budget leaves additions to the activations of every layer of a quantized network.
bool affords_given_activations(const Network& network, double budget);

/// What one multiply-accumulate takes by the paper's model, in flips, layers weighted by their
/// MACs, on codes as the network was quantized elsewhere: on unsigned MACs of each layer's own
/// widths, Eqs. (7) and (4), and with each code as a number of additions, Eq. (13).
double given_mac_flips(const Network& network);
double pann_flips(const Network& network, const std::vector<QuantizedLayer>& layers);

/// Two's complement bits of the largest weight code of all layers, b_R of PANN.
int weight_bits(const std::vector<QuantizedLayer>& layers);

/// Bits of the widest activation code of all layers.
int activation_bits(const std::vector<QuantizedLayer>& layers);

}  // namespace pann::analysis
