#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"
#include "generator/manifest.h"
#include "synth/liberty/binding.h"
#include "synth/timing/wires.h"

namespace pann::synth {

/// One figure in its three parts, watts.
struct Power {
  double internal_w =
      0.0;  ///< Inside the cells: Liberty's internal_power tables. Measured toggles.
  double switching_w = 0.0;  ///< Charging the nets: C V^2 / 2 a toggle. Measured toggles.
  double leakage_w = 0.0;    ///< Liberty's leakage_power by pin state.

  double total_w() const { return internal_w + switching_w + leakage_w; }
  Power& operator+=(const Power& other);
};

struct PowerOptions {
  /// Clock rate that the activity is played at; nothing: the trace's own time.
  std::optional<double> clock_mhz{};
  double input_slew_s = 0.1e-9;  ///< Transition time at the inputs of the design.
  WireModel wires{};
};

/// One cell instance.
struct InstancePower {
  std::uint32_t instance = 0;  ///< Index in Netlist::cells.
  Power power;
  Power functional;           ///< Of it, what settled toggles alone take; all of it without delays.
  double clock_w = 0.0;       ///< Of internal_w: what the clock pins' edges take.
  std::uint64_t toggles = 0;  ///< Of its outputs.
  std::uint64_t settled_toggles = 0;  ///< Of them, the settled ones; all of them without delays.
};

/// All that lies in one module instance, without what is below it.
struct ModulePower {
  std::string path;  ///< Empty for the top module.
  std::string module;
  std::uint64_t cells = 0;
  double area = 0.0;
  Power power;
  Power functional;
};

/// All instances that something has in common: their cell, or the element that they drive.
struct GroupPower {
  std::string name;
  std::uint64_t cells = 0;
  Power power;
  Power functional;
};

/// What stands between the clock port and registers behind clock gates: gates, their latches,
/// buffers. Part of the total.
struct ClockTreePower {
  std::uint64_t cells = 0;
  Power power;
};

/// A net that moves more than it has to.
struct NetGlitches {
  std::string name;
  std::uint64_t toggles = 0;
  std::uint64_t glitch_toggles = 0;  ///< Of them, beyond the settled ones.
  double switching_w = 0.0;          ///< What the latter take for charging the net.
};

/// What of the netlist the activity speaks about.
struct Coverage {
  std::uint64_t total_pins = 0;
  std::uint64_t annotated_pins = 0;
  std::vector<std::string> missing;  ///< Names of nets that the activity lacks, all of them.

  bool complete() const { return annotated_pins == total_pins; }
};

struct PowerReport {
  std::string library;
  std::string corner;
  double voltage_v = 0.0;
  bool synthetic = false;
  double clock_mhz = 0.0;  ///< 0: the design has no clock, or the trace's own time was taken.
  double input_slew_s = 0.0;
  std::string wires;                            ///< Which wire model, in words.
  std::optional<SpefCoverage> wire_coverage{};  ///< Of a SPEF file.
  double time_s = 0.0;                          ///< Time that the activity covers at that clock.
  std::uint64_t cycles = 0;                     ///< Clock cycles; 0: not known.
  std::uint64_t operations = 0;  ///< Divides the energy; the cycles where the activity knows none.
  Power total;
  /// What settled toggles alone would take: the rest of `total` is glitches. Without delays all.
  Power functional;
  bool has_glitches = false;          ///< Delays were simulated.
  std::uint64_t glitch_toggles = 0;   ///< Of all nets.
  std::vector<NetGlitches> glitches;  ///< Nets with glitches, those that take most first.
  double clock_w = 0.0;               ///< Of total.internal_w: the clock pins of the registers.
  ClockTreePower clock_tree;          ///< Where the design has clock gates.
  double clock_net_w = 0.0;   ///< Charging the clock net, which no cell of the design drives; not
                              ///< in the total.
  double input_nets_w = 0.0;  ///< Charging the other nets that inputs drive; not in the total.
  /// The same activity, loads and slews by the rules of OpenSTA 3.1 (opensta_rules.h), for
  /// comparison.
  Power opensta;
  std::vector<InstancePower> instances;
  std::vector<ModulePower> modules;    ///< In order of the hierarchy.
  std::vector<GroupPower> cell_types;  ///< By name.
  /// Instances that drive a net of an element of the manifest, by the first such element; the rest
  /// under "other".
  std::vector<GroupPower> elements;
  /// By the netlist's nets: what a toggle of the net takes on average, charging it and inside the
  /// cells on it, joules; 0 for nets that never toggle. Its sum over all toggles is the dynamic
  /// part of `total`.
  std::vector<double> toggle_j;
  std::uint64_t cells = 0;
  double area = 0.0;
  Coverage coverage;

  /// Energy that a power comes to in one operation, femtojoules; 0 without operations.
  double per_operation_fj(double power_w) const;
  /// Energy of one operation at this activity, femtojoules.
  double energy_per_operation_fj() const { return per_operation_fj(total.total_w()); }
  double glitch_w() const { return total.total_w() - functional.total_w(); }
};

/// What is measured: a mapped netlist, the library it is mapped to, and what its nets did.
struct PowerInput {
  const generator::Manifest& manifest;
  const circuit::Netlist& netlist;
  const Library& library;
  const activity::Activity& activity;
  std::string corner{};
  bool synthetic = false;
  /// The settled toggles alone, where the activity was simulated with delays; null otherwise.
  const activity::Activity* functional = nullptr;
};

/// The power of a mapped netlist at a measured activity.
///
/// Conditions on pin states (`when`) weigh by the measured probabilities of the pins, taken as
/// independent of each other; every toggle of an output is shared out among the arcs that can have
/// caused it, at the mean of the energies of rise and fall; energy of ground pins is not counted,
/// since a supply of 0 V delivers none.
///
/// With `functional`, the same is done for it and reported beside: what takes more is glitches.
///
/// Nets without activity count as still, which the coverage
/// tells. Throws Failure(user_error): as bind_cells and timing_order; "power.tables" naming every
/// used cell that has outputs but no power tables or no leakage; "power.time" where neither a clock
/// rate nor the activity says how long it lasted.
PowerReport compute_power(const PowerInput& input, const PowerOptions& options);

}  // namespace pann::synth
