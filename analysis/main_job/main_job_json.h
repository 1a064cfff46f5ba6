#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/main_job/main_job.h"

namespace pann::analysis {

/// The report of `pann run --json`: library, clock, one entry a unit with flips by element beside
/// the model, cells, area and energy per element in femtojoules.
nlohmann::ordered_json to_json(const MainJobReport& report);

/// One unit of it.
nlohmann::ordered_json to_json(const UnitReport& unit);

}  // namespace pann::analysis
