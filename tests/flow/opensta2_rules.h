#pragma once

#include <vector>

#include "synth/power/cell_power.h"

namespace pann::test {

/// What OpenSTA 2.0.17 (2019) makes of the same loads, slews and toggles, so that our loads,
/// slews and tables can be held against that program. It departs from Liberty: it adds the energies
/// of rise and fall, weighs unconditional groups of inputs by one half and arcs by the condition
/// that the function's outermost operator implies, and counts each state of conditional leakage
/// twice. `clock_nets` are the nets that the clock reaches through nothing but wires.

using synth::BoundCell;
using synth::Cell;
using synth::PowerContext;

/// Energy inside one instance: half of what that version reports, which adds the energies of rise
/// and fall where a toggle takes one of them.
double opensta_internal(const BoundCell& bound, const PowerContext& context,
                        const std::vector<bool>& clock_nets);

/// Leakage of a cell: cell_leakage_power where the library gives it; else twice the mean over the
/// conditions' states.
double opensta_leakage(const Cell& cell);

}  // namespace pann::test
