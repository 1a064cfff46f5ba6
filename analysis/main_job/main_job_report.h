#pragma once

#include <string>

#include "analysis/main_job/main_job.h"
#include "analysis/report/report.h"

namespace pann::analysis {

/// The page of `pann run`: costs of all units at all budgets, per budget energy
/// by part and bit flips by element beside the paper's model, and where the files are. `command`
/// repeats the run.
Report to_report(const MainJobReport& report, const std::string& command);

}  // namespace pann::analysis
