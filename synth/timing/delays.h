#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "sim/delay/delay_engine.h"
#include "synth/liberty/binding.h"
#include "synth/timing/slews.h"

namespace pann::synth {

/// A delay as SDF has it, nanoseconds. Of one corner: the spread over the input's edges and the
/// conditions that one entry stands for; typical is their mean.
struct DelayTriple {
  double minimum_ns = 0.0;
  double typical_ns = 0.0;
  double maximum_ns = 0.0;

  friend bool operator==(const DelayTriple&, const DelayTriple&) = default;
};

/// Delay of one pin-to-pin arc of one instance.
struct ArcDelay {
  std::uint32_t cell = 0;  ///< Index in the bound cells.
  std::uint32_t from = 0;  ///< Index in Cell::pins.
  std::uint32_t to = 0;
  TimingType type = TimingType::combinational;
  TimingSense sense = TimingSense::non_unate;
  const TimingArc* arc = nullptr;  ///< The group that it is from; the first where several are
                                   ///< joined.
  bool is_conditional = false;     ///< Stands for the condition of `arc` alone.
  bool has_rise = false;           ///< Whether the output can rise (fall) through this arc.
  bool has_fall = false;
  DelayTriple rise;  ///< To a rising output.
  DelayTriple fall;  ///< To a falling output.
};

struct DelayOptions {
  double input_slew_s = 0.1e-9;
  WireModel wires{};
  /// One entry for each condition (`when`) of a pin pair instead of one for all of them.
  bool conditional = false;
};

/// The delays of a netlist with the slews and loads that they follow from.
struct ArcDelays {
  std::vector<BoundCell> cells;
  std::vector<EdgePair> loads;  ///< By net, F.
  std::vector<EdgePair> slews;  ///< By net, s.
  std::vector<ArcDelay> arcs;   ///< In order of cell, output pin, input pin; negative ones are 0.
};

/// Rise and fall delays of every arc of every instance from the library's tables, at the slews that
/// propagate_slews finds. Tied and open pins have no arcs; what a tied pin blocks behind other pins
/// is not followed, so that delays can be longer than they need be, never shorter. Throws as
/// bind_cells and timing_order.
ArcDelays compute_delays(const Library& library, const circuit::Netlist& netlist,
                         const DelayOptions& options);

/// A delay as SDF files and simulators have it: whole femtoseconds.
std::uint64_t to_femtoseconds(double delay_ns);

/// The typical delays, for the delay engine; the same that SDF files give to others.
std::vector<sim::PinDelay> pin_delays(const ArcDelays& delays);

}  // namespace pann::synth
