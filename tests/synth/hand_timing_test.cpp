#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "synth/timing/critical_path.h"
#include "synth/timing/order.h"
#include "synth/timing/sdf.h"

using namespace pann;
using synth::Edge;
using test::relative;

namespace {

// Every figure below can be worked out by hand: ns, pF; tables over (slew, load), each from 0
// to 10.
const char* const kLibrary = R"(
library (hand) { time_unit : "1ns"; voltage_unit : "1V"; capacitive_load_unit (1, pf);
  leakage_power_unit : "1uW"; nom_voltage : 1;
  lu_table_template (t) { variable_1 : input_net_transition;
    variable_2 : total_output_net_capacitance; index_1 ("0, 10"); index_2 ("0, 10"); }
  lu_table_template (c) { variable_1 : related_pin_transition;
    variable_2 : constrained_pin_transition; index_1 ("0, 10"); index_2 ("0, 10"); }
  cell (INV) {
    pin (Y) { direction : output; function : "!A"; rise_capacitance : 0.25; fall_capacitance : 0.5;
      timing () { related_pin : A; timing_sense : negative_unate;
        cell_rise (scalar) { values ("1"); } cell_fall (scalar) { values ("3"); }
        rise_transition (t) { values ("0, 10", "20, 30"); }
        fall_transition (t) { values ("0, 30", "10, 40"); } } }
    pin (A) { direction : input; rise_capacitance : 1; fall_capacitance : 2; } }
  cell (AND) {
    pin (A) { direction : input; capacitance : 1; }
    pin (B) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : "A & B";
      timing () { related_pin : A; timing_sense : positive_unate;
        cell_rise (scalar) { values ("0.5"); } cell_fall (scalar) { values ("0.5"); } }
      timing () { related_pin : B; timing_sense : positive_unate;
        cell_rise (scalar) { values ("0.5"); } cell_fall (scalar) { values ("0.5"); } } } }
  cell (DFF) {
    ff (IQ, IQN) { next_state : D; clocked_on : CK; }
    pin (D) { direction : input; capacitance : 1;
      timing () { related_pin : CK; timing_type : setup_rising;
        rise_constraint (c) { values ("0, 1", "2, 3"); }
        fall_constraint (c) { values ("0, 2", "1, 3"); } } }
    pin (CK) { direction : input; clock : true; capacitance : 1; }
    pin (Q) { direction : output; function : IQ;
      timing () { related_pin : CK; timing_type : rising_edge;
        cell_rise (scalar) { values ("0.5"); } cell_fall (scalar) { values ("0.75"); }
        rise_transition (scalar) { values ("5"); } fall_transition (scalar) { values ("6"); } } } }
}
)";

const synth::Library& library() {
  static const synth::Library result = synth::read_library_text(kLibrary, "hand.lib");
  return result;
}

/// A cell: name, type, pins as "A": [2], ...
struct Gate {
  const char* name;
  const char* type;
  const char* pins;
};

circuit::Netlist netlist_of(const std::string& ports, const std::vector<Gate>& gates) {
  std::string cells;
  for (const Gate& gate : gates) {
    cells += fmt::format(
        R"({}"{}": {{"hide_name": 0, "type": "{}", "parameters": {{}}, "attributes": {{}},
          "port_directions": {{"A": "input", "B": "input", "D": "input", "CK": "input", "Y": "output", "Q": "output"}},
          "connections": {{{}}}}})",
        cells.empty() ? "" : ", ", gate.name, gate.type, gate.pins);
  }
  return circuit::parse_yosys_json(
      fmt::format(R"({{"modules": {{"top": {{"attributes": {{"top": "1"}}, "ports": {{{}}},
        "cells": {{{}}}, "netnames": {{}}}}}}}})",
                  ports, cells),
      "hand.json");
}

