#pragma once

#include "circuit/cell_function.h"
#include "circuit/netlist.h"
#include "synth/liberty/library.h"

namespace pann::synth {

/// What the native engines have to know of the library's cells that the netlist uses: functions,
/// flip-flops with clear and preset. Cells that they cannot evaluate (latches, tri-states, state
/// tables, several flip-flops in one) say so in `refusal`; cells that the library lacks are left
/// out. Where clear and preset are both active and the library leaves the state unknown, clear
/// wins.
circuit::CellFunctions cell_functions(const circuit::Netlist& netlist, const Library& library);

}  // namespace pann::synth
