#include "sim/native/statistics.h"

#include <cmath>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "relative.h"
#include "support/random.h"

using namespace pann;
using test::relative;

namespace {

/// An inverter from "a" to "y".
sim::NativeDesign inverter() {
  const circuit::NetId a = circuit::kFirstWire;
  circuit::Netlist netlist;
  netlist.top = "hand";
  netlist.instances = {{"", "hand"}};
  netlist.net_count = a + 2;
  netlist.ports = {{"a", generator::Direction::input, {a}},
                   {"y", generator::Direction::output, {a + 1}}};
  netlist.names = {{"a", 0, 0, false, {a}}, {"y", 0, 0, false, {a + 1}}};
  netlist.cells = {
      {"u",
       "$_NOT_",
       0,
       {{"A", generator::Direction::input, {a}}, {"Y", generator::Direction::output, {a + 1}}},
       {}}};
  return sim::compile(netlist);
}

/// Values of "a" cycle by cycle, cut into streams of a length, of which the first cycle does not
/// count unless asked for.
sim::Schedule schedule_of(const std::vector<std::uint64_t>& values, std::size_t length,
                          std::uint64_t operations, bool counts_first = false) {
  sim::Schedule schedule;
  schedule.inputs = {{"a", 1, 0}};
  schedule.input_words = 1;
  schedule.values = values;
  schedule.operations = operations;
  for (std::size_t cycle = 0; cycle < values.size(); ++cycle) {
    schedule.flags.push_back({.counted = counts_first || cycle % length != 0});
    if (cycle % length != 0) continue;
    schedule.streams.push_back({cycle, length, operations * length / values.size()});
  }
  return schedule;
}

sim::ElementStatistics statistics_of(const sim::Schedule& schedule) {
  return sim::sample_statistics(inverter(), sim::PreparedSchedule(schedule), {{"inverter", {"y"}}})
      .front();
}

std::vector<std::uint64_t> random_values(std::size_t count) {
  support::Random random(11);
  std::vector<std::uint64_t> values(count);
  for (std::uint64_t& value : values) value = random.unit() < 0.4 ? 1 : 0;
  return values;
}

/// Mean and standard error of batches of so many cycles, with `each` operations a counted cycle.
void check_batches(const sim::ElementStatistics& found, const std::vector<std::uint64_t>& values,
                   std::size_t cycles, std::size_t stream, double each) {
  std::vector<double> toggles;
  std::vector<double> operations;
  for (std::size_t cycle = 0; cycle < values.size(); ++cycle) {
    if (cycle % cycles == 0) {
      toggles.push_back(0.0);
      operations.push_back(0.0);
    }
    if (cycle % stream == 0) continue;
    toggles.back() += values[cycle] != values[cycle - 1] ? 1.0 : 0.0;
    operations.back() += each;
  }
  const double all = std::accumulate(operations.begin(), operations.end(), 0.0);
  const double mean = std::accumulate(toggles.begin(), toggles.end(), 0.0) / all;
  double squares = 0.0;
  for (std::size_t i = 0; i < toggles.size(); ++i) {
    squares += std::pow(toggles[i] - mean * operations[i], 2);
  }
  const auto count = static_cast<double>(toggles.size());
  CHECK(found.batches == toggles.size());
  CHECK(found.mean == relative(mean));
  CHECK(found.standard_error == relative(std::sqrt(squares * count / (count - 1)) / all));
  CHECK(found.confidence() == relative(1.96 * found.standard_error));
}

}  // namespace

TEST_CASE("standard errors are those of sixty pieces, or of the streams where there are twenty") {
  const std::vector<std::uint64_t> values = random_values(180);
  // Two operations a counted cycle.
  check_batches(statistics_of(schedule_of(values, 180, 2 * 179)), values, 3, 180, 2.0);
  check_batches(statistics_of(schedule_of(values, 9, 180)), values, 9, 9, 180.0 / 160.0);
  // Nineteen streams are too few: pieces again, whatever streams they cut.
  const std::vector<std::uint64_t> fewer(values.begin(), values.begin() + 114);
  const sim::ElementStatistics pieces = statistics_of(schedule_of(fewer, 6, 95));
  CHECK(pieces.batches == sim::kPieces);
}

TEST_CASE(
    "one batch has no standard error, two have one, and without operations there is nothing") {
  const sim::ElementStatistics nothing = statistics_of(schedule_of({1}, 1, 0));
  CHECK(nothing.mean == 0.0);
  CHECK(nothing.standard_error == 0.0);
  CHECK(nothing.batches == 1);
  const sim::ElementStatistics one = statistics_of(schedule_of({0, 1}, 2, 1));
  CHECK(one.mean == relative(1.0));
  CHECK(one.standard_error == 0.0);
  // Toggles 0 and 1 in an operation each.
  const sim::ElementStatistics two = statistics_of(schedule_of({0, 1}, 2, 2, true));
  CHECK(two.mean == relative(0.5));
  CHECK(two.standard_error == relative(0.5));
}
