// Accuracy beside measured energy: what is chosen, and that operands are the network's own.
#include "analysis/study/study.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/network/layer_operands.h"
#include "analysis/network/network_streams.h"
#include "analysis/study/paper_tables.h"
#include "analysis/study/study_choice.h"
#include "relative.h"

namespace an = pann::analysis;
using pann::test::relative;

namespace {

an::StudyPoint point(bool pann, int bits, double budget, double accuracy, double energy_fj) {
  an::StudyPoint made;
  made.arithmetic =
      pann ? an::Arithmetic::pann(bits, budget / bits - 0.5) : an::Arithmetic::uniform(bits, bits);
  made.budget = pann ? budget : 0.0;
  made.validation_accuracy = accuracy;
  made.test_accuracy = accuracy - 0.01;
  made.unit.name = pann ? "pann_dot" : "heap_dot";
  made.unit.elements_of_products = 1;
  made.unit.energy.switching_fj = energy_fj;
  return made;
}

/// Uniform 2 to 4 bits at 100, 200, 400 fJ; PANN at 24 flips with 4 bits (250 fJ) and 6 bits.
an::Study made_study() {
  an::Study study;
  study.points = {point(false, 2, 0, 0.60, 100), point(false, 3, 0, 0.80, 200),
                  point(false, 4, 0, 0.90, 400), point(true, 4, 24, 0.85, 250),
                  point(true, 6, 24, 0.90, 300)};
  an::ExploredBudget budget;
  budget.budget = 24.0;
  budget.candidates.resize(2);
  budget.candidates[0].activation_bits = 4;
  budget.candidates[1].activation_bits = 6;
  budget.best = 1;
  budget.baseline = an::ExploreBaseline{4, {}};
  study.exploration.budgets = {budget};
  study.exploration.test_samples = 100;
  return study;
}

}  // namespace

TEST_CASE("Wilson's interval holds the shares that a score test does not refuse") {
  // The bounds p are the roots of (share - p)^2 = z^2 p (1 - p) / n.
  constexpr double kZ = 1.959963984540054;
  for (const double share : {0.0, 0.02, 0.5, 0.867, 1.0}) {
    for (const std::size_t n : {10U, 300U, 846U}) {
      const an::Interval interval = an::accuracy_interval(share, n);
      for (const double p : {interval.low, interval.high}) {
        if (p == 0.0 || p == 1.0) continue;
        CHECK((share - p) * (share - p) * static_cast<double>(n) ==
              relative(kZ * kZ * p * (1 - p)).epsilon(1e-9));
      }
      CHECK(interval.low <= share);
      CHECK(interval.high >= share);
    }
  }
}

TEST_CASE("the front, the budgets and the cheapest are chosen by validation and energy") {
  const an::Study study = made_study();
  std::vector<double> front;
  for (const an::StudyPoint* one : an::energy_front(study)) front.push_back(one->energy_fj());
  CHECK(front == std::vector<double>{100, 200, 250, 300});
  CHECK(an::cheapest_reaching(study, 0.9)->energy_fj() == 300);
  CHECK(an::cheapest_reaching(study, 0.9, an::Scheme::uniform)->energy_fj() == 400);
  CHECK(an::cheapest_reaching(study, 0.86, an::Scheme::pann)->energy_fj() == 300);
  CHECK(an::cheapest_reaching(study, 0.95) == nullptr);
  CHECK(an::best_within(study, 260)->energy_fj() == 250);
  CHECK(an::best_within(study, 400)->energy_fj() == 300);  // as accurate as the one for 400
  CHECK(an::best_within(study, 99) == nullptr);
  const an::StudyBudget budget = an::study_budgets(study).at(0);
  CHECK(budget.uniform->energy_fj() == 400);
  CHECK(budget.algorithm->energy_fj() == 300);
  CHECK(budget.measured->energy_fj() == 300);
  CHECK(budget.as_accurate->energy_fj() == 400);
  CHECK(an::equal_accuracy_text(budget).find("takes 75 % of the energy") != std::string::npos);
  // 100 fJ more for 4 bits less.
  an::Study fetching = study;
  fetching.points[4].unit.traffic = {6.0, 2.0};
  fetching.points[2].unit.traffic = {3.0, 1.0};
  CHECK(an::equal_accuracy_text(an::study_budgets(fetching).at(0)).find("a bit takes 25 fJ") !=
        std::string::npos);
}

