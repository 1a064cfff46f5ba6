#pragma once

#include <cstdint>
#include <string>

#include "generator/manifest.h"
#include "sim/schedule.h"

namespace pann::tb {

/// File names that the bench reads and writes, in its working directory.
inline constexpr const char* kIcarusPins = "pins.hex";
inline constexpr const char* kIcarusSamples = "samples.hex";
inline constexpr const char* kIcarusTrace = "trace.vcd";
inline constexpr const char* kIcarusSdf = "delays.sdf";
/// Scope of the unit in the bench's trace.
inline constexpr const char* kIcarusScope = "bench.dut";

/// Delays that Icarus reads from an SDF file into the specify blocks of the cells.
struct IcarusDelays {
  std::string sdf{};  ///< Text of the file; typical delays count.
  std::uint64_t tick_ns =
      10;  ///< Of Schedule's ticks: a cycle has ten, the clock is high for half.
};

/// Femtoseconds in a nanosecond: traces with delays are in femtoseconds.
inline constexpr std::uint64_t kIcarusTicksPerNs = 1'000'000;

/// A Verilog bench that plays pin vectors of kIcarusPins into the unit, writes its outputs cycle by
/// cycle to kIcarusSamples and every change to kIcarusTrace; with `delays`, those of kIcarusSdf.
std::string icarus_bench(const generator::Manifest& manifest, const sim::Schedule& schedule,
                         const IcarusDelays* delays = nullptr);

/// The schedule's inputs as $readmemh reads them: one word a cycle, first slot in the highest bits.
std::string icarus_pins(const sim::Schedule& schedule);

}  // namespace pann::tb
