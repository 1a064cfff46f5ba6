#pragma once

#include <cstdint>
#include <vector>

#include "flow/spice/deck.h"
#include "flow/spice/raw_file.h"

namespace pann::flow {

/// What the waveforms of one span come to; its first cycle is left out of all of it.
struct SpanResult {
  std::vector<double> energy_fj;  ///< By cycle: what all sources deliver.
  std::vector<double> settle_ns;  ///< By cycle: last crossing of a net that a cell drives, after
                                  ///< the inputs' change; 0: none.
  /// By cycle and net (cycle * net_count + net): crossings of half the supply.
  std::vector<std::uint16_t> crossings;
  std::uint64_t checked = 0;     ///< Cycles whose outputs were compared at their end.
  std::uint64_t mismatches = 0;  ///< Of them, with a wrong bit.
};

/// Evaluates what ngspice made of spice_deck() with the same arguments. Throws as RawFile does, and
/// Failure(tool_failed, "spice.raw") where the simulation ended early.
SpanResult evaluate(const SpiceDesign& design, const SpiceSpan& span, const RawFile& raw);

}  // namespace pann::flow
