#include "tb/exact/exact_stimulus.h"

#include <cmath>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::tb {

using generator::Operand;
using generator::Role;

namespace {

OperandWeights weights_of(const StimulusSpec& stimulus, const OperandPort& port, double divisor) {
  const OperandRange range = stimulus_range(stimulus, port);
  return stimulus.distribution == Distribution::uniform
             ? uniform_weights(range, port.width)
             : gaussian_weights(range, port.width, divisor);
}

void check_bits(const generator::Port& x, const generator::Port* w) {
  const int bits = x.width + (w == nullptr ? 0 : w->width);
  if (bits <= OperandModel::kMostBits) return;
  support::fail_input(
      "engine.patterns",
      fmt::format("the operands have {} bits together; all pairs are enumerated for "
                  "up to {}",
                  bits, OperandModel::kMostBits),
      "take narrower operands, or a sample (without --exact)");
}

}  // namespace

double gaussian_divisor(std::uint64_t draws) {
  // (2 Phi(d) - 1)^draws = 1/2, by bisection: erf rises with d.
  const double target = std::exp2(-1.0 / static_cast<double>(draws));
  double low = 0.0;
  double high = 10.0;
  constexpr int kHalvings = 60;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (std::erf(middle / std::sqrt(2.0)) < target ? low : high) = middle;
  }
  return low;
}

OperandModel operand_model(const generator::Manifest& manifest, const StimulusSpec& stimulus,
                           double divisor) {
  const generator::Port* x = manifest.find(Role::x);
  const generator::Port* w = manifest.find(Role::w);
  if (x == nullptr) {
    support::fail_input("manifest.role", "no port has the role x", "mend manifest.json");
  }
  check_bits(*x, w);
  OperandModel model;
  const auto port = [&](Operand operand) { return operand_port(manifest.design, operand); };
  model.operands.push_back({x->name, weights_of(stimulus, port(Operand::x), divisor)});
  if (w != nullptr) {
    model.operands.push_back({w->name, weights_of(stimulus, port(Operand::w), divisor)});
  }
  for (const Role role : {Role::reset, Role::enable}) {
    if (const generator::Port* held = manifest.find(role)) model.held[held->name] = 1;
  }
  return model;
}

}  // namespace pann::tb
