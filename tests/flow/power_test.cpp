#include "synth/power/power.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "hand_power.h"
#include "support/diagnostic.h"

using namespace pann;
using namespace pann::test;

TEST_CASE("power comes to what pencil and paper give") {
  // 100 MHz: the 100 cycles take 1 us. Inputs change in 1 ns.
  const synth::PowerReport report =
      report_of(read_activity(), {.clock_mhz = 100.0, .input_slew_s = 1e-9});
  CHECK(report.coverage.complete());
  CHECK(report.coverage.total_pins == 6);
  check_close(report.time_s, 1e-6);
  CHECK(report.cycles == 100);
  CHECK(report.operations == 50);

  // Switching: d has the flip-flop's 1 pF, q the AND gate's 1 pF: 20 toggles each at 2 V.
  check_close(report.total.switching_w, 2.0 * 20.0 * 1e-12 * 4.0 / 2.0 / 1e-6);
  // The clock net 1 pF, a 2 pF (the larger of rise and fall), apart from the total.
  check_close(report.clock_net_w, 200.0 * 1e-12 * 4.0 / 2.0 / 1e-6);
  check_close(report.input_nets_w, 40.0 * 2e-12 * 4.0 / 2.0 / 1e-6);

  // AND2, input A: 40 toggles, half of the time B is 0, mean of 1 and 3 pJ: 40 pJ.
  // Output: A alone decides while B is 1 (half), B while A is 1 (a quarter): weights 40/2 and 20/4.
  // Through A: slew 1 ns and load 1 pF in the plane 2 slew + load: 3 pJ. Through B: 8 pJ. Ground
  // pins deliver nothing.
  const double share = 20.0 / 25.0 * 3.0 + 5.0 / 25.0 * 8.0;
  // DFF: the clock pin's 200 edges at 1.5 pJ, Q's 20 toggles at 5 pJ.
  check_close(report.total.internal_w,
              (40.0 * 0.5 * 2.0 + 20.0 * share + 200.0 * 1.5 + 20.0 * 5.0) * 1e-12 / 1e-6);
  check_close(report.clock_w, 300e-12 / 1e-6);

  // AND2: 4 uW where both are 1 (1/8), 1 where both are 0 (3/8), 2 in the rest (1/2); DFF: 7.
  check_close(report.total.leakage_w, (4.0 / 8.0 + 3.0 / 8.0 + 2.0 / 2.0 + 7.0) * 1e-6);
  check_close(report.energy_per_operation_fj(), report.total.total_w() * 1e-6 / 50.0 * 1e15);
  // By cell and by element they add up to the same.
  REQUIRE(report.cell_types.size() == 2);
  CHECK(report.cell_types[1].name == "DFF");
  check_close(report.cell_types[1].power.internal_w, (300.0 + 100.0) * 1e-12 / 1e-6);
  REQUIRE(report.elements.size() == 2);
  CHECK(report.elements[0].name == "register");
  check_close(report.elements[0].power.total_w(), report.cell_types[1].power.total_w());
  check_close(report.elements[1].power.total_w(), report.cell_types[0].power.total_w());
  CHECK(report.elements[0].cells == 1);
  CHECK(report.elements[1].cells == 1);
  REQUIRE(report.modules.size() == 1);
  check_close(report.modules[0].power.total_w(), report.total.total_w());
  CHECK(report.modules[0].cells == 2);
  CHECK(report.cells == 2);
  check_close(report.modules[0].area, 3.0 + 5.0);
  check_close(report.area, 3.0 + 5.0);
  for (const synth::InstancePower& instance : report.instances) CHECK(instance.toggles == 20);
}

