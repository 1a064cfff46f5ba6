#include "analysis/clipping.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "relative.h"
#include "support/random.h"

using pann::analysis::Clipping;
using pann::analysis::Histogram;
using pann::analysis::UniformQuantizer;
using pann::support::Random;
namespace an = pann::analysis;

namespace {

double top(const UniformQuantizer& quantizer) {
  return quantizer.value(quantizer.highest);
}

Histogram histogram_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  Histogram histogram(std::min(0.0, *low), *high);
  for (const double value : values) histogram.add(value);
  return histogram;
}

}  // namespace

TEST_CASE("ACIQ's clipping levels are those that its paper prints") {
  CHECK(an::laplace_clipping(2) == pann::test::relative(2.83).epsilon(0.002));
  CHECK(an::laplace_clipping(3) == pann::test::relative(3.89).epsilon(0.002));
  CHECK(an::laplace_clipping(4) == pann::test::relative(5.03).epsilon(0.002));
}

TEST_CASE("ACIQ's level is where the error of half a Laplace distribution is least") {
  Random random(8);
  constexpr double kScale = 1.7;
  std::vector<double> values(40000);
  for (double& value : values) {
    value = random.unit() < 0.5 ? 0.0 : -kScale * std::log(1.0 - random.unit());
  }
  const Histogram histogram = histogram_of(values);
  for (const int bits : {2, 3, 4}) {
    const UniformQuantizer aciq = an::activation_quantizer(histogram, bits, {Clipping::aciq});
    CHECK(top(aciq) == pann::test::relative(kScale * an::laplace_clipping(bits + 1)).epsilon(0.03));
    const UniformQuantizer full = an::activation_quantizer(histogram, bits, {Clipping::max});
    CHECK(top(full) == *std::max_element(values.begin(), values.end()));
    const auto error = [&](const UniformQuantizer& quantizer) {
      double sum = 0.0;
      for (const double v : values) sum += std::pow(quantizer.value(quantizer.code(v)) - v, 2);
      return sum;
    };
    CHECK(error(aciq) < error(full));
    CHECK(error(an::activation_quantizer(histogram, bits, {Clipping::mse})) <= 1.01 * error(aciq));
  }
}

TEST_CASE("ACIQ's level solves the equation that its error is least at") {
  for (int bits = 1; bits <= 8; ++bits) {
    const double level = an::laplace_clipping(bits);
    CHECK(level + std::log(level) == pann::test::relative(std::log(3.0 * std::pow(4.0, bits))));
  }
}

TEST_CASE("ACIQ takes the mean of what is above zero, or the mean distance from the mean") {
  constexpr auto kCells = static_cast<double>(Histogram::kCells);
  // Cells of 1: zeros, three values in the second cell, one in the third.
  Histogram positive(0.0, kCells);
  for (const double value : {0.0, 0.0, 1.5, 1.5, 1.5, 2.5}) positive.add(value);
  const UniformQuantizer half = an::activation_quantizer(positive, 4, {Clipping::aciq});
  CHECK(half.highest == 15);
  CHECK(half.offset == 0.0);
  CHECK(top(half) == pann::test::relative(an::laplace_clipping(5) * (3 * 1.5 + 2.5) / 4.0));
  // One value, and cells of less than 1; then none above zero: the whole range.
  Histogram small(0.0, 0.25 * kCells);
  small.add(0.6);
  CHECK(top(an::activation_quantizer(small, 4, {Clipping::aciq})) ==
        pann::test::relative(an::laplace_clipping(5) * 0.625));
  Histogram zeros(0.0, 10.0);
  zeros.add(0.0);
  CHECK(top(an::activation_quantizer(zeros, 4, {Clipping::aciq})) == pann::test::relative(10.0));

  const auto check_signed = [&](const std::vector<double>& values, double low, double high) {
    Histogram both(-kCells / 2.0, kCells / 2.0);
    for (const double value : values) both.add(value);
    const UniformQuantizer found = an::activation_quantizer(both, 4, {Clipping::aciq});
    const UniformQuantizer expected = an::spanning_quantizer(low, high, 15);
    CHECK(found.step == pann::test::relative(expected.step));
    CHECK(found.offset == expected.offset);
  };
  // Mean 1.5, distances 4, 0, 0, 4.
  const double reach = an::laplace_clipping(4) * 2.0;
  check_signed({-2.5, 1.5, 1.5, 5.5}, 1.5 - reach, 1.5 + reach);
  // Mean -kCells / 4 and the first cell: the range ends where the values do.
  const double first = -kCells / 2.0 + 0.5;
  check_signed(
      {first, -0.5}, -kCells / 2.0,
      std::min(kCells / 2.0, -kCells / 4.0 + an::laplace_clipping(4) * (kCells / 4.0 - 0.5)));
  // The first cell weighs like any other.
  std::vector<double> most(100, 0.5);
  most.push_back(first);
  const double mean = (100 * 0.5 + first) / 101.0;
  const double wide = an::laplace_clipping(4) * (100 * (0.5 - mean) + (mean - first)) / 101.0;
  check_signed(most, mean - wide, mean + wide);
  // One value is its own mean.
  check_signed({6.5}, 6.5, 6.5);
}