/// d_i through an inverter into a register, which drives q_o; clk_i clocks it.
circuit::Netlist inverter_and_register() {
  return netlist_of(
      R"("clk_i": {"direction": "input", "bits": [2]}, "d_i": {"direction": "input", "bits": [3]},
         "q_o": {"direction": "output", "bits": [5]})",
      {{"a_r", "DFF", R"("D": [4], "CK": [2], "Q": [5])"},
       {"u_i", "INV", R"("A": [3], "Y": [4])"}});
}

circuit::NetId net_of(const circuit::Netlist& netlist, const std::string& port) {
  return netlist.find_port(port)->bits.front();
}

synth::ArcDelays delays_of(const circuit::Netlist& netlist, const std::string& wires = "none") {
  return synth::compute_delays(
      library(), netlist,
      {.input_slew_s = 1e-9, .wires = synth::parse_wire_model(wires, library())});
}

}  // namespace

TEST_CASE("loads and slews come to what pencil and paper give") {
  const circuit::Netlist netlist = inverter_and_register();
  const auto n = synth::bind_cells(netlist, library())[1].nets[0];
  const synth::ArcDelays bare = delays_of(netlist);
  // The inverter's own pin and the register's.
  CHECK(bare.loads[n].rise == relative(1.25e-12));
  CHECK(bare.loads[n].fall == relative(1.5e-12));
  CHECK(bare.loads[net_of(netlist, "d_i")].rise == relative(1e-12));
  CHECK(bare.loads[net_of(netlist, "d_i")].fall == relative(2e-12));
  // Inputs of the design: as asked for; rise: 2 slew + load; fall: slew + 3 load.
  CHECK(bare.slews[net_of(netlist, "d_i")].rise == relative(1e-9));
  CHECK(bare.slews[net_of(netlist, "clk_i")].fall == relative(1e-9));
  CHECK(bare.slews[n].rise == relative(3.25e-9));
  CHECK(bare.slews[n].fall == relative(5.5e-9));
  CHECK(bare.slews[net_of(netlist, "q_o")].rise == relative(5e-9));
  CHECK(bare.slews[net_of(netlist, "q_o")].fall == relative(6e-9));
  // Wires by fan-out: the inputs that a net drives, whoever drives it.
  const synth::ArcDelays wired = delays_of(netlist, "250fF");
  CHECK(wired.loads[n].rise == relative(1.5e-12));
  CHECK(wired.loads[n].fall == relative(1.75e-12));
  CHECK(wired.loads[net_of(netlist, "q_o")].rise == 0.0);
  CHECK(wired.slews[n].rise == relative(3.5e-9));
}

TEST_CASE("arcs are split where either edge of the input causes the same edge of the output") {
  using synth::TimingSense;
  synth::TimingArc arc;
  arc.related_pin = "A";
  synth::LookupTable table;
  table.values = {1e-9};
  const auto split = [&](const std::vector<TimingSense>& senses, bool rise, bool fall) {
    synth::Pin output;
    for (const TimingSense sense : senses) {
      arc.sense = sense;
      arc.cell_rise = rise ? std::optional(table) : std::nullopt;
      arc.cell_fall = fall ? std::optional(table) : std::nullopt;
      output.timing.push_back(arc);
    }
    CHECK_FALSE(synth::are_split(output, "B", arc.type));
    CHECK_FALSE(synth::are_split(output, "A", synth::TimingType::clear));
    return synth::are_split(output, "A", arc.type);
  };
  const TimingSense same = TimingSense::positive_unate;
  const TimingSense other = TimingSense::negative_unate;
  CHECK_FALSE(split({same}, true, true));
  CHECK_FALSE(split({other}, true, true));
  CHECK_FALSE(split({same, same}, true, true));
  CHECK(split({same, other}, true, true));
  CHECK(split({other, same}, true, false));
  CHECK(split({other, same}, false, true));
  CHECK_FALSE(split({other, same}, false, false));
  CHECK(split({TimingSense::non_unate}, true, false));
  CHECK(split({TimingSense::non_unate}, false, true));
}

