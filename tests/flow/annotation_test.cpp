#include "synth/power/annotation.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "hand_power.h"
#include "support/diagnostic.h"

using namespace pann;
using namespace pann::test;

TEST_CASE("nets are found below a testbench's levels, and missing ones are named") {
  const synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
  const double expected = report_of(read_activity(), options).total.total_w();
  check_close(report_of(read_activity("tb.dut."), options).total.total_w(), expected);

  activity::Activity partial = read_activity();
  partial.signals.pop_back();
  const synth::PowerReport report = report_of(partial, options);
  CHECK(report.coverage.annotated_pins == 4);
  CHECK(report.coverage.missing == std::vector<std::string>{"d"});

  // A pin's name stands for its net.
  partial.signals.push_back({"u_dff.D", 0, 0, false, {3}});
  check_close(report_of(partial, options).total.total_w(), expected);
}

TEST_CASE("whichever port a trace lacks, its level is found by the others") {
  const synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
  for (const std::string port : {"clk_i", "a_i", "q_o"}) {
    activity::Activity partial = read_activity("tb.dut.");
    const auto lacking = std::find_if(
        partial.signals.begin(), partial.signals.end(),
        [&](const activity::Signal& signal) { return signal.name == "tb.dut." + port; });
    REQUIRE(lacking != partial.signals.end());
    partial.signals.erase(lacking);
    CHECK(report_of(partial, options).coverage.missing == std::vector<std::string>{port});
  }
}

TEST_CASE("every pin gets its net's activity for SAIF") {
  const circuit::Netlist netlist = circuit::parse_yosys_json(kNetlist, "hand.json");
  const activity::Activity pins =
      synth::activity_on_pins(netlist, synth::bind_cells(netlist, library()), read_activity());
  std::vector<std::string> names;
  for (const auto& signal : pins.signals) names.push_back(signal.name);
  for (const char* name :
       {"a_i", "u_and.A", "u_and.B", "u_and.Y", "u_dff.D", "u_dff.CK", "u_dff.Q"}) {
    CHECK_MESSAGE(std::count(names.begin(), names.end(), name) == 1, name);
  }
}

TEST_CASE("words of ports, names made by the tool and constants are annotated") {
  // x_i has no name but the port's; bit 1 of it goes into a gate with a constant and a hidden net.
  const circuit::Netlist netlist = circuit::parse_yosys_json(R"({"modules": {"top": {
    "attributes": {"top": "1"}, "ports": {"x_i": {"direction": "input", "bits": [2, 3]},
      "y_o": {"direction": "output", "bits": [5]}}, "cells": {
      "u0": {"hide_name": 0, "type": "AND2", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "B": "input", "Y": "output"},
        "connections": {"A": [3], "B": ["1"], "Y": [4]}},
      "u1": {"hide_name": 0, "type": "AND2", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "B": "input", "Y": "output"},
        "connections": {"A": [4], "B": ["0"], "Y": [5]}}},
    "netnames": {"_4_": {"hide_name": 1, "bits": [4], "attributes": {}}}}}})",
                                                             "words.json");
  const std::vector<synth::BoundCell> cells = synth::bind_cells(netlist, library());
  activity::Activity measured;
  measured.duration = 4;
  for (std::uint64_t high = 0; high < 4; ++high) {
    activity::NetCounts counts;
    counts.rises = 10 + high;
    counts.time_high = high;
    counts.time_low = 4 - high;
    measured.nets.push_back(counts);
  }
  measured.nets.push_back({});  // never 0 or 1
  measured.signals = {{"x_i", 1, 0, true, {0, 1}}, {"_4_", 0, 0, false, {2}}};
  const auto annotate = [&] { return synth::annotate(netlist, cells, measured); };
  const auto net = [&](std::size_t bit) { return netlist.ports[0].bits[bit]; };
  const synth::Annotation found = annotate();
  CHECK(found.nets[net(0)].rises == 10.0);
  CHECK(found.nets[net(1)].rises == 11.0);
  CHECK(found.nets[net(1)].high == 0.25);
  const circuit::NetId hidden = netlist.names.back().bits.front();
  CHECK(found.nets[hidden].rises == 12.0);
  CHECK(found.nets[hidden].high == 0.5);
  for (const circuit::NetId constant : {circuit::kNetZero, circuit::kNetOne}) {
    CHECK(found.nets[constant].known);
    CHECK(found.nets[constant].toggles() == 0.0);
    CHECK(found.nets[constant].rises == 0.0);
    CHECK(found.nets[constant].high == (constant == circuit::kNetOne ? 1.0 : 0.0));
  }
  // All pins but y_o's.
  CHECK(found.coverage.total_pins == 6);
  CHECK(found.coverage.annotated_pins == 5);

  // A pin's name goes before one that the tool made; a net that is never 0 or 1 counts as 0.
  measured.signals.push_back({"u1.A", 0, 0, false, {3}});
  measured.signals.push_back({"y_o", 0, 0, false, {4}});
  CHECK(annotate().nets[hidden].rises == 13.0);
  CHECK(annotate().nets[netlist.ports[1].bits[0]].high == 0.0);
  CHECK(annotate().coverage.complete());
  // One tick of time is time enough.
  measured.nets[3].time_high = 1;
  measured.nets[3].time_low = 0;
  CHECK(annotate().nets[hidden].high == 1.0);

  const activity::Activity pins = synth::activity_on_pins(netlist, cells, measured);
  REQUIRE(pins.signals.size() >= 3);
  CHECK(pins.signals[0].name == "x_i");
  CHECK(pins.signals[0].left == 1);
  CHECK(pins.signals[0].right == 0);
  CHECK(pins.signals[0].is_vector);
  CHECK(pins.signals[0].bits == std::vector<circuit::NetId>{0, 1});
  for (std::size_t i = 1; i < pins.signals.size(); ++i) {
    CHECK(pins.signals[i].left == 0);
    CHECK(pins.signals[i].right == 0);
    CHECK_FALSE(pins.signals[i].is_vector);
  }
}

