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
/// Cells of several inputs through which a clock reaches clock pins: what else they read opens and
/// shuts them. No path leads through that: it has settled where the clock's pulse begins, for which
/// the latch in front has a setup time of its own.
class ClockGates {
 public:
  ClockGates(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells);

  /// Whether the pin of the cell opens a gate. `cell`: index in `cells`.
  bool opens(std::uint32_t cell, std::size_t pin) const {
    return !opening_.empty() && opening_[cell] && !is_clock_[cells_[cell].nets[pin]];
  }
  /// Nets of the clock, before gates and behind; none where the netlist has no latches.
  const std::vector<bool>& clock_nets() const { return is_clock_; }

 private:
  const std::vector<BoundCell>& cells_;
  std::vector<bool> is_clock_;  ///< By net; empty: no gates.
  std::vector<bool> opening_;   ///< By cell, likewise.
};

std::vector<bool> clock_inputs(const circuit::Netlist& netlist,
                               const std::vector<BoundCell>& cells);

}  // namespace pann::synth
