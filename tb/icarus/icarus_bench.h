#pragma once

#include <string>

#include "generator/manifest.h"
#include "tb/stimulus/schedule.h"

namespace pann::tb {

/// File names that the bench reads and writes, in its working directory.
inline constexpr const char* kIcarusPins = "pins.hex";
inline constexpr const char* kIcarusSamples = "samples.hex";
inline constexpr const char* kIcarusTrace = "trace.vcd";
/// Scope of the unit in the bench's trace.
inline constexpr const char* kIcarusScope = "bench.dut";

/// A Verilog bench that plays pin vectors of kIcarusPins into the unit, writes its outputs cycle by
/// cycle to kIcarusSamples and, with `trace`, every change to kIcarusTrace.
std::string icarus_bench(const generator::Manifest& manifest, const Schedule& schedule, bool trace);

/// The schedule's inputs as $readmemh reads them: one word a cycle, first slot in the highest bits.
std::string icarus_pins(const Schedule& schedule);

}  // namespace pann::tb
