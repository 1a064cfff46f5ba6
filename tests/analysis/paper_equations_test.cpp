#include "analysis/paper_equations.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include "support/random.h"

using doctest::Approx;
namespace an = pann::analysis;

namespace {

/// Mean number of bits that differ between a word and its successor, over all pairs of b-bit words.
template <class Successor>
double mean_flips(int b, Successor successor) {
  const unsigned count = 1U << static_cast<unsigned>(b);
  std::uint64_t flips = 0;
  for (unsigned first = 0; first < count; ++first) {
    for (unsigned other = 0; other < count; ++other) {
      flips += static_cast<std::uint64_t>(std::popcount((first ^ successor(first, other)) % count));
    }
  }
  return static_cast<double>(flips) / count / count;
}

}  // namespace

TEST_CASE("a uniform word flips half its bits, and so does a sum to which one is added") {
  // What the terms 0.5 b of Eqs. (1), (2), (7) and (13) stand on.
  for (const int b : {2, 4, 6}) {
    CHECK(mean_flips(b, [](unsigned, unsigned next) { return next; }) == Approx(0.5 * b));
    CHECK(mean_flips(b, [](unsigned sum, unsigned x) { return sum + x; }) == Approx(0.5 * b));
  }
}

TEST_CASE("the figures printed with the equations come out") {
  CHECK(an::signed_mac_flips(4, 32) == 36.0);  // Section 3: 0.5 B = 16 is 44.4 % of it.
  CHECK(16.0 / an::signed_mac_flips(4, 32) == Approx(0.444).epsilon(0.001));
  const std::array<double, 7> budgets{10.0, 16.5, 24.0, 32.5, 42.0, 52.5, 64.0};
  for (int b = 2; b <= 8; ++b) {
    CHECK(an::unsigned_mac_flips(b) == budgets[static_cast<std::size_t>(b - 2)]);
    CHECK(an::unsigned_mac_flips(b) ==
          an::unsigned_multiplier_flips(b) + an::unsigned_accumulator_flips(b));
  }
  CHECK(an::mixed_multiplier_flips(8, 8) == an::signed_multiplier_flips(8));
  CHECK(an::mixed_multiplier_flips(8, 2) == 32.0 + 5.0);
  CHECK(an::mixed_multiplier_flips(2, 8) == 32.0 + 5.0);
}

TEST_CASE("Table 6: required width and power saved by unsigned arithmetic, as printed") {
  const std::array<int, 5> printed_width{17, 19, 21, 23, 25};
  const std::array<int, 5> saved_at_width{39, 28, 21, 16, 13};
  const std::array<int, 5> saved_at_32{58, 44, 33, 25, 19};
  for (int b = 2; b <= 6; ++b) {
    const auto row = static_cast<std::size_t>(b - 2);
    const double needed = an::accumulator_width(b, b, 3.0 * 3.0 * 512.0);
    CHECK(std::floor(needed) == printed_width[row]);
    CHECK(an::required_accumulator_width(b, b, 3 * 3 * 512) == std::ceil(needed));
    const auto saved = [&](double width) {
      return 100.0 * (1.0 - an::unsigned_mac_flips(b) / an::signed_mac_flips(b, width));
    };
    CHECK(std::abs(saved(printed_width[row]) - saved_at_width[row]) <= 1.0);
    CHECK(std::abs(saved(32) - saved_at_32[row]) <= 1.0);
  }
}

TEST_CASE("a width rounded up by Eq. 20 holds the largest dot product, also at powers of two") {
  for (const std::uint64_t d : {1ULL, 2ULL, 3ULL, 4ULL, 27ULL, 64ULL, 576ULL}) {
    for (const int b : {2, 5, 8}) {
      // Unsigned activations below 2^b, weights not below -2^(b-1).
      const double largest = static_cast<double>(d) * (std::exp2(b) - 1.0) * std::exp2(b - 1);
      const int width = an::required_accumulator_width(b, b, d);
      CHECK(largest < std::exp2(width - 1));
      CHECK(width - an::accumulator_width(b, b, static_cast<double>(d)) < 1.0);
    }
  }
}

TEST_CASE("a split layer computes what the layer computes, from non-negative numbers") {
  pann::support::Random random(4);
  std::vector<double> weights(60);
  std::vector<double> bias(6);
  std::vector<double> x(10);
  for (double& value : weights) value = random.normal();
  for (double& value : bias) value = random.normal();
  bias[0] = 0.75;  // Six drawn ones may all be of one sign.
  bias[1] = -0.75;
  for (double& value : x) value = random.unit();
  const an::SplitLayer split = an::split_layer(weights, bias);
  for (std::size_t row = 0; row < bias.size(); ++row) {
    double whole = bias[row];
    double positive = split.positive_bias[row];
    double negative = split.negative_bias[row];
    for (std::size_t i = 0; i < x.size(); ++i) {
      const std::size_t at = row * x.size() + i;
      REQUIRE(split.positive_weights[at] >= 0.0);
      REQUIRE(split.negative_weights[at] >= 0.0);
      whole += weights[at] * x[i];
      positive += split.positive_weights[at] * x[i];
      negative += split.negative_weights[at] * x[i];
    }
    CHECK(positive - negative == Approx(whole));
  }
}

TEST_CASE("repeated addition gives the dot product in as many additions as the weights' norm") {
  pann::support::Random random(8);
  std::vector<std::int64_t> weights(50);
  std::vector<std::int64_t> x(50);
  std::int64_t product = 0;
  std::uint64_t norm = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = random.between(-20, 20);
    x[i] = random.between(0, 255);
    product += weights[i] * x[i];
    norm += static_cast<std::uint64_t>(weights[i] < 0 ? -weights[i] : weights[i]);
  }
  const an::RepeatedAddition sum = an::dot_product_by_addition(weights, x);
  CHECK(sum.result == product);
  CHECK(sum.additions == norm);
}

TEST_CASE("PANN spends its budget exactly, with the additions of Tables 14 and 15") {
  for (int b = 2; b <= 8; ++b) {
    for (int bx = 2; bx <= 8; ++bx) {
      const double budget = an::unsigned_mac_flips(b);
      CHECK(an::pann_flips(an::additions_at_budget(budget, bx), bx) == Approx(budget));
    }
  }
  const std::array<double, 7> table_15{4.5, 2.83, 2.0, 1.5, 1.16, 0.92, 0.75};
  for (int bx = 2; bx <= 8; ++bx) {
    CHECK(std::abs(an::additions_at_budget(10.0, bx) - table_15[static_cast<std::size_t>(bx - 2)]) <
          0.01);
  }
  const std::array<std::array<double, 3>, 7> table_14{{{2, 6, 1.16},
                                                       {3, 6, 2.25},
                                                       {4, 7, 2.9},
                                                       {5, 8, 3.5},
                                                       {6, 8, 4.75},
                                                       {7, 8, 6.06},
                                                       {8, 8, 7.5}}};
  for (const auto& [bits, bx, additions] : table_14) {
    CHECK(std::abs(an::additions_at_budget(an::unsigned_mac_flips(bits), bx) - additions) < 0.08);
  }
}

TEST_CASE("the power printed in the network tables is the unsigned MAC's times the MACs") {
  // Table 7, ResNet-18, 1.82 giga-MACs, printed without decimals (b = 6 is known to be misprinted).
  const std::array<std::array<double, 2>, 4> printed{{{8, 116}, {4, 43}, {3, 30}, {2, 18}}};
  for (const auto& [bits, giga_flips] : printed) {
    CHECK(std::abs(1.82 * an::unsigned_mac_flips(bits) - giga_flips) < 1.0);
  }
}
