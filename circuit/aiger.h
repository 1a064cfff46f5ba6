#pragma once

#include <string>

#include "circuit/netlist.h"

namespace pann::circuit {

/// A combinational design as an and-inverter graph in the binary AIGER format (Biere, Heljanko,
/// Wieringa, "AIGER 1.9 and beyond", 2011): inputs and outputs in the order of the ports, each word
/// from its lowest bit on, with a symbol each ("x_i[0]"). Equal nodes are one, constants are
/// propagated; nothing else is optimized, so that the graph keeps the structure of the design.
///
/// Throws Failure(user_error): "aiger.register" for a design that stores, "aiger.net" for an output
/// that nothing or x drives, "aiger.loop" for one that depends on itself, and the faults of cells
/// that NetSources names.
std::string to_aiger(const Netlist& netlist);

}  // namespace pann::circuit
