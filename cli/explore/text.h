#pragma once

#include <iosfwd>
#include <optional>
#include <vector>

#include "analysis/network/explore.h"
#include "analysis/study/study.h"

namespace pann::cli {

/// Accuracies of every budget's widths.
void print_exploration(std::ostream& output, const analysis::Exploration& exploration);

/// What is asked of a study beside its budgets.
struct StudyQuestions {
  std::vector<double> energies_fj{};  ///< Budgets in fJ a multiply-accumulate.
  std::optional<double> accuracy{};   ///< The cheapest that reaches it, in [0, 1].
};

/// Energy of every configuration on its units, and what is chosen.
void print_study(std::ostream& output, const analysis::Study& study,
                 const StudyQuestions& questions);

}  // namespace pann::cli