TEST_CASE("equal accuracy is that of PANN no less right on validation and on test samples") {
  an::Study study = made_study();
  const auto energy_of = [&](std::size_t uniform) {
    const an::EqualAccuracy pair = an::equal_accuracy(study, study.points[uniform]);
    return pair.pann == nullptr ? 0.0 : pair.pann->energy_fj();
  };
  CHECK(energy_of(0) == 250);
  CHECK(energy_of(1) == 250);
  CHECK(energy_of(2) == 300);
  const std::string text =
      an::equal_accuracy_text(study, an::equal_accuracy(study, study.points[2]));
  CHECK(text.find("takes 75 % of the energy of uniform 4 on heap_dot") != std::string::npos);
  CHECK(text.find("89.0 % of the test samples, 95 % interval 81.4 to 93.7") != std::string::npos);
  study.points[4].test_accuracy = 0.88;  // Right on the validation samples alone.
  CHECK(energy_of(2) == 0.0);
  CHECK(an::equal_accuracy_text(study, an::equal_accuracy(study, study.points[2]))
            .find("No PANN configuration that was tried") == 0);
}

TEST_CASE("a network as it was given stands beside ours and is taken for none of them") {
  an::Study study = made_study();
  an::StudyPoint given = point(false, 4, 0, 0.95, 150);
  given.arithmetic = an::Arithmetic::as_given(an::Arithmetic::Scheme::uniform);
  an::StudyPoint additions = point(true, 4, 0, 0.95, 120);
  additions.arithmetic = an::Arithmetic::as_given(an::Arithmetic::Scheme::pann);
  an::StudyPoint at_budget = point(true, 6, 24.0, 0.94, 110);
  at_budget.arithmetic = an::Arithmetic::as_given(an::Arithmetic::Scheme::pann, 24.0);
  at_budget.arithmetic.activation_bits = 6;
  study.points.insert(study.points.end(), {given, additions, at_budget});
  CHECK(an::title(given) == "as given");
  CHECK(an::title(additions) == "PANN as given");
  CHECK(an::title(at_budget) == "PANN given 24");
  const an::StudyBudget budget = an::study_budgets(study).at(0);
  CHECK(budget.algorithm->energy_fj() == 300);
  CHECK(budget.uniform->energy_fj() == 400);
  CHECK(budget.as_accurate->energy_fj() == 400);
  CHECK(an::cheapest_reaching(study, 0.9)->energy_fj() == 110);
  const std::vector<an::EqualAccuracy> pairs = an::equal_accuracies(study);
  REQUIRE(pairs.size() == 2);
  CHECK(pairs[0].uniform->energy_fj() == 150);
  CHECK(pairs[0].pann->energy_fj() == 120);
}

TEST_CASE(
    "a budget stands in the paper's tables with power, memory and time over its uniform width") {
  // Table 15 of the paper, the row of bx~ = 6 at the 2-bit budget: R 1.16, b_R 2, memory 3 and 1.
  an::Exploration exploration;
  exploration.macs = 4'000'000'000;
  exploration.activations = 8 * 8192;
  exploration.weights = 2048;
  exploration.longest_dot = 9 * 512;
  an::ExploredBudget budget;
  budget.budget = 10.0;
  budget.baseline =
      an::ExploreBaseline{2, {.validation = 0.3, .test = 0.25, .test_predictions = {}}};
  an::ExploreCandidate candidate;
  candidate.activation_bits = 6;
  candidate.additions_measured = 1.16;
  candidate.weight_bits = 2;
  candidate.accuracy.test = 0.7155;
  budget.candidates = {candidate};
  exploration.budgets = {budget};
  const auto numbers = [&](std::size_t table) {
    std::vector<double> values;
    const an::ReportSection section = an::paper_tables(exploration);
    for (const an::TableCell& cell : section.tables.at(table).rows.at(0)) {
      values.push_back(cell.number.value());
    }
    return values;
  };
  CHECK(numbers(0) == std::vector<double>{40.0, 2.0, 3.0, 1.16, 25.0, 71.55});
  CHECK(numbers(1) == std::vector<double>{2.0, 6.0, 1.16, 2.0, 3.0, 1.0, 16.0, 48.0, 0.5, 0.5});
  CHECK(numbers(2) == std::vector<double>{10.0, 2.0, 6.0, 1.16, 2.0, 3.0, 1.0, 0.0, 71.55});
  // Table 6, 2 bits: 58 % are saved of B = 32; its 39 % are of B = 17, Eq. (20) rounded down.
  const std::vector<double> power = numbers(3);
  CHECK(power[1] == relative(4.0 * 24.0));
  CHECK(power[2] == 18.0);
  CHECK(power[3] == relative(4.0 * 17.0));
  CHECK(power[4] == relative(4.0 * 10.0));
  CHECK(power[5] == relative(100.0 * 14.0 / 24.0));
  CHECK(power[6] == relative(100.0 * 7.0 / 17.0));
  const an::ReportSection section = an::paper_tables(exploration);
  const std::vector<an::PlotSeries>& arrows = section.plots.at(0).series;
  REQUIRE(arrows.size() == 4);
  for (std::size_t i = 0; i < arrows.size(); ++i) {
    CAPTURE(arrows[i].name);
    REQUIRE(arrows[i].points.size() == 1);
    CHECK(arrows[i].points[0].x == relative(std::vector{96.0, 68.0, 40.0, 40.0}[i]));
    CHECK(arrows[i].points[0].y == relative(i == 3 ? 71.55 : 25.0));
  }
  const an::PlotSeries& error = section.plots.at(1).series.at(0);
  CHECK(error.points.at(0).x == 6.0);
  CHECK(error.points.at(0).y == relative(100.0 - 71.55));
  exploration.budgets[0].baseline.reset();
  CHECK(!an::paper_tables(exploration).tables.at(1).rows.at(0).at(4).number);
  CHECK(an::paper_tables(exploration).tables.at(3).rows.empty());
}

