#pragma once

#include <cstdint>
#include <vector>

#include "circuit/netlist.h"
#include "synth/liberty/binding.h"

namespace pann::synth {

/// A delay arc of a cell: an edge of an input that moves an output, at once or by the clock.
inline bool is_delay_arc(const TimingArc& arc) {
  return arc.type != TimingType::setup && arc.type != TimingType::hold &&
         arc.type != TimingType::other;
}

/// The cells in an order in which each comes after those whose outputs its delay arcs begin at;
/// flip-flops come after their clock, not after their data.
///
/// Throws Failure(user_error): "timing.loop" naming a cell of a combinational loop,
/// "timing.drivers" for a net that two outputs drive.
std::vector<std::uint32_t> timing_order(const circuit::Netlist& netlist,
                                        const std::vector<BoundCell>& cells);

/// By net: whether it is an input of the design that clocks registers. Inputs that come to clock
/// pins through buffers and inverters alone are clocks; where there are none, all that come there
/// through whatever gates. Throws as timing_order for two drivers of a net.
std::vector<bool> clock_inputs(const circuit::Netlist& netlist,
                               const std::vector<BoundCell>& cells);

}  // namespace pann::synth
