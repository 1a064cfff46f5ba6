#pragma once

#include <string>
#include <vector>

#include "analysis/network/network_streams.h"
#include "generator/design_spec.h"
#include "tb/stimulus/operands.h"

namespace pann::analysis {

/// One unit of the main job and what is fed to it.
struct UnitJob {
  std::string name;  ///< "signed_mac", "unsigned_mac", "split_mac", "pann_mac", "pann_mac_local".
  std::string description;  ///< One line for the report.
  generator::DesignSpec spec;
  /// Passes through the same hardware; flips and energy are summed over them.
  std::vector<const tb::OperandStreams*> passes;
  std::string note{};  ///< Which passes are left out, and why; empty: none.
};

/// The units that are compared at the budget of an unsigned `operands.bits`-bit MAC (design section
/// 6), all with accumulators of `acc_width` bits. The jobs point into `operands`.
///
/// Throws Failure(user_error, "run.accumulator") where the accumulator cannot hold every sum.
std::vector<UnitJob> unit_jobs(const NetworkOperands& operands, int acc_width);

}  // namespace pann::analysis
