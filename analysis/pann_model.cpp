#include "analysis/pann_model.h"

#include <cmath>

namespace pann::analysis {

namespace {

/// How often the carry into this bit flips where x and the sum are new; half as often where x alone
/// is.
double carry_flips(int bit) {
  return 2.0 / 3.0 * (1.0 - std::ldexp(1.0, -2 * bit));
}

/// Of the two adders, that of the last addition has a new sum; the others have a new x alone.
double idle_adders(const PannConditions& given) {
  return 2.0 - given.nonzero;
}

/// Bits that an addition flips.
double addition_flips(const PannConditions& given) {
  return 0.5 * given.x_bits + 1.0 - std::ldexp(1.0, -given.x_bits);
}

double pann_sums(const PannConditions& given) {
  return given.additions * addition_flips(given) +
         idle_adders(given) * (0.5 * given.x_bits + carry_flips(given.x_bits));
}

double pann_carries(const PannConditions& given) {
  const double idle = 0.5 * idle_adders(given);
  double flips =
      given.additions * (1.0 - std::ldexp(1.0, -given.x_bits)) + idle * carry_flips(given.x_bits);
  for (int bit = 1; bit <= given.x_bits; ++bit) {
    flips += 0.5 * (given.additions - given.nonzero) + (given.nonzero + idle) * carry_flips(bit);
  }
  return flips;
}

}  // namespace

PannFlips pann_flips_with_clock(const PannConditions& given) {
  const double cycles = given.additions + 1.0 - given.nonzero;
  const double enabled = 0.5 * given.nonzero;
  return {.operand = 0.5 * given.x_bits,
          .sums = pann_sums(given),
          .registers = given.additions * addition_flips(given),
          .carries = pann_carries(given),
          .clock_edges = 2.0 * given.register_bits * cycles,
          .enables = 4.0 * enabled * (1.0 - enabled)};
}

}  // namespace pann::analysis
