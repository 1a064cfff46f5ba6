#pragma once

#include <vector>

#include "synth/power/cell_power.h"

namespace pann::synth {

/// What OpenSTA 2.0.17 (2019) makes of the same loads, slews and toggles, so that our figures can
/// be held against a second implementation (docs/power.md says where it departs from Liberty and
/// why). `clock_nets` are the nets that the clock reaches through nothing but wires.

/// Energy inside one instance: half of what that version reports, which adds the energies of rise
/// and fall where a toggle takes one of them.
double opensta_internal(const BoundCell& bound, const PowerContext& context,
                        const std::vector<bool>& clock_nets);

/// Leakage of a cell: cell_leakage_power where the library gives it; else twice the mean over the
/// conditions' states.
double opensta_leakage(const Cell& cell);

}  // namespace pann::synth
