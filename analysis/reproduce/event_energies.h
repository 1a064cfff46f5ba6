#pragma once

#include "analysis/pann_model.h"
#include "analysis/reproduce/mapped_units.h"

namespace pann::analysis {

/// What a flip takes in the cells of a pann_mac, femtojoules, by the library's tables at the loads
/// of its netlist, each input of a cell as often 0 as 1: nothing is simulated, nothing fitted.
struct PannEventEnergies {
  double sum = 0.0;  ///< Of a full adder's sum and what it charges.
  double carry = 0.0;
  /// Of a register's bit: its output, the gate that clears, and the gates in front of it, each of
  /// which is taken to flip once with what is stored.
  double stored = 0.0;
  double enable = 0.0;      ///< Of what enables an accumulator.
  double clock_edge = 0.0;  ///< Of the clock at one register.
};

/// The unit that is measured: a pann_mac with the counter outside, full adders by the library's
/// cell.
generator::DesignSpec prediction_spec(int x_bits);

PannEventEnergies pann_event_energies(const MeasuredLibrary& library, int x_bits);

/// The dynamic energy of an element without the nets of x, which something else charges, and
/// without the subtraction of the accumulators, which the paper has once an output.
double predicted_fj(const PannFlips& flips, const PannEventEnergies& energies);

/// Of it, the clock.
double predicted_clock_fj(const PannFlips& flips, const PannEventEnergies& energies);

}  // namespace pann::analysis
