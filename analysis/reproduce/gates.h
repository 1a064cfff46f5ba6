#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "analysis/reproduce/mapped_units.h"
#include "flow/gate_activity.h"
#include "tb/stimulus/synthetic.h"

namespace pann::analysis {

/// One run on the cells of a library.
struct GateCase {
  const MeasuredLibrary* library = nullptr;
  generator::DesignSpec spec;
  tb::StimulusSpec stimulus{};
  /// In place of the stimulus.
  std::shared_ptr<const tb::OperandStreams> operands{};
  flow::GateDelays delays = flow::GateDelays::zero;
  bool adder_cells = false;  ///< Full adders by the library's cell.
};

/// Energy of one operation at any clock rate that the unit reaches: what switches does not depend
/// on the rate, what leaks does.
struct GateResult {
  double internal_fj = 0.0;
  double switching_fj = 0.0;
  double clock_pins_fj = 0.0;   ///< Of the internal: the clock pins of the registers.
  double subtraction_fj = 0.0;  ///< Of both: positive minus negative, which the paper has once an
                                ///< output.
  double glitches_fj = 0.0;     ///< Of both: toggles beyond the settled ones; with delays only.
  double leakage_w = 0.0;
  double cycles_per_operation = 1.0;
  double maximum_clock_mhz = 0.0;  ///< By the critical path.
  std::uint64_t operations = 0;
  std::uint64_t cells = 0;
  double area = 0.0;

  double dynamic_fj() const { return internal_fj + switching_fj; }
  double leakage_fj(double clock_mhz) const;
  double total_fj(double clock_mhz) const { return dynamic_fj() + leakage_fj(clock_mhz); }
};

std::string key_of(const GateCase& entry);

/// Maps the unit, plays the operands, checks them and computes the power. Throws
/// Failure(check_failed, "reproduce.mismatch", "reproduce.annotation") on mistakes of ours, and as
/// the libraries do.
GateResult measure_gate_energy(const GateCase& entry, tb::Engine engine);

/// The rate of a comparison: the paper's 1.6 GHz where every unit reaches it, else the slowest
/// unit's, rounded down to two digits.
struct ClockChoice {
  double mhz = 0.0;
  bool is_papers = false;
};
inline constexpr double kPaperClockMhz = 1600.0;
ClockChoice choose_clock(double slowest_mhz);

/// The rate that the slowest of these units, one or more, reaches.
double slowest_clock_mhz(std::span<const GateResult> results);

}  // namespace pann::analysis
