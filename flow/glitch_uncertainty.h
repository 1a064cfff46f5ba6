#pragma once

#include <string>

#include <fmt/format.h>

namespace pann::flow {

/// What glitch energy of simulations with delays (GateDelays::liberty) was off beside
/// transistor-level simulation, over the glitch energy found there: least and greatest of the units
/// of docs/truth.md, on sky130hd. Pulses near a gate's delay are why: a partial swing is counted as
/// a whole one or as none.
struct GlitchUncertainty {
  double low;
  double high;
};

inline constexpr GlitchUncertainty kGlitchUncertainty{-0.42, 0.35};

/// For reports: "-42 to +35 % beside transistors (docs/truth.md)".
inline std::string glitch_uncertainty_text() {
  return fmt::format("{:+.0f} to {:+.0f} % beside transistors (docs/truth.md)",
                     100.0 * kGlitchUncertainty.low, 100.0 * kGlitchUncertainty.high);
}

}  // namespace pann::flow
