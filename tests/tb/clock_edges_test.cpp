#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine_support.h"
#include "sim/delay/delay_engine.h"
#include "support/random.h"

using namespace pann;
using generator::Direction;
using generator::Role;

namespace {

constexpr int kStages = 6;

/// Registers in a row, each clocked through a random chain of buffers and inverters at a random
/// edge; chains branch from each other, one leads nowhere.
std::string random_design(support::Random& random) {
  std::string text =
      "module buffer(input wire a, output wire y); assign y = a; endmodule\n"
      "module inverter(input wire a, output wire y); assign y = ~a; endmodule\n"
      "module m(input wire clk_i, input wire rst_ni, input wire [3:0] x_i, output wire [3:0] "
      "q_o);\n";
  std::vector<std::string> clocks{"clk_i"};
  for (int i = 0; i < kStages + 1; ++i) {
    std::string from = clocks[random.below(clocks.size())];
    for (std::uint64_t k = random.below(4); k > 0; --k) {
      const std::string net = fmt::format("c{}", clocks.size());
      text += fmt::format("  wire {0}; {1} u_{0}(.a({2}), .y({0}));\n", net,
                          random.below(2) == 0 ? "buffer" : "inverter", from);
      clocks.push_back(net);
      from = net;
    }
  }
  std::string before = "x_i";
  for (int i = 0; i < kStages; ++i) {
    const std::string& clock = clocks[random.below(clocks.size())];
    text += fmt::format(
        "  reg [3:0] r{0};\n  wire [3:0] n{0} = r{0} ^ {{r{0}[0], {1}[3:1]}};\n"
        "  always @({2} {3}) r{0} <= rst_ni ? n{0} + {1} : 4'd{0};\n",
        i, before, random.below(2) == 0 ? "posedge" : "negedge", clock);
    before = fmt::format("r{}", i);
  }
  return text + fmt::format("  assign q_o = {} ^ x_i;\nendmodule\n", before);
}

generator::Manifest manifest_of_m() {
  generator::Manifest manifest;
  manifest.design.kind = generator::Kind::other;
  manifest.top = "m";
  manifest.files = {"m.v"};
  manifest.latency = 1;
  manifest.ports = {{"clk_i", Direction::input, 1, Role::clock, false},
                    {"rst_ni", Direction::input, 1, Role::reset, false},
                    {"x_i", Direction::input, 4, Role::other_input, false},
                    {"q_o", Direction::output, 4, Role::other_output, false}};
  for (int i = 0; i < kStages; ++i) manifest.registers.push_back(fmt::format("r{}", i));
  return manifest;
}

/// Each pin of each cell to each output, 1 to 60 ps.
std::vector<sim::PinDelay> random_delays(const circuit::Netlist& netlist, support::Random& random) {
  std::vector<sim::PinDelay> delays;
  for (std::uint32_t cell = 0; cell < netlist.cells.size(); ++cell) {
    for (const circuit::NetlistPin& from : netlist.cells[cell].pins) {
      for (const circuit::NetlistPin& to : netlist.cells[cell].pins) {
        if (from.direction != Direction::input || to.direction != Direction::output) continue;
        delays.push_back(
            {cell, from.name, to.name, 1000 + random.below(59000), 1000 + random.below(59000)});
      }
    }
  }
  return delays;
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE(
      "clocks through random buffers and inverters, at random edges, count alike in three "
      "engines, net for net") {
    support::Random random(20);
    for (int trial = 0; trial < 6; ++trial) {
      CAPTURE(trial);
      test::DesignOnDisk design;
      design.manifest = manifest_of_m();
      support::write_file(design.directory.path() / "m.v", random_design(random));
      test::check_three_engines(design, 30);
    }
  }

  TEST_CASE("with delays the same clocks give the same settled toggles, glitches in pairs beyond") {
    support::Random random(21);
    for (int trial = 0; trial < 6; ++trial) {
      CAPTURE(trial);
      test::DesignOnDisk design;
      design.manifest = manifest_of_m();
      support::write_file(design.directory.path() / "m.v", random_design(random));
      const circuit::Netlist netlist = design.netlist();
      const sim::Schedule schedule = tb::make_schedule(
          design.manifest, tb::make_operands({.vectors = 300, .length = 40}, design.manifest));
      const auto delays = random_delays(netlist, random);
      const sim::DelayDesign delayed =
          sim::compile_with_delays(netlist, {}, {delays}, design.manifest.registers);
      const sim::DelaySimulation simulation = sim::run(delayed, schedule);
      const sim::SimulationResult zero = sim::run(
          sim::compile(netlist, {}, {.every_net = true, .registers = design.manifest.registers}),
          schedule);
      REQUIRE(zero.activity.nets.size() == simulation.result.activity.nets.size());
      std::uint64_t toggles = 0;
      std::uint64_t glitches = 0;
      std::size_t different = 0;
      for (std::size_t net = 0; net < zero.activity.nets.size(); ++net) {
        const activity::NetCounts& all = simulation.result.activity.nets[net];
        toggles += all.toggles();
        glitches += all.glitches;
        different += all.toggles() - all.glitches == zero.activity.nets[net].toggles() ? 0 : 1;
      }
      CHECK(different == 0);
      CHECK(glitches > 0);
      std::uint64_t series = 0;
      for (const std::uint64_t sum :
           sim::run_series(delayed, schedule,
                           std::vector<std::uint32_t>(simulation.result.activity.nets.size(), 1))) {
        series += sum;
      }
      CHECK(series == toggles);
    }
  }
}
