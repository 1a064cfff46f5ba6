#pragma once

#include <filesystem>

#include "generator/manifest.h"
#include "sim/schedule.h"
#include "sim/simulation.h"
#include "tb/icarus/icarus_bench.h"

namespace pann::tb {

/// Plays the schedule through Icarus Verilog and counts its trace: slower than Verilator,
/// four-valued, and an independent second opinion. `directory` holds the manifest's files; `vcd`,
/// where not empty, keeps the trace there. Throws Failure(tool_failed) when a tool is missing or
/// fails.
sim::SimulationResult simulate_with_icarus(const std::filesystem::path& directory,
                                           const generator::Manifest& manifest,
                                           const sim::Schedule& schedule,
                                           const std::filesystem::path& vcd = {});

/// The same with delays: `directory` holds cell models with specify blocks. Every toggle of the
/// trace counts, glitches included; the trace is in femtoseconds. Throws
/// Failure(tool_failed, "icarus.sdf") where a delay finds no place.
sim::SimulationResult simulate_with_icarus_delays(const std::filesystem::path& directory,
                                                  const generator::Manifest& manifest,
                                                  const sim::Schedule& schedule,
                                                  const IcarusDelays& delays);

}  // namespace pann::tb
