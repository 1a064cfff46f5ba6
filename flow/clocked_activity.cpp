#include "flow/clocked_activity.h"

#include "synth/yosys/constraints.h"

namespace pann::flow {

void set_clock(activity::Activity& activity, double cycles, double clock_mhz) {
  if (cycles <= 0.0 || clock_mhz <= 0.0 || activity.duration == 0) return;
  activity.tick_seconds =
      synth::clock_period_s(clock_mhz) * cycles / static_cast<double>(activity.duration);
  activity.tick_is_assumed = false;
}

}  // namespace pann::flow
