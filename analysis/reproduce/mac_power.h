#pragma once

#include <string>
#include <vector>

#include "analysis/reproduce/build.h"
#include "analysis/reproduce/mac_sweep.h"

namespace pann::analysis {

/// The elements that Table 1 has a model for, operand words as the multiplier's internal units.
const std::vector<std::string>& modelled_mac_elements();

/// These and the carries, of multiplier and accumulator.
const std::vector<std::string>& counted_mac_elements();

/// A quotient of two counts, and the half width of its 95 % interval to the first order.
struct Ratio {
  double value = 0.0;
  double confidence = 0.0;
};

/// One radix-4 MAC fed with signed numbers, and with numbers that are never negative; one stream of
/// uniform operands each, as the paper's.
struct MacPair {
  int bits = 0;
  int acc_width = 0;
  FlipResult with_signs;
  FlipResult without_signs;

  /// Flips without signs over those with.
  Ratio ratio(const std::vector<std::string>& elements) const;
};

/// One pair for each width, with the accumulator of the same position in `acc_widths`.
std::vector<MacPair> measure_mac_pairs(Workbench& bench, const std::vector<int>& bits,
                                       const std::vector<int>& acc_widths);

}  // namespace pann::analysis
