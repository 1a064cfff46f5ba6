#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "synth/liberty/library.h"
#include "synth/timing/wires.h"
#include "tb/activity/activity.h"
#include "tb/measure.h"
#include "tb/netlist/netlist.h"
#include "tb/stimulus/operands.h"

namespace pann::synth {

/// When the gates of a netlist switch.
enum class GateDelays {
  zero,  ///< All at once: what settles in between is not seen.
};

std::string_view name(GateDelays delays);
std::optional<GateDelays> gate_delays_from_name(std::string_view text);

struct GateActivityOptions {
  GateDelays delays = GateDelays::zero;
  tb::Engine engine = tb::Engine::automatic;  ///< Who plays the operands with zero delay.
};

/// What the nets of a mapped netlist did.
struct GateActivity {
  tb::Activity activity;  ///< All toggles; with its operations.
  std::uint64_t checked = 0;
  std::uint64_t mismatches = 0;
  std::string engine;
};

/// Plays the operands through the mapped netlist of `files`, checks every operation against the
/// arithmetic model and counts the toggles of every net. `netlist` is what the files elaborate to.
/// Throws Failure as tb::measure does.
GateActivity measure_gates(const tb::DesignFiles& files, const tb::Netlist& netlist,
                           const Library& library, const tb::OperandStreams& operands,
                           const GateActivityOptions& options = {});

}  // namespace pann::synth
