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
  PannFlips counted;

  std::uint64_t carries(std::size_t i) const { return (sum.at(i) + x) ^ sum.at(i) ^ x; }

  /// The edge that adds into accumulator `adding` (2: into none) and brings `next`.
  void edge(std::size_t adding, std::uint64_t next) {
    const Accumulators before = *this;
    if (adding < 2) sum.at(adding) += x;
    x = next;
    counted.words += std::popcount(x ^ before.x);
    for (std::size_t i = 0; i < 2; ++i) {
      counted.words += std::popcount(sum.at(i) ^ before.sum.at(i));
      counted.words += std::popcount((sum.at(i) + x) ^ (before.sum.at(i) + before.x));
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
  return {unit.counted.words / kElements, unit.counted.carries / kElements, 0.0};
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
      CHECK(model.words == doctest::Approx(counted.words).epsilon(0.02));
      CHECK(model.clock_edges == doctest::Approx(128.0 * (conditions.additions + 1.0 / values)));
    }
  }
}