TEST_CASE("the critical path comes to what pencil and paper give") {
  const circuit::Netlist netlist = inverter_and_register();
  const synth::CriticalPath path = synth::critical_path(netlist, delays_of(netlist));
  // Setup of a rise: 0.2 of the clock's slew, 0.1 of the data's; of a fall 0.1 and 0.2. The rise
  // comes after 1 ns, the fall after 3.
  CHECK(path.setup_ns == relative(0.1 * 1.0 + 0.2 * 5.5));
  CHECK(path.delay_ns == relative(3.0 + 0.1 + 1.1));
  CHECK(path.end == "a_r.D");
  CHECK(path.levels == 1);
  CHECK_FALSE(path.is_half_cycle);
  CHECK(path.maximum_clock_mhz() == relative(1000.0 / 4.2));
  REQUIRE(path.steps.size() == 1);
  CHECK(path.steps[0].instance == "u_i");
  CHECK(path.steps[0].from == "A");
  CHECK(path.steps[0].to == "Y");
  CHECK(path.steps[0].edge == Edge::fall);
  CHECK(path.steps[0].arrival_ns == relative(3.0));
}

TEST_CASE("each edge has its own delay of a wire, to cells and to ports") {
  const circuit::Netlist netlist = inverter_and_register();
  const auto delay_with = [&](const std::string& wire) {
    synth::ArcDelays delays = delays_of(netlist);
    synth::apply_sdf(
        synth::parse_sdf(fmt::format("(DELAYFILE (CELL (CELLTYPE \"top\") (INSTANCE) (DELAY "
                                     "(ABSOLUTE (INTERCONNECT {})))))",
                                     wire),
                         "w.sdf"),
        netlist, delays);
    return synth::critical_path(netlist, delays).delay_ns;
  };
  // Rise: 1 + 0.2 + 0.325 without a wire; fall: 4.2.
  CHECK(delay_with("u_i.Y a_r.D (0.25) (0.5)") == relative(4.7));
  CHECK(delay_with("u_i.Y a_r.D (8) (0.5)") == relative(1.0 + 0.2 + 0.325 + 8.0));
  // Q: 0.5 and 0.75 ns after the clock.
  CHECK(delay_with("a_r.Q q_o (4) (0.25)") == relative(4.5));
  CHECK(delay_with("a_r.Q q_o (4) (4.25)") == relative(5.0));
}

TEST_CASE("wires of the bits of a port come to the cells that the bits lead to") {
  const circuit::Netlist netlist = netlist_of(
      R"("x_i": {"direction": "input", "bits": [2, 3]}, "y_o": {"direction": "output", "bits": [4, 5]})",
      {{"u0", "INV", R"("A": [2], "Y": [4])"}, {"u1", "INV", R"("A": [3], "Y": [5])"}});
  for (const int bit : {0, 1}) {
    synth::ArcDelays delays = delays_of(netlist);
    synth::apply_sdf(
        synth::parse_sdf(fmt::format("(DELAYFILE (CELL (CELLTYPE \"top\") (INSTANCE) (DELAY "
                                     "(ABSOLUTE (INTERCONNECT x_i[{0}] u{0}.A (0.5))))))",
                                     bit),
                         "w.sdf"),
        netlist, delays);
    REQUIRE(delays.wires.size() == 1);
    CHECK(netlist.cells[delays.cells[delays.wires[0].cell].instance].name ==
          fmt::format("u{}", bit));
  }
}

TEST_CASE("levels are cells in a row since a register, and a path of less than 1 ns has steps") {
  const circuit::Netlist netlist = netlist_of(
      R"("clk_i": {"direction": "input", "bits": [2]}, "d_i": {"direction": "input", "bits": [3]},
         "y_o": {"direction": "output", "bits": [5]})",
      {{"r", "DFF", R"("D": [3], "CK": [2], "Q": [4])"},
       {"u", "AND", R"("A": [4], "B": [4], "Y": [5])"}});
  synth::ArcDelays delays = delays_of(netlist);
  for (synth::ArcDelay& arc : delays.arcs) {
    for (auto& of_cause : arc.delays) {
      for (auto& delay : of_cause) {
        if (delay) *delay = {0.25, 0.25, 0.25};
      }
    }
  }
  const synth::CriticalPath path = synth::critical_path(netlist, delays);
  CHECK(path.levels == 1);
  CHECK(path.delay_ns == relative(0.5));
  CHECK(path.end == "y_o");
  CHECK(path.steps.size() == 2);
}

