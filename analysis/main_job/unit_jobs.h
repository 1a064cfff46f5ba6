#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/network/network_streams.h"
#include "generator/design_spec.h"
#include "tb/stimulus/operands.h"

namespace pann::analysis {

/// Bits that all passes of a unit fetch, zero-cost caches aside: activations, and what says which
/// weight, or digit of one, meets which of them.
struct OperandTraffic {
  double x_bits = 0.0;
  double w_bits = 0.0;

  double bits() const { return x_bits + w_bits; }
};

/// One unit of the main job and what is fed to it.
struct UnitJob {
  std::string name;  ///< "signed_mac", "unsigned_mac", "split_mac", "pann_mac", "pann_mac_local".
  std::string description;  ///< One line for the report.
  generator::DesignSpec spec;
  /// Passes through the same hardware; flips and energy are summed over them.
  std::vector<const tb::OperandStreams*> passes;
  std::string note{};  ///< Which passes are left out, and why; empty: none.
  OperandTraffic traffic{};
  std::shared_ptr<const tb::OperandStreams> kept{};  ///< A pass of the job's own.

  /// Adds a pass that the job owns.
  void keep(std::shared_ptr<const tb::OperandStreams> streams) {
    passes.push_back(streams.get());
    kept = std::move(streams);
  }
};

/// The units that are compared at the budget of an unsigned `operands.bits`-bit MAC (design section
/// 6), all with accumulators of `acc_width` bits. The jobs point into `operands`.
///
/// Throws Failure(user_error, "run.accumulator") where the accumulator cannot hold every sum.
std::vector<UnitJob> unit_jobs(const NetworkOperands& operands, int acc_width);

}  // namespace pann::analysis
