#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine_support.h"
#include "support/diagnostic.h"
#include "tb/measure.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operand_files.h"

using namespace pann;

namespace {

/// A dot product of three lanes, x packed in one port, w in a port a lane; two rows of registers
/// before the accumulator.
const char* const kDot = R"(
module dot3 (
  input  wire        clk, input wire rst_n, input wire first, input wire valid, input wire hold_n,
  input  wire [11:0] x, input wire [2:0] w0, input wire [2:0] w1, input wire [2:0] w2,
  input  wire [11:0] bias, output wire valid_o, output reg [11:0] acc
);
  wire signed [3:0] x0 = x[3:0], x1 = x[7:4], x2 = x[11:8];
  wire signed [2:0] s0 = w0, s1 = w1, s2 = w2;
  reg signed [6:0] p0, p1, p2;
  reg signed [8:0] sum;
  reg [1:0] first_q; reg [2:0] valid_q;
  reg [11:0] bias_q, bias_qq;
  wire [11:0] base = first_q[1] ? bias_qq : acc;
  assign valid_o = valid_q[2];
  always @(posedge clk)
    if (!rst_n) begin
      p0 <= 0; p1 <= 0; p2 <= 0; sum <= 0; first_q <= 0; valid_q <= 0; acc <= 0;
      bias_q <= 0; bias_qq <= 0;
    end else if (hold_n) begin
      p0 <= x0 * s0; p1 <= x1 * s1; p2 <= x2 * s2;
      sum <= p0 + p1 + p2;
      first_q <= {first_q[0], first}; valid_q <= {valid_q[1:0], valid};
      bias_q <= bias; bias_qq <= bias_q;
      if (valid_q[1]) acc <= base + {{3{sum[8]}}, sum};
    end
endmodule
)";

const char* const kManifest = R"({"schema": "pann.manifest", "version": 2,
  "design": {"kind": "dot", "x_width": 4, "w_width": 3, "acc_width": 12},
  "top": "dot3", "files": ["dot3.v"], "latency": 3, "ports": [
  {"name": "clk", "direction": "input", "width": 1, "role": "clock"},
  {"name": "rst_n", "direction": "input", "width": 1, "role": "reset"},
  {"name": "first", "direction": "input", "width": 1, "role": "clear"},
  {"name": "valid", "direction": "input", "width": 1, "role": "valid_in"},
  {"name": "hold_n", "direction": "input", "width": 1, "role": "enable"},
  {"name": "bias", "direction": "input", "width": 12, "role": "bias", "signed": true},
  {"name": "x", "direction": "input", "width": 12, "role": "x", "signed": true, "lanes": 3},
  {"name": "w0", "direction": "input", "width": 3, "role": "w", "signed": true},
  {"name": "w1", "direction": "input", "width": 3, "role": "w", "signed": true, "lane": 1},
  {"name": "w2", "direction": "input", "width": 3, "role": "w", "signed": true, "lane": 2},
  {"name": "valid_o", "direction": "output", "width": 1, "role": "valid_out"},
  {"name": "acc", "direction": "output", "width": 12, "role": "accumulator", "signed": true}],
  "elements": [{"name": "products", "patterns": ["p0", "p1", "p2"]},
               {"name": "accumulator_register", "patterns": ["acc"]}],
  "registers": ["p0", "p1", "p2", "sum", "first_q", "valid_q", "bias_q", "bias_qq", "acc"]})";

struct Dot {
  support::TemporaryDirectory directory;
  tb::DesignFiles files;

  explicit Dot(const std::string& from = "", const std::string& to = "",
               const std::string& manifest = kManifest) {
    std::string text = kDot;
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    support::write_file(directory.path() / "dot3.v", text);
    files = {directory.path(), generator::parse_manifest(manifest, "manifest.json")};
  }
  tb::Measurement measure(tb::Engine engine = tb::Engine::native) const {
    return tb::measure(files, tb::make_operands({.vectors = 600, .length = 25}, files.manifest),
                       engine);
  }
};

}  // namespace

