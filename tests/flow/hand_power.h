#pragma once

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "synth/power/power.h"

namespace pann::test {

// Round figures, so that every expected value below can be worked out by hand: ns, pF, V, pJ, uW.
inline const char* const kLibrary = R"(
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
    pin (Q) { direction : output; function : IQ;
      internal_power () { related_pin : CK; rise_power (scalar) { values ("6"); }
        fall_power (scalar) { values ("4"); } }
      timing () { related_pin : CK; timing_type : rising_edge;
        cell_rise (scalar) { values ("3"); } cell_fall (scalar) { values ("4"); }
        rise_transition (scalar) { values ("5"); } fall_transition (scalar) { values ("5"); } } }
    pin (D) { direction : input; capacitance : 1;
      timing () { related_pin : CK; timing_type : setup_rising;
        rise_constraint (scalar) { values ("0.5"); } fall_constraint (scalar) { values ("0.25"); } } }
    pin (CK) { direction : input; clock : true; capacitance : 1;
      internal_power () { rise_power (scalar) { values ("2"); } fall_power (scalar) { values ("1"); } } }
  }
  cell (BARE) { area : 1; cell_leakage_power : 1;
    pin (A) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : A; } }
  cell (DIODE) { area : 2; cell_leakage_power : 3;
    pin (A) { direction : input; capacitance : 1;
      internal_power () { rise_power (scalar) { values ("1"); } fall_power (scalar) { values ("1"); } } } }
  cell (EMPTY) { area : 1;
    pin (A) { direction : input; capacitance : 1;
      internal_power () { rise_power (scalar) { values ("1"); } fall_power (scalar) { values ("1"); } } }
    pin (Y) { direction : output; function : A; } }
}
)";

// a and q into an AND2, its output into the flip-flop, whose output is q.
inline const char* const kNetlist = R"({
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

inline generator::Manifest manifest() {
  generator::Manifest result;
  result.top = "top";
  result.ports = {{"clk_i", generator::Direction::input, 1, generator::Role::clock, false}};
  result.elements = {{"register", {"q_o"}}};
  return result;
}

/// 100 cycles: the clock rises 100 times; a toggles 40 times and is 1 a quarter of the time, d 20
/// times and a fifth, q 20 times and half.
inline activity::Activity read_activity(const std::string& prefix = "") {
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

inline const synth::Library& library() {
  static const synth::Library result = synth::read_library_text(kLibrary, "hand.lib");
  return result;
}

/// The activity, one of its nets with as many rises and falls.
inline activity::Activity with_rises(activity::Activity measured, const std::string& name,
                                     std::uint64_t rises) {
  for (const activity::Signal& signal : measured.signals) {
    if (signal.name != name) continue;
    measured.nets[signal.bits.front()].rises = measured.nets[signal.bits.front()].falls = rises;
  }
  return measured;
}

inline synth::PowerReport report_of(const activity::Activity& measured,
                                    const synth::PowerOptions& options,
                                    const activity::Activity* settled = nullptr,
                                    const synth::Library& cells = library()) {
  static const circuit::Netlist netlist = circuit::parse_yosys_json(kNetlist, "hand.json");
  const generator::Manifest top = manifest();
  return synth::compute_power({.manifest = top,
                               .netlist = netlist,
                               .library = cells,
                               .activity = measured,
                               .functional = settled},
                              options);
}

inline void check_close(double value, double expected) {
  CHECK_MESSAGE(std::abs(value - expected) <= 1e-9 * std::abs(expected),
                value << " instead of " << expected);
}

}  // namespace pann::test
