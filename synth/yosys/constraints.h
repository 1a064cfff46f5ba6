#pragma once

#include <string>

#include "generator/manifest.h"

namespace pann::synth {

/// Constraints in SDC: the clock at its port (a virtual one where the design has none, without
/// which timing analysers report no power at all) and the transition time at every input.
std::string to_sdc(const generator::Manifest& manifest, double clock_mhz, double input_slew_ns,
                   double time_unit_s);

}  // namespace pann::synth
