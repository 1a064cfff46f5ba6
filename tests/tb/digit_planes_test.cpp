#include "tb/model/digit_planes.h"

#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "support/diagnostic.h"
#include "support/random.h"

using namespace pann;
using generator::Planes;
using tb::OperandBits;

namespace {

std::int64_t value_of(const std::vector<std::int8_t>& digits) {
  std::int64_t value = 0;
  for (std::size_t plane = digits.size(); plane-- > 0;) value = 2 * value + digits[plane];
  return value;
}

/// What a unit with these lanes adds up to.
std::int64_t play(const std::vector<tb::PlaneCycle>& schedule, const std::vector<int>& lanes) {
  std::int64_t sum = 0;
  for (const tb::PlaneCycle& cycle : schedule) {
    std::size_t lane = 0;
    for (std::size_t plane = 0; plane < lanes.size(); ++plane) {
      for (int i = 0; i < lanes[plane]; ++i, ++lane) {
        const auto addend = static_cast<std::int64_t>(cycle.x[lane] << plane);
        sum += cycle.is_negative ? -addend : addend;
      }
    }
    CHECK(lane == cycle.x.size());
  }
  return sum;
}

}  // namespace

TEST_CASE("signed digits give the weight back, no two neighbours are digits, and none is shorter") {
  for (std::int64_t w = -3000; w <= 3000; ++w) {
    const std::vector<std::int8_t> digits = tb::signed_digits(w);
    CAPTURE(w);
    CHECK(value_of(digits) == w);
    for (std::size_t i = 1; i < digits.size(); ++i) CHECK(digits[i] * digits[i - 1] == 0);
    if (!digits.empty()) CHECK(digits.back() != 0);
  }
  const std::int64_t largest = std::int64_t{1} << 62;
  CHECK(value_of(tb::signed_digits(-largest)) == -largest);
  // The least number of digits, by enumeration of all forms of five digits.
  std::vector<int> fewest(64, 99);
  for (int form = 0; form < 3 * 3 * 3 * 3 * 3 * 3; ++form) {
    int value = 0;
    int count = 0;
    for (int rest = form, plane = 0; plane < 6; ++plane, rest /= 3) {
      value += (rest % 3 - 1) * (1 << plane);
      count += rest % 3 != 1 ? 1 : 0;
    }
    if (value >= 0)
      fewest[static_cast<std::size_t>(value)] =
          std::min(fewest[static_cast<std::size_t>(value)], count);
  }
  for (int w = 0; w <= 31; ++w) {
    int count = 0;
    for (const std::int8_t digit : tb::signed_digits(w)) count += digit != 0 ? 1 : 0;
    CHECK_MESSAGE(count == fewest[static_cast<std::size_t>(w)], w);
  }
}

TEST_CASE("binary planes are the bits of |w|, all of w's sign") {
  for (std::int64_t w = -300; w <= 300; ++w) {
    const std::vector<std::int8_t> digits = tb::binary_digits(w);
    CAPTURE(w);
    CHECK(value_of(digits) == w);
    for (const std::int8_t digit : digits) CHECK((digit == 0 || (digit < 0) == (w < 0)));
    if (!digits.empty()) CHECK(digits.back() != 0);
  }
}

TEST_CASE("x is repeated |w| times in its lane, the largest |w| first, and then rests") {
  const std::vector<OperandBits> x{5, 6, 7, 8};
  const std::vector<std::int64_t> w{1, -2, 3, 2};
  const std::vector<int> lanes{2};
  const auto schedule = tb::schedule_planes(x, w, lanes, Planes::repetition);
  std::vector<std::vector<OperandBits>> words;
  for (const tb::PlaneCycle& cycle : schedule) words.push_back(cycle.x);
  CHECK(words ==
        std::vector<std::vector<OperandBits>>{{6, 0}, {6, 0}, {7, 8}, {7, 8}, {7, 0}, {5, 0}});
  const std::vector<OperandBits> one{1};
  const std::vector<std::int64_t> most{-tb::kMostRepetitions};
  CHECK(play(tb::schedule_planes(one, most, lanes, Planes::repetition), lanes) == most[0]);
  for (const std::int64_t beyond : {tb::kMostRepetitions + 1, -tb::kMostRepetitions - 1}) {
    const std::vector<std::int64_t> weight{beyond};
    CHECK_THROWS_AS(tb::schedule_planes(one, weight, lanes, Planes::repetition), support::Failure);
  }
}

