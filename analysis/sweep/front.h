#pragma once

#include <string>
#include <vector>

#include "analysis/sweep/results.h"

namespace pann::analysis {

/// A figure or field, and which way is better.
struct Objective {
  std::string name;
  bool maximize = false;
};

/// The rows that no other row beats: none is at least as good in every objective and better in one.
/// Rows that lack a value are left out; of equal rows all remain. In the order of the first
/// objective, the best first, ties by number.
std::vector<const SweepRow*> pareto_front(const SweepResults& results,
                                          const std::vector<Objective>& objectives);

/// For every combination of values of `by` (none: for all rows together) the row that is best, the
/// first of equal ones; in the order in which the combinations come.
std::vector<const SweepRow*> best_rows(const SweepResults& results, const Objective& objective,
                                       const std::vector<std::string>& by);

}  // namespace pann::analysis
