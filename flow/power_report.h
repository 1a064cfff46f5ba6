#pragma once

#include <nlohmann/json_fwd.hpp>

#include "flow/operation_energy.h"
#include "generator/design_spec.h"
#include "synth/power/power.h"

namespace pann::flow {

/// How energy is spread over the operations; operands as signed numbers where the unit takes them
/// so.
nlohmann::ordered_json to_json(const OperationEnergy& energy, const generator::DesignSpec& spec);

/// The report as `pann power --json` has it (docs/power.md).
nlohmann::ordered_json to_json(const synth::PowerReport& report);

}  // namespace pann::flow
