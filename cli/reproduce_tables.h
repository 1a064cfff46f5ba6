#pragma once

#include <iosfwd>
#include <vector>

#include "analysis/report/report.h"
#include "analysis/reproduce/summary.h"

namespace pann::cli {

/// A section's paragraphs and tables as text.
void print_section(std::ostream& output, const analysis::ReportSection& section);

/// Item, quantity, printed, measured with its confidence, ratio, verdict: a line each.
void print_summary(std::ostream& output, const std::vector<analysis::SummaryRow>& rows);

}  // namespace pann::cli
