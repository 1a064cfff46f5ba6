#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analysis/sweep/spec/spec.h"

namespace pann::analysis {

/// Combinations that no unit can be built of, by the rule that they break.
struct IllegalPoints {
  std::uint64_t count = 0;
  std::string message;  ///< Of the first of them.
  std::string example;  ///< That one, in words.
};

/// What became of the combinations of a specification.
struct SweepCounts {
  std::uint64_t combinations = 0;
  std::uint64_t filtered = 0;                      ///< By conditions.
  std::map<std::string, IllegalPoints> illegal{};  ///< By the code of the rule.
  std::uint64_t duplicates = 0;                    ///< Measure the same as one before.
  std::uint64_t points = 0;

  std::uint64_t illegal_count() const;
};

/// Calls `take` for every legal point that holds the conditions, in the order of the file, the last
/// field moving fastest; `take` says whether the point is new. Nothing is kept in memory.
SweepCounts enumerate_points(const SweepSpec& spec,
                             const std::function<bool(const SweepPoint&)>& take);

/// Combinations spread evenly over the specification, at most `most` a part, and what became of
/// them; each stands for `weight` of them. What an estimate rests on where there are too many to
/// look at.
SweepCounts sample_points(const SweepSpec& spec, std::uint64_t most,
                          const std::function<void(const SweepPoint&, double weight)>& take);

}  // namespace pann::analysis
