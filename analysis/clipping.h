#pragma once

#include <optional>
#include <string_view>

#include "analysis/quantizer.h"

namespace pann::analysis {

/// How the range of a layer's activations is chosen.
enum class Clipping {
  max,         ///< The whole range that calibration saw.
  percentile,  ///< What is left when the same share of values is cut at each end that is not zero.
  mse,         ///< Of 64 clipping levels the one of the least mean squared error.
  aciq,        ///< Banner, Nahshan, Soudry, "Post training 4-bit quantization", NeurIPS 2019: the
               ///< optimum for a Laplace distribution of the same spread.
  dynamic,     ///< Each sample's own range, measured while it runs.
};

std::string_view name(Clipping clipping);

/// The clipping of that name; none for an unknown one.
std::optional<Clipping> clipping_named(std::string_view name);

struct ClippingChoice {
  Clipping method = Clipping::mse;
  double percentile = 99.9;  ///< In (50, 100].
};

/// The quantizer to b bits, codes from 0, for activations of which a histogram is known. For
/// `dynamic` its codes alone count; step and offset follow from each sample.
UniformQuantizer activation_quantizer(const Histogram& activations, int bits,
                                      const ClippingChoice& choice);

/// ACIQ's clipping level of a zero-centred Laplace distribution of scale 1 quantized to 2^b values
/// over [-level, level]: the root of level exp(level) = 3 4^b, from d/da [2 exp(-a) + a^2 / (3
/// 4^b)] = 0. A half of it (behind a ReLU) has twice the values: b + 1.
double laplace_clipping(int bits);

}  // namespace pann::analysis
