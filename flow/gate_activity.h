#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "activity/activity.h"
#include "circuit/netlist.h"
#include "sim/delay/delay_engine.h"
#include "synth/liberty/library.h"
#include "synth/timing/delays.h"
#include "synth/timing/wires.h"
#include "tb/measure.h"
#include "tb/stimulus/operands.h"

namespace pann::flow {

/// When the gates of a netlist switch.
enum class GateDelays {
  zero,     ///< All at once: what settles in between is not seen.
  liberty,  ///< After their delays from the library's tables: glitches count.
};

std::string_view name(GateDelays delays);
std::optional<GateDelays> gate_delays_from_name(std::string_view text);

struct GateActivityOptions {
  GateDelays delays = GateDelays::zero;
  tb::Engine engine = tb::Engine::automatic;  ///< Who plays the operands with zero delay.
  // The rest is for delays.
  sim::PulseModel pulses = sim::PulseModel::inertial;
  std::optional<double>
      clock_mhz{};               ///< Refused where the netlist needs longer; none: any will do.
  double input_slew_s = 0.1e-9;  ///< As in PowerOptions, for the same delays.
  synth::WireModel wires{};
  std::filesystem::path sdf{};  ///< Not empty: delays of this SDF file, where it has them.
};

/// The delays that the options ask for. Throws Failure as compute_delays, read_sdf and apply_sdf,
/// and Failure(user_error, "delay.tables") naming the used cells without delays.
synth::ArcDelays gate_delays(const circuit::Netlist& netlist, const synth::Library& library,
                             const GateActivityOptions& options);

/// How long the netlist takes to come to rest.
struct Settling {
  /// The last change that the simulation saw, after the clock's edge; twice that where registers
  /// store at both edges, since half a cycle must last as long.
  double seen_ns = 0.0;
  std::string net{};         ///< What changed then.
  double critical_ns = 0.0;  ///< The critical path, setup included; likewise.

  /// The fastest clock that leaves time for both; 0 where nothing takes any.
  double maximum_clock_mhz() const;
};

/// What the nets of a mapped netlist did.
struct GateActivity {
  activity::Activity activity;  ///< All toggles; with its operations.
  activity::Activity
      functional;  ///< Settled toggles alone, the same nets; levels are the same in both.
  std::uint64_t checked = 0;
  std::uint64_t mismatches = 0;
  std::string engine;
  std::optional<Settling> settling{};                  ///< With delays.
  std::uint64_t simultaneous = 0;                      ///< As sim::DelaySimulation.
  sim::ClockRaces races{};                             ///< Likewise.
  std::optional<synth::DelayAnnotation> annotation{};  ///< Where delays of a file were taken.

  /// Toggles of all nets beyond the settled ones.
  std::uint64_t glitch_toggles() const;
};

/// Plays the operands through the mapped netlist of `files`, checks every operation against the
/// arithmetic model and counts the toggles of every net. `netlist` is what the files elaborate to.
///
/// Throws Failure as tb::measure does; with delays as sim::run and compute_delays do, and
/// Failure(user_error, "power.clock") for a clock that leaves no time to settle.
GateActivity measure_gates(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                           const synth::Library& library, const tb::OperandStreams& operands,
                           const GateActivityOptions& options = {});

}  // namespace pann::flow
