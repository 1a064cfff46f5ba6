// Lanes for several positions with the same weights: every sum in every cycle against the model,
// ends of dot products against loops of this file.
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "array_support.h"
#include "emitted_design.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "tb/measure.h"
#include "tb/model/schedule_builder.h"
#include "tb/model/window_schedule.h"

using namespace pann;
using namespace pann::generator;

namespace {

DesignSpec positions_of(int positions, const std::vector<int>& lanes, int acc_width,
                        Planes planes = Planes::signed_digit) {
  return {.kind = Kind::pann_array,
          .x_width = 2,
          .w_width = 3,
          .acc_width = acc_width,
          .x_signed = false,
          .plane_lanes = plane_lanes(lanes),
          .planes = planes,
          .positions = positions};
}

DesignSpec windowed(DesignSpec spec, int window) {
  spec.fetch = Fetch::index;
  spec.window = window;
  return spec;
}

/// Every w with every x at every position, once alone and once in one long dot product.
tb::OperandStreams all_positions(const DesignSpec& spec) {
  tb::OperandStreams operands;
  operands.first = {0};
  operands.lanes = static_cast<std::size_t>(spec.positions);
  std::size_t elements = 0;
  const int low = -(1 << (spec.w_width - 1));
  for (int round = 0; round < 2; ++round) {
    for (int w = low; w < -low; ++w) {
      for (std::uint64_t x = 0; x < std::uint64_t{1} << (spec.x_width * spec.positions); ++x) {
        for (int p = 0; p < spec.positions; ++p) {
          operands.x.push_back(x >> (p * spec.x_width) & ((1U << spec.x_width) - 1));
          operands.w.push_back(static_cast<tb::OperandBits>(std::int64_t{w}));
        }
        ++elements;
        if (round == 0) operands.first.push_back(elements);
      }
    }
  }
  operands.first.push_back(elements);
  return operands;
}

std::uint64_t product_of(const tb::OperandStreams& operands, std::size_t stream,
                         std::size_t position) {
  std::uint64_t sum = 0;
  for (std::size_t i = operands.first[stream]; i < operands.first[stream + 1]; ++i) {
    sum += operands.x[i * operands.lanes + position] * operands.w[i * operands.lanes];
  }
  return sum;
}

/// Cycles of a stream whose expected sums at its end are not what they should be, by position.
int wrong_ends(const DesignSpec& spec, const tb::OperandStreams& operands) {
  const sim::Schedule schedule = tb::make_schedule(manifest_of(spec), operands);
  const std::uint64_t mask = (std::uint64_t{1} << spec.acc_width) - 1;
  int wrong = 0;
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    const sim::StreamSpan& span = schedule.streams[stream];
    for (std::size_t position = 0; position < operands.lanes; ++position) {
      const std::uint64_t shown =
          test::sum_at(schedule, span.first_cycle + span.cycles - 1, position, spec.acc_width);
      wrong += shown == (product_of(operands, stream, position) & mask) ? 0 : 1;
    }
  }
  return wrong;
}

}  // namespace

TEST_CASE("a pann_array computes every dot product at every position, in three engines") {
  const DesignSpec digits = positions_of(2, {2, 1, 1}, 9);
  for (const DesignSpec& spec :
       {digits, positions_of(1, {1, 1, 1}, 5), positions_of(3, {1, 1}, 8, Planes::binary),
        positions_of(2, {3}, 12, Planes::repetition), windowed(digits, 5),
        windowed(positions_of(3, {1, 1}, 8, Planes::binary), 3),
        windowed(positions_of(2, {3}, 12, Planes::repetition), 16)}) {
    const auto design = test::emit_to_disk(spec);
    CAPTURE(design.files.manifest.top);
    const tb::OperandStreams elements = all_positions(spec);
    CHECK(wrong_ends(spec, elements) == 0);
    for (const tb::Engine engine :
         {tb::Engine::native, tb::Engine::verilator, tb::Engine::icarus}) {
      const tb::Measurement measured = tb::measure(design.files, elements, engine);
      CHECK(measured.result.mismatches == 0);
      CHECK(measured.control_checked > 0);
      CHECK(measured.result.checked > elements.streams());
      CHECK(measured.result.operations == elements.operations() * elements.lanes);
      for (const activity::ElementCount& element : measured.elements) {
        CHECK_MESSAGE(element.bits > 0, element.name);
      }
    }
  }
}

