#include "analysis/mse.h"

#include <array>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/paper_equations.h"
#include "analysis/quantizer.h"
#include "relative.h"
#include "support/random.h"

using pann::support::Random;
namespace an = pann::analysis;

namespace {

constexpr int kLength = 64;
constexpr int kTrials = 20000;
constexpr double kMx = 2.5;  // Neither 2 nor 1: their squares and doubles are too much alike.
constexpr double kMw = 3.0;

struct Estimate {
  double mean = 0.0;
  double standard_error = 0.0;
};

/// Mean squared error of quantized dot products of uniform operands, trial by trial.
template <class QuantizeX, class QuantizeW>
Estimate simulate(QuantizeX quantize_x, QuantizeW quantize_w) {
  Random random(21);
  double sum = 0.0;
  double squares = 0.0;
  std::vector<double> x(kLength);
  std::vector<double> w(kLength);
  for (int trial = 0; trial < kTrials; ++trial) {
    for (double& value : x) value = kMx * random.unit();
    for (double& value : w) value = kMw * (random.unit() - 0.5);
    const std::vector<double> wq = quantize_w(w);
    double error = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) error += w[i] * x[i] - wq[i] * quantize_x(x[i]);
    sum += error * error;
    squares += error * error * error * error;
  }
  const double mean = sum / kTrials;
  return {mean, std::sqrt((squares / kTrials - mean * mean) / kTrials)};
}

double regular(const an::UniformQuantizer& quantizer, double value) {
  return quantizer.value(quantizer.code(value));
}

}  // namespace

TEST_CASE("Eqs. 14 to 16 agree with a simulation of the regular quantizer") {
  for (const int b : {2, 4, 6}) {
    const auto x_quantizer = an::regular_activation_quantizer(kMx, b);
    const auto w_quantizer = an::regular_weight_quantizer(0.5 * kMw, b);
    const Estimate simulated = simulate([&](double x) { return regular(x_quantizer, x); },
                                        [&](const std::vector<double>& w) {
                                          std::vector<double> quantized;
                                          for (const double value : w)
                                            quantized.push_back(regular(w_quantizer, value));
                                          return quantized;
                                        });
    const an::Moments moments = an::uniform_moments(kMx, kMw, b, b);
    // A cell's error has zero mean given the code q, not given the value: w x - wq xq is
    // wq ex + xq ew + ew ex, and E[wq^2] = sigma_w^2 - sigma_ew^2. Exact is therefore Eq. (14) less
    // the term of second order that the paper neglects.
    const double neglected = kLength * moments.error_x * moments.error_w;
    CHECK(std::abs(simulated.mean - (an::ruq_mse(kLength, kMx, kMw, b, b) - neglected)) <
          5.0 * simulated.standard_error);
    CHECK(an::ruq_mse(kLength, kMx, kMw, b, b) ==
          pann::test::relative(an::dot_product_mse(kLength, moments)));
  }
}

TEST_CASE("Eqs. 17 and 18 agree with a simulation of PANN") {
  for (const double additions : {2.0, 4.5, 10.0}) {
    const int bits = 6;
    const auto x_quantizer = an::regular_activation_quantizer(kMx, bits);
    double weight_error = 0.0;
    const Estimate simulated =
        simulate([&](double x) { return regular(x_quantizer, x); },
                 [&](const std::vector<double>& w) {
                   const an::PannWeights counts = an::quantize_pann(w, additions);
                   std::vector<double> quantized;
                   for (std::size_t i = 0; i < w.size(); ++i) {
                     quantized.push_back(counts.step * static_cast<double>(counts.counts[i]));
                     weight_error += std::pow(quantized.back() - w[i], 2);
                   }
                   return quantized;
                 });
    weight_error /= 1.0 * kTrials * kLength;
    CHECK(weight_error ==
          pann::test::relative(an::pann_weight_error(kMw, additions)).epsilon(0.03));
    an::Moments moments = an::uniform_moments(kMx, kMw, bits, bits);
    moments.error_w = an::pann_weight_error(kMw, additions);
    const double modelled = an::pann_mse(kLength, kMx, kMw, bits, additions);
    CHECK(modelled == pann::test::relative(an::dot_product_mse(kLength, moments)));
    CHECK(std::abs(simulated.mean - modelled) < 5.0 * simulated.standard_error + 0.03 * modelled);
  }
}

TEST_CASE("Eq. 15's moments are those of uniform variables, integrated numerically") {
  const int cells = 200000;
  double x = 0.0;
  double w = 0.0;
  for (int i = 0; i < cells; ++i) {
    const double share = (i + 0.5) / cells;
    x += std::pow(kMx * share, 2) / cells;
    w += std::pow(kMw * (share - 0.5), 2) / cells;
  }
  const an::Moments moments = an::uniform_moments(kMx, kMw, 3, 5);
  CHECK(moments.x == pann::test::relative(x));
  CHECK(moments.w == pann::test::relative(w));
  CHECK(moments.error_x == pann::test::relative(std::pow(kMx / 8.0, 2) / 12.0));
  CHECK(moments.error_w == pann::test::relative(std::pow(kMw / 32.0, 2) / 12.0));
}

TEST_CASE("Eq. 19 is Eq. 18 along a curve of equal power") {
  for (const double budget : {10.0, 24.0, 64.0}) {
    for (int bx = 2; bx <= 8; ++bx) {
      const double direct = bx * bx / std::pow(2.0 * budget - bx, 2);  // The formula's own form.
      CHECK(an::pann_mse_at_budget(5, kMx, kMw, bx, budget) ==
            pann::test::relative(5 * kMx * kMx * kMw * kMw / 144.0 *
                                 (std::pow(2.0, -2 * bx) + direct)));
    }
  }
  CHECK(std::isinf(an::pann_mse_at_budget(1, 1, 1, 8, 4.0)));
}

TEST_CASE("the activation width that Eq. 19 chooses is the best of all and grows with the budget") {
  int before = 0;
  for (int b = 2; b <= 8; ++b) {
    const double budget = an::unsigned_mac_flips(b);
    const an::WidthChoice choice = an::best_activation_width(budget);
    CHECK(choice.additions == pann::test::relative(budget / choice.activation_bits - 0.5));
    for (int bx = 2; bx <= 8; ++bx) {
      CHECK(choice.relative_mse <= an::pann_mse_at_budget(1, 1, 1, bx, budget));
    }
    CHECK(choice.activation_bits >= before);
    before = choice.activation_bits;
  }
  CHECK(an::best_activation_width(0.5).activation_bits == 0);
}

TEST_CASE("PANN beats the regular quantizer at few bits and loses at many, as in Figure 3(b)") {
  const auto ratio = [](int b) {
    return an::ruq_mse(1, 1, 1, b, b) /
           an::best_activation_width(an::unsigned_mac_flips(b)).relative_mse;
  };
  CHECK(ratio(2) > 1.0);
  CHECK(ratio(3) > 1.0);
  CHECK(ratio(8) < 1.0);
  for (int b = 3; b <= 8; ++b) CHECK(ratio(b) < ratio(b - 1));
}

TEST_CASE(
    "the best activation width may be the widest one allowed; without a budget there is none") {
  const an::WidthChoice only = an::best_activation_width(an::unsigned_mac_flips(4), 4, 4);
  CHECK(only.activation_bits == 4);
  const an::WidthChoice none = an::best_activation_width(0.1, 2, 8);
  CHECK(none.activation_bits == 0);
  CHECK(none.additions == 0.0);
}
