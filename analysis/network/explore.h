#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/mse.h"
#include "analysis/network/calibration.h"
#include "analysis/network/network.h"
#include "analysis/network/quantization.h"

namespace pann::analysis {

/// What Algorithm 1 is run with.
struct ExploreOptions {
  std::vector<double> budgets;           ///< P, flips per multiply-accumulate; each above 0.
  int narrowest = kNarrowestActivation;  ///< b_min of the algorithm.
  int widest = kWidestActivation;        ///< b_max.
  std::size_t samples = 300;             ///< Of each split, at most, drawn from the whole; 0: all.
  std::uint64_t seed = 1;                ///< Of the drawing.
  QuantizationRecipe recipe{};
};

/// What every configuration of a network is fitted to and judged on.
struct ExploreData {
  Dataset validation;
  Dataset test;
  Calibration calibration;  ///< On the validation samples.
};

/// Reads and draws the samples, and runs the network in floating point over those of validation.
ExploreData explore_data(const Network& network, const ExploreOptions& options,
                         const std::function<void(double)>& progress = {});

/// How often a quantized network is right. Validation chooses, test judges.
struct ConfigurationAccuracy {
  double validation = 0.0;            ///< In [0, 1].
  double test = 0.0;                  ///< In [0, 1].
  std::vector<int> test_predictions;  ///< Class of each test sample.
};

/// One turn of Algorithm 1's loop.
struct ExploreCandidate {
  int activation_bits = 0;  ///< bx~.
  double additions = 0.0;   ///< R = P / bx~ - 0.5.
  double additions_measured =
      0.0;                    ///< What rounding by Eq. (12) made of it, over the network's MACs.
  double flips = 0.0;         ///< Eq. (13) with the measured R.
  double relative_mse = 0.0;  ///< Eq. (19) for d = Mx = Mw = 1.
  int weight_bits = 0;        ///< b_R: two's complement bits of the largest weight.
  ConfigurationAccuracy accuracy{};
};

/// Uniform weights and activations of the same width, on unsigned MACs.
struct ExploreBaseline {
  int bits = 0;
  ConfigurationAccuracy accuracy{};
};

/// A network as it was quantized elsewhere (Network::is_quantized()).
struct ExploredGiven {
  int activation_bits = 0;         ///< Of the widest layer.
  int weight_bits = 0;             ///< As the folder says, of the widest layer.
  double flips = 0.0;              ///< given_mac_flips().
  double additions = 0.0;          ///< Mean |code| over the network's MACs: R where each code is so
                                   ///< many additions.
  double addition_flips = 0.0;     ///< Eq. (13) with it.
  ConfigurationAccuracy accuracy;  ///< Of both: they compute the same.
};

struct ExploredBudget {
  double budget = 0.0;
  std::vector<ExploreCandidate> candidates;  ///< By width; those without additions are left out.
  std::size_t best = 0;   ///< Most accurate candidate; of equals, that of the lower Eq. (19).
  WidthChoice predicted;  ///< What Eq. (19) alone would choose.
  /// The widest uniform quantization whose unsigned MAC costs no more than the budget; none where
  /// the budget is below a 2-bit MAC's.
  std::optional<ExploreBaseline> baseline;
  /// Of a network quantized elsewhere: its activations, and its weights by Eq. (12) with the
  /// additions that the budget leaves them. `activation_bits` are those of the widest layer.
  std::optional<ExploreCandidate> given{};

  const ExploreCandidate& chosen() const { return candidates[best]; }
};

struct Exploration {
  std::string network;
  std::size_t macs = 0;         ///< Per sample.
  std::size_t weights = 0;      ///< Of the layers with multiply-accumulates.
  std::size_t activations = 0;  ///< Values that these layers take in a sample.
  std::size_t longest_dot = 0;  ///< Elements of the longest dot product.
  std::size_t validation_samples = 0;
  std::size_t test_samples = 0;
  double float_validation_accuracy = 0.0;
  double float_test_accuracy = 0.0;
  std::vector<int> test_labels;
  std::vector<ExploredBudget> budgets;
  std::optional<ExploredGiven> given{};
  std::vector<ExploreBaseline> uniform;  ///< Widths 2 (or the narrowest) to the widest, in order.
};

/// Algorithm 1 of the paper on a real network: for each budget, every activation width with the
/// additions that the budget leaves it, run over the validation samples, which choose, and the test
/// samples, which judge. `progress` is called with the fraction done.
///
/// Throws Failure(user_error): "explore.budget", "explore.width", and what calibrate and
/// read_dataset throw.
Exploration explore(const Network& network, const ExploreOptions& options,
                    const std::function<void(double)>& progress = {});

/// The same on data that are there already.
Exploration explore(const Network& network, const ExploreData& data, const ExploreOptions& options,
                    const std::function<void(double)>& progress = {});

/// Algorithm 1 at one budget, in flips, without uniform widths beside it; `data.test` may be empty.
ExploredBudget explore_budget(const Network& network, const ExploreData& data, double budget);

}  // namespace pann::analysis
