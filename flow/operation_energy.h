#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "flow/gate_activity.h"
#include "synth/power/power.h"

namespace pann::flow {

/// Operands of one operation.
struct OperandPair {
  tb::OperandBits x = 0;
  tb::OperandBits w = 0;
};

/// How the dynamic energy is spread over the operations; leakage, which all have alike, is left
/// out. An operation of pann_mac is an element of the dot product with all its cycles; the edge
/// that stores the last result of a stream belongs to its last operation.
struct OperationEnergy {
  double mean_fj = 0.0;
  double minimum_fj = 0.0;
  double maximum_fj = 0.0;
  std::vector<std::pair<double, double>>
      quantiles{};       ///< Share of the operations, at most so much.
  std::size_t peak = 0;  ///< The operation that takes most; the first of several.
  OperandPair at_peak{};
  OperandPair before_peak{};            ///< Of the operation before; zeros where a stream begins.
  std::vector<double> series_fj{};      ///< Of every operation.
  std::vector<OperandPair> operands{};  ///< Likewise.
};

/// Plays the operands once more, as measure_gates with the same options does, and adds up what the
/// toggles of every operation take at `report.toggle_j`. With zero delay by the native engine.
/// Throws as the native engine does.
OperationEnergy operation_energy(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                                 const synth::Library& library, const tb::OperandStreams& operands,
                                 const GateActivityOptions& options,
                                 const synth::PowerReport& report);

}  // namespace pann::flow
