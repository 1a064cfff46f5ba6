#include "analysis/theory_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/paper_equations.h"
#include "relative.h"

namespace an = pann::analysis;
using an::OperandShape;
using an::SeriesOrigin;

namespace {

/// Expected squared error by the trapezoidal rule.
double integrated_error(const an::UniformQuantizer& quantizer, bool rectified) {
  const double width = 1e-4;
  double sum = 0.0;
  for (double x = rectified ? 0.0 : -9.0; x < 9.0; x += width) {
    const double error = quantizer.value(quantizer.code(x)) - x;
    sum += error * error * std::exp(-0.5 * x * x) * width;
  }
  return sum / std::sqrt(2.0 * 3.14159265358979323846);
}

const an::QuantizationStudyOptions kStudy{128, 3000, 5};

}  // namespace

TEST_CASE("the closed form of a Gaussian's quantization error is its integral") {
  for (const int bits : {2, 4}) {
    for (const bool rectified : {false, true}) {
      const an::UniformQuantizer quantizer =
          rectified ? an::study_activation_quantizer(OperandShape::gaussian, bits)
                    : an::study_weight_quantizer(OperandShape::gaussian, bits);
      CHECK(an::gaussian_quantization_error(quantizer, rectified) ==
            pann::test::relative(integrated_error(quantizer, rectified)).epsilon(1e-3));
    }
  }
}

TEST_CASE("the Gaussian weight quantizers are the known optimal uniform ones") {
  // J. Max, "Quantizing for Minimum Distortion", IRE Trans. IT 6, 1960, table II: step and error of
  // the best uniform quantizers of N(0,1) with 4, 8 and 16 levels.
  const std::vector<std::array<double, 3>> published{
      {2, 0.9957, 0.1188}, {3, 0.5860, 0.03744}, {4, 0.3352, 0.01154}};
  for (const auto& [bits, step, error] : published) {
    const an::UniformQuantizer quantizer =
        an::study_weight_quantizer(OperandShape::gaussian, static_cast<int>(bits));
    CHECK(quantizer.step == pann::test::relative(step).epsilon(0.01));
    CHECK(an::gaussian_quantization_error(quantizer, false) ==
          pann::test::relative(error).epsilon(0.002));
  }
}

TEST_CASE("theory and simulation of uniform quantization agree") {
  for (const OperandShape shape : {OperandShape::uniform, OperandShape::gaussian}) {
    for (const int bits : {3, 5, 7}) {
      const an::SimulatedMse simulated = an::simulated_ruq_mse(shape, bits, kStudy);
      // Eq. (14) neglects terms of second order in the errors.
      CHECK(std::abs(simulated.mean - an::modelled_ruq_mse(shape, bits)) <
            5.0 * simulated.standard_error + 0.04 * simulated.mean);
    }
  }
}

TEST_CASE("theory and simulation of PANN agree") {
  for (const OperandShape shape : {OperandShape::uniform, OperandShape::gaussian}) {
    for (const int bits : {3, 6}) {
      const an::SimulatedMse simulated = an::simulated_pann_mse(shape, bits, 4.5, kStudy);
      CHECK(std::abs(simulated.mean - an::modelled_pann_mse(shape, bits, 4.5)) <
            5.0 * simulated.standard_error + 0.04 * simulated.mean);
    }
  }
}

TEST_CASE("Eq. 19 is what a simulation along a curve of equal power finds") {
  for (const double budget : {16.5, 24.0, 64.0}) {
    for (const int bits : {3, 5}) {
      const an::SimulatedMse simulated = an::simulated_pann_mse(
          OperandShape::uniform, bits, an::additions_at_budget(budget, bits), kStudy);
      CHECK(std::abs(simulated.mean - an::pann_mse_at_budget(1, 1, 1, bits, budget)) <
            5.0 * simulated.standard_error + 0.03 * simulated.mean);
    }
  }
}

TEST_CASE("Eq. 16 and Eq. 18 are the uniform case of the study's models") {
  CHECK(an::modelled_ruq_mse(OperandShape::uniform, 5) ==
        pann::test::relative(an::ruq_mse(1, 1, 1, 5, 5)));
  CHECK(an::modelled_pann_mse(OperandShape::uniform, 5, 3.5) ==
        pann::test::relative(an::pann_mse(1, 1, 1, 5, 3.5)));
  CHECK(an::best_modelled_width(OperandShape::uniform, 24.0) ==
        an::best_activation_width(24.0).activation_bits);
  CHECK(an::best_modelled_width(OperandShape::gaussian, 0.9) == 0);
}

