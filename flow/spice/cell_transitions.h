#pragma once

#include <string>
#include <vector>

#include "flow/spice/deck.h"
#include "flow/spice/spice_cells.h"
#include "support/progress.h"
#include "synth/liberty/library.h"

namespace pann::flow {

/// What one input's rise and fall take inside a cell, the other inputs standing still; the charge
/// of the load on its outputs is left out.
struct CellTransition {
  std::string pin;
  std::string state;                 ///< Of the other inputs: "B=1 C=0"; empty: there are none.
  std::vector<std::string> outputs;  ///< That move with it.
  double rise_fj = 0.0;              ///< Of the input, at transistor level.
  double fall_fj = 0.0;
  double table_fj = 0.0;  ///< Rise and fall together, by the library's tables.

  double spice_fj() const { return rise_fj + fall_fj; }
};

struct CellTransitions {
  std::string cell;
  double load_f = 0.0;
  double input_slew_s = 0.0;
  double voltage_v = 0.0;
  std::vector<CellTransition> transitions;
};

/// Conditions of the measurement.
struct CellExperiment {
  const synth::Library& library;
  SpiceSources sources{};
  std::string cell{};
  double load_f = 5e-15;  ///< On every output.
  double input_slew_s = 0.1e-9;
};

/// Measures every input of a combinational cell in every state of the others, and computes the same
/// by the library's tables as compute_power does.
///
/// Throws Failure(user_error): "spice.cell" for a cell that library or subcircuits lack, that
/// stores, or that has more than 6 inputs; as run_spice.
CellTransitions measure_cell(const CellExperiment& experiment, support::Progress& progress);

}  // namespace pann::flow
