#pragma once

#include <iosfwd>
#include <vector>

#include "analysis/report/report.h"
#include "analysis/reproduce/summary.h"

namespace pann::cli {

/// A title and the table below it, columns as wide as they need be.
void print_table(std::ostream& output, const analysis::Table& table);

/// A section's paragraphs and tables as text.
void print_section(std::ostream& output, const analysis::ReportSection& section);

/// Item, quantity, printed, measured with its confidence, ratio, verdict: a line each.
void print_summary(std::ostream& output, const std::vector<analysis::SummaryRow>& rows);

}  // namespace pann::cli
