#pragma once

#include "synth/power/cell_power.h"

namespace pann::synth {

/// What OpenSTA 3.1 makes of the same loads, slews and toggles: a second opinion beside our figures
/// (docs/power.md says where the two part and why).

/// Energy inside one instance. A group takes the mean of its rise and fall tables; groups of inputs
/// weigh by the probability of their condition; groups of outputs by the activity of the related
/// pin and the probability that it decides the output, conditions left out of account where the
/// function holds the pin. Groups of all supplies are added, ground among them.
double opensta_internal(const BoundCell& bound, const PowerContext& context);

/// Leakage of an instance: the conditional groups by the probability of their conditions, in which
/// outputs count as pins of their own; cell_leakage_power for what these leave over. Groups without
/// a condition count only where there are no others.
double opensta_leakage(const BoundCell& bound, const std::vector<NetActivity>& nets);

}  // namespace pann::synth