TEST_CASE("a pipelined dot product with lanes is right and counts alike in three engines") {
  const Dot dot;
  const tb::Measurement native = dot.measure();
  CHECK(native.result.mismatches == 0);
  CHECK(native.result.operations == 600);
  CHECK(native.result.checked == 600 + 24 * 3);
  CHECK(native.control_checked > 0);
  CHECK(native.unchecked.empty());
  for (const tb::Engine engine : {tb::Engine::verilator, tb::Engine::icarus}) {
    const tb::Measurement other = dot.measure(engine);
    CHECK(other.result.mismatches == 0);
    REQUIRE(other.elements.size() == native.elements.size());
    for (std::size_t i = 0; i < other.elements.size(); ++i) {
      CHECK(other.elements[i].toggles == native.elements[i].toggles);
    }
  }
}

TEST_CASE("a unit that ignores what the counted operations leave at rest fails its check") {
  CHECK(Dot("first_q[1] ? bias_qq : acc", "acc").measure().result.mismatches > 0);
  CHECK(Dot("? bias_qq :", "? 12'd0 :").measure().result.mismatches > 0);
  CHECK(Dot("if (valid_q[1]) acc", "acc").measure().result.mismatches > 0);
  CHECK(Dot("else if (hold_n)", "else").measure().result.mismatches > 0);
  CHECK(Dot("x[7:4], x2 = x[11:8]", "x[11:8], x2 = x[7:4]").measure().result.mismatches > 0);
  const std::string manifest = kManifest;
  const std::size_t at = manifest.find("\"latency\": 3");
  CHECK(Dot("", "", std::string(manifest).replace(at, 12, "\"latency\": 2"))
            .measure()
            .result.mismatches > 0);
}

TEST_CASE("rows of a file fill the lanes, zeros behind the last") {
  const Dot dot;
  const support::TemporaryDirectory directory;
  const auto array = [](const std::vector<std::size_t>& shape,
                        const std::vector<std::uint64_t>& values) {
    tb::NpyArray result;
    result.type = tb::NpyType::signed_integer;
    result.item_bytes = 1;
    result.shape = shape;
    result.integers = values;
    return result;
  };
  const auto read = [&](const std::vector<std::size_t>& shape,
                        const std::vector<std::uint64_t>& values) {
    const auto path = directory.path() / "o.npz";
    support::write_file(
        path, tb::npz_bytes({{"l_x", array(shape, values)}, {"l_w", array(shape, values)}}));
    return tb::read_operands(path, {}, dot.files.manifest);
  };
  const tb::OperandStreams rows = read({2, 4}, {1, 2, 3, 0, 1, 1, 2, 3});
  CHECK(rows.lanes == 3);
  CHECK(rows.first == std::vector<std::size_t>{0, 2, 4});
  CHECK(rows.x == std::vector<tb::OperandBits>{1, 2, 3, 0, 0, 0, 1, 1, 2, 3, 0, 0});
  const tb::OperandStreams lanes = read({1, 2, 3}, {1, 2, 3, 0, 1, 2});
  CHECK(lanes.first == std::vector<std::size_t>{0, 2});
  CHECK(lanes.w == std::vector<tb::OperandBits>{1, 2, 3, 0, 1, 2});
  CHECK_THROWS_AS(read({1, 3, 2}, {1, 2, 3, 0, 1, 2}), support::Failure);
}

TEST_CASE(
    "a multiplier whose product nobody compares is refused; the kind other says it is unchecked") {
  const std::string ports =
      R"("top": "m", "files": ["m.v"], "ports": [
        {"name": "a", "direction": "input", "width": 4, "role": "x"},
        {"name": "b", "direction": "input", "width": 4, "role": "w"},
        {"name": "p", "direction": "output", "width": 8, "role": "other_output"}]})";
  const support::TemporaryDirectory directory;
  support::write_file(directory.path() / "m.v",
                      "module m(input wire [3:0] a, input wire [3:0] b, output wire [7:0] p);\n"
                      "  assign p = a + b;\nendmodule\n");
  const auto measure = [&](const std::string& design) {
    const tb::DesignFiles files{
        directory.path(),
        generator::parse_manifest(
            R"({"schema": "pann.manifest", "version": 1, "design": )" + design + ports, "m.json")};
    return tb::measure(files, tb::make_operands({.vectors = 50}, files.manifest),
                       tb::Engine::native);
  };
  CHECK_THROWS_AS(measure(R"({"kind": "multiplier", "x_width": 4, "w_width": 4,
                              "x_signed": false, "w_signed": false}, )"),
                  support::Failure);
  const tb::Measurement other = measure(R"({"kind": "other"}, )");
  CHECK(other.result.checked == 0);
  CHECK(other.unchecked.size() == 1);
  CHECK(other.result.operations == 50);
}
