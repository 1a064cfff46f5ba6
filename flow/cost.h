#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "flow/cost_row.h"
#include "flow/gate_activity.h"
#include "flow/synthesize.h"
#include "synth/pdk/pdk.h"
#include "synth/power/power.h"
#include "tb/measure.h"

namespace pann::flow {

/// A mapped netlist, its library, and how its activity and power are taken.
struct MappedExperiment {
  const tb::DesignFiles& files;     ///< Of the netlist.
  const circuit::Netlist& netlist;  ///< What the files elaborate to.
  const synth::Library& library;
  GateActivityOptions activity{};
  synth::PowerOptions power{};
  std::string corner{};
  bool synthetic = false;
  /// A clock that the netlist is too slow for, where delays are simulated, is lowered to the
  /// fastest one: for rates that nobody asked for.
  bool lowers_clock = false;
};

/// What a mapped netlist does and takes.
struct MappedCost {
  GateActivity gates;
  double maximum_clock_mhz =
      0.0;                   ///< By the critical path and what was seen; 0: nothing takes time.
  synth::PowerReport power;  ///< With the clock rate that was taken.
};

/// Plays the operands through the netlist, checks every operation against the arithmetic model and
/// computes power and timing. Mismatches and nets without activity are in the result: the caller
/// refuses them. Throws as measure_gates and compute_power do.
MappedCost cost(const MappedExperiment& experiment, const tb::OperandStreams& operands);

/// The same for activity that is there already: counted from a file.
MappedCost cost(const MappedExperiment& experiment, GateActivity gates);

/// One design, one stimulus, one library.
struct Experiment {
  const tb::DesignFiles& design;  ///< The RTL: the generator's, or a user's own with its manifest.
  const tb::OperandStreams& operands;
  const synth::Pdk& pdk;
  const synth::Library& library;
  /// How it is mapped. `source` is the design's directory whatever it says; without a `target` the
  /// netlist is not kept.
  SynthesisRequest mapping{};
  tb::Engine engine = tb::Engine::automatic;  ///< Who plays the RTL.
  GateActivityOptions activity{};             ///< Its slew is the mapping's.
};

/// What one design costs with one stimulus on one library.
struct CostReport {
  tb::Measurement rtl;      ///< Flips by element.
  SynthesisResult mapping;  ///< Cells, area, critical path.
  MappedCost mapped;        ///< Activity and power of the netlist.

  std::uint64_t mismatches() const;  ///< Of RTL and netlist together.
  /// How long it takes to settle, ns: critical path or last change seen.
  double delay_ns() const;
  /// Flips by element, checks, cells, area, timing and energy, each with unit and origin.
  std::vector<CostRow> rows() const;
};

/// RTL to flips, netlist, activity and power. Throws as tb::measure, synthesize and the other
/// cost() do; check_failed "cost.mismatch" where RTL or netlist compute something else than the
/// model, and "cost.annotation" where a net of the netlist has no activity.
CostReport cost(const Experiment& experiment);

}  // namespace pann::flow
