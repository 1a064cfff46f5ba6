#pragma once

#include "synth/liberty/library.h"

namespace pann::synth {

/// What the synthetic library is made from. The figures are round ones of about a 130 nm process;
/// nothing was measured on silicon, so that only ratios of its results mean anything.
struct GenericAssumptions {
  double supply_v = 1.2;
  double unit_capacitance_f = 2e-15;  ///< Input of the unit inverter.
  double unit_resistance_ohm = 5e3;   ///< Its pull-up and pull-down.
  double slew_share = 0.2;       ///< Of the input's transition time that a stage adds to its delay.
  double crossover_share = 0.1;  ///< Short-circuit energy over the energy of the unit load, for an
                                 ///< input as slow as the unit delay.
  double unit_leakage_w = 20e-12;
  double unit_area = 1.0;
};

/// A library from logical effort (I. Sutherland, B. Sproull, D. Harris, "Logical Effort", 1999,
/// chapters 2 and 4): an input of a gate has effort times the unit capacitance, its delay is
/// R (parasitic C + load), its output swings in twice that, and each of its toggles takes the
/// energy of its parasitic capacitance. Inverters to a D flip-flop, full and half adder (one stage
/// and two outputs) and a clock gate. Marked synthetic.
Library generic_library(const GenericAssumptions& assumptions = {});

}  // namespace pann::synth
