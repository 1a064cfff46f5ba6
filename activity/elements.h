#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "generator/manifest.h"

namespace pann::activity {

/// What one element of the design did (design section 4).
struct ElementCount {
  std::string name;
  std::uint64_t toggles = 0;  ///< Summed over bit positions.
  std::uint64_t bits = 0;     ///< Bit positions that the group's patterns name; 0: none matched.
};

/// The toggles of each group: the sum over every bit of every signal whose name matches one of its
/// patterns. Bit positions count, not electrical nets: a net that two words share counts in both. A
/// name that matches twice, or that is declared twice, counts once.
std::vector<ElementCount> count_elements(const Activity& activity,
                                         const std::vector<generator::ElementGroup>& groups);

}  // namespace pann::activity
