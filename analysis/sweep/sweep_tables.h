#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/report/report.h"
#include "analysis/sweep/front.h"
#include "analysis/sweep/results.h"

namespace pann::analysis {

/// What tables show where no columns are asked for: the fields that differ between the rows, and
/// the figures that studies compare.
std::vector<std::string> default_columns(const SweepResults& results);

/// The rows, by number, with these fields and figures.
Table rows_table(const SweepResults& results, const std::vector<const SweepRow*>& rows,
                 const std::vector<std::string>& columns, const std::string& id,
                 const std::string& title);

/// The rows that are done.
std::vector<const SweepRow*> done_rows(const SweepResults& results);

/// Failed, crashed and waiting points with what is wrong, the first `most` of them; the title says
/// how many there are.
Table missing_table(const SweepResults& results, std::size_t most);

/// Everything that is known of every row: what is exported.
Table export_table(const SweepResults& results);
nlohmann::ordered_json export_json(const SweepResults& results,
                                   const std::vector<const SweepRow*>& rows);

/// "done 40, failed 1, crashed 0, waiting 3".
std::string state_text(const SweepState& state);

}  // namespace pann::analysis
