#pragma once

#include <nlohmann/json_fwd.hpp>

#include "synth/power/power.h"

namespace pann::synth {

/// The report as `pann power --json` has it (docs/power.md).
nlohmann::ordered_json to_json(const PowerReport& report);

}  // namespace pann::synth
