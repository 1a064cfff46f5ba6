#pragma once

#include <cstdint>

#include "generator/design_spec.h"
#include "synth/liberty/library.h"
#include "synth/power/power.h"
#include "tb/measure.h"
#include "tb/stimulus/operands.h"

namespace pann::flow {

/// Uniform operands in streams of the length that the design's kind has by default: what a netlist
/// is tried with where nobody gives operands.
tb::OperandStreams trial_operands(const generator::Manifest& manifest, std::uint64_t operations,
                                  std::uint64_t seed = 1);

/// The power of a mapped design with `operations` trial operands and zero delay. Throws as
/// measure_gates and compute_power do.
synth::PowerReport trial_power(const tb::DesignFiles& mapped, const synth::Library& library,
                               std::uint64_t operations, const synth::PowerOptions& options);

}  // namespace pann::flow