TEST_CASE("without delays all of the power is functional, in the sum and in each of its parts") {
  const synth::PowerReport report = report_of(read_activity(), {.clock_mhz = 100.0});
  CHECK_FALSE(report.has_glitches);
  CHECK(report.glitch_w() == 0.0);
  check_close(report.functional.total_w(), report.total.total_w());
  check_close(report.modules[0].functional.total_w(), report.modules[0].power.total_w());
  for (const auto* groups : {&report.cell_types, &report.elements}) {
    for (const synth::GroupPower& group : *groups) {
      check_close(group.functional.total_w(), group.power.total_w());
    }
  }
  for (const synth::InstancePower& instance : report.instances) {
    CHECK(instance.settled_toggles == instance.toggles);
    check_close(instance.functional.total_w(), instance.power.total_w());
  }
}

TEST_CASE("a toggle of a net takes what charging it and the cells on it take") {
  const synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
  const synth::PowerReport report = report_of(read_activity(), options);
  const circuit::Netlist netlist = circuit::parse_yosys_json(kNetlist, "hand.json");
  const auto net = [&](const std::string& name) {
    for (const circuit::NetName& word : netlist.names) {
      if (word.name == name) return word.bits.front();
    }
    return circuit::kNetFloating;
  };
  // Figures as above; no cell of the design charges the nets of its inputs.
  const double share = 20.0 / 25.0 * 3.0 + 5.0 / 25.0 * 8.0;
  check_close(report.toggle_j[net("clk_i")], 1.5e-12);
  check_close(report.toggle_j[net("a_i")], 0.5 * 2e-12);
  check_close(report.toggle_j[net("d")], 1e-12 * 4.0 / 2.0 + share * 1e-12);
  check_close(report.toggle_j[net("q_o")], 1e-12 * 4.0 / 2.0 + 5e-12);
  for (circuit::NetId constant = 0; constant < circuit::kFirstWire; ++constant) {
    CHECK(report.toggle_j[constant] == 0.0);
  }
  // A net that never toggles, and one that does once.
  const synth::PowerReport still = report_of(with_rises(read_activity(), "q_o", 0), options);
  CHECK(still.toggle_j[net("q_o")] == 0.0);
  activity::Activity one_edge = with_rises(read_activity(), "q_o", 1);
  one_edge.nets[2].falls = 0;
  check_close(report_of(one_edge, options).toggle_j[net("q_o")], 1e-12 * 4.0 / 2.0 + 5e-12);
}

TEST_CASE("glitches are what the settled toggles do not take, by net, those that take most first") {
  // d moves 20 times, 12 of them settled; q 20 times, of which one edge is a glitch.
  activity::Activity settled = with_rises(read_activity(), "d", 6);
  settled.nets[2].rises -= 1;
  const synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
  const synth::PowerReport report = report_of(read_activity(), options, &settled);
  const synth::PowerReport alone = report_of(settled, options);
  CHECK(report.has_glitches);
  CHECK(report.glitch_toggles == 8 + 1);
  REQUIRE(report.glitches.size() == 2);
  CHECK(report.glitches[0].name == "d");
  CHECK(report.glitches[0].toggles == 20);
  CHECK(report.glitches[0].glitch_toggles == 8);
  check_close(report.glitches[0].switching_w, 8.0 * 1e-12 * 4.0 / 2.0 / 1e-6);
  CHECK(report.glitches[1].name == "q_o");
  CHECK(report.glitches[1].glitch_toggles == 1);
  check_close(report.total.total_w(), report_of(read_activity(), options).total.total_w());
  check_close(report.functional.internal_w, alone.total.internal_w);
  check_close(report.functional.switching_w, alone.total.switching_w);
  check_close(report.functional.leakage_w, alone.total.leakage_w);
  check_close(report.modules[0].functional.total_w(), alone.total.total_w());
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(report.instances[i].toggles == 20);
    CHECK(report.instances[i].settled_toggles == alone.instances[i].toggles);
    check_close(report.instances[i].functional.total_w(), alone.instances[i].power.total_w());
    check_close(report.elements[i].functional.total_w(), alone.elements[i].power.total_w());
  }
  // The net that takes more comes first; of two that take the same, the first of the netlist.
  const auto order_of = [&](std::uint64_t d, std::uint64_t q) {
    const activity::Activity other = with_rises(with_rises(read_activity(), "d", d), "q_o", q);
    std::string names;
    for (const auto& net : report_of(read_activity(), options, &other).glitches) names += net.name;
    return names;
  };
  CHECK(order_of(9, 6) == "q_od");
  CHECK(order_of(8, 8) == "dq_o");
  CHECK(order_of(8, 10) == "d");
  CHECK(order_of(10, 12).empty());
}

