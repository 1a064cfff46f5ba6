#pragma once

#include <cstdint>
#include <vector>

#include "sim/program/kernels.h"
#include "sim/program/logic_network.h"

namespace pann::sim {

/// Operations of one canonical table, done together, and those of their results that are counted.
struct Run {
  std::uint8_t table = 0;  ///< Index in Kernels::block.
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  std::uint32_t first_counted = 0;
  std::uint32_t counted = 0;
};

/// A slot, read directly or as its complement.
struct SlotLiteral {
  std::uint32_t slot = 0;
  bool inverted = false;
};

/// A stored bit: where its value goes and where its next value is found.
struct StateSlot {
  std::uint32_t slot = 0;
  SlotLiteral next;
};

/// What the compiler has to know of a network besides its nodes.
struct ProgramRequest {
  std::vector<LogicNode> nodes;     ///< After merge_unkept.
  std::vector<bool> used;           ///< Which functions are left.
  std::vector<NodeId> inputs;       ///< Sources that pins drive.
  std::vector<NodeId> states;       ///< Sources that hold stored bits.
  std::vector<Literal> next;        ///< By state.
  std::vector<Literal> outputs;     ///< Compared after each block.
  std::vector<Literal> conditions;  ///< Watched: must be 1.
  std::vector<NodeId> counted;      ///< Nodes whose changes count as logic.
  std::vector<NodeId> registers;    ///< Nodes whose changes count as registers.
};

/// A network as straight-line code over slots. Functions that depend on no stored bit come first
/// and do all steps of a block at once, their slots used again as soon as nobody reads them; the
/// others go step by step.
struct Program {
  std::size_t slots = 1;  ///< Slot 0 holds the constant 0.
  std::vector<Operation> operations;
  std::vector<Run> stateless;         ///< In order; `counted` of a run follows it at once.
  std::vector<Run> stateful;          ///< For each step, in order.
  std::vector<std::uint32_t> inputs;  ///< Slot by ProgramRequest::inputs.
  std::vector<StateSlot> states;
  std::vector<SlotLiteral> outputs;
  std::vector<SlotLiteral> conditions;
  std::vector<CountedSlot> counted;  ///< That runs refer to.
  std::vector<CountedSlot> counted_inputs;
  std::vector<CountedSlot> counted_stateful;
  std::vector<CountedSlot> counted_registers;
  /// Counters in use; one more, counters itself, takes what is not to be counted.
  std::size_t counters = 0;
  std::size_t stateless_counters = 0;              ///< Those below depend on no stored bit.
  std::vector<std::uint32_t> counter_of_node;      ///< By NodeId: of logic; kNoCounter: none.
  std::vector<std::uint32_t> counter_of_register;  ///< By NodeId.

  static constexpr std::uint32_t kNoCounter = ~std::uint32_t{0};
};

Program make_program(const ProgramRequest& request);

}  // namespace pann::sim
