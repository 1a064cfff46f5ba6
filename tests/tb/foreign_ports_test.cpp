#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "activity/files/activity_csv.h"
#include "generator/manifest.h"
#include "support/output.h"
#include "tb/measure.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;
using generator::Direction;
using generator::Role;

TEST_CASE(
    "ports that are words of C++ or SystemVerilog, or hold '__' and '$', count in all engines") {
  const support::TemporaryDirectory directory;
  support::write_file(directory.path() / "m.v",
                      "module m (input clk, input [3:0] namespace, input [3:0] int, input __a__b,\n"
                      "          input c$d, output [3:0] double, output reg [3:0] operator);\n"
                      "  wire [3:0] nullptr = namespace ^ int;\n"
                      "  assign double = nullptr ^ {4{__a__b & c$d}};\n"
                      "  always @(posedge clk) operator <= double;\nendmodule\n");
  tb::DesignFiles design{directory.path(), {}};
  design.manifest.design.kind = generator::Kind::other;
  design.manifest.top = "m";
  design.manifest.files = {"m.v"};
  design.manifest.latency = 1;
  design.manifest.ports = {{"clk", Direction::input, 1, Role::clock},
                           {"namespace", Direction::input, 4, Role::other_input},
                           {"int", Direction::input, 4, Role::other_input},
                           {"__a__b", Direction::input, 1, Role::other_input},
                           {"c$d", Direction::input, 1, Role::other_input},
                           {"double", Direction::output, 4, Role::other_output},
                           {"operator", Direction::output, 4, Role::other_output}};
  tb::StimulusSpec stimulus;
  stimulus.vectors = 200;
  stimulus.length = 10;
  const tb::OperandStreams operands = tb::make_operands(stimulus, design.manifest);
  // Versions of Verilator differ in the order of a trace's names.
  const auto csv_of = [&](tb::Engine engine) {
    std::istringstream text(
        activity::to_csv(tb::measure(design, operands, engine).result.activity));
    std::multiset<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.insert(line);
    std::string sorted = "\n";
    for (const std::string& line : lines) sorted += line + '\n';
    return sorted;
  };
  // The register is named nowhere: every engine counts its last edge all the same.
  const std::string native = csv_of(tb::Engine::native);
  CHECK(native.find("__a__b,") != std::string::npos);
  CHECK(native.find("\noperator,3,") != std::string::npos);
  CHECK(csv_of(tb::Engine::icarus) == native);
  CHECK(csv_of(tb::Engine::verilator) == native);
}
