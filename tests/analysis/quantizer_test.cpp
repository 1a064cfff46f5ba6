#include "analysis/quantizer.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "relative.h"
#include "support/random.h"

using pann::analysis::Histogram;
using pann::analysis::PannWeights;
using pann::analysis::UniformQuantizer;
using pann::support::Random;
namespace an = pann::analysis;

namespace {

double mean_squared_error(const UniformQuantizer& quantizer, const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += std::pow(quantizer.value(quantizer.code(value)) - value, 2);
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("the regular quantizer's cells are the nearest values of all its codes") {
  Random random(2);
  for (const int bits : {1, 2, 4}) {
    for (const UniformQuantizer& quantizer :
         {an::regular_activation_quantizer(3.0, bits), an::regular_weight_quantizer(1.5, bits)}) {
      CHECK(quantizer.highest - quantizer.lowest + 1 == (1 << bits));
      for (int i = 0; i < 200; ++i) {
        const double value = 6.0 * random.unit() - 2.0;
        std::int64_t nearest = quantizer.lowest;
        for (std::int64_t code = quantizer.lowest; code <= quantizer.highest; ++code) {
          if (std::abs(quantizer.value(code) - value) <
              std::abs(quantizer.value(nearest) - value)) {
            nearest = code;
          }
        }
        REQUIRE(quantizer.code(value) == nearest);
      }
    }
  }
}

TEST_CASE("Eq. 15: the regular quantizer's errors are uniform over a cell") {
  Random random(6);
  for (const int bits : {2, 5}) {
    std::vector<double> x(200000);
    std::vector<double> w(x.size());
    for (double& value : x) value = 3.0 * random.unit();
    for (double& value : w) value = 4.0 * random.unit() - 2.0;
    // Variance of a uniform error e in [-s/2, s/2]: s^2 / 12; of its square: s^4 / 180.
    const double x_step = 3.0 / (1 << bits);
    const double w_step = 4.0 / (1 << bits);
    const double sigmas = 5.0 / std::sqrt(180.0 * static_cast<double>(x.size()));
    CHECK(std::abs(mean_squared_error(an::regular_activation_quantizer(3.0, bits), x) -
                   x_step * x_step / 12.0) < sigmas * x_step * x_step);
    CHECK(std::abs(mean_squared_error(an::regular_weight_quantizer(2.0, bits), w) -
                   w_step * w_step / 12.0) < sigmas * w_step * w_step);
  }
}

TEST_CASE("Eq. 12: PANN's weights are whole numbers of additions, close to the R asked for") {
  Random random(3);
  for (const double additions : {0.75, 1.16, 2.0, 5.5, 12.3}) {
    std::vector<double> weights(5000);
    double norm = 0.0;
    for (double& weight : weights) {
      weight = random.normal();
      norm += std::abs(weight);
    }
    const PannWeights quantized = an::quantize_pann(weights, additions);
    const double step = norm / (additions * 5000.0);
    CHECK(quantized.step == pann::test::relative(step));
    for (std::size_t i = 0; i < weights.size(); ++i) {
      REQUIRE(std::abs(static_cast<double>(quantized.counts[i]) * step - weights[i]) <=
              0.5 * step * (1.0 + 1e-12));
    }
    CHECK(quantized.additions_per_element() == pann::test::relative(additions).epsilon(0.1));
  }
}

TEST_CASE("PANN's quantizer keeps small hand-made weights") {
  // ||w||_1 = 8, d = 4, R = 2: the step is 1.
  const PannWeights quantized = an::quantize_pann(std::vector{3.0, -2.0, 0.4, -2.6}, 2.0);
  CHECK(quantized.step == 1.0);
  CHECK(quantized.counts == std::vector<std::int64_t>{3, -2, 0, -3});
  CHECK(quantized.additions_per_element() == 2.0);
  CHECK(an::quantize_pann(std::vector{0.0, 0.0}, 2.0).counts == std::vector<std::int64_t>{0, 0});
  CHECK(an::quantize_pann(std::vector{0.0, 0.0}, 2.0).step == PannWeights{}.step);
  CHECK(PannWeights{}.additions_per_element() == 0.0);
}

TEST_CASE("fitted quantizers clip where that costs least") {
  Random random(12);
  std::vector<double> activations(20000);
  std::vector<double> weights(activations.size());
  Histogram histogram(6.0);
  for (double& value : activations) {
    value = std::min(6.0, std::abs(random.normal()));
    histogram.add(value);
  }
  for (double& weight : weights) weight = random.normal();
  for (const int bits : {2, 3, 4}) {
    // No clipping level of a fine search is better by more than the grid of 64 allows.
    const auto best_of_search = [&](std::int64_t lowest, std::int64_t highest,
                                    const std::vector<double>& values) {
      double least = std::numeric_limits<double>::infinity();
      for (double top = 0.2; top < 6.0; top += 0.01) {
        const double step = top / static_cast<double>(highest);
        least = std::min(least, mean_squared_error({step, 0.0, lowest, highest}, values));
      }
      return least;
    };
    const std::int64_t top = (1 << bits) - 1;
    const UniformQuantizer x = an::fitted_activation_quantizer(histogram, bits);
    CHECK(x.highest == top);
    CHECK(x.lowest == 0);
    CHECK(mean_squared_error(x, activations) < 1.02 * best_of_search(0, top, activations));
    const std::int64_t half = (1 << (bits - 1)) - 1;
    const UniformQuantizer w = an::fitted_weight_quantizer(weights, bits);
    CHECK(w.highest == half);
    CHECK(w.lowest == -half);
    CHECK(mean_squared_error(w, weights) < 1.02 * best_of_search(-half, half, weights));
  }
}

TEST_CASE("values outside a histogram and empty data do no harm") {
  Histogram histogram(1.0);
  histogram.add(-1.0);
  histogram.add(2.0);
  CHECK(histogram.count(0) == 1);
  CHECK(histogram.count(Histogram::kCells - 1) == 1);
  Histogram flat(0.0);
  flat.add(0.0);
  for (const std::size_t cell : {std::size_t{0}, Histogram::kCells - 1}) {
    CHECK(flat.count(cell) == 0);  // no range, no cell
  }
  CHECK(an::fitted_activation_quantizer(flat, 4).code(0.0) == 0);
  CHECK(an::fitted_weight_quantizer({}, 4).code(0.0) == 0);
}

TEST_CASE("a quantizer spans its range and zero, which has a code of its own") {
  const UniformQuantizer both = an::spanning_quantizer(-1.0, 3.0, 255);
  CHECK(both.step == pann::test::relative(4.0 / 255));
  CHECK(both.code(-1.0) == 0);
  CHECK(both.value(both.code(0.0)) == 0.0);
  CHECK(std::abs(both.value(both.code(3.0)) - 3.0) <= both.step / 2.0);
  CHECK(an::spanning_quantizer(2.0, 3.0, 3).step == 1.0);
  const UniformQuantizer below = an::spanning_quantizer(-0.5, -0.25, 2);
  CHECK(below.step == 0.25);
  CHECK(below.value(0) == -0.5);
  const UniformQuantizer none = an::spanning_quantizer(0.0, 0.0, 7);
  CHECK(none.step == 1.0);
  CHECK(none.value(none.code(0.0)) == 0.0);
}

TEST_CASE("histograms of the same range add up cell by cell") {
  Histogram one(-2.0, 2.0);
  Histogram other(-2.0, 2.0);
  for (const double value : {-2.0, 0.3, 1.9}) one.add(value);
  for (const double value : {-2.0, 1.9, 1.9}) other.add(value);
  Histogram both = one;
  both.add(other);
  for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) {
    CHECK(both.count(cell) == one.count(cell) + other.count(cell));
  }
  CHECK(both.count(0) == 2);
}

TEST_CASE("a histogram below zero finds the cell again whose centre it names") {
  Histogram histogram(-2.0, 6.0);
  for (const std::size_t cell : {std::size_t{0}, std::size_t{1000}, Histogram::kCells - 1}) {
    const double centre = -2.0 + 8.0 * (static_cast<double>(cell) + 0.5) / Histogram::kCells;
    CHECK(histogram.centre(cell) == pann::test::relative(centre));
    histogram.add(centre);
    CHECK(histogram.count(cell) == 1);
  }
}

TEST_CASE("a range to both sides of zero is clipped at both ends alike") {
  Histogram both(-64.0, 64.0);
  for (int i = -1000; i <= 1000; ++i) both.add(i / 500.0);
  const UniformQuantizer quantizer = an::fitted_activation_quantizer(both, 4);
  CHECK(quantizer.value(0) == pann::test::relative(-2.0).epsilon(0.1));
  CHECK(quantizer.value(15) == pann::test::relative(2.0).epsilon(0.2));
}

TEST_CASE("a fitted quantizer keeps what all values are, at either end and however small") {
  Histogram least(-2.0, 6.0);
  for (int i = 0; i < 100; ++i) least.add(-2.0);
  const UniformQuantizer activations = an::fitted_activation_quantizer(least, 4);
  CHECK(activations.value(activations.code(-2.0)) == pann::test::relative(-2.0).epsilon(0.05));
  const UniformQuantizer small = an::fitted_weight_quantizer(std::vector{0.01, -0.01}, 4);
  CHECK(small.value(small.code(0.01)) == pann::test::relative(0.01));
  // Seven values that seven codes hold exactly, over the whole range.
  const std::vector<double> exact{-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0};
  CHECK(an::fitted_weight_quantizer(exact, 3).step == pann::test::relative(1.0));
  CHECK(an::fitted_weight_quantizer(std::vector{0.0, 0.0}, 3).step == 1.0);
  // One value far out: what fits best ends at a 64th of the range, the first that is tried.
  std::vector<double> narrow{64.0};
  for (int i = -10000; i <= 10000; ++i) narrow.push_back(i / 10000.0);
  CHECK(an::fitted_weight_quantizer(narrow, 3).step == pann::test::relative(1.0 / 3.0));
  const PannWeights counts = an::quantize_pann(std::vector{0.25, -0.25}, 2.0);
  CHECK(counts.step == pann::test::relative(0.125));
  CHECK(counts.counts == std::vector<std::int64_t>{2, -2});
}
