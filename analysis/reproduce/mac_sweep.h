#pragma once

#include <vector>

#include "analysis/reproduce/workbench.h"

namespace pann::analysis {

/// One MAC of Table 1 and Figures 7, 8 and 11: b by b bits, signed hardware.
struct MacPoint {
  generator::Architecture multiplier = generator::Architecture::booth4;
  int bits = kNarrowest;
  tb::Distribution distribution = tb::Distribution::uniform;
  tb::Range range = tb::Range::signed_range;
  std::uint64_t length = tb::kDefaultStreamLength;  ///< 0: one stream.
  int acc_width = kAccumulatorBits;

  static constexpr int kNarrowest = 2;
  static constexpr int kAccumulatorBits = 32;  ///< B of the paper's measurements.
};

/// Measures the MACs, in their order.
std::vector<FlipResult> measure_macs(Workbench& bench, const std::vector<MacPoint>& points);

}  // namespace pann::analysis
