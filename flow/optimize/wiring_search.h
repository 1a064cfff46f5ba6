#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "flow/optimize/wiring_judge.h"

namespace pann::flow {

/// Who judges.
struct WiringJudgement {
  /// What a wiring comes to; nothing where it is not legal.
  std::function<std::optional<WiringCost>(const HeapWiring&)> judge;
  /// Told where the search goes on from the wiring judged last.
  std::function<void()> accept = [] {};
};

/// Where a search stands; also where a broken off one goes on, to the same end.
struct WiringSearch {
  std::uint64_t seed = 1;
  std::uint64_t effort = 0;     ///< Evaluations in all: the cooling is by it.
  std::uint64_t evaluated = 0;  ///< So many of them done.
  HeapWiring current;
  double current_fj = 0.0;
  HeapWiring best;
  double best_fj = 0.0;
  double start_fj = 0.0;  ///< What the reduction's own wiring takes.
};

/// Simulated annealing, from a low temperature (kHotShare of the start's energy a slot) to none: an
/// evaluation swaps two bits of a column, between compressors or between the pins of one.
/// Evaluation i draws from Random(seed, i) alone, so that a search that goes on where another
/// stopped ends where one without a stop does. `seen` is told after each evaluation; where it gives
/// false, the search stops there.
void search(WiringSearch& state, const WiringJudgement& judgement,
            const std::function<bool(const WiringSearch&)>& seen);

inline constexpr double kHotShare = 0.02;

}  // namespace pann::flow
