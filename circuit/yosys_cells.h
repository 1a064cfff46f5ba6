#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "circuit/cell_function.h"
#include "circuit/netlist.h"

namespace pann::circuit {

/// What a gate or flip-flop of Yosys' simple library does (Yosys manual, "Internal cell library":
/// gates; `simplemap` makes nothing else). Nothing for types it does not know; latches, tri-states,
/// memories and asynchronous loads come back refused.
std::optional<CellFunction> yosys_cell(std::string_view type);

/// The words of the source of which every bit is the output of one of these flip-flops, in order of
/// declaration.
std::vector<std::string> register_words(const Netlist& netlist);

}  // namespace pann::circuit
