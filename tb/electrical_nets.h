#pragma once

#include <string>
#include <vector>

#include "activity/activity.h"
#include "activity/elements.h"
#include "circuit/netlist.h"
#include "tb/design_files.h"

namespace pann::tb {

/// A trace's activity by electrical nets.
struct ElectricalNets {
  activity::Activity activity;
  std::vector<activity::ElementCount> elements;  ///< Of the manifest, as find_elements() has them.
  std::vector<circuit::NetlistInstance> instances;  ///< Of the design; empty with a note.
  std::string note;  ///< Why nothing was merged: Yosys is missing or refuses the sources.
};

/// The elements of the manifest in an activity whose names are relative to the design's top. Where
/// Yosys can elaborate the design (cached), its netlist says which bits are expected; elsewhere
/// they are those that the activity has.
std::vector<activity::ElementCount> find_elements(const activity::Activity& activity,
                                                  const DesignFiles& design);

/// A trace's activity with each electrical net of the design counted once, whatever names it has:
/// Yosys elaborates the manifest's files (cached) and says which names are one net. Names must be
/// relative to the design's top. Throws as merge_nets().
ElectricalNets merge_electrical_nets(const activity::Activity& activity, const DesignFiles& design);

}  // namespace pann::tb
