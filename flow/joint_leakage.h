#pragma once

#include <vector>

#include "circuit/netlist.h"
#include "synth/liberty/library.h"
#include "tb/measure.h"
#include "tb/stimulus/operands.h"

namespace pann::flow {

/// Leakage of each instance (Netlist::cells), watts, by how long its pins are in each state
/// together: in which compute_power takes them as independent of each other. The operands are
/// played with zero delay; clocks are high for half of the time, whatever else happens.
///
/// Throws as the native engine does where it cannot treat the netlist.
std::vector<double> joint_leakage(const generator::Manifest& manifest,
                                  const circuit::Netlist& netlist, const synth::Library& library,
                                  const tb::OperandStreams& operands);

}  // namespace pann::flow