TEST_CASE("a design without a cell has no critical path") {
  const circuit::Netlist netlist = netlist_of(
      R"("d_i": {"direction": "input", "bits": [2]}, "y_o": {"direction": "output", "bits": [2]})",
      {});
  const synth::CriticalPath path = synth::critical_path(netlist, delays_of(netlist));
  CHECK(path.delay_ns == 0.0);
  CHECK(path.end.empty());
  CHECK(path.steps.empty());
  CHECK(path.maximum_clock_mhz() == 0.0);
}

TEST_CASE("clocks are the inputs before clock pins, through inverters, else through any gates") {
  const std::string ports =
      R"("clk_i": {"direction": "input", "bits": [2]}, "d_i": {"direction": "input", "bits": [3]},
         "en_i": {"direction": "input", "bits": [4]}, "q_o": {"direction": "output", "bits": [9]})";
  const auto clocks = [&](const std::vector<Gate>& gates) {
    const circuit::Netlist netlist = netlist_of(ports, gates);
    const std::vector<bool> found =
        synth::clock_inputs(netlist, synth::bind_cells(netlist, library()));
    CHECK(std::vector<bool>(found.begin(), found.begin() + circuit::kFirstWire) ==
          std::vector<bool>(circuit::kFirstWire));
    std::string names;
    for (const circuit::NetlistPort& port : netlist.ports) {
      if (found[port.bits.front()]) names += port.name + " ";
    }
    return names;
  };
  const Gate at_once{"r", "DFF", R"("D": [3], "CK": [2], "Q": [9])"};
  CHECK(clocks({at_once}) == "clk_i ");
  CHECK(clocks({{"u", "INV", R"("A": [2], "Y": [5])"},
                {"r", "DFF", R"("D": [3], "CK": [5], "Q": [9])"}}) == "clk_i ");
  const Gate gate{"u", "AND", R"("A": [2], "B": [4], "Y": [5])"};
  const Gate gated{"s", "DFF", R"("D": [3], "CK": [5], "Q": [8])"};
  CHECK(clocks({gate, gated}) == "clk_i en_i ");
  // Where one is a clock at once, what gates it is none.
  CHECK(clocks({at_once, gate, gated}) == "clk_i ");
  // A register that another one clocks: the search ends at it.
  CHECK(clocks({at_once, {"s", "DFF", R"("D": [4], "CK": [9], "Q": [8])"}}) == "clk_i ");
  CHECK(clocks({{"s", "DFF", R"("D": [4], "CK": [5], "Q": [8])"},
                {"u", "AND", R"("A": [9], "B": [2], "Y": [5])"},
                {"r", "DFF", R"("D": [3], "CK": ["1"], "Q": [9])"}}) == "clk_i ");
  CHECK(clocks({{"u", "INV", R"("A": [3], "Y": [9])"}}).empty());
}

TEST_CASE("two drivers of a net are refused by name, whichever of their pins they drive with") {
  const circuit::Netlist netlist = netlist_of(
      R"("a_i": {"direction": "input", "bits": [2]}, "y_o": {"direction": "output", "bits": [3]})",
      {{"u0", "INV", R"("A": [2], "Y": [3])"}, {"u1", "INV", R"("A": [2], "Y": [3])"}});
  CHECK_THROWS_WITH_AS(synth::timing_order(netlist, synth::bind_cells(netlist, library())),
                       doctest::Contains("is driven by 'u0' and by 'u1' [timing.drivers]"),
                       support::Failure);
}
