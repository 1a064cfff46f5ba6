#pragma once

#include "synth/liberty/library.h"
#include "tb/engine/cell_function.h"
#include "tb/netlist/netlist.h"

namespace pann::synth {

/// What the native engines have to know of the library's cells that the netlist uses: functions,
/// flip-flops with clear and preset. Cells that they cannot evaluate (latches, tri-states, state
/// tables, several flip-flops in one) say so in `refusal`; cells that the library lacks are left
/// out. Where clear and preset are both active and the library leaves the state unknown, clear
/// wins.
tb::CellFunctions cell_functions(const tb::Netlist& netlist, const Library& library);

}  // namespace pann::synth
