#include "analysis/paper_equations.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

#include "generator/design_spec.h"

namespace pann::analysis {

double signed_multiplier_flips(double b) {
  return mixed_multiplier_flips(b, b);
}

double signed_accumulator_flips(double b, double accumulator_width) {
  return 0.5 * accumulator_width + 2.0 * b;
}

double unsigned_multiplier_flips(double b) {
  return mixed_multiplier_flips(b, b);
}

double unsigned_accumulator_flips(double b) {
  return 3.0 * b;
}

double unsigned_mac_flips(double b) {
  return unsigned_multiplier_flips(b) + unsigned_accumulator_flips(b);
}

double signed_mac_flips(double b, double accumulator_width) {
  return signed_multiplier_flips(b) + signed_accumulator_flips(b, accumulator_width);
}

double mixed_multiplier_flips(double bx, double bw) {
  const double widest = std::max(bx, bw);
  return 0.5 * widest * widest + 0.5 * (bx + bw);
}

double mixed_mac_flips(double bx, double bw) {
  return mixed_multiplier_flips(bx, bw) + unsigned_accumulator_flips(0.5 * (bx + bw));
}

SplitLayer split_layer(std::span<const double> weights, std::span<const double> bias) {
  const auto rectified = [](std::span<const double> values, double sign) {
    std::vector<double> result;
    result.reserve(values.size());
    for (const double value : values) result.push_back(std::max(0.0, sign * value));
    return result;
  };
  return {rectified(weights, 1.0), rectified(weights, -1.0), rectified(bias, 1.0),
          rectified(bias, -1.0)};
}

RepeatedAddition dot_product_by_addition(std::span<const std::int64_t> weights,
                                         std::span<const std::int64_t> activations) {
  assert(weights.size() == activations.size());
  RepeatedAddition total;
  std::int64_t positive = 0;
  std::int64_t negative = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    std::int64_t& sum = weights[i] < 0 ? negative : positive;
    const auto repetitions = static_cast<std::uint64_t>(std::abs(weights[i]));
    for (std::uint64_t j = 0; j < repetitions; ++j) sum += activations[i];
    total.additions += repetitions;
  }
  total.result = positive - negative;
  return total;
}

double pann_flips(double additions, double activation_bits) {
  return (additions + 0.5) * activation_bits;
}

double additions_at_budget(double budget, double activation_bits) {
  return budget / activation_bits - 0.5;
}

double accumulator_width(double bx, double bw, double elements) {
  return bx + bw + 1.0 + std::log2(elements);
}

int required_accumulator_width(int bx, int bw, std::uint64_t elements) {
  return generator::accumulator_bits(bx, bw, elements);
}

}  // namespace pann::analysis
