#include "analysis/quantization_study.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "analysis/paper_equations.h"
#include "support/cancellation.h"
#include "support/random.h"

namespace pann::analysis {

namespace {

constexpr double kGaussianReach = 8.0;  // Clipping levels are sought up to eight sigma,
constexpr double kClippingGrid = 0.01;  // in steps of a hundredth.
constexpr double kSecondMomentOfRelu = 0.5;

double density(double x) {
  return std::isinf(x) ? 0.0 : std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi);
}

double distribution(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

/// x times the density, 0 at infinity.
double weighted_density(double x) {
  return std::isinf(x) ? 0.0 : x * density(x);
}

/// Integral of (x - value)^2 under the normal density from a to b.
double cell_error(double a, double b, double value) {
  const double mass = distribution(b) - distribution(a);
  const double first = density(a) - density(b);
  const double second = mass - (weighted_density(b) - weighted_density(a));
  return second - 2.0 * value * first + value * value * mass;
}

/// The quantizer of least expected error among the clipping levels of the grid.
template <class MakeQuantizer>
UniformQuantizer fitted_to_gaussian(bool rectified, MakeQuantizer make) {
  UniformQuantizer best;
  double least = std::numeric_limits<double>::infinity();
  for (int k = 1; k * kClippingGrid <= kGaussianReach; ++k) {
    const UniformQuantizer candidate = make(k * kClippingGrid);
    const double error = gaussian_quantization_error(candidate, rectified);
    if (error >= least) continue;
    least = error;
    best = candidate;
  }
  return best;
}

/// Moments without errors.
Moments exact_moments(OperandShape shape) {
  if (shape == OperandShape::gaussian) return {kSecondMomentOfRelu, 1.0, 0.0, 0.0};
  const Moments uniform = uniform_moments(1.0, 1.0, 0.0, 0.0);
  return {uniform.x, uniform.w, 0.0, 0.0};
}

double activation_error(OperandShape shape, int bits) {
  if (shape == OperandShape::uniform) return uniform_moments(1.0, 1.0, bits, bits).error_x;
  return gaussian_quantization_error(study_activation_quantizer(shape, bits), true);
}

/// Draws dot products; `quantize_weights(w, wq)` and `activations` quantize them.
template <class QuantizeWeights>
SimulatedMse simulate(OperandShape shape, const UniformQuantizer& activations,
                      const QuantizationStudyOptions& options, QuantizeWeights quantize_weights) {
  support::Random x_random(options.seed, 0);
  support::Random w_random(options.seed, 1);
  std::vector<double> x(options.length);
  std::vector<double> w(options.length);
  std::vector<double> quantized(options.length);
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t trial = 0; trial < options.trials; ++trial) {
    support::check_cancelled();
    const bool is_uniform = shape == OperandShape::uniform;
    for (double& value : x) value = is_uniform ? x_random.unit() : std::max(0.0, x_random.normal());
    for (double& value : w) value = is_uniform ? w_random.unit() - 0.5 : w_random.normal();
    quantize_weights(w, quantized);
    double error = 0.0;
    for (std::size_t i = 0; i < options.length; ++i) {
      error += w[i] * x[i] - quantized[i] * activations.value(activations.code(x[i]));
    }
    const double squared = error * error / static_cast<double>(options.length);
    sum += squared;
    squares += squared * squared;
  }
  const auto trials = static_cast<double>(options.trials);
  const double mean = sum / trials;
  return {mean, std::sqrt(std::max(0.0, squares / trials - mean * mean) / trials)};
}

}  // namespace

std::string_view name(OperandShape shape) {
  return shape == OperandShape::uniform ? "uniform" : "gaussian";
}

double gaussian_quantization_error(const UniformQuantizer& quantizer, bool rectified) {
  // Code q is nearest from half a step below its value to half a step above.
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  double error = 0.0;
  for (std::int64_t code = quantizer.lowest; code <= quantizer.highest; ++code) {
    const double value = quantizer.value(code);
    const double lowest = rectified ? 0.0 : -kInfinity;
    const double from = code == quantizer.lowest ? lowest : value - 0.5 * quantizer.step;
    const double to = code == quantizer.highest ? kInfinity : value + 0.5 * quantizer.step;
    error += cell_error(from, to, value);
  }
  return error;
}

UniformQuantizer study_activation_quantizer(OperandShape shape, int bits) {
  if (shape == OperandShape::uniform) return regular_activation_quantizer(1.0, bits);
  const std::int64_t highest = (std::int64_t{1} << bits) - 1;
  return fitted_to_gaussian(true, [&](double clip) {
    return UniformQuantizer{clip / static_cast<double>(highest), 0.0, 0, highest};
  });
}

UniformQuantizer study_weight_quantizer(OperandShape shape, int bits) {
  if (shape == OperandShape::uniform) return regular_weight_quantizer(0.5, bits);
  return fitted_to_gaussian(false,
                            [&](double clip) { return regular_weight_quantizer(clip, bits); });
}

double modelled_ruq_mse(OperandShape shape, int bits) {
  Moments moments = exact_moments(shape);
  moments.error_x = activation_error(shape, bits);
  moments.error_w = shape == OperandShape::uniform
                        ? uniform_moments(1.0, 1.0, bits, bits).error_w
                        : gaussian_quantization_error(study_weight_quantizer(shape, bits), false);
  return dot_product_mse(1.0, moments);
}

double modelled_pann_mse(OperandShape shape, int activation_bits, double additions) {
  Moments moments = exact_moments(shape);
  moments.error_x = activation_error(shape, activation_bits);
  const double gamma = std::sqrt(2.0 / std::numbers::pi) / additions;  // E|w| of N(0,1), over R.
  moments.error_w =
      shape == OperandShape::uniform ? pann_weight_error(1.0, additions) : gamma * gamma / 12.0;
  return dot_product_mse(1.0, moments);
}

int best_modelled_width(OperandShape shape, double budget) {
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int bits = kNarrowestActivation; bits <= kWidestActivation; ++bits) {
    const double additions = additions_at_budget(budget, bits);
    if (additions <= 0.0) continue;
    const double mse = modelled_pann_mse(shape, bits, additions);
    if (mse >= least) continue;
    least = mse;
    best = bits;
  }
  return best;
}

SimulatedMse simulated_ruq_mse(OperandShape shape, int bits,
                               const QuantizationStudyOptions& options) {
  const UniformQuantizer quantizer = study_weight_quantizer(shape, bits);
  const auto quantize = [&](const std::vector<double>& w, std::vector<double>& quantized) {
    for (std::size_t i = 0; i < w.size(); ++i) quantized[i] = quantizer.value(quantizer.code(w[i]));
  };
  return simulate(shape, study_activation_quantizer(shape, bits), options, quantize);
}

SimulatedMse simulated_pann_mse(OperandShape shape, int activation_bits, double additions,
                                const QuantizationStudyOptions& options) {
  const auto quantize = [&](const std::vector<double>& w, std::vector<double>& quantized) {
    const PannWeights weights = quantize_pann(w, additions);
    for (std::size_t i = 0; i < w.size(); ++i) {
      quantized[i] = weights.step * static_cast<double>(weights.counts[i]);
    }
  };
  return simulate(shape, study_activation_quantizer(shape, activation_bits), options, quantize);
}

}  // namespace pann::analysis
