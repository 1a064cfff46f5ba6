#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/study/study.h"

namespace pann::analysis {

/// Bounds of a share, in [0, 1].
struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// Wilson's 95 % interval of a share measured on so many samples (E. B. Wilson, JASA 22, 1927).
Interval accuracy_interval(double share, std::size_t samples);

/// The points that no other beats: none takes at most as much energy at an accuracy at least as
/// high and is better in one of them. By validation; in the order of energy.
std::vector<const StudyPoint*> energy_front(const Study& study);

/// The point that takes the least energy among those whose validation accuracy is at least
/// `accuracy` (and that are uniform, PANN, or either). Nothing where none reaches it.
enum class Scheme { any, uniform, pann };
const StudyPoint* cheapest_reaching(const Study& study, double accuracy,
                                    Scheme scheme = Scheme::any);

/// The most accurate point by validation among those that take at most that energy; of equals the
/// cheapest. Nothing where none is that cheap.
const StudyPoint* best_within(const Study& study, double energy_fj);

/// What is chosen at the budget of an unsigned MAC, by the paper's model and by measurement.
struct StudyBudget {
  double flips = 0.0;                     ///< P.
  const StudyPoint* uniform = nullptr;    ///< Widest uniform at P, its cheapest unit; may be none.
  const StudyPoint* algorithm = nullptr;  ///< Algorithm 1's bx~, on its cheapest unit.
  /// The most accurate point that takes no more energy than `uniform`.
  const StudyPoint* measured = nullptr;
  /// The cheapest uniform point that is at least as accurate as `algorithm`; may be none.
  const StudyPoint* as_accurate = nullptr;
};

/// One for each budget of the exploration.
std::vector<StudyBudget> study_budgets(const Study& study);

/// Uniform arithmetic beside the cheapest PANN that is no less accurate.
struct EqualAccuracy {
  const StudyPoint* uniform = nullptr;
  /// The least energy among the PANN points whose shares of right validation samples and of right
  /// test samples are both at least those of `uniform`; may be none.
  const StudyPoint* pann = nullptr;
};
EqualAccuracy equal_accuracy(const Study& study, const StudyPoint& uniform);

/// Of the network as it was quantized elsewhere, if it was, and of each budget's uniform point.
std::vector<EqualAccuracy> equal_accuracies(const Study& study);

/// The same in one sentence: what share of the energy, on which units, with both accuracies and
/// their 95 % intervals on the test samples.
std::string equal_accuracy_text(const Study& study, const EqualAccuracy& pair);

/// "At equal accuracy ..." in words, one sentence: `algorithm` beside `as_accurate`, with the
/// energy of a fetched bit at which the order turns around.
std::string equal_accuracy_text(const StudyBudget& budget);

}  // namespace pann::analysis
