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

void check_bits(int bits) {
  if (bits <= OperandModel::kMostBits) return;
  support::fail_input(
      "engine.patterns",
      fmt::format("the operands have {} bits together; all pairs are enumerated for "
                  "up to {}",
                  bits, OperandModel::kMostBits),
      "take narrower operands, or a sample (without --exact)");
}

/// The ports of x and w, one word each.
std::vector<const generator::Port*> operand_inputs(const generator::Manifest& manifest) {
  std::vector<const generator::Port*> ports;
  int bits = 0;
  for (const generator::Port& port : manifest.ports) {
    if (port.role != Role::x && port.role != Role::w) continue;
    if (port.lanes > 1) {
      support::fail_input("engine.patterns",
                          fmt::format("port '{}' holds {} words; only the bits of single words "
                                      "are enumerated",
                                      port.name, port.lanes),
                          "take a sample (without --exact)");
    }
    bits += port.width;
    ports.push_back(&port);
  }
  if (ports.empty()) {
    support::fail_input("manifest.role", "no port has the role x", "mend manifest.json");
  }
  check_bits(bits);
  return ports;
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
  const OperandPorts operands = operand_ports(manifest);
  OperandModel model;
  for (const generator::Port* port : operand_inputs(manifest)) {
    const Operand operand = port->role == Role::x ? Operand::x : Operand::w;
    model.operands.push_back({port->name, weights_of(stimulus, *operands.find(operand), divisor)});
  }
  for (const Role role : {Role::reset, Role::enable, Role::valid_in, Role::held_high}) {
    if (const generator::Port* held = manifest.find(role)) model.held[held->name] = 1;
  }
  return model;
}

}  // namespace pann::tb
