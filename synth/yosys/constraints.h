#pragma once

#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "generator/manifest.h"
#include "synth/liberty/binding.h"

namespace pann::synth {

/// A clock's period in whole femtoseconds, in seconds: what constraints and activities are written
/// with, so that a duration over the period is the number of cycles exactly.
double clock_period_s(double clock_mhz);

/// What constraints say beside the ports.
struct ConstraintOptions {
  double clock_mhz = 100.0;
  double input_slew_ns = 0.1;
  double time_unit_s = 1e-9;        ///< The library's, in which all times are written.
  std::string wire_load{};          ///< Name of the library's wire load; empty: none.
  bool clock_passes_cells = false;  ///< As the function of that name tells.
};

/// Constraints in SDC: the clock at its port (a virtual one where the design has none, without
/// which timing analysers report no power at all), the transition time at every input, and the wire
/// load. A clock that passes cells is propagated, so that the pins behind them see real slews; else
/// it has the inputs' transition time. Virtual clocks have none, which OpenSTA 2 would refuse.
std::string to_sdc(const generator::Manifest& manifest, const ConstraintOptions& options);

/// Whether the clock's net leads to anything but registers: buffers, gates.
bool clock_passes_cells(const generator::Manifest& manifest, const circuit::Netlist& netlist,
                        const std::vector<BoundCell>& cells);

}  // namespace pann::synth
