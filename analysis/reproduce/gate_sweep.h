#pragma once

#include <string>
#include <vector>

#include "analysis/reproduce/build.h"
#include "analysis/reproduce/workbench.h"

namespace pann::analysis {

/// A library, and how its gates are timed.
struct GateSetup {
  const MeasuredLibrary* library = nullptr;
  flow::GateDelays delays = flow::GateDelays::zero;

  /// "sky130hd" or "sky130hd, glitches".
  std::string title() const;
  Origin origin() const;
};

/// Every library of the workbench with every way of timing.
std::vector<GateSetup> gate_setups(Workbench& bench);

/// Operations of a run: fewer with delays, since each takes longer.
std::uint64_t operations_of(const Workbench& bench, const GateSetup& setup);

/// A case of `bench` for that setup.
GateCase gate_case(const Workbench& bench, const GateSetup& setup,
                   const generator::DesignSpec& spec, tb::StimulusSpec stimulus);

/// The units of Figures 4 and 5(a) and of Table 5 on one library: signed radix-4 multipliers and
/// ripple adders of 2 to 8 bits, uniform operands.
struct GateSweep {
  GateSetup setup;
  ClockChoice clock;                    ///< The rate that all of them reach.
  std::vector<GateResult> multipliers;  ///< By width, from kNarrowestBits.
  std::vector<GateResult> adders;

  /// Energy of the multiplier of width `bits`, all parts, at the clock.
  double multiplier_fj(int bits) const;
};

std::vector<GateSweep> measure_gate_sweeps(Workbench& bench);

/// "sky130hd: 8 ns, ..." for a section: which rate each library was measured at.
std::string clock_paragraph(const std::vector<GateSweep>& sweeps);

generator::DesignSpec multiplier_spec(int bits);
generator::DesignSpec adder_spec(int bits);

}  // namespace pann::analysis
