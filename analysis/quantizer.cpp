#include "analysis/quantizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace pann::analysis {

namespace {

constexpr int kClippingLevels = 64;

double norm_1(std::span<const double> values) {
  double norm = 0.0;
  for (const double value : values) norm += std::abs(value);
  return norm;
}

/// The candidate of the least error; `candidate(k / 64)` clips at that share of the range.
template <class Candidate, class Error>
UniformQuantizer fit(Candidate candidate, Error error) {
  UniformQuantizer best = candidate(1.0);
  double least = std::numeric_limits<double>::infinity();
  for (int k = 1; k <= kClippingLevels; ++k) {
    const UniformQuantizer tried = candidate(static_cast<double>(k) / kClippingLevels);
    const double found = error(tried);
    if (found >= least) continue;
    least = found;
    best = tried;
  }
  return best;
}

double squared_error(const UniformQuantizer& quantizer, double value) {
  const double error = quantizer.value(quantizer.code(value)) - value;
  return error * error;
}

}  // namespace

std::int64_t UniformQuantizer::code(double value) const {
  if (ties_to_even) {
    const double place = std::nearbyint(value / step) - offset;
    return static_cast<std::int64_t>(
        std::clamp(place, static_cast<double>(lowest), static_cast<double>(highest)));
  }
  // Clipped first: the conversion to an integer, which rounds toward zero, is then always defined.
  const double place =
      std::clamp(value / step - offset, static_cast<double>(lowest), static_cast<double>(highest));
  return static_cast<std::int64_t>(place + (place < 0.0 ? -0.5 : 0.5));
}

double UniformQuantizer::value(std::int64_t code) const {
  return step * (static_cast<double>(code) + offset);
}

UniformQuantizer regular_activation_quantizer(double largest, int bits) {
  const std::int64_t levels = std::int64_t{1} << bits;
  return {largest / static_cast<double>(levels), 0.5, 0, levels - 1};
}

UniformQuantizer regular_weight_quantizer(double largest, int bits) {
  const std::int64_t half = std::int64_t{1} << (bits - 1);
  return {largest / static_cast<double>(half), 0.5, -half, half - 1};
}

UniformQuantizer spanning_quantizer(double smallest, double largest, std::int64_t highest) {
  const double low = std::min(smallest, 0.0);
  const double high = std::max(largest, 0.0);
  const double step = (high - low) / static_cast<double>(highest);
  if (!(step > 0.0)) return {1.0, 0.0, 0, highest};
  return {step, -std::round(-low / step), 0, highest};
}

void Histogram::add(double value) {
  if (!(largest_ > smallest_)) return;
  const auto cell = static_cast<std::size_t>(
      std::max(0.0, (value - smallest_) * (kCells / (largest_ - smallest_))));
  ++counts_[std::min(cell, kCells - 1)];
}

void Histogram::add(const Histogram& other) {
  for (std::size_t cell = 0; cell < kCells; ++cell) counts_[cell] += other.counts_[cell];
}

double Histogram::centre(std::size_t cell) const {
  return smallest_ + (static_cast<double>(cell) + 0.5) * ((largest_ - smallest_) / kCells);
}

UniformQuantizer fitted_activation_quantizer(const Histogram& activations, int bits) {
  const std::int64_t highest = (std::int64_t{1} << bits) - 1;
  const auto candidate = [&](double share) {
    return spanning_quantizer(activations.smallest() * share, activations.largest() * share,
                              highest);
  };
  return fit(candidate, [&](const UniformQuantizer& quantizer) {
    double error = 0.0;
    for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) {
      if (activations.count(cell) == 0) continue;
      error += static_cast<double>(activations.count(cell)) *
               squared_error(quantizer, activations.centre(cell));
    }
    return error;
  });
}

UniformQuantizer fitted_weight_quantizer(std::span<const double> weights, int bits) {
  double largest = 0.0;
  for (const double weight : weights) largest = std::max(largest, std::abs(weight));
  const std::int64_t highest = (std::int64_t{1} << (bits - 1)) - 1;
  if (largest <= 0.0) return {1.0, 0.0, -highest, highest};
  const auto candidate = [&](double share) {
    return UniformQuantizer{largest * share / static_cast<double>(highest), 0.0, -highest, highest};
  };
  return fit(candidate, [&](const UniformQuantizer& quantizer) {
    double error = 0.0;
    for (const double weight : weights) error += squared_error(quantizer, weight);
    return error;
  });
}

double PannWeights::additions_per_element() const {
  if (counts.empty()) return 0.0;
  double norm = 0.0;
  for (const std::int64_t count : counts) norm += std::abs(static_cast<double>(count));
  return norm / static_cast<double>(counts.size());
}

PannWeights quantize_pann(std::span<const double> weights, double additions) {
  assert(additions > 0.0);
  PannWeights result;
  result.counts.reserve(weights.size());
  const double norm = norm_1(weights);
  if (norm > 0.0) result.step = norm / (additions * static_cast<double>(weights.size()));
  result.step = std::max(result.step, std::numeric_limits<double>::min());  // Never 0: it divides.
  for (const double weight : weights) {
    result.counts.push_back(static_cast<std::int64_t>(std::round(weight / result.step)));
  }
  return result;
}

}  // namespace pann::analysis
