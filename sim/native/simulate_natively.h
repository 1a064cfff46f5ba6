#pragma once

#include <filesystem>

#include "generator/manifest.h"
#include "sim/native/native_engine.h"
#include "sim/schedule.h"
#include "sim/simulation.h"
#include "support/diagnostic.h"

namespace pann::sim {

/// Plays the schedule through the native engine: elaborates the manifest's files with Yosys (or
/// finds the netlist in the cache), compiles and runs. `directory` holds the files. Throws as
/// elaborate(), compile() and run() do; `is_native_refusal` tells which of these another engine may
/// still manage.
SimulationResult simulate_natively(const std::filesystem::path& directory,
                                   const generator::Manifest& manifest, const Schedule& schedule,
                                   const EngineOptions& options = {});

/// Whether a failure says that the native engine cannot treat the design (a latch, a gated clock, a
/// register without reset, Yosys missing ...), so that `--engine auto` goes on with Verilator.
bool is_native_refusal(const support::Failure& failure);

}  // namespace pann::sim
