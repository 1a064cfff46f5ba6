#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine_support.h"
#include "support/random.h"

using namespace pann;
using generator::Direction;
using generator::Role;

namespace {

constexpr int kClockGatesStages = 5;
constexpr int kGates = 4;

constexpr const char* kModules =
    "module buffer(input wire a, output wire y); assign y = a; endmodule\n"
    "module inverter(input wire a, output wire y); assign y = ~a; endmodule\n"
    "module gate_high(input wire clk_i, input wire en_i, output wire gclk_o);\n"
    "  reg open_q; always @(clk_i or en_i) if (!clk_i) open_q <= en_i;\n"
    "  assign gclk_o = clk_i & open_q;\nendmodule\n"
    "module gate_low(input wire clk_i, input wire en_i, output wire gclk_o);\n"
    "  reg shut_q; always @(clk_i or en_i) if (clk_i) shut_q <= ~en_i;\n"
    "  assign gclk_o = clk_i | shut_q;\nendmodule\n";

/// Registers in a row, at random edges of the clock or of a gated one, which passes buffers and
/// inverters; what opens the gates are bits of x and of the registers; one gate clocks nothing.
std::string clock_gates_random_design(support::Random& random) {
  std::string text = kModules;
  text +=
      "module m(input wire clk_i, input wire rst_ni, input wire [3:0] x_i, output wire [3:0] "
      "q_o);\n";
  std::vector<std::string> clocks{"clk_i"};
  for (int i = 0; i < kGates; ++i) {
    const bool high = random.below(3) != 0;
    std::string source = "clk_i";
    if (random.below(3) == 0) {
      text += fmt::format("  wire b{0}; inverter u_b{0}(.a(clk_i), .y(b{0}));\n", i);
      source = fmt::format("b{}", i);
    }
    text += fmt::format(
        "  wire e{0}; wire g{0}; {1} u_g{0}(.clk_i({2}), .en_i(e{0}), .gclk_o(g{0}));\n", i,
        high ? "gate_high" : "gate_low", source);
    std::string from = fmt::format("g{}", i);
    clocks.push_back(from);
    for (std::uint64_t k = random.below(3); k > 0; --k) {
      const std::string net = fmt::format("c{}", clocks.size());
      text += fmt::format("  wire {0}; {1} u_{0}(.a({2}), .y({0}));\n", net,
                          random.below(2) == 0 ? "buffer" : "inverter", from);
      clocks.push_back(net);
      from = net;
    }
  }
  std::string before = "x_i";
  for (int i = 0; i < kClockGatesStages; ++i) {
    const std::string& clock = clocks[random.below(clocks.size())];
    text += fmt::format(
        "  reg [3:0] r{0};\n  wire [3:0] n{0} = r{0} ^ {{r{0}[0], {1}[3:1]}};\n"
        "  always @({2} {3}) r{0} <= rst_ni ? n{0} + {1} : 4'd{0};\n",
        i, before, random.below(3) != 0 ? "posedge" : "negedge", clock);
    before = fmt::format("r{}", i);
  }
  for (int i = 0; i < kGates; ++i) {
    text += fmt::format("  assign e{} = ~rst_ni | (x_i[{}] ^ r{}[{}]);\n", i, random.below(4),
                        random.below(kClockGatesStages), random.below(4));
  }
  return text + fmt::format("  assign q_o = {} ^ x_i;\nendmodule\n", before);
}

generator::Manifest clock_gates_manifest_of_m() {
  generator::Manifest manifest;
  manifest.design.kind = generator::Kind::other;
  manifest.top = "m";
  manifest.files = {"m.v"};
  manifest.latency = 1;
  manifest.ports = {{"clk_i", Direction::input, 1, Role::clock, false},
                    {"rst_ni", Direction::input, 1, Role::reset, false},
                    {"x_i", Direction::input, 4, Role::other_input, false},
                    {"q_o", Direction::output, 4, Role::other_output, false}};
  for (int i = 0; i < kClockGatesStages; ++i) manifest.registers.push_back(fmt::format("r{}", i));
  return manifest;
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE(
      "registers behind clock gates of latches count alike in three engines, net for net, gated "
      "clocks and latches too") {
    support::Random random(31);
    for (int trial = 0; trial < 8; ++trial) {
      CAPTURE(trial);
      test::DesignOnDisk design;
      design.manifest = clock_gates_manifest_of_m();
      const std::string text = clock_gates_random_design(random);
      CAPTURE(text);
      support::write_file(design.directory.path() / "m.v", text);
      test::check_three_engines(design, 40);
    }
  }
}
