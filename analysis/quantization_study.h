#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/mse.h"
#include "analysis/quantizer.h"

namespace pann::analysis {

/// Operands of the dot products that Figures 3(b) and 15 quantize, independent of each other.
enum class OperandShape {
  uniform,   ///< Activations in [0, 1], weights in [-1/2, 1/2] (Mx = Mw = 1).
  gaussian,  ///< Activations max(0, N(0,1)), weights N(0,1).
};

std::string_view name(OperandShape shape);

/// Quantizers to b bits. Uniform: the regular ones of Eq. (15). Gaussian: those whose clipping
/// level makes the expected squared error least, which ACIQ, the paper's choice, approximates;
/// activations are rounded so that the zeros of the ReLU stay zero.
UniformQuantizer study_activation_quantizer(OperandShape shape, int bits);
UniformQuantizer study_weight_quantizer(OperandShape shape, int bits);

/// Expected squared error of quantizing N(0,1) (with `rectified`: max(0, N(0,1)), codes from 0), in
/// closed form over the quantizer's cells.
double gaussian_quantization_error(const UniformQuantizer& quantizer, bool rectified);

/// Eq. (14) per element (d = 1) of uniform quantization to b bits: Eq. (16), or with the Gaussian's
/// moments.
double modelled_ruq_mse(OperandShape shape, int bits);

/// Eq. (14) per element of PANN: Eq. (18), or with the Gaussian's moments and gamma_w^2 / 12 of Eq.
/// (17), gamma_w = E|w| / R.
double modelled_pann_mse(OperandShape shape, int activation_bits, double additions);

/// The bx~ from 2 to 8 of the least modelled error at a budget. 0 where none leaves an addition.
int best_modelled_width(OperandShape shape, double budget);

struct QuantizationStudyOptions {
  std::size_t length = 256;   ///< d.
  std::size_t trials = 2000;  ///< Dot products.
  std::uint64_t seed = 1;
};

/// Mean squared error per element, and the standard error of that mean.
struct SimulatedMse {
  double mean = 0.0;
  double standard_error = 0.0;
};

/// Quantizes drawn dot products and compares them with the exact ones.
SimulatedMse simulated_ruq_mse(OperandShape shape, int bits,
                               const QuantizationStudyOptions& options);

/// The same with weights by Eq. (12), each dot product with a gamma_w of its own.
SimulatedMse simulated_pann_mse(OperandShape shape, int activation_bits, double additions,
                                const QuantizationStudyOptions& options);

}  // namespace pann::analysis
