#include "activity/activity.h"

namespace pann::activity {

std::uint64_t total_toggles(const Activity& activity) {
  std::uint64_t total = 0;
  for (const NetCounts& net : activity.nets) total += net.toggles();
  return total;
}

}  // namespace pann::activity
