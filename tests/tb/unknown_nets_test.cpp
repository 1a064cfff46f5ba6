// Where a net would be x the native engine says so: the net, and the first cycle, whatever lane
// that cycle is played in.
#include <cstdint>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine_support.h"
#include "support/diagnostic.h"
#include "support/random.h"

using namespace pann;
using generator::Direction;
using generator::Role;

namespace {

/// Its lowest bit is x where d_i = 255, the next one where d_i = 254.
constexpr const char* kSource =
    "module odd(input wire [7:0] d_i, output wire [7:0] q_o);\n"
    "  assign q_o[0] = d_i == 8'd255 ? 1'bx : d_i[0];\n"
    "  assign q_o[1] = d_i == 8'd254 ? 1'bx : d_i[1];\n"
    "  assign q_o[7:2] = d_i[7:2];\nendmodule\n";

sim::NativeDesign odd_design() {
  test::DesignOnDisk design;
  design.manifest.top = "odd";
  design.manifest.files = {"design.v"};
  design.manifest.ports = {{"d_i", Direction::input, 8, Role::other_input},
                           {"q_o", Direction::output, 8, Role::other_output}};
  support::write_file(design.directory.path() / "design.v", kSource);
  return sim::compile(design.netlist());
}

/// Streams of 800 cycles with words below 254.
sim::Schedule known_words(std::size_t cycles) {
  sim::Schedule schedule;
  schedule.inputs = {{"d_i", 8, 0}};
  schedule.input_words = 1;
  support::Random random(5);
  for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
    if (cycle % 800 == 0) schedule.streams.push_back({cycle, 800, 800});
    schedule.values.push_back(random.below(254));
    schedule.flags.push_back({.counted = cycle % 800 != 0});
  }
  schedule.operations = cycles;
  return schedule;
}

std::string said_of(const sim::NativeDesign& design, const sim::Schedule& schedule,
                    unsigned threads) {
  try {
    sim::run(design, schedule, {.threads = threads});
  } catch (const support::Failure& failure) {
    std::string text;
    for (const support::Diagnostic& fault : failure.diagnostics()) text += fault.message + "; ";
    return text;
  }
  return "";
}

}  // namespace

TEST_CASE("an unknown net is named with its first cycle, whichever that is") {
  const sim::NativeDesign compiled = odd_design();
  const sim::Schedule known = known_words(3200);
  for (const unsigned threads : {1U, 3U}) {
    CHECK(said_of(compiled, known, threads) == "");
    for (std::size_t cycle = 0; cycle < 3190; cycle += 39) {
      sim::Schedule schedule = known;
      const bool lowest = cycle % 2 == 0;
      schedule.values[cycle] = lowest ? 255 : 254;
      CHECK(said_of(compiled, schedule, threads) ==
            fmt::format("net 'q_o[{}]' is unknown (x) in cycle {}; ", lowest ? 0 : 1, cycle));
      // Later ones change nothing, the other net's stands beside it.
      schedule.values[3199] = 255;
      schedule.values[3198] = 254;
      const std::string both = said_of(compiled, schedule, threads);
      CHECK(both.find(fmt::format("'q_o[{}]' is unknown (x) in cycle {};", lowest ? 0 : 1,
                                  cycle)) != std::string::npos);
      CHECK(both.find(fmt::format("cycle {};", lowest ? 3198 : 3199)) != std::string::npos);
    }
  }
}
