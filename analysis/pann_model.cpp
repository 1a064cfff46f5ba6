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

double pann_words(const PannConditions& given) {
  const double half = 0.5 * given.x_bits;
  const double addition = half + 1.0 - std::ldexp(1.0, -given.x_bits);
  return half + 2.0 * given.additions * addition +
         idle_adders(given) * (half + carry_flips(given.x_bits));
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
  return {pann_words(given), pann_carries(given), 2.0 * given.register_bits * cycles};
}

}  // namespace pann::analysis
