#pragma once

#include <string>

#include "analysis/report/report.h"
#include "analysis/study/study.h"

namespace pann::analysis {

/// Every configuration on every unit, for the page and as CSV.
Table study_table(const Study& study);

/// The page of a study: accuracy beside energy, by the model and measured, and what is chosen.
/// `command` repeats it.
Report to_report(const Study& study, const std::string& command);

}  // namespace pann::analysis