TEST_CASE("random dot products of wider weights at several positions") {
  DesignSpec spec = positions_of(4, {6, 4, 4, 3, 2, 1}, 20);
  spec.x_width = 4;
  spec.w_width = 6;
  for (const DesignSpec& drawn : {spec, windowed(spec, 16), windowed(spec, 7)}) {
    const tb::OperandStreams elements = test::drawn(drawn, 6000, 90);
    REQUIRE(elements.lanes == 4);
    CHECK(wrong_ends(drawn, elements) == 0);
    const tb::Measurement measured = test::simulate(emit(drawn), elements);
    CHECK(measured.result.mismatches == 0);
    CHECK(measured.result.operations == 6000);
  }
}

TEST_CASE("an array of one position flips what a pann_dot does") {
  DesignSpec dot = positions_of(4, {2, 1, 1}, 12);
  dot.kind = Kind::pann_dot;
  const DesignSpec array = positions_of(1, {2, 1, 1}, 12);
  const tb::OperandStreams elements = test::drawn(dot, 500, 50);
  const tb::Measurement alone = test::simulate(emit(dot), elements);
  const tb::Measurement side_by_side = test::simulate(emit(array), elements);
  REQUIRE(alone.cycles == side_by_side.cycles);
  for (const activity::ElementCount& element : alone.elements) {
    for (const activity::ElementCount& other : side_by_side.elements) {
      if (other.name == element.name) CHECK(other.toggles == element.toggles);
    }
  }
}

TEST_CASE("a wrong index, load, sign or word of a pann_array is found") {
  const DesignSpec spec = windowed(positions_of(2, {2, 1, 1}, 12), 5);
  const auto mismatches = [&](const char* from, const char* to) {
    return test::simulate(emit(spec), test::drawn(spec, 1200, 20), from, to).result.mismatches;
  };
  CHECK(mismatches("== n + 1", "== n") > 0);
  CHECK(mismatches("assign window_q_open = load_i", "assign window_q_open = 1'b1") > 0);
  CHECK(mismatches("is_complement ^ negative_i", "negative_i") > 0);
  CHECK(mismatches("window_q[n*XWidth+k]", "window_q[n*XWidth]") > 0);
  CHECK(mismatches("x_i[p*(Window*XWidth) +: Window*XWidth]", "x_i[0 +: Window*XWidth]") > 0);
  CHECK(mismatches("negative_q | clear_i", "negative_q") > 0);
}

TEST_CASE("windows follow each other without a lost cycle, signs change once in each") {
  // 3 = 4 - 1, -3 = 1 - 4, 1.
  const std::vector<std::int64_t> w{3, -3, 1, 1, 3};
  const std::vector<int> lanes{2, 1, 1};
  const auto schedule = tb::schedule_windows(w, lanes, Planes::signed_digit, 2);
  // Load; {3, -3}: negative, positive; {1, 1}: positive; {3}: positive, negative; then one more, so
  // that the last cycle is positive.
  REQUIRE(schedule.size() == 7);
  const std::vector<bool> negative{false, true, false, false, false, true, false};
  const std::vector<int> loads{0, -1, 2, 4, -1, -1, -1};
  const std::vector<std::vector<std::size_t>> index{{0, 0, 0, 0}, {1, 0, 0, 2}, {2, 0, 0, 1},
                                                    {1, 2, 0, 0}, {0, 0, 0, 1}, {1, 0, 0, 0},
                                                    {0, 0, 0, 0}};
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    CAPTURE(i);
    CHECK(schedule[i].is_negative == negative[i]);
    CHECK((schedule[i].load ? static_cast<int>(*schedule[i].load) : -1) == loads[i]);
    CHECK(schedule[i].index == index[i]);
  }
  CHECK(tb::schedule_windows({}, lanes, Planes::signed_digit, 2).size() == 1);
}

TEST_CASE("positions with different weights are refused, but where nothing depends on them") {
  const DesignSpec spec = positions_of(2, {1, 1, 1}, 9);
  tb::OperandStreams operands;
  operands.first = {0, 1};
  operands.lanes = 2;
  operands.x = {1, 0};
  operands.w = {2, 3};
  CHECK(wrong_ends(spec, operands) == 0);
  operands.x = {1, 1};
  for (const DesignSpec& refusing : {spec, windowed(spec, 4)}) {
    CHECK_THROWS_AS(tb::make_schedule(manifest_of(refusing), operands), support::Failure);
  }
}
