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
