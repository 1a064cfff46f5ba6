#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tb/engine/cell_function.h"
#include "tb/engine/logic_network.h"
#include "tb/netlist/netlist.h"

namespace pann::tb {

/// A stored bit: `source` holds it from one rising edge of the clock to the next.
struct StateBit {
  NodeId source = 0;
  Literal next;
  std::string label;  ///< A name of the net it drives, for messages.
};

/// How a net of the netlist gets its value.
enum class NetDriver : std::uint8_t {
  none,       ///< Nothing; nobody reads it either.
  constant,   ///< 0 or 1.
  input,      ///< A pin.
  clock,      ///< The clock port, perhaps through buffers.
  gate,       ///< Logic.
  flip_flop,  ///< The output of a flip-flop: a register net (design section 4).
};

/// The function of every net of a netlist.
struct NetworkModel {
  LogicNetwork network;
  std::vector<StateBit> states;
  std::vector<Literal> nets;       ///< By NetId; meaningless for `none` and `clock`.
  std::vector<NetDriver> drivers;  ///< By NetId.
  std::string clock;               ///< Clock port; empty where nothing is clocked.
};

/// Builds the functions of what is asked for: every driven net, or (`every_net` false) the names of
/// the source, the outputs and all that flip-flops store; the other nets get `none`.
///
/// Throws Failure(user_error) with every fault found, naming net or cell: "netlist.loop",
/// "netlist.undriven", "netlist.unknown" (x or z is read), "netlist.drivers", "netlist.cell" (a
/// type nobody described, or one that cannot be evaluated), "netlist.pin", "netlist.clock" (a
/// flip-flop that another signal than the clock port's rising edge clocks, or logic that reads the
/// clock).
NetworkModel build_network(const Netlist& netlist, const CellFunctions& functions, bool every_net);

}  // namespace pann::tb
