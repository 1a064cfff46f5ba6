// Systolic arrays: every sum in every cycle against the model, whole matrix products against loops
// of this file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "array_support.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/npy.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operand_files.h"

using namespace pann;
using namespace pann::generator;
using test::drawn;
using test::simulate;
using test::sum_at;

namespace {

DesignSpec array_of(int rows, int columns) {
  return {.kind = Kind::mac_array,
          .x_width = 4,
          .w_width = 3,
          .acc_width = 12,
          .x_signed = false,
          .rows = rows,
          .columns = columns};
}

}  // namespace

TEST_CASE("a stream of an array ends with the product of its matrices") {
  const DesignSpec spec = array_of(3, 2);
  const tb::OperandStreams operands = drawn(spec, 3 * 2 * 14, 7);
  REQUIRE(operands.streams() == 2);
  REQUIRE(operands.lanes == 3);
  const sim::Schedule schedule = tb::make_schedule(manifest_of(spec), operands);
  CHECK(schedule.operations == 3 * 2 * 14);
  for (std::size_t stream = 0; stream < 2; ++stream) {
    const sim::StreamSpan& span = schedule.streams[stream];
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t c = 0; c < 2; ++c) {
        std::int64_t product = 0;
        for (std::size_t k = operands.first[stream]; k < operands.first[stream + 1]; ++k) {
          product += static_cast<std::int64_t>(operands.x[k * 3 + r]) *
                     static_cast<std::int64_t>(operands.w[k * 3 + c]);
        }
        CHECK(sum_at(schedule, span.first_cycle + span.cycles - 1, r * 2 + c, 12) ==
              (static_cast<std::uint64_t>(product) & 0xfff));
      }
    }
  }
}

TEST_CASE("arrays of every structure compute what their model does, every sum in every cycle") {
  std::vector<DesignSpec> specs{array_of(3, 2), array_of(1, 1), array_of(1, 4)};
  specs[0].x_signed = true;
  specs[1].multiplier = Architecture::array;
  specs[2].multiplier = Architecture::booth2;
  specs[2].recode = Operand::x;
  for (const Accumulation accumulate :
       {Accumulation::separate, Accumulation::fused, Accumulation::carry_save}) {
    specs.push_back(array_of(2, 3));
    specs.back().multiplier = Architecture::heap;
    specs.back().accumulate = accumulate;
    specs.back().w_signed = accumulate != Accumulation::fused;
  }
  for (const DesignSpec& spec : specs) {
    CAPTURE(emit(spec).manifest.top);
    const tb::Measurement measured = simulate(emit(spec), drawn(spec, 900, 20));
    CHECK(measured.result.mismatches == 0);
    CHECK(measured.control_checked > 0);
    CHECK(measured.result.operations >= 900);
    for (const activity::ElementCount& element : measured.elements) {
      CHECK_MESSAGE(element.bits > 0, element.name);
    }
  }
}

TEST_CASE("an array whose operands take another way is found") {
  const DesignSpec spec = array_of(3, 3);
  const auto mismatches = [&](const char* from, const char* to) {
    return simulate(emit(spec), drawn(spec, 900, 20), from, to).result.mismatches;
  };
  CHECK(mismatches("g_row[r-1].w_next", "w_first") > 0);
  CHECK(mismatches("assign x = g_column[c-1].x_next", "assign x = g_column[c-1].x") > 0);
  CHECK(mismatches("assign clear = g_column[c-1].clear_next", "assign clear = clear_i") > 0);
}

TEST_CASE("rows of a file are rows and columns of an array's matrices, side by side") {
  const support::TemporaryDirectory directory;
  const tb::NpyArray x{tb::NpyType::unsigned_integer, 1, {3, 2}, {1, 2, 3, 4, 5, 6}, {}};
  const tb::NpyArray w{tb::NpyType::signed_integer, 1, {3, 2}, {0, 1, 2, 3, ~0ULL, ~1ULL}, {}};
  support::write_file(directory.path() / "o.npz", tb::npz_bytes({{"a_x", x}, {"a_w", w}}));
  const auto operands = tb::read_operands(directory.path() / "o.npz", {}, array_of(2, 2));
  // Two rows a stream, and zeros for the one that the last stream lacks.
  CHECK(operands.first == std::vector<std::size_t>{0, 2, 4});
  CHECK(operands.x == std::vector<tb::OperandBits>{1, 3, 2, 4, 5, 0, 6, 0});
  CHECK(operands.w == std::vector<tb::OperandBits>{0, 2, 1, 3, ~0ULL, 0, ~1ULL, 0});
}

TEST_CASE("what an array cannot be is refused, all at once") {
  DesignSpec spec = array_of(33, 0);
  spec.bias = true;
  spec.acc_width = 6;
  std::string said;
  for (const support::Diagnostic& fault : validate(spec)) said += fault.message + "\n";
  for (const char* what : {"--rows 33", "--cols 0", "--bias", "--acc-width 6"}) {
    CHECK_MESSAGE(said.find(what) != std::string::npos, said);
  }
}