namespace {

/// Random dot products on these lanes.
void check_schedules(const std::vector<int>& lanes, Planes planes) {
  support::Random random(3);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<OperandBits> x;
    std::vector<std::int64_t> w;
    std::int64_t expected = 0;
    for (int i = 0; i < trial % 40; ++i) {
      x.push_back(random.below(256));
      w.push_back(static_cast<std::int64_t>(random.below(127)) - 63);
      expected += static_cast<std::int64_t>(x.back()) * w.back();
    }
    const std::vector<tb::PlaneCycle> schedule = tb::schedule_planes(x, w, lanes, planes);
    CHECK(play(schedule, lanes) == expected);
    CHECK(!schedule.back().is_negative);
    for (std::size_t i = 1; i < schedule.size(); ++i) {
      CHECK((schedule[i - 1].is_negative || !schedule[i].is_negative));
    }
  }
}

}  // namespace

TEST_CASE("a schedule of planes is the dot product, the negative digits first, and ends positive") {
  check_schedules({4, 2, 3, 2, 1, 1, 1}, Planes::signed_digit);
  check_schedules({4, 2, 3, 2, 1, 1}, Planes::binary);
  check_schedules({5}, Planes::repetition);
}

TEST_CASE("a weight beyond the planes of a unit is refused, not cut") {
  const std::vector<int> lanes{1, 1, 1};
  const std::vector<OperandBits> x{1};
  const std::vector<std::int64_t> fits{5};
  CHECK(play(tb::schedule_planes(x, fits, lanes), lanes) == 5);
  const std::vector<std::int64_t> wide{7};  // 8 - 1
  CHECK_THROWS_AS(tb::schedule_planes(x, wide, lanes), support::Failure);
  CHECK(play(tb::schedule_planes(x, wide, lanes, Planes::binary), lanes) == 7);
  const std::vector<std::int64_t> lowest{-8};  // -4, twice
  CHECK(play(tb::schedule_planes(x, lowest, lanes, Planes::binary), lanes) == -8);
  for (const std::int64_t beyond : {-9, -16, 9}) {
    const std::vector<std::int64_t> weight{beyond};
    CHECK_THROWS_AS(tb::schedule_planes(x, weight, lanes, Planes::binary), support::Failure);
  }
}

TEST_CASE("lanes are shared out so that the planes of these weights take the fewest cycles") {
  // Forty weights of 1, ten of 4: a digit in plane 0 four times as often as one in plane 2.
  std::vector<std::int64_t> weights(40, 1);
  weights.insert(weights.end(), 10, 4);
  const std::vector<std::vector<std::int64_t>> streams{weights};
  CHECK(tb::share_lanes(streams, 11) == std::vector<int>{8, 1, 2});
  CHECK(tb::share_lanes(streams, 11, Planes::repetition) == std::vector<int>{11});
  // 3 is 4 - 1 in signed digits, 2 + 1 in bits.
  const std::vector<std::vector<std::int64_t>> threes{std::vector<std::int64_t>(12, 3)};
  CHECK(tb::share_lanes(threes, 4, Planes::binary) == std::vector<int>{2, 2});
  CHECK(tb::share_lanes(threes, 4).size() == 3);
  CHECK(tb::share_lanes(streams, 1) == std::vector<int>{1, 1, 1});
  const std::vector<int> lanes = tb::share_lanes(streams, 32);
  CHECK(std::accumulate(lanes.begin(), lanes.end(), 0) == 32);
}
