#include "synth/timing/critical_path.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "circuit/yosys_json.h"
#include "osu018.h"
#include "relative.h"
#include "support/output.h"
#include "support/process.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/sdf.h"

using namespace pann;

using pann::test::osu018;

namespace {

/// u_inv from a_i, its output and b_i to u_xor.
circuit::Netlist inverter_and_xor() {
  return circuit::parse_yosys_json(R"({"modules": {"top": {"attributes": {"top": "1"}, "ports": {
    "a_i": {"direction": "input", "bits": [2]}, "b_i": {"direction": "input", "bits": [3]},
    "y_o": {"direction": "output", "bits": [5]}}, "cells": {
    "u_inv": {"hide_name": 0, "type": "INVX1", "parameters": {}, "attributes": {},
      "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [2], "Y": [4]}},
    "u_xor": {"hide_name": 0, "type": "XOR2X1", "parameters": {}, "attributes": {},
      "port_directions": {"A": "input", "B": "input", "Y": "output"},
      "connections": {"A": [4], "B": [3], "Y": [5]}}}, "netnames": {}}}})",
                                   "two.json");
}

synth::LookupTable nanoseconds(double value) {
  synth::LookupTable table;
  table.values = {value * 1e-9};
  return table;
}

synth::Pin& output_of(synth::Library& library, const std::string& name) {
  synth::Cell& cell = *std::find_if(library.cells.begin(), library.cells.end(),
                                    [&](const synth::Cell& one) { return one.name == name; });
  return *std::find_if(cell.pins.begin(), cell.pins.end(),
                       [](const synth::Pin& pin) { return pin.name == "Y"; });
}

/// Registers u_a and u_b of these types, u_a fed by d_i, u_b by u_a through four inverters; u_b's
/// clock through an inverter, if asked for.
struct TwoRegisters {
  std::string from;
  std::string to;
  bool inverted_clock = false;

  /// Instance, type and pins of every cell.
  struct Gate {
    std::string name;
    std::string type;
    std::vector<std::pair<std::string, std::string>> pins;
  };
  std::vector<Gate> gates() const {
    std::vector<Gate> list{{"u_a", from, {{"CLK", "clk_i"}, {"D", "d_i"}, {"Q", "n0"}}}};
    for (int i = 0; i < 4; ++i) {
      list.push_back({fmt::format("u_{}", i),
                      "INVX1",
                      {{"A", fmt::format("n{}", i)}, {"Y", fmt::format("n{}", i + 1)}}});
    }
    if (inverted_clock) list.push_back({"u_c", "INVX1", {{"A", "clk_i"}, {"Y", "c"}}});
    list.push_back(
        {"u_b", to, {{"CLK", inverted_clock ? "c" : "clk_i"}, {"D", "n4"}, {"Q", "q_o"}}});
    return list;
  }
  std::string verilog() const {
    std::string text =
        "module top(input clk_i, input d_i, output q_o);\n wire n0, n1, n2, n3, n4, c;\n";
    for (const Gate& gate : gates()) {
      std::vector<std::string> pins;
      for (const auto& [pin, net] : gate.pins) pins.push_back(fmt::format(".{}({})", pin, net));
      text += fmt::format(" {} {}({});\n", gate.type, gate.name, fmt::join(pins, ", "));
    }
    return text + "endmodule\n";
  }
  circuit::Netlist netlist() const {
    nlohmann::json cells;
    const std::vector<std::string> nets{"clk_i", "d_i", "q_o", "n0", "n1", "n2", "n3", "n4", "c"};
    const auto bit = [&](const std::string& net) {
      return nlohmann::json::array({2 + (std::find(nets.begin(), nets.end(), net) - nets.begin())});
    };
    for (const Gate& gate : gates()) {
      nlohmann::json& cell = cells[gate.name];
      cell = {{"hide_name", 0}, {"type", gate.type}};
      cell["parameters"] = cell["attributes"] = nlohmann::json::object();
      for (const auto& [pin, net] : gate.pins) {
        cell["port_directions"][pin] = pin == "Q" || pin == "Y" ? "output" : "input";
        cell["connections"][pin] = bit(net);
      }
    }
    nlohmann::json top{{"attributes", {{"top", "1"}}}, {"cells", cells}};
    top["netnames"] = nlohmann::json::object();
    for (const char* port : {"clk_i", "d_i", "q_o"}) {
      top["ports"][port] = {{"direction", port == nets[2] ? "output" : "input"},
                            {"bits", bit(port)}};
    }
    return circuit::parse_yosys_json(nlohmann::json{{"modules", {{"top", top}}}}.dump(), "two");
  }
};

synth::CriticalPath path_of(const TwoRegisters& design) {
  const circuit::Netlist netlist = design.netlist();
  return synth::critical_path(netlist, synth::compute_delays(osu018(), netlist, {}));
}

