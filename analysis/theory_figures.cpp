#include "analysis/theory_figures.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/mse.h"
#include "analysis/paper_equations.h"

namespace pann::analysis {

namespace {

constexpr int kNarrowestMac = 2;
constexpr int kWidestMac = 8;
constexpr int kWidestMacOfFigure15 = 5;

std::string budget_name(int bits) {
  return fmt::format("{}-bit MAC, P = {:g}", bits, unsigned_mac_flips(bits));
}

/// Calls `visit(bx~, R)` for the widths at which the budget leaves additions.
template <class Visit>
void for_widths(double budget, Visit visit) {
  for (int bits = kNarrowestActivation; bits <= kWidestActivation; ++bits) {
    const double additions = additions_at_budget(budget, bits);
    if (additions > 0.0) visit(bits, additions);
  }
}

SeriesPoint simulated_ratio(OperandShape shape, int bits, int width, double additions,
                            const QuantizationStudyOptions& options) {
  const SimulatedMse ruq = simulated_ruq_mse(shape, bits, options);
  const SimulatedMse pann = simulated_pann_mse(shape, width, additions, options);
  const double ratio = ruq.mean / pann.mean;
  // First order; both share their draws, which only makes it smaller.
  const double relative =
      std::hypot(ruq.standard_error / ruq.mean, pann.standard_error / pann.mean);
  return {static_cast<double>(bits), ratio, ratio * relative};
}

}  // namespace

std::string_view name(SeriesOrigin origin) {
  return origin == SeriesOrigin::modelled ? "modelled" : "simulated";
}

TheoryFigure figure_3a() {
  TheoryFigure figure{"figure3a",
                      "Activation widths and additions of equal power",
                      "activation width bx~ (bits)",
                      "additions per element R",
                      {}};
  for (int mac = kNarrowestMac; mac <= kWidestMac; ++mac) {
    Series series{budget_name(mac), SeriesOrigin::modelled, {}};
    for_widths(unsigned_mac_flips(mac), [&](int bits, double additions) {
      series.points.push_back({static_cast<double>(bits), additions, std::nullopt});
    });
    figure.series.push_back(std::move(series));
  }
  return figure;
}

TheoryFigure figure_3b(const QuantizationStudyOptions& options) {
  TheoryFigure figure{"figure3b",
                      "Error of uniform quantization over PANN's at equal power",
                      "bit width of the MAC",
                      "MSE(RUQ) / MSE(PANN)",
                      {}};
  for (const OperandShape shape : {OperandShape::uniform, OperandShape::gaussian}) {
    Series modelled{std::string(name(shape)), SeriesOrigin::modelled, {}};
    Series simulated{std::string(name(shape)), SeriesOrigin::simulated, {}};
    for (int bits = kNarrowestMac; bits <= kWidestMac; ++bits) {
      const double budget = unsigned_mac_flips(bits);
      const int width = best_modelled_width(shape, budget);
      const double additions = additions_at_budget(budget, width);
      const double ratio =
          modelled_ruq_mse(shape, bits) / modelled_pann_mse(shape, width, additions);
      modelled.points.push_back({static_cast<double>(bits), ratio, std::nullopt});
      simulated.points.push_back(simulated_ratio(shape, bits, width, additions, options));
    }
    figure.series.push_back(std::move(modelled));
    figure.series.push_back(std::move(simulated));
  }
  return figure;
}

TheoryFigure figure_11a(int accumulator_width) {
  TheoryFigure figure{"figure11a",
                      "Power of unsigned over signed multiply-accumulates",
                      "bit width of the MAC",
                      "unsigned / signed",
                      {}};
  Series series{fmt::format("B = {}", accumulator_width), SeriesOrigin::modelled, {}};
  for (int bits = kNarrowestMac; bits <= kWidestMac; ++bits) {
    series.points.push_back({static_cast<double>(bits),
                             unsigned_mac_flips(bits) / signed_mac_flips(bits, accumulator_width),
                             std::nullopt});
  }
  figure.series.push_back(std::move(series));
  return figure;
}

std::vector<BudgetChoice> budget_choices() {
  std::vector<BudgetChoice> choices;
  for (int bits = kNarrowestMac; bits <= kWidestMac; ++bits) {
    BudgetChoice choice;
    choice.bits = bits;
    choice.budget = unsigned_mac_flips(bits);
    choice.uniform = best_activation_width(choice.budget);
    choice.gaussian_bits = best_modelled_width(OperandShape::gaussian, choice.budget);
    choice.gaussian_additions = additions_at_budget(choice.budget, choice.gaussian_bits);
    choices.push_back(choice);
  }
  return choices;
}

TheoryFigure figure_15(OperandShape shape, const QuantizationStudyOptions& options) {
  const int row = shape == OperandShape::uniform ? 1 : 2;
  TheoryFigure figure{
      fmt::format("figure15-row{}", row),
      fmt::format("PANN's error over the activation width, {} operands", name(shape)),
      "activation width bx~ (bits)",
      "MSE per element",
      {}};
  for (int mac = kNarrowestMac; mac <= kWidestMacOfFigure15; ++mac) {
    Series modelled{budget_name(mac), SeriesOrigin::modelled, {}};
    Series simulated{budget_name(mac), SeriesOrigin::simulated, {}};
    for_widths(unsigned_mac_flips(mac), [&](int bits, double additions) {
      const auto x = static_cast<double>(bits);
      modelled.points.push_back({x, modelled_pann_mse(shape, bits, additions), std::nullopt});
      const SimulatedMse mse = simulated_pann_mse(shape, bits, additions, options);
      simulated.points.push_back({x, mse.mean, mse.standard_error});
    });
    figure.series.push_back(std::move(modelled));
    figure.series.push_back(std::move(simulated));
  }
  return figure;
}

}  // namespace pann::analysis