TEST_CASE("layers give dot products by their share of the multiply-accumulates") {
  const an::Network network = an::read_network(an::default_network());
  const std::vector<std::size_t> rows = an::rows_by_macs(network, 44'640);
  const std::vector<std::size_t> layers = network.mac_layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const an::Layer& layer = network.layers[layers[i]];
    // 4464 multiply-accumulates a sample: ten times the layer's own.
    CHECK(rows[i] == 10 * layer.dot_products());
  }
  CHECK(an::rows_by_macs(network, 1) == std::vector<std::size_t>(layers.size(), 1));
}

TEST_CASE("operands of a study are what the quantized network multiplies, to the bit") {
  const an::Network network = an::read_network(an::default_network());
  const an::Dataset validation = an::read_dataset(network, an::Split::validation, {50});
  const an::Dataset test = an::read_dataset(network, an::Split::test, {3});
  const an::Calibration calibration = an::calibrate(network, validation);
  const auto layers = an::quantize(network, calibration, an::Arithmetic::pann(3, 2.5));
  std::vector<std::size_t> rows;
  for (const std::size_t index : network.mac_layers()) {
    rows.push_back(3 * network.layers[index].dot_products());
  }
  const pann::tb::OperandStreams streams = an::operands_of(network, layers, test, rows);
  // Every output's sum, from the quantized network itself: sums are (output - bias) / steps.
  std::vector<double> expected;
  const an::Inference inference(network, layers);
  std::vector<std::vector<an::Tensor>> outputs(network.mac_layers().size());
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t position = 0;
    inference.run(test.sample(i), [&](std::size_t, const an::Tensor&, const an::Tensor& output) {
      outputs[position++].push_back(output);
    });
  }
  std::vector<double> sums;
  for (std::size_t stream = 0; stream < streams.streams(); ++stream) {
    double sum = 0.0;
    for (std::size_t i = streams.first[stream]; i < streams.first[stream + 1]; ++i) {
      sum += static_cast<double>(streams.x[i]) *
             static_cast<double>(static_cast<std::int64_t>(streams.w[i]));
    }
    sums.push_back(sum);
  }
  for (std::size_t position = 0; position < outputs.size(); ++position) {
    const double steps = layers[position].activations.step * layers[position].weight_step(0);
    for (const an::Tensor& output : outputs[position]) {
      for (std::size_t c = 0; c < output.size(); ++c) {
        expected.push_back(std::round((output[c] - layers[position].bias[c]) / steps));
      }
    }
  }
  std::sort(expected.begin(), expected.end());
  REQUIRE(sums.size() == expected.size());
  for (const double sum : sums) CHECK(std::binary_search(expected.begin(), expected.end(), sum));
  CHECK(std::set<double>(sums.begin(), sums.end()).size() > sums.size() / 10);
}
