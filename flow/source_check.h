#pragma once

#include "circuit/module_tree.h"

namespace pann::flow {

/// Whether there are latches without set and clear, which can be played and mapped.
bool has_plain_latches(const circuit::ModuleTree& modules);

/// Refuses what mapping to gates would change without a word: values of high impedance
/// (tri-states), ports in both directions, latches but for plain ones where `plays_latches`: the
/// engine, which compares the netlist with its source, knows what opens all of them.
///
/// Throws Failure(user_error) with all faults: "synth.tristate", "synth.inout", "synth.latch",
/// naming module and cell or port.
void check_source(const circuit::ModuleTree& modules, bool plays_latches = false);

}  // namespace pann::flow