TEST_CASE("Figure 3(a) holds Table 15's additions on its lowest curve") {
  const an::TheoryFigure figure = an::figure_3a();
  REQUIRE(figure.series.size() == 7);
  const std::vector<double> printed{4.5, 2.83, 2.0, 1.5, 1.16, 0.92, 0.75};
  REQUIRE(figure.series[0].points.size() == printed.size());
  for (std::size_t i = 0; i < printed.size(); ++i) {
    CHECK(std::abs(figure.series[0].points[i].y - printed[i]) < 0.01);
  }
  for (const an::Series& series : figure.series) {
    const double budget = an::pann_flips(series.points[0].y, series.points[0].x);
    for (const an::SeriesPoint& point : series.points) {
      CHECK(an::pann_flips(point.y, point.x) == pann::test::relative(budget));
    }
  }
}

TEST_CASE("Figure 3(b): PANN wins at few bits, and over a wider range for Gaussian operands") {
  const an::TheoryFigure figure = an::figure_3b({64, 400, 1});
  REQUIRE(figure.series.size() == 4);
  for (const an::Series& series : figure.series) {
    CHECK(series.points.front().y > 1.0);
    CHECK(series.points.back().y < 1.0);
    for (const an::SeriesPoint& point : series.points) {
      CHECK(point.standard_error.has_value() == (series.origin == SeriesOrigin::simulated));
    }
  }
  const auto last_win = [](const an::Series& series) {
    double last = 0.0;
    for (const an::SeriesPoint& point : series.points) last = point.y > 1.0 ? point.x : last;
    return last;
  };
  CHECK(last_win(figure.series[2]) > last_win(figure.series[0]));
}

TEST_CASE("Figure 15: the best activation width grows with the budget") {
  for (const OperandShape shape : {OperandShape::uniform, OperandShape::gaussian}) {
    const an::TheoryFigure figure = an::figure_15(shape, {32, 100, 1});
    REQUIRE(figure.series.size() == 8);
    double before = 0.0;
    for (std::size_t i = 0; i < figure.series.size(); i += 2) {
      const auto& points = figure.series[i].points;
      CHECK(figure.series[i].origin == SeriesOrigin::modelled);
      const auto best = std::min_element(points.begin(), points.end(),
                                         [](const auto& a, const auto& b) { return a.y < b.y; });
      CHECK(best->x >= before);
      before = best->x;
    }
  }
  CHECK(an::figure_15(OperandShape::gaussian, {8, 4, 1}).id == "figure15-row2");
}

TEST_CASE("Figure 11(a): an unsigned 4-bit MAC is a third cheaper than a signed one") {
  const std::vector<double> saved_percent{58, 44, 33, 25, 19};  // Table 6, B = 32, b = 2 to 6.
  const auto points = an::figure_11a().series.front().points;
  REQUIRE(points.size() == 7);
  for (std::size_t i = 0; i < saved_percent.size(); ++i) {
    CHECK(std::abs(100.0 * (1.0 - points[i].y) - saved_percent[i]) <= 1.0);
  }
  CHECK(std::abs(100.0 * (1.0 - an::figure_11a(21).series.front().points[2].y) - 21.0) <= 1.0);
}

TEST_CASE("the choice of widths spends each budget and is the minimum of Figure 15's curves") {
  const auto choices = an::budget_choices();
  REQUIRE(choices.size() == 7);
  const an::TheoryFigure gaussian = an::figure_15(OperandShape::gaussian, {8, 4, 1});
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const an::BudgetChoice& choice = choices[i];
    CHECK(an::pann_flips(choice.uniform.additions, choice.uniform.activation_bits) ==
          pann::test::relative(choice.budget));
    CHECK(an::pann_flips(choice.gaussian_additions, choice.gaussian_bits) ==
          pann::test::relative(choice.budget));
    if (2 * i >= gaussian.series.size()) continue;
    const auto& points = gaussian.series[2 * i].points;
    const auto best = std::min_element(points.begin(), points.end(),
                                       [](const auto& a, const auto& b) { return a.y < b.y; });
    CHECK(best->x == choice.gaussian_bits);
  }
}
