#include "analysis/reproduce/equal_power.h"

#include <algorithm>
#include <bit>
#include <utility>

#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/quantizer.h"
#include "support/random.h"

namespace pann::analysis {

namespace {

/// Streams of the random numbers, as make_operands() numbers them.
constexpr std::uint64_t kActivations = 0;
constexpr std::uint64_t kWeights = 1;

PannWeights draw_weights(std::size_t elements, double additions, std::uint64_t seed) {
  support::Random random(seed, kWeights);
  std::vector<double> weights(elements);
  for (double& weight : weights) weight = random.unit() - 0.5;
  return quantize_pann(weights, additions);
}

std::vector<std::size_t> stream_borders(std::size_t elements) {
  std::vector<std::size_t> borders;
  for (std::size_t first = 0; first < elements; first += tb::kDefaultStreamLength) {
    borders.push_back(first);
  }
  borders.push_back(elements);
  return borders;
}

}  // namespace

EqualPower equal_power(int bits, std::size_t elements, std::uint64_t seed) {
  EqualPower setting{bits, unsigned_mac_flips(bits), {}, 0, nullptr};
  setting.choice = best_activation_width(setting.budget);
  const PannWeights weights = draw_weights(elements, setting.choice.additions, seed);
  tb::OperandStreams operands;
  operands.origin =
      fmt::format("PANN at {:g} flips, {} elements, seed {}", setting.budget, elements, seed);
  operands.first = stream_borders(elements);
  support::Random random(seed, kActivations);
  std::uint64_t largest = 0;
  for (const std::int64_t weight : weights.counts) {
    operands.x.push_back(random.below(std::uint64_t{1} << setting.choice.activation_bits));
    operands.w.push_back(static_cast<tb::OperandBits>(weight));
    largest = std::max(largest, static_cast<std::uint64_t>(weight < 0 ? -weight : weight));
  }
  setting.weight_bits =
      std::max(generator::kMinimumWidth, static_cast<int>(std::bit_width(largest)) + 1);
  setting.operands = std::make_shared<const tb::OperandStreams>(std::move(operands));
  return setting;
}

generator::DesignSpec mac_spec(int bits) {
  generator::DesignSpec spec;
  spec.x_width = bits;
  spec.w_width = bits;
  return spec;
}

generator::DesignSpec pann_spec(const EqualPower& setting, generator::Sequencer sequencer) {
  generator::DesignSpec spec;
  spec.kind = generator::Kind::pann_mac;
  spec.x_width = setting.choice.activation_bits;
  spec.w_width = setting.weight_bits;
  spec.x_signed = false;
  spec.sequencer = sequencer;
  return spec;
}

}  // namespace pann::analysis
