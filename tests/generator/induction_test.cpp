// Units with a clock are proved over any number of cycles: Yosys' SAT solver finds no run, from any
// state in which a unit and its behavioural description show the same sum, after which they differ
// (induction), nor one from reset.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "broken_files.h"
#include "generator/units/emit.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann::generator;

namespace {

/// `acc_o <= rst_ni ? (clear_i ? start : acc_o) + addend : 0`, written from the arithmetic.
std::string behaviour(const DesignSpec& spec, const std::string& addend) {
  const auto word = [](bool is_signed, int width) {
    return fmt::format("{}[{}:0]", is_signed ? "signed " : "", width - 1);
  };
  const bool external = spec.kind == Kind::pann_mac;
  return fmt::format(
      "module gold(input clk_i, rst_ni, clear_i, {}input {} x_i, {}output reg {} acc_o);\n"
      "  wire signed [20:0] x = {{1'b0, x_i}} - {};\n"
      "  wire signed [20:0] w = {};\n"
      "  wire signed [20:0] addend = {};\n"
      "  always @(posedge clk_i)\n"
      "    acc_o <= rst_ni ? (clear_i ? {} : acc_o) + addend : 0;\nendmodule\n",
      spec.bias ? fmt::format("input [{}:0] bias_i, ", spec.acc_width - 1) : "",
      word(false, spec.x_width),
      external                         ? "input negative_i, en_i, "
      : spec.kind == Kind::accumulator ? ""
                                       : fmt::format("input {} w_i, ", word(false, spec.w_width)),
      word(false, spec.acc_width),
      spec.x_signed ? fmt::format("{{x_i[{}], {}'b0}}", spec.x_width - 1, spec.x_width) : "1'b0",
      external || spec.kind == Kind::accumulator ? "0"
      : spec.w_signed
          ? fmt::format("{{1'b0, w_i}} - {{w_i[{}], {}'b0}}", spec.w_width - 1, spec.w_width)
          : "{1'b0, w_i}",
      addend, spec.bias ? "bias_i" : "0");
}

/// A module of a design, with `from` in its Verilog become `to`, beside the module `gold`.
struct Proof {
  DesignSpec spec;
  std::string top;  ///< After `chparam`, where that is not empty.
  std::string gold;
  std::string chparam{};
  std::string from{};
  std::string to{};
};

/// Steps of an induction: cycles, or changes of the clock where it is gated, more of them where
/// what a register row holds counts only once it was stored.
int induction_steps(const DesignSpec& spec) {
  if (!has_clock_gates(spec)) return 3;
  return has_gated_rows(spec) ? 14 : 6;
}

/// Exit code 0: proved.
pann::support::ProcessResult prove(const Proof& proof) {
  const DesignSpec& spec = proof.spec;
  const pann::support::TemporaryDirectory directory;
  const EmittedDesign design = emit(spec);
  pann::test::write_files(directory.path(), design.files, proof.from, proof.to);
  std::string read;
  for (const EmittedFile& file : design.files) {
    if (file.name.ends_with(".v")) read += " " + file.name;
  }
  pann::support::write_file(directory.path() / "gold.v", proof.gold);
  const std::string script = fmt::format(
      "read_verilog -defer{0}; {4} hierarchy -top {1}; proc; flatten; opt_clean; rename {1} gate; "
      "design -stash gate; "
      "read_verilog -formal gold.v; proc; design -import gate -as gate gate; {2} dffunmap; "
      "miter -equiv -flatten -make_outputs gold gate miter; hierarchy -top miter; "
      "sat -verify -tempinduct -prove trigger 0 -set-init-zero -set-assumes -maxsteps {3} miter",
      read, proof.top, has_clock_gates(spec) ? "clk2fflogic;" : "async2sync;",
      induction_steps(spec), proof.chparam);
  return pann::support::run_process(
      {.arguments = {"yosys", "-q", "-p", script}, .directory = directory.path()});
}

pann::support::ProcessResult prove(const DesignSpec& spec, const std::string& addend,
                                   const std::string& from = "", const std::string& to = "") {
  return prove({.spec = spec,
                .top = emit(spec).manifest.top,
                .gold = behaviour(spec, addend),
                .from = from,
                .to = to});
}

/// The processing element of a weight-stationary array, all of whose registers are ports.
Proof stationary_proof(Architecture structure, Accumulation place = Accumulation::separate) {
  DesignSpec spec{.kind = Kind::mac_array, .x_width = 3, .w_width = 3, .acc_width = 8};
  spec.multiplier = structure;
  spec.dataflow = Dataflow::weight_stationary;
  Proof proof{.spec = spec, .top = "pe_ws_booth4", .gold = R"(
module gold(input clk_i, rst_ni, load_i, input [2:0] x_i, w_i, input [7:0] sum_i,
            output reg [2:0] x_o, w_o, output reg [7:0] sum_o);
  wire signed [20:0] x = {1'b0, x_i} - {x_i[2], 3'b0};
  wire signed [20:0] w = {1'b0, w_o} - {w_o[2], 3'b0};
  always @(posedge clk_i) begin
    x_o <= x_i;
    if (load_i) w_o <= w_i;
    sum_o <= rst_ni ? sum_i + x * w : 0;
  end
endmodule
)"};
  if (place == Accumulation::fused) {
    proof.spec.accumulate = place;
    proof.top = "pe_ws_heap_fused_and_arrival_ripple_3sx3s_acc8";
  } else if (structure == Architecture::heap) {
    proof.top = "pe_ws_heap_and_arrival_ripple_3sx3s";
  } else {
    proof.chparam = "chparam -set XWidth 3 -set WWidth 3 -set AccWidth 8 pe_ws_booth4;";
  }
  return proof;
}

/// A MAC behind a gated register row. The clock is told to move: what a row holds is known from the
/// cycles before alone.
Proof gated_row_proof() {
  DesignSpec spec{.x_width = 3, .w_width = 3, .acc_width = 8};
  spec.multiplier = Architecture::heap;
  spec.accumulate = Accumulation::fused;
  spec.pipeline = 1;
  spec.zero_gate = spec.valid = true;
  spec.gate_fanout = 4;
  return {.spec = spec, .top = emit(spec).manifest.top, .gold = R"(
module gold(input clk_i, rst_ni, valid_i, clear_i, input [2:0] x_i, w_i,
            output reg valid_o, output reg [7:0] acc_o);
  reg last;
  always @($global_clock) last <= clk_i;
  always @* assume (clk_i == !last);
  reg signed [2:0] x, w;
  reg clear, valid;
  wire signed [20:0] product = x * w;
  always @(posedge clk_i) begin
    x <= x_i;
    w <= w_i;
    clear <= clear_i;
    valid <= rst_ni ? valid_i : 0;
    valid_o <= rst_ni ? valid : 0;
    acc_o <= !rst_ni ? 0 : !valid ? acc_o : (clear ? 0 : acc_o) + product;
  end
endmodule
)"};
}

/// A lazy MAC of sign-ordered weights: the sign of what it holds is known to nobody else.
Proof gated_complement_proof() {
  DesignSpec spec{.kind = Kind::dot, .x_width = 3, .w_width = 3, .acc_width = 9};
  spec.x_signed = false;
  spec.sign_ordered = spec.zero_gate = true;
  spec.lazy_high = 2;
  return {.spec = spec, .top = emit(spec).manifest.top, .gold = R"(
module gold(input clk_i, rst_ni, clear_i, negative_i, input [2:0] x_i, w_i,
            output reg [8:0] acc_o);
  wire [8:0] product = x_i * w_i;
  wire [8:0] start = clear_i ? 0 : acc_o;
  always @(posedge clk_i)
    acc_o <= !rst_ni ? 0 : negative_i ? start - product : start + product;
endmodule
)"};
}

struct Claim {
  DesignSpec spec;
  std::string addend;
};

DesignSpec gated_mac(bool lazy) {
  DesignSpec gated{.x_width = 3, .w_width = 3, .acc_width = 8};
  gated.multiplier = Architecture::heap;
  gated.accumulate = lazy ? Accumulation::fused : Accumulation::separate;
  gated.x_signed = lazy;
  gated.zero_gate = true;
  gated.lazy_high = lazy ? 2 : 0;
  gated.gate_fanout = lazy ? 16 : 4;
  gated.operand_isolation = !lazy;
  return gated;
}

std::vector<Claim> claims() {
  std::vector<Claim> all;
  const DesignSpec small{.x_width = 3, .w_width = 3, .acc_width = 8};
  for (const Architecture structure :
       {Architecture::booth4, Architecture::booth2, Architecture::array, Architecture::heap}) {
    for (const bool x_signed : {false, true}) {
      DesignSpec mac = small;
      mac.multiplier = structure;
      mac.x_signed = x_signed;
      mac.bias = x_signed;
      all.push_back({mac, "x * w"});
    }
  }
  for (const Accumulation place : {Accumulation::fused, Accumulation::carry_save}) {
    DesignSpec heap = small;
    heap.multiplier = Architecture::heap;
    heap.accumulate = place;
    all.push_back({heap, "x * w"});
  }
  // Gated clocks are proved over the clock's levels: what a latch does in between counts.
  for (const bool lazy : {false, true}) all.push_back({gated_mac(lazy), "x * w"});
  // A processing element, with the registers of its operands: an array of one.
  for (const Architecture structure : {Architecture::booth4, Architecture::heap}) {
    DesignSpec element = small;
    element.kind = Kind::mac_array;
    element.multiplier = structure;
    element.rows = element.columns = 1;
    all.push_back({element, "x * w"});
  }
  for (const bool zero : {false, true}) {
    DesignSpec pair = small;
    pair.kind = zero ? Kind::split_mac : Kind::pann_mac;
    pair.x_signed = zero;
    pair.clock_gate = !zero;
    pair.zero_gate = zero;
    pair.bias = zero;
    pair.gate_fanout = 3;
    all.push_back({pair, zero ? "x * w" : "en_i ? (negative_i ? -x : x) : 0"});
  }
  for (const bool bias : {false, true}) {
    const auto add = [&](Kind kind, const char* addend, auto change) {
      DesignSpec spec = small;
      spec.kind = kind;
      spec.bias = bias;
      change(spec);
      all.push_back({spec, addend});
    };
    add(Kind::split_mac, "x * w", [](DesignSpec& spec) { spec.x_signed = false; });
    add(Kind::accumulator, "x", [](DesignSpec&) {});
    add(Kind::pann_mac, "en_i ? (negative_i ? -x : x) : 0", [](DesignSpec&) {});
    add(Kind::sad_mac, "x < w ? w - x : x - w", [](DesignSpec& spec) { spec.x_signed = false; });
    add(Kind::shift_mac, "w[2] ? -(x << w[1:0]) : x << w[1:0]", [](DesignSpec&) {});
  }
  return all;
}

}  // namespace

