#pragma once

#include <string>
#include <vector>

#include "flow/spice/cell_transitions.h"

namespace pann::flow {

/// Where the tables of an overlay are measured.
struct OverlayGrid {
  std::vector<double> slews_s{0.02e-9, 0.1e-9, 0.4e-9};
  std::vector<double> loads_f{1e-15, 5e-15, 20e-15};
};

/// A library of one cell whose internal power has a group for every state, as measure_cell finds it
/// over the grid: what `pann power --overlay` takes. Half of what a rise and a fall of an input
/// take is given to either edge, since one edge alone holds charge that the input lends; where
/// several outputs move at once the first has it all. Throws as measure_cell.
synth::Library measured_overlay(const CellExperiment& experiment, const OverlayGrid& grid,
                                support::Progress& progress);

}  // namespace pann::flow
