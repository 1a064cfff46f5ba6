#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "activity/activity.h"

namespace pann::activity {

/// A signal bit whose toggles are not those of the baseline.
struct BitDifference {
  std::string name;
  std::optional<std::uint64_t> before;  ///< Toggles in the baseline; none: a new bit.
  std::optional<std::uint64_t> after;   ///< Toggles now; none: the bit is gone.
  /// Change over the baseline's toggles (at least 1); infinite for a bit that only one side has.
  double relative = 0.0;
};

/// A comparison bit by bit, by name.
struct ActivityDifference {
  std::uint64_t compared = 0;        ///< Bits that both have.
  std::uint64_t toggles_before = 0;  ///< Over all named bits: SAIF knows no shared nets.
  std::uint64_t toggles_after = 0;
  std::vector<BitDifference> exceeding;  ///< Beyond the tolerance, worst first.
  double tolerance = 0.0;

  bool passes() const { return exceeding.empty(); }
};

/// Compares the toggles of each bit; a change beyond `tolerance` (relative: 0.01 is 1 %) and a bit
/// that only one side has exceed it.
ActivityDifference compare_activities(const Activity& before, const Activity& after,
                                      double tolerance);

}  // namespace pann::activity
