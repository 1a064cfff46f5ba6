#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synth/timing/delays.h"

namespace pann::synth {

/// One step of a path: through a cell to its output.
struct PathStep {
  std::string instance;
  std::string cell;
  std::string from;  ///< Pin; empty for where the path begins.
  std::string to;
  Edge edge = Edge::rise;   ///< Of the output.
  double arrival_ns = 0.0;  ///< At the output, since the clock's edge or the inputs' change.
};

/// The path between registers and ports that asks for the longest clock period, from the library's
/// tables.
struct CriticalPath {
  double delay_ns = 0.0;     ///< From the clock's edge to the end, setup included.
  double setup_ns = 0.0;     ///< Of delay_ns, the setup of the register at its end.
  std::uint32_t levels = 0;  ///< Most combinational cells in a row anywhere, not of this path.
  std::vector<PathStep> steps;
  std::string end;  ///< The register or port that it leads to.
  /// It begins at one edge of the clock and ends at the other: half a period must last as long.
  bool is_half_cycle = false;

  /// The shortest clock period, both halves of it alike: delay_ns, of a half cycle's path twice
  /// that.
  double period_ns() const;
  /// 1000 / period_ns(); 0 where there is no path.
  double maximum_clock_mhz() const;
};

/// Propagates the latest arrival of each edge, apart for what begins at the rise and at the fall of
/// the clock port: inputs change with its rise, registers give their outputs after their
/// clock-to-output delay, and both registers (by their setup tables, at the edge that stores,
/// inverters in the clock's path counted) and output ports (at its rise) end paths. Clock skew, and
/// false and multi-cycle paths, are not known.
CriticalPath critical_path(const circuit::Netlist& netlist, const ArcDelays& delays);

}  // namespace pann::synth
