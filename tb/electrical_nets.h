#pragma once

#include <string>

#include "tb/activity/activity.h"
#include "tb/measure.h"

namespace pann::tb {

/// A trace's activity with each electrical net of the design counted once, whatever names it has:
/// Yosys elaborates the manifest's files (cached) and says which names are one net. `note` says why
/// nothing was merged where Yosys is missing or refuses the sources. Names must be relative to the
/// design's top. Throws as merge_nets().
Activity merge_electrical_nets(const Activity& activity, const DesignFiles& design,
                               std::string& note);

}  // namespace pann::tb
