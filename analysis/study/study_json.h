#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/network/explore.h"
#include "analysis/study/study.h"

namespace pann::analysis {

/// The report of `pann explore --json`: every configuration's accuracy, with its 95 % interval and
/// its predictions.
nlohmann::ordered_json to_json(const Exploration& exploration);

/// The same with the energy of every configuration on its units, the front and the choices.
nlohmann::ordered_json to_json(const Study& study);

}  // namespace pann::analysis
