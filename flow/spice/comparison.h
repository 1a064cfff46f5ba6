#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flow/cost.h"
#include "flow/spice/spice_cells.h"
#include "flow/spice/spice_run.h"
#include "support/progress.h"

namespace pann::flow {

/// What is set beside each other.
struct SpiceExperiment {
  const tb::DesignFiles& files;  ///< Of a mapped netlist.
  const circuit::Netlist& netlist;
  const synth::Library& library;
  const tb::OperandStreams& operands;
  SpiceSources sources{};
  double input_slew_s = 0.1e-9;
  std::optional<double> period_ns{};  ///< None: the critical path with half of it to spare.
};

/// One way of estimating, beside the transistor level.
struct GateLevel {
  std::string name;  ///< "zero", "liberty", "liberty, transport".
  std::vector<double> operations_fj{};
  double mean_fj = 0.0;
  double difference_percent = 0.0;  ///< Of the mean, to SPICE's.
  double half_width_percent = 0.0;  ///< 95 % interval of that, operations taken as independent.
  double correlation = 0.0;         ///< Of the operations' energies with SPICE's.
  std::vector<std::uint64_t> toggles{};  ///< By net.
  std::uint64_t total_toggles = 0;       ///< Of nets that cells drive.
  std::size_t equal_nets = 0;            ///< Nets with as many toggles as SPICE has crossings.
  double settle_ns = 0.0;                ///< When the last net changed; 0 with zero delay.
};

struct SpiceComparison {
  SpiceTimes times;
  double voltage_v = 0.0;
  double temperature_c = 0.0;
  std::vector<double> operations_fj;  ///< SPICE's.
  double mean_fj = 0.0;
  std::vector<circuit::NetId> nets{};      ///< That cells drive: what is compared.
  std::vector<std::uint64_t> crossings{};  ///< By net.
  std::uint64_t total_crossings = 0;
  double mean_settle_ns = 0.0;
  double last_settle_ns = 0.0;
  double critical_ns = 0.0;
  std::vector<GateLevel> gates{};
  SpiceRun run{};
};

/// Plays the operands at transistor level and at gate level with zero delay, with the library's
/// delays and with pulses of any length. Energies are those of the operations' own cycles; the edge
/// that stores the last result of a stream is in neither. Throws as run_spice, cost's parts do.
SpiceComparison compare_with_spice(const SpiceExperiment& experiment, support::Progress& progress);

/// A deck with all of the operands' first simulation, for running by hand.
std::string first_deck(const SpiceExperiment& experiment);

}  // namespace pann::flow
