#pragma once

#include <vector>

#include "flow/cost.h"

namespace pann::flow {

/// Flips by element of a measurement on the RTL.
std::vector<CostRow> flip_rows(const tb::Measurement& rtl);

/// Throws check_failed: "cost.mismatch" where RTL or netlist compute something else than the model,
/// "cost.annotation" where a net of the netlist has no activity.
void require_right(const CostReport& report);

}  // namespace pann::flow
