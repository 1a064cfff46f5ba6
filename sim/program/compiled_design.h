#pragma once

#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"
#include "sim/program/network_builder.h"
#include "sim/program/program.h"

namespace pann::sim {

/// What becomes of one net of the activity.
struct ActivityNet {
  circuit::NetDriver driver = circuit::NetDriver::none;
  std::uint32_t counter = Program::kNoCounter;  ///< Of Program; none for constants and clocks.
  bool inverted = false;                        ///< The net is the complement of what is counted.
  bool value = false;                           ///< Of a constant.
};

/// A port as the program has it.
struct CompiledPort {
  std::string name;
  generator::Direction direction = generator::Direction::input;
  std::vector<std::int32_t>
      bits;  ///< Index in Program::inputs or outputs; -1: nothing depends on it.
};

/// A netlist as the native engine plays it.
struct CompiledDesign {
  std::string top;
  std::string clock;        ///< Clock port of the flip-flops; empty: none.
  bool both_edges = false;  ///< Flip-flops store at the falling edge too (native/clock_edges.h).
  std::size_t cells = 0;
  LogicNetwork network;  ///< Before merging: what the reset check evaluates.
  std::vector<StateBit> states;
  std::vector<NodeId> input_nodes;  ///< By Program::inputs.
  std::vector<CompiledPort> ports;
  Program program;
  std::vector<std::string> condition_labels;  ///< By Program::conditions: the net that would be x.
  std::vector<ActivityNet> nets;
  std::vector<activity::Signal> signals;
};

}  // namespace pann::sim
