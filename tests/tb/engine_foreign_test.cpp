#include <functional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine_support.h"
#include "sim/native/simulate_natively.h"
#include "support/diagnostic.h"
#include "support/random.h"

using namespace pann;
using generator::Direction;
using generator::Role;

namespace {

/// Verilog that is not ours, with the ports clk_i, rst_ni, d_i (8 bits) and q_o (8 bits).
struct Foreign {
  const char* name;
  const char* body;
};

std::string source_of(const Foreign& design) {
  return fmt::format(
      "module {}(input wire clk_i, input wire rst_ni, input wire [7:0] d_i, output wire [7:0] "
      "q_o);\n"
      "{}\nendmodule\n",
      design.name, design.body);
}

generator::Manifest manifest_of(const std::string& top) {
  generator::Manifest manifest;
  manifest.top = top;
  manifest.files = {"design.v"};
  manifest.ports = {{"clk_i", Direction::input, 1, Role::clock},
                    {"rst_ni", Direction::input, 1, Role::reset},
                    {"d_i", Direction::input, 8, Role::other_input},
                    {"q_o", Direction::output, 8, Role::other_output}};
  return manifest;
}

/// Streams of random data after two cycles in reset; what the design answers is not known, so that
/// nothing is compared. Lengths differ; reset comes back in the middle of some streams.
sim::Schedule random_schedule(std::size_t streams) {
  sim::Schedule schedule;
  schedule.clock = "clk_i";
  schedule.inputs = {{"rst_ni", 1, 0}, {"d_i", 8, 1}};
  schedule.input_words = 2;
  support::Random random(7);
  for (std::size_t stream = 0; stream < streams; ++stream) {
    const std::size_t first = schedule.flags.size();
    const std::uint64_t operations = 20 + random.below(30);
    for (std::uint64_t cycle = 0; cycle < operations + 3; ++cycle) {
      const bool resets = cycle < 2 || (stream % 3 == 1 && random.below(10) == 0);
      schedule.values.push_back(resets ? 0 : 1);
      schedule.values.push_back(cycle < 2 ? 0 : random.below(256));
      const bool counted = cycle >= 2 && cycle < operations + 2;
      schedule.flags.push_back({counted, counted, false});
    }
    schedule.streams.push_back({first, operations + 3, operations});
    schedule.operations += operations;
  }
  return schedule;
}

void write_design(const test::DesignOnDisk& design, const std::string& source) {
  support::write_file(design.directory.path() / "design.v", source);
}

const std::vector<Foreign>& designs() {
  static const std::vector<Foreign> kDesigns{
      {"counter", R"(
  reg [7:0] count;
  always @(posedge clk_i) if (!rst_ni) count <= 8'd0; else if (d_i[0]) count <= count + 8'd1;
  assign q_o = count;)"},
      {"shifter", R"(
  reg [7:0] a, b, c;
  always @(posedge clk_i)
    if (!rst_ni) {a, b, c} <= 24'd0;
    else begin a <= d_i; b <= a; c <= b; end
  assign q_o = a ^ c;)"},
      {"lfsr", R"(
  reg [15:0] state;
  wire feedback = state[15] ^ state[13] ^ state[12] ^ state[10];
  always @(posedge clk_i) if (!rst_ni) state <= 16'hace1; else state <= {state[14:0], feedback};
  assign q_o = state[11:4] & ~d_i;)"},
      {"gray", R"(
  reg [7:0] count;
  wire [7:0] next = count + (d_i[7] ? 8'd3 : 8'd1);
  always @(posedge clk_i or negedge rst_ni) if (!rst_ni) count <= 8'h5a; else count <= next;
  assign q_o = count ^ {1'b0, count[7:1]};)"},
      {"machine", R"(
  localparam Idle = 2'd0, Run = 2'd1, Wait = 2'd2, Done = 2'd3;
  reg [1:0] state, state_d;
  reg [0:3] steps;
  function [3:0] increment(input [3:0] value); increment = value + 4'd1; endfunction
  wire [3:0] steps_d = increment(steps);
  always @* begin
    state_d = state;
    case (state)
      Idle: if (d_i[0]) state_d = Run;
      Run: if (steps == 4'd9) state_d = Wait;
      Wait: if (d_i[1] & d_i[2]) state_d = Done;
      default: state_d = Idle;
    endcase
  end
  always @(posedge clk_i)
    if (!rst_ni) begin state <= Idle; steps <= 4'd0; end
    else begin state <= state_d; if (state == Run) steps <= steps_d; end
  assign q_o = {state, steps, state == Done, 1'b1};)"},
      {"arithmetic", R"(
  reg signed [7:0] held;
  reg [7:0] result;
  wire signed [7:0] d = d_i;
  always @(posedge clk_i)
    if (!rst_ni) begin held <= 8'sd0; result <= 8'd0; end
    else begin
      held <= d;
      result <= (held < d) ? (d >>> held[1:0]) : (held * d) - (d_i % 8'd7);
    end
  assign q_o = result;)"},
  };
  return kDesigns;
}

std::vector<support::Diagnostic> refusal(const std::string& source) {
  test::DesignOnDisk design;
  design.manifest = manifest_of("foreign");
  write_design(design, source);
  try {
    sim::simulate_natively(design.directory.path(), design.manifest, random_schedule(2));
  } catch (const support::Failure& failure) {
    CHECK(failure.exit_code() == support::ExitCode::user_error);
    CHECK(sim::is_native_refusal(failure));
    return failure.diagnostics();
  }
  return {};
}

void check_refused(const char* code, const char* body, const char* named) {
  const auto diagnostics = refusal(source_of({"foreign", body}));
  CAPTURE(body);
  REQUIRE(!diagnostics.empty());
  const support::Diagnostic& first = diagnostics.front();
  CHECK(first.code == code);
  CHECK_MESSAGE(first.message.find(named) != std::string::npos, first.message);
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE("designs that are not ours count the same as the trace of Icarus, net for net") {
    for (const Foreign& foreign : designs()) {
      CAPTURE(std::string(foreign.name));
      test::DesignOnDisk design;
      design.manifest = manifest_of(foreign.name);
      design.manifest.registers = {"count", "q_o",   "a",    "b",     "c",
                                   "state", "steps", "held", "result"};
      write_design(design, source_of(foreign));
      const circuit::Netlist netlist = design.netlist();
      const sim::Schedule schedule = random_schedule(700);
      const sim::SimulationResult native = sim::run(sim::compile(netlist), schedule);
      const auto icarus =
          tb::simulate_with_icarus(design.directory.path(), design.manifest, schedule);
      CHECK(test::check_equal(native, icarus, activity::net_bindings(netlist)) > 20);
    }
  }

  TEST_CASE("what the engine cannot evaluate is refused by name") {
    check_refused("netlist.cell",
                  "reg [7:0] m[0:15]; reg [7:0] q; always @(posedge clk_i) begin "
                  "m[d_i[3:0]] <= d_i; q <= m[d_i[7:4]]; end assign q_o = q;",
                  "a memory");
    check_refused("engine.clock", "reg [7:0] q; always @* if (rst_ni) q = d_i; assign q_o = q;",
                  "'rst_ni'");
    check_refused("netlist.clock",
                  "reg [7:0] q, l; always @(posedge clk_i) q <= rst_ni ? d_i : 8'd0; always @* if "
                  "(d_i[0]) l = q; assign q_o = l;",
                  "d_i[0]");
    check_refused("netlist.loop",
                  "wire [7:0] ring; assign ring = ~(ring & d_i); assign q_o = ring;", "q_o[0]");
    check_refused("netlist.undriven", "wire [7:0] nowhere; assign q_o = nowhere & d_i;", "nowhere");
    check_refused("engine.unknown",
                  "reg [7:0] q; always @(posedge clk_i) q <= rst_ni ? d_i : 8'd0; assign q_o = "
                  "rst_ni ? q : 8'bx;",
                  "'q_o[0]'");
    check_refused("netlist.drivers",
                  "assign q_o = d_i & {8{rst_ni}}; assign q_o = d_i | {8{rst_ni}};", "q_o");
    check_refused("netlist.clock",
                  "reg [7:0] q; wire gated = clk_i & d_i[0]; always @(posedge gated) "
                  "if (!rst_ni) q <= 0; else q <= d_i; assign q_o = q;",
                  "gated");
    check_refused("netlist.clock",
                  "reg [7:0] q; reg l; always @* if (!clk_i) l = d_i[0] | ~rst_ni; wire gated = "
                  "clk_i & l; always @(posedge gated) q <= rst_ni ? d_i : 8'd0; assign q_o = q & "
                  "{8{gated}};",
                  "reads the gated clock 'gated'");
    // A latch that is open in the pulse, and one behind a gated clock.
    check_refused(
        "netlist.clock",
        "reg [7:0] q; reg l; always @* if (clk_i) l = d_i[0] | ~rst_ni; wire gated = clk_i "
        "& l; always @(posedge gated) q <= rst_ni ? d_i : 8'd0; assign q_o = q;",
        "'gated'");
    check_refused("netlist.clock",
                  "reg [7:0] q; reg l, k; always @* if (!clk_i) l = d_i[0] | ~rst_ni; wire gated = "
                  "clk_i & l; always @* if (!gated) k = d_i[1]; wire twice = gated & k; always "
                  "@(posedge twice) q <= rst_ni ? d_i : 8'd0; assign q_o = q;",
                  "'gated'");
    check_refused("netlist.clock",
                  "reg [7:0] q; always @(posedge clk_i) if (!rst_ni) q <= 0; else q "
                  "<= d_i; assign q_o = q & {8{clk_i}};",
                  "clk_i");
    check_refused("netlist.clock",
                  "reg [7:0] q; reg half; always @(posedge clk_i) half <= rst_ni & "
                  "~half; always @(posedge half) q <= d_i; assign q_o = q;",
                  "half");
    check_refused("engine.reset",
                  "reg [7:0] q; always @(posedge clk_i) q <= q + d_i; assign q_o = q;", "'q[0]'");
    check_refused("engine.clock", "assign q_o = ~d_i;", "clocked by nothing");
    check_refused("netlist.elaborate", "nowhere u_nowhere(d_i, q_o);", "nowhere");
  }

  TEST_CASE("a reset that only goes through other registers is still a reset") {
    const auto diagnostics = refusal(
        source_of({"foreign",
                   "reg [7:0] a, q; always @(posedge clk_i) begin a <= rst_ni ? d_i : 8'd0; "
                   "q <= a; end assign q_o = q;"}));
    REQUIRE(!diagnostics.empty());  // two cycles of reset reach a, not yet q
    CHECK(diagnostics.front().code == "engine.reset");
    CHECK(diagnostics.front().message.find("'q[0]'") != std::string::npos);
    CHECK(diagnostics.front().message.find("'a[0]'") == std::string::npos);
  }
}
