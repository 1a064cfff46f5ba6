#pragma once

#include <filesystem>

#include "generator/manifest.h"
#include "sim/schedule.h"
#include "sim/simulation.h"

namespace pann::tb {

/// Plays the schedule through Verilator's model of the design and counts its trace in process.
/// `directory` holds the manifest's files; `vcd`, where not empty, keeps the trace there.
/// Throws Failure(tool_failed) when a tool is missing or fails.
sim::SimulationResult simulate_with_verilator(const std::filesystem::path& directory,
                                              const generator::Manifest& manifest,
                                              const sim::Schedule& schedule,
                                              const std::filesystem::path& vcd = {});

}  // namespace pann::tb
