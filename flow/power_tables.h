#pragma once

#include <string>

#include "circuit/netlist.h"
#include "flow/operation_energy.h"
#include "generator/design_spec.h"
#include "synth/power/power.h"

namespace pann::flow {

/// A line for each instance as CSV: path, cell, toggles of its outputs, glitches among them,
/// internal, switching, leakage and total power in watts, energy of an operation in fJ; instances
/// in the netlist's order. The sums are the report's total.
std::string instances_csv(const synth::PowerReport& report, const circuit::Netlist& netlist);

/// A line for each operation as CSV: its operands and what it takes without leakage, fJ.
std::string series_csv(const OperationEnergy& energy, const generator::DesignSpec& spec);

}  // namespace pann::flow