TEST_CASE("time and operations are the clock's where the activity has them") {
  const synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
  activity::Activity measured = read_activity();
  measured.operations = 0;
  CHECK(report_of(measured, options).operations == 100);
  measured.operations = 1;
  const synth::PowerReport one = report_of(measured, options);
  CHECK(one.operations == 1);
  check_close(one.energy_per_operation_fj(), one.total.total_w() * 1e-6 * 1e15);
  CHECK(synth::PowerReport{}.per_operation_fj(1.0) == 0.0);
  // One cycle is time enough; a clock that never rises leaves the trace's own time, 1000 ns.
  check_close(report_of(with_rises(measured, "clk_i", 1), options).time_s, 10e-9);
  check_close(report_of(with_rises(measured, "clk_i", 0), options).time_s, 1000e-9);
  measured.duration = 0;
  CHECK_THROWS_WITH_AS(report_of(with_rises(measured, "clk_i", 0), options),
                       doctest::Contains("power.time"), support::Failure);
}

TEST_CASE("a cell that drives nothing belongs to no element") {
  const circuit::Netlist netlist = circuit::parse_yosys_json(R"({"modules": {"top": {
    "attributes": {"top": "1"}, "ports": {"clk_i": {"direction": "input", "bits": [2]}}, "cells": {
      "u": {"hide_name": 0, "type": "DIODE", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input"}, "connections": {"A": [2]}}}, "netnames": {}}}})",
                                                             "diode.json");
  const generator::Manifest top = manifest();
  const activity::Activity measured = read_activity();
  const synth::PowerReport report = synth::compute_power(
      {.manifest = top, .netlist = netlist, .library = library(), .activity = measured},
      {.clock_mhz = 100.0});
  REQUIRE(report.elements.size() == 2);
  CHECK(report.elements[0].cells == 0);
  CHECK(report.elements[1].name == "other");
  CHECK(report.elements[1].cells == 1);
  check_close(report.elements[1].power.leakage_w, 3e-6);
}

TEST_CASE("without a clock rate the trace's own time counts") {
  const synth::PowerReport report = report_of(read_activity(), {.input_slew_s = 1e-9});
  check_close(report.time_s, 1000e-9);
  CHECK(report.clock_mhz == 0.0);
}

TEST_CASE("a trace that does not say how long a tick is gives watts by the clock alone") {
  activity::Activity silent = read_activity();
  silent.tick_is_assumed = true;
  CHECK(report_of(silent, {.clock_mhz = 100.0}).time_s ==
        report_of(read_activity(), {.clock_mhz = 100.0}).time_s);
  CHECK_THROWS_WITH_AS(report_of(silent, {}), doctest::Contains("trace.timescale"),
                       support::Failure);
}

TEST_CASE("wires add what their model says") {
  const auto switching = [](const std::string& wires) {
    synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
    options.wires = synth::parse_wire_model(wires, library());
    return report_of(read_activity(), options).total.switching_w;
  };
  const double bare = switching("none");
  CHECK(switching("library") == bare);  // the library names no default
  // Each of the two nets drives one pin: 0.5 pF by the table, 0.25 pF by the fan-out figure.
  check_close(switching("w"), bare * 1.5);
  check_close(switching("250fF"), bare * 1.25);
  CHECK_THROWS_WITH_AS(synth::parse_wire_model("thick", library()), doctest::Contains("wire.model"),
                       support::Failure);
}

TEST_CASE("the library's own wire load is the one of the area, else its default") {
  synth::Library cells = library();
  synth::WireLoad twice = cells.wire_loads.front();  // 0.5 pF at one pin
  twice.name = "v";
  twice.fanout_length.front().second *= 2.0;
  cells.wire_loads.push_back(twice);
  const auto added_pf = [&] {
    const auto switching = [&](const synth::WireModel& wires) {
      synth::PowerOptions options{.clock_mhz = 100.0, .input_slew_s = 1e-9};
      options.wires = wires;
      return report_of(read_activity(), options, nullptr, cells).total.switching_w;
    };
    // Without wires each net has 1 pF.
    return switching({}) / switching({.kind = synth::WireModel::Kind::none}) - 1.0;
  };
  check_close(1.0 + added_pf(), 1.0);
  cells.default_wire_load = "w";
  check_close(added_pf(), 0.5);
  // The cells take 8.
  cells.wire_load_by_area = {{0.0, 8.0, "w"}, {8.0, 9.0, "v"}, {9.0, 20.0, "w"}};
  check_close(added_pf(), 1.0);
  cells.wire_load_by_area = {{9.0, 20.0, "v"}};
  check_close(added_pf(), 0.5);
}

TEST_CASE("wire loads interpolate between fan-outs and go on by their slope") {
  const synth::WireLoad& load = library().wire_loads.at(0);
  check_close(load.capacitance_f(1), 0.5e-12);
  check_close(load.capacitance_f(2), 1.5e-12);
  check_close(load.capacitance_f(3), 2.5e-12);
  check_close(load.capacitance_f(5), 3.5e-12);
}

TEST_CASE("cells whose power cannot be told, unknown cells and loops are refused by name") {
  const generator::Manifest top = manifest();
  const activity::Activity measured = read_activity();
  const auto fault_of = [&](std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
    const circuit::Netlist netlist = circuit::parse_yosys_json(text, "changed.json");
    try {
      synth::compute_power(
          {.manifest = top, .netlist = netlist, .library = library(), .activity = measured}, {});
    } catch (const support::Failure& failure) {
      return failure.diagnostics().front();
    }
    return support::Diagnostic{};
  };
  const auto unknown = fault_of(kNetlist, "AND2", "NOPE");
  CHECK(unknown.code == "netlist.cell");
  CHECK(unknown.message.find("'NOPE'") != std::string::npos);
  CHECK(fault_of(kNetlist, "\"CK\"", "\"C9\"").code == "netlist.pin");
  const std::string bare = R"({"modules": {"top": {"attributes": {"top": "1"},
    "ports": {"a": {"direction": "input", "bits": [2]}, "y": {"direction": "output", "bits": [3]}},
    "cells": {"u": {"hide_name": 0, "type": "BARE", "parameters": {}, "attributes": {},
      "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [2], "Y": [3]}}},
    "netnames": {}}}})";
  const auto tables = fault_of(bare, "none", "none");
  CHECK(tables.code == "power.tables");
  CHECK(tables.message.find("'BARE'") != std::string::npos);
  // Each of them is named, by its cell, and what it lacks.
  std::string two = bare;
  two.replace(two.find("\"cells\": {"), 10, R"("cells": {"v": {"hide_name": 0, "type": "EMPTY",
      "parameters": {}, "attributes": {}, "port_directions": {"A": "input", "Y": "output"},
      "connections": {"A": [2], "Y": [4]}},)");
  CHECK(fault_of(two, "none", "none").message.find("'BARE' has no internal power tables") !=
        std::string::npos);
  CHECK(fault_of(two, "BARE", "EMPTY").message.find("'EMPTY' has no leakage power") !=
        std::string::npos);
  // The AND gate feeding itself.
  CHECK(fault_of(kNetlist, "\"A\": [3]", "\"A\": [5]").code == "timing.loop");
}