/// Slack of the worst path at a clock of that period, by OpenSTA.
double opensta_slack_ns(const TwoRegisters& design, double period_ns) {
  const support::TemporaryDirectory directory;
  support::write_file(directory.path() / "top.v", design.verilog());
  support::write_file(directory.path() / "t.tcl",
                      fmt::format("read_liberty {}\nread_verilog top.v\nlink_design top\n"
                                  "create_clock -name clk -period {} [get_ports clk_i]\n"
                                  "set_clock_transition 0.1 [get_clocks clk]\n"
                                  "set_input_transition 0.1 [all_inputs]\n"
                                  "set_input_delay 0 -clock clk [get_ports d_i]\n"
                                  "set_output_delay 0 -clock clk [get_ports q_o]\n"
                                  "report_checks -path_delay max -digits 6\n",
                                  osu018().files.front(), period_ns));
  const std::string report =
      support::run_process({.arguments = {"sta", "-exit", "t.tcl"}, .directory = directory.path()})
          .output;
  const std::size_t line = report.rfind("slack (");
  REQUIRE_MESSAGE(line != std::string::npos, report);
  return std::stod(report.substr(report.rfind('\n', line) + 1));
}

}  // namespace

TEST_CASE("a path between opposite edges of the clock has half a cycle, as OpenSTA has it") {
  if (!test::osu018_is_here()) return;
  struct Case {
    const char* from;
    const char* to;
    bool is_half;
    const char* end;
  };
  // From d_i, which changes with the rise, u_a at the fall has half a cycle, too, but the way
  // through the inverters is longer.
  for (const Case& one :
       {Case{"DFFPOSX1", "DFFPOSX1", false, "u_b.D"}, Case{"DFFNEGX1", "DFFNEGX1", false, "u_b.D"},
        Case{"DFFNEGX1", "DFFPOSX1", true, "u_b.D"}, Case{"DFFPOSX1", "DFFNEGX1", true, "u_b.D"}}) {
    CAPTURE(one.from);
    CAPTURE(one.to);
    const TwoRegisters design{one.from, one.to};
    const synth::CriticalPath path = path_of(design);
    CHECK(path.is_half_cycle == one.is_half);
    CHECK(path.end == one.end);
    CHECK(path.levels == 4);
    CHECK(path.period_ns() == (one.is_half ? 2.0 : 1.0) * path.delay_ns);
    CHECK(path.maximum_clock_mhz() == pann::test::relative(1000.0 / path.period_ns()));
    // At the shortest period nothing is left, and nothing is missing.
    CHECK(std::abs(opensta_slack_ns(design, path.period_ns())) < 0.001 * path.period_ns());
  }
}

TEST_CASE("an inverter in a clock's path turns the edge that stores round") {
  if (!test::osu018_is_here()) return;
  CHECK(path_of({"DFFPOSX1", "DFFPOSX1", true}).is_half_cycle);
  CHECK(path_of({"DFFNEGX1", "DFFPOSX1", true}).end == "u_b.D");
  CHECK_FALSE(path_of({"DFFNEGX1", "DFFPOSX1", true}).is_half_cycle);
}

TEST_CASE("the delay of a wire is part of the path") {
  if (!test::osu018_is_here()) return;
  const TwoRegisters design{"DFFPOSX1", "DFFPOSX1"};
  const circuit::Netlist netlist = design.netlist();
  synth::ArcDelays delays = synth::compute_delays(osu018(), netlist, {});
  const double before = synth::critical_path(netlist, delays).delay_ns;
  for (const char* wire : {"u_2.Y u_3.A", "u_3.Y u_b.D"}) {
    synth::apply_sdf(
        synth::parse_sdf(fmt::format("(DELAYFILE (CELL (CELLTYPE \"top\") (INSTANCE) (DELAY "
                                     "(ABSOLUTE (INTERCONNECT {} (0.25))))))",
                                     wire),
                         "w.sdf"),
        netlist, delays);
    CHECK(synth::critical_path(netlist, delays).delay_ns == pann::test::relative(before + 0.25));
  }
}

TEST_CASE("the critical path takes every arc of a pair of pins, in whatever order they come") {
  if (!test::osu018_is_here()) return;
  synth::Library library = synth::read_library(synth::find_pdk("osu018").files);
  synth::Pin& inverter = output_of(library, "INVX1");
  inverter.timing.front().cell_rise = nanoseconds(1.0);
  inverter.timing.front().cell_fall = nanoseconds(3.0);
  // B at 0: A passes in 1 ns; B at 1: A is inverted, to a rise in 2 ns, to a fall in 6 ns.
  synth::Pin& output = output_of(library, "XOR2X1");
  synth::TimingArc passes = output.timing.front();
  passes.related_pin = "A";
  passes.sense = synth::TimingSense::positive_unate;
  passes.cell_rise = passes.cell_fall = nanoseconds(1.0);
  synth::TimingArc inverts = passes;
  inverts.sense = synth::TimingSense::negative_unate;
  inverts.cell_rise = nanoseconds(2.0);
  inverts.cell_fall = nanoseconds(6.0);
  // A second condition of the same sense that is faster hides nothing either.
  synth::TimingArc faster = inverts;
  faster.cell_rise = faster.cell_fall = nanoseconds(0.5);
  std::vector<synth::TimingArc> arcs{passes, inverts, faster};
  const circuit::Netlist netlist = inverter_and_xor();
  for (std::size_t turn = 0; turn < arcs.size(); ++turn) {
    std::rotate(arcs.begin(), arcs.begin() + 1, arcs.end());
    output.timing = arcs;
    const synth::CriticalPath path =
        synth::critical_path(netlist, synth::compute_delays(library, netlist, {}));
    // u_inv rises after 1 ns, from where u_xor falls after 6; 3 + 2 ns is the slower rise.
    CHECK(path.delay_ns == pann::test::relative(7.0));
    CHECK(path.steps.back().edge == synth::Edge::fall);
    CHECK(path.steps.front().edge == synth::Edge::rise);
  }
}
