#pragma once

#include <vector>

#include "circuit/netlist.h"
#include "synth/liberty/library.h"

namespace pann::synth {

/// An instance of a library cell in a netlist.
struct BoundCell {
  const Cell* cell = nullptr;
  std::uint32_t instance = 0;        ///< Index in Netlist::cells.
  std::vector<circuit::NetId> nets;  ///< Net of each of cell->pins; kNetFloating: not connected.
};

/// Finds the library cell of every instance. Throws Failure(user_error) with every cell at fault:
/// "netlist.cell" for cells that the library lacks, "netlist.pin" for pins that the cell lacks,
/// "netlist.bus" for cells with buses.
std::vector<BoundCell> bind_cells(const circuit::Netlist& netlist, const Library& library);

/// The sum of the cells' areas, in the library's unit.
double area_of(const std::vector<BoundCell>& cells);

/// The nets that flip-flops drive: those of latches and clock gates do not change at the clock's
/// rising edge alone.
std::vector<bool> register_nets(const circuit::Netlist& netlist,
                                const std::vector<BoundCell>& cells);

/// Whether the output shows the cell's state, directly or inverted.
bool shows_state(const Cell& cell, const Pin& output);

}  // namespace pann::synth
