#pragma once

#include <optional>
#include <string>
#include <vector>

#include "circuit/cell_function.h"
#include "circuit/net_sources.h"
#include "circuit/netlist.h"
#include "sim/program/logic_network.h"

namespace pann::sim {

/// A stored bit: `source` holds it from one edge of the clock to the next.
struct StateBit {
  NodeId source = 0;
  Literal next;
  Literal visible;    ///< As its cell shows it: asynchronous clear and preset act at once.
  std::string label;  ///< A name of the net it drives, for messages.
};

/// Something that must be known in every cycle: where `known` is 0, the net is x.
struct KnownCondition {
  Literal known;
  std::string label;
};

/// The function of every net of a netlist.
struct NetworkModel {
  LogicNetwork network;
  std::vector<StateBit> states;
  std::vector<Literal> nets;                ///< By NetId; meaningless for `none` and `clock`.
  std::vector<circuit::NetDriver> drivers;  ///< By NetId.
  std::string clock;                        ///< Clock port; empty where nothing is clocked.
  /// Where flip-flops store at the falling edge of the clock port, or latches are: an input, high
  /// before the rising edge and low before the falling one.
  std::optional<NodeId> before_rising;
  /// Constants x are values that nobody may depend on (Yosys puts them where a case never looks).
  /// What does not provably ignore them is listed here, to be watched while playing.
  std::vector<KnownCondition> conditions;
};

/// Builds the functions of what is asked for: every driven net, or (`every_net` false) the names of
/// the source, the outputs and what these need; the other nets get `none`.
///
/// Throws Failure(user_error) with every fault found, naming net or cell: "netlist.loop",
/// "netlist.undriven", "netlist.drivers", "netlist.cell" (a type nobody described, or one that
/// cannot be evaluated), "netlist.pin", "netlist.clock" (a flip-flop that another signal than the
/// clock port clocks, with or without a clock gate, or other logic that reads the clock).
NetworkModel build_network(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
                           bool every_net);

}  // namespace pann::sim
