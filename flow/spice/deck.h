#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "flow/spice/spice_cells.h"
#include "sim/schedule.h"
#include "synth/liberty/library.h"

namespace pann::flow {

/// Times of the simulation, nanoseconds. Cycle k of a deck lasts from k to k + 1 periods.
struct SpiceTimes {
  double period_ns = 5.0;
  double ramp_ns = 0.1;       ///< From 0 to 100 % at clock and inputs.
  double lead_ns = 0.1;       ///< From the begin of a cycle to the clock's edge.
  double hold_ns = 0.05;      ///< From the clock's edge to that of the inputs; without a clock 0.
  double max_step_ns = 0.03;  ///< Of the simulation.

  double edge_ns(std::size_t cycle) const;                  ///< When the clock rises in a cycle.
  double change_ns(std::size_t cycle, bool clocked) const;  ///< When the inputs change.
};

/// Which cycles of a schedule one simulation plays; the first is where it begins, at rest, and
/// counts for nothing.
struct SpiceSpan {
  std::size_t first_cycle = 0;
  std::size_t cycles = 0;
};

/// What a deck is made of.
struct SpiceDesign {
  const circuit::Netlist& netlist;
  const synth::Library& library;
  const SpiceCells& cells;
  const sim::Schedule& schedule;
  double voltage_v = 1.8;
  double temperature_c = 25.0;
  SpiceTimes times{};
  double output_load_f = 0.0;  ///< On every output port.
};

/// From 0 to 100 % of a ramp whose transition time between the library's thresholds is the slew.
double spice_ramp_ns(const synth::Library& library, double input_slew_s);

/// The node of a net in the deck: "n17"; the rails for constants.
std::string spice_node(circuit::NetId net);

/// Name of the supply's source.
inline constexpr const char* kSpiceSupply = "vsupply";

/// The sources of a deck: the supply, the clock's, one an input bit. What all of them deliver is
/// what the netlist takes: an input's rise alone gives charge back to the supply, through the gates
/// that lie between the two.
std::vector<std::string> spice_sources_of(const SpiceDesign& design);

/// The node that a source drives.
std::string spice_node_of(const std::string& source);

/// A deck for ngspice -b: the netlist's cells, the schedule's values as ramps of ideal sources, a
/// transient analysis that saves every net and the current of every source. `models` is the line or
/// lines that include the transistors' models.
///
/// Throws Failure(user_error) with every fault: "spice.cell" for cells without a subcircuit,
/// "spice.pin" for ports of a subcircuit that are neither a pin of the cell nor a rail by its name,
/// "spice.floating" for input pins that nothing drives.
std::string spice_deck(const SpiceDesign& design, const SpiceSpan& span, const std::string& models);

}  // namespace pann::flow
