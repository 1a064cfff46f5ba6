#include "analysis/pann_model.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>

#include <doctest/doctest.h>

#include "support/random.h"

using pann::analysis::PannConditions;
using pann::analysis::PannFlips;

namespace {

/// Two accumulators in plain integers, each with its adder on the same x.
struct Accumulators {
  std::array<std::uint64_t, 2> sum{};
  std::uint64_t x = 0;
  std::size_t enabled = 2;
  PannFlips counted;

  std::uint64_t carries(std::size_t i) const { return (sum.at(i) + x) ^ sum.at(i) ^ x; }

  /// The edge that adds into accumulator `adding` (2: into none) and brings `next`.
  void edge(std::size_t adding, std::uint64_t next) {
    const Accumulators before = *this;
    if (adding < 2) sum.at(adding) += x;
    x = next;
    enabled = adding;
    counted.operand += std::popcount(x ^ before.x);
    for (std::size_t i = 0; i < 2; ++i) {
      counted.enables += (enabled == i) != (before.enabled == i) ? 1.0 : 0.0;
      counted.registers += std::popcount(sum.at(i) ^ before.sum.at(i));
      counted.sums += std::popcount((sum.at(i) + x) ^ (before.sum.at(i) + before.x));
      counted.carries += std::popcount(carries(i) ^ before.carries(i));
    }
  }
};

/// Means over random elements with weights uniform over [-largest, largest].
PannFlips count(int x_bits, int largest) {
  pann::support::Random random(5);
  Accumulators unit;
  // Upper bits as they are after a long time.
  for (std::uint64_t& sum : unit.sum) sum = random.below(std::uint64_t{1} << 40U);
  constexpr int kElements = 40000;
  for (int i = 0; i < kElements; ++i) {
    const auto range = static_cast<std::uint64_t>(2 * largest + 1);
    const int w = static_cast<int>(random.below(range)) - largest;
    const std::uint64_t next = random.below(std::uint64_t{1} << static_cast<unsigned>(x_bits));
    const std::size_t into = w == 0 ? 2 : (w > 0 ? 0 : 1);
    for (int k = 1; k < std::abs(w); ++k) unit.edge(into, unit.x);
    unit.edge(into, next);
  }
  PannFlips mean = unit.counted;
  for (double* flips : {&mean.operand, &mean.sums, &mean.registers, &mean.carries, &mean.enables}) {
    *flips /= kElements;
  }
  return mean;
}

}  // namespace

TEST_CASE("PANN's flips with carries are what two accumulators in plain integers flip") {
  for (const int x_bits : {2, 4, 8}) {
    for (const int largest : {1, 4, 24}) {
      const double values = 2.0 * largest + 1.0;
      const PannConditions conditions{x_bits, largest * (largest + 1) / values,
                                      2.0 * largest / values, 64};
      const PannFlips model = pann::analysis::pann_flips_with_clock(conditions);
      const PannFlips counted = count(x_bits, largest);
      CAPTURE(x_bits);
      CAPTURE(largest);
      CHECK(model.carries == doctest::Approx(counted.carries).epsilon(0.02));
      CHECK(model.operand == doctest::Approx(counted.operand).epsilon(0.02));
      CHECK(model.sums == doctest::Approx(counted.sums).epsilon(0.02));
      CHECK(model.registers == doctest::Approx(counted.registers).epsilon(0.02));
      CHECK(model.words() == doctest::Approx(counted.words()).epsilon(0.02));
      CHECK(model.enables == doctest::Approx(counted.enables).epsilon(0.03));
      CHECK(model.clock_edges == doctest::Approx(128.0 * (conditions.additions + 1.0 / values)));
    }
  }
}

TEST_CASE("PANN's flips of one bit, by hand") {
  // x of one bit, weights 1 and -1 alike: R = 1, no 0. x flips 1/2; an addition 1/2 and, beyond the
  // bit, 2 (1 - 1/2) / 2 = 1/2; the idle adder follows x, 1/2, and its carry, s_1 = 1/2.
  const PannFlips flips = pann::analysis::pann_flips_with_clock({1, 1.0, 1.0, 10});
  CHECK(flips.operand == doctest::Approx(0.5));
  CHECK(flips.registers == doctest::Approx(1.0));
  CHECK(flips.sums == doctest::Approx(1.0 + 1.0));
  CHECK(flips.words() == doctest::Approx(3.5));
  // Into bit 1: s_1 where both are new, s_1 / 2 in the idle adder; beyond it as often as the carry
  // out of bit 0: 1/2 and s_1 / 2.
  CHECK(flips.carries == doctest::Approx(0.5 + 0.25 + 0.5 + 0.25));
  CHECK(flips.clock_edges == doctest::Approx(20.0));
  CHECK(flips.enables == doctest::Approx(1.0));
}
