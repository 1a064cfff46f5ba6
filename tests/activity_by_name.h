#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "activity/activity.h"

namespace pann::test {

/// Counts by name and bit, the rightmost declared bit first.
using CountsByName = std::map<std::pair<std::string, std::size_t>, activity::NetCounts>;

inline CountsByName by_name(const activity::Activity& activity) {
  CountsByName counts;
  for (const activity::Signal& signal : activity.signals) {
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      counts[{signal.name, bit}] = activity.nets[signal.bits[bit]];
    }
  }
  return counts;
}

}  // namespace pann::test
