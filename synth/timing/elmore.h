#pragma once

#include <vector>

#include "circuit/netlist.h"
#include "synth/timing/delays.h"
#include "synth/timing/spef.h"

namespace pann::synth {

/// Elmore delays (W. C. Elmore, 1948: the first moment of the step response) of the wires that a
/// SPEF file gives resistances of, from a net's driver to each of its ends: the sum over the
/// resistances of the path of R times all capacitance behind it, pins included. A capacitance
/// between two nets counts as one to ground.
///
/// Throws Failure(user_error, "spef.wire") naming file, line and net where the wire has no driver,
/// or several, joins an end that the netlist does not have there, leaves out or does not reach an
/// end, or has resistances in a loop.
std::vector<WireEnd> elmore_delays(const SpefFile& spef, const circuit::Netlist& netlist,
                                   const std::vector<BoundCell>& cells);

}  // namespace pann::synth
