#include "analysis/study/study_choice.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using synth::kPercent;

/// The cheapest of the points that `accept` takes; the first of equals.
template <class Accept>
const StudyPoint* cheapest(const Study& study, const Accept& accept) {
  const StudyPoint* best = nullptr;
  for (const StudyPoint& point : study.points) {
    if (accept(point) && (best == nullptr || point.energy_fj() < best->energy_fj())) best = &point;
  }
  return best;
}

bool fits(const StudyPoint& point, Scheme scheme) {
  if (scheme == Scheme::any) return true;
  return !point.is_given() && point.is_pann() == (scheme == Scheme::pann);
}

/// From which energy of a fetched bit on the order turns around; empty where it does at none.
std::string break_even_text(const UnitReport& one, const UnitReport& other) {
  const auto energy_fj = break_even_fetch_fj(one, other);
  return energy_fj ? fmt::format(" (equal where a bit takes {:.3g} fJ)", *energy_fj) : "";
}

}  // namespace

Interval accuracy_interval(double share, std::size_t samples) {
  constexpr double kZ = 1.959963984540054;  // the normal distribution's 97.5 % point
  const auto n = static_cast<double>(samples);
  const double centre = (share + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double half =
      kZ / (1 + kZ * kZ / n) * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n));
  // At the ends one bound is the share itself, which rounding would miss.
  return {share <= 0.0 ? 0.0 : centre - half, share >= 1.0 ? 1.0 : centre + half};
}

std::vector<const StudyPoint*> energy_front(const Study& study) {
  std::vector<const StudyPoint*> points;
  for (const StudyPoint& point : study.points) points.push_back(&point);
  std::stable_sort(points.begin(), points.end(), [](const StudyPoint* a, const StudyPoint* b) {
    if (a->energy_fj() != b->energy_fj()) return a->energy_fj() < b->energy_fj();
    return a->validation_accuracy > b->validation_accuracy;
  });
  std::vector<const StudyPoint*> front;
  double accuracy = -1.0;
  for (const StudyPoint* point : points) {
    if (point->validation_accuracy <= accuracy) continue;
    accuracy = point->validation_accuracy;
    front.push_back(point);
  }
  return front;
}

const StudyPoint* cheapest_reaching(const Study& study, double accuracy, Scheme scheme) {
  return cheapest(study, [&](const StudyPoint& point) {
    return fits(point, scheme) && point.validation_accuracy >= accuracy;
  });
}

const StudyPoint* best_within(const Study& study, double energy_fj) {
  const StudyPoint* best = nullptr;
  for (const StudyPoint& point : study.points) {
    if (point.energy_fj() > energy_fj) continue;
    if (best == nullptr || point.validation_accuracy > best->validation_accuracy ||
        (point.validation_accuracy == best->validation_accuracy &&
         point.energy_fj() < best->energy_fj())) {
      best = &point;
    }
  }
  return best;
}

std::vector<StudyBudget> study_budgets(const Study& study) {
  std::vector<StudyBudget> budgets;
  for (const ExploredBudget& explored : study.exploration.budgets) {
    StudyBudget budget;
    budget.flips = explored.budget;
    const int chosen_bits = explored.chosen().activation_bits;
    budget.algorithm = cheapest(study, [&](const StudyPoint& point) {
      return fits(point, Scheme::pann) && point.budget == explored.budget &&
             point.arithmetic.activation_bits == chosen_bits;
    });
    if (explored.baseline) {
      budget.uniform = cheapest(study, [&](const StudyPoint& point) {
        return fits(point, Scheme::uniform) &&
               point.arithmetic.activation_bits == explored.baseline->bits;
      });
    }
    if (budget.uniform != nullptr) {
      budget.measured = best_within(study, budget.uniform->energy_fj());
    }
    budget.as_accurate =
        cheapest_reaching(study, budget.algorithm->validation_accuracy, Scheme::uniform);
    budgets.push_back(budget);
  }
  return budgets;
}

EqualAccuracy equal_accuracy(const Study& study, const StudyPoint& uniform) {
  return {&uniform, cheapest(study, [&](const StudyPoint& point) {
            return point.is_pann() && point.validation_accuracy >= uniform.validation_accuracy &&
                   point.test_accuracy >= uniform.test_accuracy;
          })};
}

std::vector<EqualAccuracy> equal_accuracies(const Study& study) {
  std::vector<EqualAccuracy> pairs;
  const StudyPoint* given =
      cheapest(study, [](const StudyPoint& point) { return point.is_given() && !point.is_pann(); });
  if (given != nullptr) pairs.push_back(equal_accuracy(study, *given));
  for (const StudyBudget& budget : study_budgets(study)) {
    if (budget.uniform != nullptr) pairs.push_back(equal_accuracy(study, *budget.uniform));
  }
  return pairs;
}

std::string equal_accuracy_text(const Study& study, const EqualAccuracy& pair) {
  const auto words = [&](const StudyPoint& point) {
    const Interval interval =
        accuracy_interval(point.test_accuracy, study.exploration.test_samples);
    return fmt::format(
        "{} on {} ({:.1f} % of the validation samples, {:.1f} % of the test samples, 95 % interval "
        "{:.1f} to {:.1f}; {:.4g} fJ)",
        title(point), point.unit.name, kPercent * point.validation_accuracy,
        kPercent * point.test_accuracy, kPercent * interval.low, kPercent * interval.high,
        point.energy_fj());
  };
  if (pair.pann == nullptr) {
    return fmt::format("No PANN configuration that was tried is at least as accurate as {}.",
                       words(*pair.uniform));
  }
  return fmt::format("At equal accuracy {} takes {:.0f} % of the energy of {}.", words(*pair.pann),
                     kPercent * pair.pann->energy_fj() / pair.uniform->energy_fj(),
                     words(*pair.uniform));
}

std::string equal_accuracy_text(const StudyBudget& budget) {
  const StudyPoint& pann = *budget.algorithm;
  const std::string of_pann = fmt::format(
      "{} on {} ({:.1f} % of the validation, {:.1f} % of the test samples)", title(pann),
      pann.unit.name, 100.0 * pann.validation_accuracy, 100.0 * pann.test_accuracy);
  if (budget.as_accurate == nullptr) {
    return fmt::format("At {:g} flips no uniform width that was tried is as accurate as {}.",
                       budget.flips, of_pann);
  }
  const StudyPoint& uniform = *budget.as_accurate;
  return fmt::format(
      "At {:g} flips, at equal accuracy, {} takes {:.0f} % of the energy of {} on {} ({:.1f} and "
      "{:.1f} %): {:.4g} and {:.4g} fJ, and fetches {:.1f} and {:.1f} bits{}.",
      budget.flips, of_pann, 100.0 * pann.energy_fj() / uniform.energy_fj(), title(uniform),
      uniform.unit.name, 100.0 * uniform.validation_accuracy, 100.0 * uniform.test_accuracy,
      pann.energy_fj(), uniform.energy_fj(), pann.unit.traffic.bits(), uniform.unit.traffic.bits(),
      break_even_text(pann.unit, uniform.unit));
}

}  // namespace pann::analysis