TEST_CASE("units that accumulate are proved by induction over cycles") {
  for (const Claim& claim : claims()) {
    CAPTURE(name(claim.spec.kind));
    CAPTURE(name(claim.spec.multiplier));
    const auto result = prove(claim.spec, claim.addend);
    CHECK_MESSAGE(result.exit_code == 0, result.output, result.error);
  }
}

TEST_CASE("gated register rows and complements are proved by induction, broken ones are found") {
  const auto holds = [](Proof proof, const std::string& from, const std::string& to) {
    proof.from = from;
    proof.to = to;
    return prove(proof).exit_code == 0;
  };
  const Proof rows = gated_row_proof();
  CHECK(holds(rows, "", ""));
  CHECK_FALSE(holds(rows, "(clear_stage1_q | is_nonzero_stage1_q)", "is_nonzero_stage1_q"));
  CHECK_FALSE(holds(rows, "(clear_i | is_nonzero)", "is_nonzero"));
  const Proof complement = gated_complement_proof();
  CHECK(holds(complement, "", ""));
  CHECK_FALSE(holds(complement, " | (negative_q ^ negative_i))", ")"));
}

TEST_CASE("induction finds a unit with a wrong gate and one that ignores its clear") {
  const DesignSpec mac{.x_width = 3, .w_width = 3, .acc_width = 8};
  CHECK(prove(mac, "x * w", "(a_i & b_i) |", "(a_i & ~b_i) |").exit_code != 0);
  CHECK(prove(mac, "x * w", ".clear_i (clear_i)", ".clear_i (1'b0)").exit_code != 0);
  DesignSpec pair = mac;
  pair.kind = Kind::split_mac;
  pair.zero_gate = true;
  CHECK(prove(pair, "x * w", "| clear_i | en_i", "| en_i").exit_code != 0);
  const DesignSpec gated = gated_mac(true);
  CHECK(prove(gated, "x * w", "(counts_down & ", "(counts_up & ").exit_code != 0);
  CHECK(prove(gated, "x * w", "(clear_i | is_nonzero)", "is_nonzero").exit_code != 0);
  CHECK(prove(gated, "x * w", "if (!clk_i)", "if (clk_i)").exit_code != 0);
}

TEST_CASE(
    "the processing element whose weight stays is proved by induction, broken ones are found") {
  for (const Architecture structure : {Architecture::booth4, Architecture::heap}) {
    const auto result = prove(stationary_proof(structure));
    CHECK_MESSAGE(result.exit_code == 0, result.output, result.error);
  }
  Proof fused = stationary_proof(Architecture::heap, Accumulation::fused);
  const auto result = prove(fused);
  CHECK_MESSAGE(result.exit_code == 0, result.output, result.error);
  fused.from = "(addend_i[2])";
  fused.to = "(addend_i[1])";
  CHECK(prove(fused).exit_code != 0);
  Proof broken = stationary_proof(Architecture::booth4);
  broken.from = "if (load_i) begin";
  broken.to = "if (!load_i) begin";
  CHECK(prove(broken).exit_code != 0);
  broken.from = ".a_i   (sum_i)";
  broken.to = ".a_i   (operand)";
  CHECK(prove(broken).exit_code != 0);
}
