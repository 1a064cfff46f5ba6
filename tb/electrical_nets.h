#pragma once

#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"
#include "tb/measure.h"

namespace pann::tb {

/// A trace's activity by electrical nets.
struct ElectricalNets {
  activity::Activity activity;
  std::vector<circuit::NetlistInstance> instances;  ///< Of the design; empty with a note.
  std::string note;  ///< Why nothing was merged: Yosys is missing or refuses the sources.
};

/// A trace's activity with each electrical net of the design counted once, whatever names it has:
/// Yosys elaborates the manifest's files (cached) and says which names are one net. Names must be
/// relative to the design's top. Throws as merge_nets().
ElectricalNets merge_electrical_nets(const activity::Activity& activity, const DesignFiles& design);

}  // namespace pann::tb
