#pragma once

#include <optional>
#include <string_view>

#include "circuit/cell_function.h"

namespace pann::circuit {

/// What a gate or flip-flop of Yosys' simple library does (Yosys manual, "Internal cell library":
/// gates; `simplemap` makes nothing else). Nothing for types it does not know; latches, tri-states,
/// memories and asynchronous loads come back refused.
std::optional<CellFunction> yosys_cell(std::string_view type);

}  // namespace pann::circuit
