#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "circuit/netlist.h"
#include "flow/gate_activity.h"
#include "sim/schedule.h"
#include "synth/power/power.h"
#include "tb/stimulus/operands.h"

namespace pann::flow {

/// Dynamic energy cycle by cycle, as whole numbers of a unit that is so small that rounding does
/// not show.
struct CycleEnergies {
  std::vector<std::uint64_t> cycles;  ///< One a cycle of the schedule; 0 where none counts.
  double unit_j = 0.0;
};

/// Plays the schedule and adds up what the toggles of each cycle take at `report.toggle_j`; leakage
/// is left out. With zero delay by the native engine. Throws as the native engine does.
CycleEnergies cycle_energies(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                             const synth::Library& library, const sim::Schedule& schedule,
                             const GateActivityOptions& options, const synth::PowerReport& report);

/// Marks a cycle that belongs to no operation: reset, settling.
inline constexpr std::size_t kNoOperation = ~std::size_t{0};

/// Which operation each cycle of the schedule belongs to. An operation of pann_mac is an element of
/// the dot product with all its cycles; the edges that end a stream belong to its last operation.
std::vector<std::size_t> operation_of_cycles(const generator::Manifest& manifest,
                                             const tb::OperandStreams& operands,
                                             const sim::Schedule& schedule);

}  // namespace pann::flow
