#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pann::analysis {

/// Codes q from `lowest` to `highest` for the values step * (q + offset), Eq. (9).
struct UniformQuantizer {
  double step = 1.0;
  double offset = 0.0;  ///< 0: rounding; 0.5: mid-rise. It folds into a layer's bias.
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  /// Ties of value / step go to the even number (IEEE 754, PyTorch, ONNX) instead of away from zero
  /// of the code; for whole offsets.
  bool ties_to_even = false;

  /// The nearest code, clipped.
  std::int64_t code(double value) const;
  double value(std::int64_t code) const;
};

/// The regular uniform quantizer (RUQ) of Eq. (15) for activations in [0, largest]: 2^b cells of
/// largest / 2^b, each standing for its middle.
UniformQuantizer regular_activation_quantizer(double largest, int bits);

/// The same for weights in [-largest, largest]: 2^b cells of 2 largest / 2^b.
UniformQuantizer regular_weight_quantizer(double largest, int bits);

/// The quantizer with codes 0 to `highest` from the smaller of 0 and `smallest` to the larger of 0
/// and `largest`. Zero has a code of its own, a whole number, so that zeros stay zero: 0 where
/// nothing is negative.
UniformQuantizer spanning_quantizer(double smallest, double largest, std::int64_t highest);

/// How often values in [smallest, largest] occur; 4096 cells, so that fitting a quantizer takes the
/// same time whatever the number of values.
class Histogram {
 public:
  static constexpr std::size_t kCells = 4096;

  explicit Histogram(double largest) : Histogram(0.0, largest) {}
  Histogram(double smallest, double largest)
      : smallest_(smallest), largest_(largest), counts_(kCells, 0) {}

  void add(double value);
  void add(const Histogram& other);
  double smallest() const { return smallest_; }
  double largest() const { return largest_; }
  std::uint64_t count(std::size_t cell) const { return counts_[cell]; }
  double centre(std::size_t cell) const;

 private:
  double smallest_;
  double largest_;
  std::vector<std::uint64_t> counts_;
};

/// The rounding quantizer with codes 0 to 2^b - 1 that fits these activations best: of 64 clipping
/// levels up to the largest (and down to the smallest) value the one with the least mean squared
/// error. (Algorithm 1 takes any quantizer of activations; a clipping one, as ACIQ, serves few bits
/// well. The others are in analysis/clipping.h.)
UniformQuantizer fitted_activation_quantizer(const Histogram& activations, int bits);

/// The same for weights, with codes -(2^(b-1) - 1) to 2^(b-1) - 1, so that W+ and W- of Eq. (5) fit
/// [0, 2^(b-1)). `bits` is at least 2.
UniformQuantizer fitted_weight_quantizer(std::span<const double> weights, int bits);

/// Eq. (12): weights as numbers of additions.
struct PannWeights {
  double step = 1.0;                 ///< gamma_w = ||w||_1 / (R d).
  std::vector<std::int64_t> counts;  ///< round(w_i / gamma_w); a negative one subtracts.

  /// ||counts||_1 / d, close to the R asked for.
  double additions_per_element() const;
};

/// Quantizes the d weights of a layer to `additions` (R > 0) additions per element.
PannWeights quantize_pann(std::span<const double> weights, double additions);

}  // namespace pann::analysis
