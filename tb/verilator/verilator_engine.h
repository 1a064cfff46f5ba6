#pragma once

#include <filesystem>

#include "generator/manifest.h"
#include "tb/engine/simulation.h"
#include "tb/stimulus/schedule.h"

namespace pann::tb {

/// Plays the schedule through Verilator's model of the design and counts its trace in process.
/// `directory` holds the manifest's files; `vcd`, where not empty, keeps the trace there.
/// Throws Failure(tool_failed) when a tool is missing or fails.
SimulationResult simulate_with_verilator(const std::filesystem::path& directory,
                                         const generator::Manifest& manifest,
                                         const Schedule& schedule,
                                         const std::filesystem::path& vcd = {});

}  // namespace pann::tb
