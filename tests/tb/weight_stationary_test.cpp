// Arrays whose weights stay: vectors times matrices against loops of this file, every sum in every
// cycle.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "array_support.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "tb/model/schedule_builder.h"

using namespace pann;
using namespace pann::generator;
using test::drawn;
using test::simulate;
using test::sum_at;

namespace {

DesignSpec stationary(int rows, int columns) {
  return {.kind = Kind::mac_array,
          .x_width = 4,
          .w_width = 3,
          .acc_width = 12,
          .x_signed = false,
          .rows = rows,
          .columns = columns,
          .dataflow = Dataflow::weight_stationary};
}

}  // namespace

TEST_CASE("vectors times the matrix of a stream's first operations, a row of sums a cycle") {
  const DesignSpec spec = stationary(3, 2);
  const Manifest manifest = manifest_of(spec);
  CHECK(manifest.latency == 4);
  // Seven vectors; then two, fewer than the array's rows: the third has no weights.
  tb::OperandStreams operands = drawn(spec, 3 * 2 * 9, 7);
  REQUIRE(operands.first == std::vector<std::size_t>{0, 7, 9});
  REQUIRE(operands.lanes == 3);
  const sim::Schedule schedule = tb::make_schedule(manifest, operands);
  CHECK(schedule.operations == 3 * 2 * 9);
  for (std::size_t stream = 0; stream < 2; ++stream) {
    const std::size_t first = operands.first[stream];
    const std::size_t length = operands.first[stream + 1] - first;
    // Five cycles in reset, three that bring weights, the vectors, five at rest.
    REQUIRE(schedule.streams[stream].cycles == 5 + 3 + length + 5);
    for (std::size_t k = 0; k < length; ++k) {
      for (std::size_t c = 0; c < 2; ++c) {
        std::int64_t product = 0;
        for (std::size_t r = 0; r < std::min<std::size_t>(3, length); ++r) {
          product += static_cast<std::int64_t>(operands.x[(first + k) * 3 + r]) *
                     static_cast<std::int64_t>(operands.w[(first + r) * 3 + c]);
        }
        const std::size_t cycle = schedule.streams[stream].first_cycle + 5 + 3 + k + 3 + c;
        CHECK(sum_at(schedule, cycle, c, 12) == (static_cast<std::uint64_t>(product) & 0xfff));
      }
    }
  }
}

TEST_CASE("arrays whose weights stay are right with every multiplier, and each element counts") {
  std::vector<DesignSpec> specs{stationary(3, 2), stationary(1, 1), stationary(4, 1),
                                stationary(2, 5)};
  specs[0].x_signed = true;
  specs[1].multiplier = Architecture::array;
  specs[2].multiplier = Architecture::booth2;
  specs[2].recode = Operand::x;
  specs[3].multiplier = Architecture::heap;
  specs.push_back(specs[3]);
  specs.back().w_signed = false;
  specs.back().acc_width = 7;
  specs.push_back(specs[3]);
  specs.back().accumulate = Accumulation::fused;
  specs.push_back(specs.back());
  specs.back().partial_products = generator::PartialProducts::booth4;
  specs.back().x_signed = true;
  specs.back().acc_width = 7;
  for (const DesignSpec& spec : specs) {
    CAPTURE(emit(spec).manifest.top);
    const tb::Measurement measured = simulate(emit(spec), drawn(spec, 900, 20));
    CHECK(measured.result.mismatches == 0);
    CHECK(measured.result.operations >= 900);
    for (const activity::ElementCount& element : measured.elements) {
      CHECK_MESSAGE(element.bits > 0, element.name);
    }
  }
}

TEST_CASE("an array that loses its weights, adds no sum from above or takes x early is found") {
  const DesignSpec spec = stationary(3, 3);
  const auto mismatches = [&](const char* from, const char* to) {
    return simulate(emit(spec), drawn(spec, 900, 20), from, to).result.mismatches;
  };
  CHECK(mismatches("assign w = g_row[r-1].w_next", "assign w = w_i") > 0);
  CHECK(mismatches("assign sum = g_row[r-1].sum_next", "assign sum = {Columns*AccWidth{1'b0}}") >
        0);
  CHECK(mismatches("assign x = g_column[c-1].x_next", "assign x = first") > 0);
  CHECK(mismatches("x_q <= x_i;", "x_q <= x_i >> 1;") > 0);
}

TEST_CASE("where weights stay the sums that pass down are one word") {
  DesignSpec spec = stationary(2, 2);
  spec.multiplier = Architecture::heap;
  spec.accumulate = Accumulation::carry_save;
  const auto faults = validate(spec);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].code == "design.accumulate");
  CHECK(faults[0].message.find("legal are separate, fused") != std::string::npos);
}
