#pragma once

#include <string>
#include <vector>

#include "analysis/report/report.h"
#include "analysis/sweep/front.h"
#include "analysis/sweep/results.h"

namespace pann::analysis {

struct SweepPageOptions {
  std::string x;                      ///< Empty: the first number that differs between points.
  std::string y;                      ///< Empty: every figure that is compared.
  std::vector<std::string> by;        ///< Empty: the words that differ.
  std::vector<Objective> objectives;  ///< Of the front; fewer than two: area and energy, if there.
};

/// The page of a sweep: plots over one field, the front of the first two objectives, all points as
/// a table, and the points without a result. What differs beside `x` and `by` shows as several
/// marks at one place.
Report sweep_page(const SweepResults& results, const SweepPageOptions& options);

}  // namespace pann::analysis
