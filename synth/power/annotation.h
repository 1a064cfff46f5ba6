#pragma once

#include <vector>

#include "activity/activity.h"
#include "synth/liberty/binding.h"
#include "synth/power/power.h"

namespace pann::synth {

/// What one net did while the activity was counted.
struct NetActivity {
  double rises = 0.0;
  double falls = 0.0;
  double high = 0.0;   ///< Share of the time at 1, of the time at 0 or 1.
  bool known = false;  ///< The activity speaks about the net.

  double toggles() const { return rises + falls; }
};

struct Annotation {
  std::vector<NetActivity> nets;  ///< By the netlist's net numbers.
  Coverage coverage;
};

/// Finds each net of the netlist in the activity, under any of its names: those of the source, or
/// of a cell pin that it is on. Vectors and their bits as escaped scalars are the same; names below
/// further levels of hierarchy (a testbench) are found by the level at which most ports are.
/// Constants are known. Throws Failure(user_error, "power.scope") where several levels are alike
/// and did not do the same.
Annotation annotate(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells,
                    const activity::Activity& activity);

/// The activity with a signal for every net on every pin: the ports, and each pin of each cell, as
/// SAIF for OpenSTA 3 needs it. Nets without activity are left out.
activity::Activity activity_on_pins(const circuit::Netlist& netlist,
                                    const std::vector<BoundCell>& cells,
                                    const activity::Activity& activity);

}  // namespace pann::synth
