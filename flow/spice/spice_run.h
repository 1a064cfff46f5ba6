#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "flow/spice/deck.h"
#include "flow/spice/waveforms.h"
#include "support/progress.h"

namespace pann::flow {

/// What a schedule comes to at transistor level; cycles that do not count hold 0.
struct SpiceRun {
  std::vector<double> energy_fj;         ///< By cycle of the schedule, leakage included.
  std::vector<double> settle_ns;         ///< Likewise: when the last net crossed half the supply.
  std::vector<std::uint64_t> crossings;  ///< By net, over the counted cycles.
  std::uint64_t checked = 0;             ///< Counted cycles whose outputs were compared.
  std::uint64_t mismatches = 0;
  std::size_t resumed = 0;  ///< Simulations whose results were there already.
  std::size_t simulations = 0;
};

/// How a schedule is cut into simulations: streams of units with registers are played whole, others
/// in pieces of a few operations, each from the cycle before it at rest.
std::vector<SpiceSpan> spice_spans(const sim::Schedule& schedule);

/// The line of a deck that takes the models: cards from a file `models.spice` beside the deck, a
/// corner from where the user has it.
std::string spice_models_line(const SpiceSources& sources);

/// Simulates each span by an ngspice of its own, as many at once as the machine has processors.
/// Results are kept in the cache by the deck's content, so that a run that was interrupted goes on.
///
/// Throws as spice_deck and evaluate do, Failure(tool_failed): "tool.missing" without ngspice,
/// "spice.ngspice" with its last lines where it fails.
SpiceRun run_spice(const SpiceDesign& design, const SpiceSources& sources,
                   support::Progress& progress);

}  // namespace pann::flow
