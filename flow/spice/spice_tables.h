#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "flow/spice/comparison.h"

namespace pann::flow {

/// The comparison as `pann spice --json` has it: fields "spice", "gate_level" (a list), "nets".
nlohmann::ordered_json to_json(const SpiceComparison& comparison, const circuit::Netlist& netlist);

/// One line an operation: operands, femtojoules at transistor level and at gate level.
std::string spice_series_csv(const SpiceComparison& comparison, const tb::OperandStreams& operands);

/// One line a net that a cell drives: crossings and toggles.
std::string spice_nets_csv(const SpiceComparison& comparison, const circuit::Netlist& netlist);

}  // namespace pann::flow
