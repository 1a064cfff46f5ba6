#pragma once

#include <cstdint>
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
  std::uint64_t elements = 0;  ///< Of the dot products; 0: as many as the network's.
  std::vector<std::shared_ptr<const tb::OperandStreams>> kept{};  ///< Passes of the job's own.

  /// Adds a pass that the job owns.
  void keep(std::shared_ptr<const tb::OperandStreams> streams) {
    passes.push_back(streams.get());
    kept.push_back(std::move(streams));
  }
};

/// Operands of one arithmetic, for any unit that can take them. They must outlive the jobs.
struct UnitOperands {
  const tb::OperandStreams& streams;
  int x_bits = 8;             ///< Unsigned.
  int w_bits = 8;             ///< Two's complement.
  int accumulator_bits = 32;  ///< That hold every sum.
};

/// The paper's unsigned MAC on uniform operands: W+ and W- as two passes through it.
UnitJob unsigned_mac_job(const UnitOperands& operands);

/// The paper's PANN MAC, the counter of additions outside.
UnitJob pann_mac_job(const UnitOperands& operands);

/// The units that are compared at the budget of an unsigned `operands.bits`-bit MAC (design section
/// 6), all with accumulators of `acc_width` bits. The jobs point into `operands`.
///
/// Throws Failure(user_error, "run.accumulator") where the accumulator cannot hold every sum.
std::vector<UnitJob> unit_jobs(const NetworkOperands& operands, int acc_width);

}  // namespace pann::analysis
