#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/quantization_study.h"

namespace pann::analysis {

/// Where a series' values come from.
enum class SeriesOrigin { modelled, simulated };

std::string_view name(SeriesOrigin origin);

struct SeriesPoint {
  double x = 0.0;
  double y = 0.0;
  std::optional<double> standard_error{};  ///< Of a simulated y.
};

struct Series {
  std::string name;  ///< What the paper's legend says, e.g. "4-bit MAC, P = 24".
  SeriesOrigin origin = SeriesOrigin::modelled;
  std::vector<SeriesPoint> points;
};

/// The curves of one plot.
struct TheoryFigure {
  std::string id;  ///< "figure3a".
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<Series> series;
};

/// Figure 3(a): curves of equal power. For the budget of each unsigned MAC of 2 to 8 bits, the
/// additions R that each activation width bx~ from 2 to 8 leaves (Eq. (13)).
TheoryFigure figure_3a();

/// Figure 3(b): error of uniform quantization over that of PANN at the same power, for MACs of 2 to
/// 8 bits, modelled and simulated, uniform and Gaussian; PANN's bx~ is the best modelled one.
TheoryFigure figure_3b(const QuantizationStudyOptions& options);

/// Figure 11(a): power of an unsigned MAC over that of a signed one, Eqs. (1) to (4), for MACs of 2
/// to 8 bits and an accumulator of `accumulator_width` bits.
TheoryFigure figure_11a(int accumulator_width = 32);

/// What PANN gets at the power of an unsigned MAC of `bits` bits.
struct BudgetChoice {
  int bits = 0;
  double budget = 0.0;    ///< P, Eqs. (3) + (4).
  WidthChoice uniform;    ///< By Eq. (19).
  int gaussian_bits = 0;  ///< bx~ by Eq. (14) with the Gaussian's moments.
  double gaussian_additions = 0.0;
};

/// The choice of bx~ and R for MACs of 2 to 8 bits.
std::vector<BudgetChoice> budget_choices();

/// Figure 15, row 1 (uniform) or row 2 (Gaussian): PANN's error per element over bx~ from 2 to 8 at
/// the budgets of unsigned 2- to 5-bit MACs, modelled and simulated.
TheoryFigure figure_15(OperandShape shape, const QuantizationStudyOptions& options);

}  // namespace pann::analysis
