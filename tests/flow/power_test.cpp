#include "synth/power/power.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "synth/power/annotation.h"

using namespace pann;

namespace {

// Round figures, so that every expected value below can be worked out by hand: ns, pF, V, pJ, uW.
const char* const kLibrary = R"(
library (hand) {
  time_unit : "1ns"; voltage_unit : "1V"; capacitive_load_unit (1, pf);
  leakage_power_unit : "1uW"; nom_voltage : 2;
  voltage_map (VDD, 2); voltage_map (VSS, 0);
  wire_load (w) { capacitance : 0.5; slope : 1; fanout_length (1, 1); fanout_length (3, 5); }
  lu_table_template (s) { variable_1 : input_net_transition;
    variable_2 : total_output_net_capacitance; index_1 ("0, 10"); index_2 ("0, 10"); }
  power_lut_template (e) { variable_1 : input_transition_time;
    variable_2 : total_output_net_capacitance; index_1 ("0, 10"); index_2 ("0, 10"); }
  cell (AND2) {
    area : 3;
    pg_pin (VDD) { pg_type : primary_power; voltage_name : VDD; }
    pg_pin (VSS) { pg_type : primary_ground; voltage_name : VSS; }
    leakage_power () { value : 4; when : "A&B"; related_pg_pin : VDD; }
    leakage_power () { value : 1; when : "!A&!B"; related_pg_pin : VDD; }
    leakage_power () { value : 2; related_pg_pin : VDD; }
    pin (A) { direction : input; capacitance : 1; rise_capacitance : 1; fall_capacitance : 2;
      internal_power () { when : "!B"; rise_power (scalar) { values ("1"); }
        fall_power (scalar) { values ("3"); } } }
    pin (B) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : "A B"; related_power_pin : VDD;
      internal_power () { related_pin : A; related_pg_pin : VDD;
        rise_power (e) { values ("0, 10", "20, 30"); } fall_power (e) { values ("0, 10", "20, 30"); } }
      internal_power () { related_pin : B; related_pg_pin : VDD;
        rise_power (scalar) { values ("8"); } fall_power (scalar) { values ("8"); } }
      internal_power () { related_pin : B; related_pg_pin : VSS;
        rise_power (scalar) { values ("900"); } fall_power (scalar) { values ("900"); } }
      timing () { related_pin : A; timing_sense : positive_unate;
        cell_rise (scalar) { values ("1"); } cell_fall (scalar) { values ("2"); }
        rise_transition (s) { values ("1, 11", "1, 11"); }
        fall_transition (s) { values ("2, 12", "2, 12"); } } }
  }
  cell (DFF) {
    area : 5; cell_leakage_power : 7;
    ff (IQ, IQN) { next_state : D; clocked_on : CK; }
    pin (D) { direction : input; capacitance : 1;
      timing () { related_pin : CK; timing_type : setup_rising;
        rise_constraint (scalar) { values ("0.5"); } fall_constraint (scalar) { values ("0.25"); } } }
    pin (CK) { direction : input; clock : true; capacitance : 1;
      internal_power () { rise_power (scalar) { values ("2"); } fall_power (scalar) { values ("1"); } } }
    pin (Q) { direction : output; function : IQ;
      internal_power () { related_pin : CK; rise_power (scalar) { values ("6"); }
        fall_power (scalar) { values ("4"); } }
      timing () { related_pin : CK; timing_type : rising_edge;
        cell_rise (scalar) { values ("3"); } cell_fall (scalar) { values ("4"); }
        rise_transition (scalar) { values ("5"); } fall_transition (scalar) { values ("5"); } } }
  }
  cell (BARE) { area : 1; cell_leakage_power : 1;
    pin (A) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : A; } }
}
)";

// a and q into an AND2, its output into the flip-flop, whose output is q.
const char* const kNetlist = R"({
  "modules": {"top": {"attributes": {"top": "1"},
    "ports": {"clk_i": {"direction": "input", "bits": [2]}, "a_i": {"direction": "input", "bits": [3]},
              "q_o": {"direction": "output", "bits": [4]}},
    "cells": {
      "u_and": {"hide_name": 0, "type": "AND2", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "B": "input", "Y": "output"},
        "connections": {"A": [3], "B": [4], "Y": [5]}},
      "u_dff": {"hide_name": 0, "type": "DFF", "parameters": {}, "attributes": {},
        "port_directions": {"D": "input", "CK": "input", "Q": "output"},
        "connections": {"D": [5], "CK": [2], "Q": [4]}}},
    "netnames": {"clk_i": {"hide_name": 0, "bits": [2], "attributes": {}},
      "a_i": {"hide_name": 0, "bits": [3], "attributes": {}},
      "q_o": {"hide_name": 0, "bits": [4], "attributes": {}},
      "d": {"hide_name": 0, "bits": [5], "attributes": {}}}}}})";

generator::Manifest manifest() {
  generator::Manifest result;
  result.top = "top";
  result.ports = {{"clk_i", generator::Direction::input, 1, generator::Role::clock, false}};
  result.elements = {{"register", {"q_o"}}};
  return result;
}

/// 100 cycles: the clock rises 100 times; a toggles 40 times and is 1 a quarter of the time, d 20
/// times and a fifth, q 20 times and half.
activity::Activity read_activity(const std::string& prefix = "") {
  activity::Activity result;
  result.duration = 1000;
  result.tick_seconds = 1e-9;
  result.operations = 50;
  const auto net = [&](const std::string& name, std::uint64_t rises, std::uint64_t high) {
    activity::NetCounts counts;
    counts.rises = rises;
    counts.falls = rises;
    counts.time_high = high;
    counts.time_low = result.duration - high;
    result.signals.push_back(
        {prefix + name, 0, 0, false, {static_cast<circuit::NetId>(result.nets.size())}});
    result.nets.push_back(counts);
  };
  net("clk_i", 100, 500);
  net("a_i", 20, 250);
  net("q_o", 10, 500);
  net("d", 10, 200);
  return result;
}

const synth::Library& library() {
  static const synth::Library result = synth::read_library_text(kLibrary, "hand.lib");
  return result;
}

synth::PowerReport report_of(const activity::Activity& measured,
                             const synth::PowerOptions& options) {
  static const circuit::Netlist netlist = circuit::parse_yosys_json(kNetlist, "hand.json");
  const generator::Manifest top = manifest();
  return synth::compute_power(
      {.manifest = top, .netlist = netlist, .library = library(), .activity = measured}, options);
}

void check_close(double value, double expected) {
  CHECK_MESSAGE(std::abs(value - expected) <= 1e-9 * std::abs(expected),
                value << " instead of " << expected);
}

}  // namespace

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
  CHECK(report.modules.size() == 1);
  check_close(report.modules[0].power.total_w(), report.total.total_w());
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

TEST_CASE("wire loads interpolate between fan-outs and go on by their slope") {
  const synth::WireLoad& load = library().wire_loads.at(0);
  check_close(load.capacitance_f(1), 0.5e-12);
  check_close(load.capacitance_f(2), 1.5e-12);
  check_close(load.capacitance_f(3), 2.5e-12);
  check_close(load.capacitance_f(5), 3.5e-12);
}

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
  // The AND gate feeding itself.
  CHECK(fault_of(kNetlist, "\"A\": [3]", "\"A\": [5]").code == "timing.loop");
}
