#pragma once

#include "activity/activity.h"

namespace pann::flow {

/// Gives an activity of `cycles` clock cycles the ticks that it has at a clock: its duration
/// becomes that many of the constraints' periods (synth::clock_period_s). Nothing changes without
/// cycles or a clock.
void set_clock(activity::Activity& activity, double cycles, double clock_mhz);

}  // namespace pann::flow