TEST_CASE("a percentile is the upper edge of its cell, below zero the lower one") {
  constexpr auto kCells = static_cast<double>(Histogram::kCells);
  // One value in each cell of 1, the lowest a thousand times more.
  const auto filled = [&](double low) {
    Histogram histogram(low, low + kCells);
    for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) {
      histogram.add(low + static_cast<double>(cell) + 0.5);
    }
    return histogram;
  };
  const auto cut = [&](const Histogram& histogram, double percentile) {
    return an::activation_quantizer(histogram, 8, {Clipping::percentile, percentile});
  };
  CHECK(top(cut(filled(0.0), 75.0)) == pann::test::relative(0.75 * kCells));
  CHECK(top(cut(filled(0.0), 100.0)) == pann::test::relative(kCells));
  const UniformQuantizer both = cut(filled(-kCells / 2.0), 75.0);
  const UniformQuantizer expected = an::spanning_quantizer(-kCells / 4.0 - 1.0, kCells / 4.0, 255);
  CHECK(both.step == pann::test::relative(expected.step));
  CHECK(both.offset == expected.offset);
  Histogram zeros = filled(0.0);
  for (int i = 0; i < 1000; ++i) zeros.add(0.0);
  CHECK(top(cut(zeros, 50.0)) == pann::test::relative(0.5 * (kCells + 1000.0) - 1000.0));
}

TEST_CASE("a percentile cuts the values above it, at both ends of a signed range") {
  std::vector<double> values;
  for (int i = 0; i <= 1000; ++i) values.push_back(0.01 * i);
  const UniformQuantizer cut =
      an::activation_quantizer(histogram_of(values), 4, {Clipping::percentile, 90.0});
  CHECK(top(cut) == pann::test::relative(9.0).epsilon(0.002));
  CHECK(cut.offset == 0.0);
  for (double& value : values) value -= 5.0;
  const UniformQuantizer both =
      an::activation_quantizer(histogram_of(values), 8, {Clipping::percentile, 90.0});
  CHECK(both.value(0) == pann::test::relative(-4.0).epsilon(0.01));
  CHECK(top(both) == pann::test::relative(4.0).epsilon(0.01));
}

TEST_CASE("zero keeps a code of its own, whatever the range") {
  for (const double low : {0.0, -0.1, -1.0, -7.3}) {
    for (const double high : {0.0, 0.4, 5.0}) {
      const UniformQuantizer quantizer = an::spanning_quantizer(low, high, 15);
      CHECK(quantizer.value(quantizer.code(0.0)) == 0.0);
      // Zero's code is rounded: the ends of the range are within a step of the ends of the codes.
      CHECK(quantizer.code(low) <= 1);
      if (high > low) CHECK(quantizer.code(high) >= 14);
    }
  }
  CHECK(an::clipping_named("aciq") == Clipping::aciq);
  CHECK_FALSE(an::clipping_named("best"));
  CHECK(an::name(Clipping::dynamic) == "dynamic");
}