TEST_CASE("the netlist's own level is the one with most of its ports, then most of its nets") {
  const synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
  const double expected = report_of(read_activity(), options).total.total_w();
  /// All of these levels; every one but `right` counts a wrong number of rises.
  const auto total_of = [&](const std::vector<std::vector<std::string>>& levels,
                            std::size_t right) {
    activity::Activity all = read_activity();
    all.signals.clear();
    all.nets.clear();
    for (std::size_t i = 0; i < levels.size(); ++i) {
      for (const std::string& name : levels[i]) {
        const std::size_t begin = name.rfind('.') + 1;
        const std::string net = name.substr(begin, name.find('[') - begin);
        const activity::Activity one = read_activity();
        const std::string known = net == "Y" ? "d" : net;
        for (const activity::Signal& signal : one.signals) {
          if (signal.name != known) continue;
          activity::NetCounts counts = one.nets[signal.bits.front()];
          if (i != right && net != "clk_i") counts.rises += 1;
          all.signals.push_back(
              {name, 0, 0, false, {static_cast<circuit::NetId>(all.nets.size())}});
          all.nets.push_back(counts);
        }
      }
    }
    return report_of(all, options).total.total_w();
  };
  const std::vector<std::string> bench{"clk_i", "a_i", "q_o"};
  const std::vector<std::string> dut{"dut.clk_i", "dut.a_i", "dut.q_o", "dut.d"};
  check_close(total_of({bench, dut}, 1), expected);
  check_close(total_of({dut, bench}, 0), expected);
  // A level with fewer ports but all the cells loses against one with all the ports.
  const std::vector<std::string> fewer{"a.clk_i", "a.a_i", "a.d", "a.u_and.Y"};
  check_close(total_of({fewer, {"b.clk_i", "b.a_i", "b.q_o", "b.u_and.Y"}}, 1), expected);
  // Ports of one bit may be dumped as words of one.
  check_close(total_of({{"a.clk_i", "a.a_i"}, {"b.clk_i[0]", "b.a_i[0]", "b.q_o[0]", "b.d"}}, 1),
              expected);
  // Of two that are alike nobody knows which is meant, unless both did the same.
  const std::vector<std::string> twin{"twin.clk_i", "twin.a_i", "twin.q_o", "twin.d"};
  CHECK_THROWS_WITH_AS(total_of({twin, dut}, 1), doctest::Contains("'dut', 'twin'"),
                       support::Failure);
  check_close(total_of({dut}, 0), expected);
  const activity::Activity same = read_activity();
  activity::Activity twice = same;
  for (const activity::Signal& signal : same.signals) {
    for (const char* level : {"dut.", "twin."}) {
      activity::Signal copy = signal;
      copy.name = level + signal.name;
      twice.signals.push_back(copy);
    }
  }
  twice.signals.erase(twice.signals.begin(),
                      twice.signals.begin() + static_cast<std::ptrdiff_t>(same.signals.size()));
  check_close(report_of(twice, options).total.total_w(), expected);
}
