#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/mse.h"
#include "analysis/network/network.h"

namespace pann::analysis {

/// What Algorithm 1 is run with.
struct ExploreOptions {
  std::vector<double> budgets;           ///< P, flips per multiply-accumulate; each above 0.
  int narrowest = kNarrowestActivation;  ///< b_min of the algorithm.
  int widest = kWidestActivation;        ///< b_max.
  std::size_t samples = 300;             ///< Of each split, at most, drawn from the whole; 0: all.
  std::uint64_t seed = 1;                ///< Of the drawing.
};

/// One turn of Algorithm 1's loop.
struct ExploreCandidate {
  int activation_bits = 0;  ///< bx~.
  double additions = 0.0;   ///< R = P / bx~ - 0.5.
  double additions_measured =
      0.0;                    ///< What rounding by Eq. (12) made of it, over the network's MACs.
  double flips = 0.0;         ///< Eq. (13) with the measured R.
  double relative_mse = 0.0;  ///< Eq. (19) for d = Mx = Mw = 1.
  double validation_accuracy = 0.0;  ///< In [0, 1].
};

/// A uniformly quantized network on unsigned MACs that cost no more than the budget.
struct ExploreBaseline {
  int bits = 0;
  double validation_accuracy = 0.0;
  double test_accuracy = 0.0;
};

struct ExploredBudget {
  double budget = 0.0;
  std::vector<ExploreCandidate> candidates;  ///< By width; those without additions are left out.
  std::size_t best = 0;        ///< Most accurate candidate; of equals, that of the lower Eq. (19).
  double test_accuracy = 0.0;  ///< Of the best.
  WidthChoice predicted;       ///< What Eq. (19) alone would choose.
  std::optional<ExploreBaseline> baseline;  ///< None where the budget is below a 2-bit MAC's.
};

struct Exploration {
  std::string network;
  std::size_t macs = 0;  ///< Per sample.
  std::size_t validation_samples = 0;
  std::size_t test_samples = 0;
  double float_validation_accuracy = 0.0;
  double float_test_accuracy = 0.0;
  std::vector<ExploredBudget> budgets;
};

/// Algorithm 1 of the paper on a real network: for each budget, every activation width with the
/// additions that the budget leaves it, run over the validation set. `progress` is called with the
/// fraction done.
///
/// Throws Failure(user_error): "explore.budget", "explore.width", and what calibrate and
/// read_dataset throw.
Exploration explore(const Network& network, const ExploreOptions& options,
                    const std::function<void(double)>& progress = {});

}  // namespace pann::analysis
