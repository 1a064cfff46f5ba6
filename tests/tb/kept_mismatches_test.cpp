// What is kept of a mismatch is what a user reads: cycle, port, expected and found in hexadecimal,
// against products and sums of the host.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine_support.h"

using namespace pann;
using generator::DesignSpec;
using generator::Kind;

namespace {

__extension__ using Wide = unsigned __int128;

std::string hexadecimal(Wide value, int width) {
  std::string text;
  for (int digit = (width + 3) / 4; digit-- > 0;) {
    text += fmt::format("{:x}", static_cast<unsigned>(value >> (4 * digit)) & 15U);
  }
  return text;
}

struct Wrong {
  std::uint64_t cycle;
  int bit;
};

sim::Schedule with_faults(sim::Schedule schedule, const std::vector<Wrong>& faults) {
  for (const Wrong& fault : faults) {
    const std::size_t word = fault.cycle * schedule.output_words + schedule.outputs[0].first_word;
    schedule.expected[word + static_cast<std::size_t>(fault.bit / 64)] ^= std::uint64_t{1}
                                                                          << (fault.bit % 64);
  }
  return schedule;
}

}  // namespace

TEST_CASE("a kept mismatch shows the product found and the one expected, to the last of 67 bits") {
  test::DesignOnDisk design;
  test::emit_to(design, {.kind = Kind::multiplier,
                         .x_width = 33,
                         .w_width = 34,
                         .x_signed = false,
                         .w_signed = false});
  tb::StimulusSpec stimulus;
  stimulus.vectors = 700;
  const tb::OperandStreams operands = tb::make_operands(stimulus, design.manifest.design);
  const std::vector<Wrong> faults{{1, 0},   {2, 63},   {3, 64},   {63, 66}, {64, 4},
                                  {127, 7}, {511, 31}, {512, 32}, {700, 1}};
  const sim::Schedule schedule = with_faults(tb::make_schedule(design.manifest, operands), faults);
  const sim::NativeDesign compiled = sim::compile(design.netlist());
  for (const unsigned threads : {1U, 3U}) {
    const sim::SimulationResult result = sim::run(compiled, schedule, {.threads = threads});
    CHECK(result.mismatches == faults.size());
    REQUIRE(result.first_mismatches.size() == faults.size());
    for (std::size_t i = 0; i < faults.size(); ++i) {
      const sim::Mismatch& kept = result.first_mismatches[i];
      // Cycle 0 leaves zero operands settled.
      const std::uint64_t operation = faults[i].cycle - 1;
      const Wide product = Wide{operands.x[operation]} * operands.w[operation];
      CHECK(kept.cycle == faults[i].cycle);
      CHECK(kept.port == "product_o");
      CHECK(kept.actual == hexadecimal(product, 67));
      CHECK(kept.expected == hexadecimal(product ^ (Wide{1} << faults[i].bit), 67));
      CHECK_FALSE(kept.is_control);
    }
  }
}

TEST_CASE("a mismatch of the second port, or in any lane, is shown with what was found there") {
  test::DesignOnDisk design;
  test::emit_to(design, {.kind = Kind::adder, .x_width = 5});
  tb::StimulusSpec stimulus;
  stimulus.vectors = 3000;
  const tb::OperandStreams operands = tb::make_operands(stimulus, design.manifest.design);
  const sim::Schedule right = tb::make_schedule(design.manifest, operands);
  REQUIRE(right.outputs.at(1).port == "c_o");
  const sim::NativeDesign compiled = sim::compile(design.netlist());
  for (std::uint64_t cycle = 1; cycle <= 3000; cycle += 23) {
    sim::Schedule wrong = right;
    wrong.expected[cycle * right.output_words + right.outputs[1].first_word] ^= 1;
    const sim::SimulationResult result = sim::run(compiled, wrong, {.threads = 1});
    REQUIRE(result.first_mismatches.size() == 1);
    const sim::Mismatch& kept = result.first_mismatches[0];
    const std::uint64_t sum = (operands.x[cycle - 1] & 31) + (operands.w[cycle - 1] & 31);
    CHECK(kept.cycle == cycle);
    CHECK(kept.port == "c_o");
    CHECK(kept.actual == hexadecimal(sum >> 5, 1));
    CHECK(kept.expected == hexadecimal((sum >> 5) ^ 1, 1));
  }
}

TEST_CASE(
    "of many mismatches the first ten are kept, in order of their cycles, whatever lanes they came "
    "from") {
  test::DesignOnDisk design;
  test::emit_to(design, {.kind = Kind::accumulator, .x_width = 5, .acc_width = 12});
  tb::StimulusSpec stimulus;
  stimulus.vectors = 4000;
  stimulus.length = 40;
  const tb::OperandStreams operands = tb::make_operands(stimulus, design.manifest.design);
  sim::Schedule schedule = tb::make_schedule(design.manifest, operands);
  std::vector<Wrong> faults;
  for (std::uint64_t cycle = schedule.cycles(); cycle-- > 0;) {
    if (cycle % 97 == 5 && schedule.flags[cycle].sampled)
      faults.push_back({cycle, static_cast<int>(cycle % 12)});
  }
  REQUIRE(faults.size() > 20);
  const sim::Schedule wrong = with_faults(schedule, faults);
  std::reverse(faults.begin(), faults.end());
  const sim::SimulationResult result = sim::run(sim::compile(design.netlist()), wrong);
  CHECK(result.mismatches == faults.size());
  REQUIRE(result.first_mismatches.size() == sim::SimulationResult::kKeptMismatches);
  for (std::size_t i = 0; i < result.first_mismatches.size(); ++i) {
    const sim::Mismatch& kept = result.first_mismatches[i];
    const std::uint64_t cycle = faults[i].cycle;
    CHECK(kept.cycle == cycle);
    CHECK(kept.port == "acc_o");
    CHECK(kept.expected == hexadecimal(wrong.expected[cycle * wrong.output_words], 12));
    CHECK(kept.actual == hexadecimal(schedule.expected[cycle * schedule.output_words], 12));
  }
}
