#include <set>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "sim/delay/event_queue.h"
#include "support/random.h"

using namespace pann;

namespace {

/// Pushes and takes events at random and holds them against a sorted set; `longest` is the longest
/// delay and `burst` how many events are added at once at most.
void check_order(std::uint64_t longest, std::size_t gates, std::uint64_t burst) {
  support::Random random(longest + burst);
  sim::EventQueue queue(longest, gates);
  for (int round = 0; round < 3; ++round) {
    std::multiset<std::pair<std::uint64_t, std::uint32_t>> expected;
    std::uint64_t now = 0;
    const auto push = [&](bool wanted) {
      const std::uint64_t time = now + random.below(longest + 1);
      const auto gate = static_cast<std::uint32_t>(random.below(gates));
      queue.push_if(wanted, time, gate);
      if (wanted) expected.emplace(time, gate);
    };
    queue.restart();
    for (std::uint64_t i = 0; i < burst; ++i) push(true);
    for (int step = 0; step < 5000 && queue.advance(); ++step) {
      const auto next = *expected.begin();
      REQUIRE(queue.time() == next.first);
      REQUIRE(queue.gate() == next.second);
      expected.erase(expected.begin());
      const bool is_shared = !expected.empty() && expected.begin()->first == next.first;
      REQUIRE(queue.is_shared() == is_shared);
      now = next.first;
      if (step < 4000) {
        for (std::uint64_t i = random.below(3); i > 0; --i) push(random.below(4) != 0);
      }
      if (expected.empty() && step < 4000) push(true);
    }
    while (queue.advance()) {
      REQUIRE(std::pair(queue.time(), queue.gate()) == *expected.begin());
      expected.erase(expected.begin());
    }
    CHECK(expected.empty());
  }
}

}  // namespace

TEST_CASE("the event queue gives events in order of time, however crowded it is") {
  check_order(500'000, 250, 20);
  check_order(500'000, 250, 3000);
  check_order(10, 100, 500);  // many at one time
  check_order(0, 100, 50);
  check_order(4'000'000'000, 20'000, 10'000);
}
