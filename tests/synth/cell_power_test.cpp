#include "synth/power/cell_power.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "relative.h"
#include "synth/power/opensta_rules.h"

using namespace pann;

namespace {

/// A library of one cell X, of whose figures every expected value can be worked out by hand: ns,
/// pF, V, pJ, uW.
synth::Library library_of(const std::string& cell) {
  return synth::read_library_text(
      R"(library (hand) { time_unit : "1ns"; voltage_unit : "1V"; capacitive_load_unit (1, pf);
  leakage_power_unit : "1uW"; nom_voltage : 1;
  voltage_map (VDD, 1.0); voltage_map (VNW, 1.0); voltage_map (V0, 0.0);
  lu_table_template (t) { variable_1 : input_net_transition;
    variable_2 : total_output_net_capacitance; index_1 ("0, 10"); index_2 ("0, 10"); }
  power_lut_template (t) { variable_1 : total_output_net_capacitance;
    variable_2 : input_transition_time; index_1 ("0, 10"); index_2 ("0, 10"); }
  cell (X) {
    pin (A) { direction : input; )" +
          cell + "} }",
      "hand.lib");
}

/// Rest of a cell: no power at A, `groups` at the output Y = A & B.
std::string and_gate(const std::string& groups) {
  return "} pin (B) { direction : input; } pin (Y) { direction : output; function : \"A & B\"; " +
         groups + "}";
}

std::string scalar(const std::string& name, double value) {
  return name + " (scalar) { values (\"" + std::to_string(value) + "\"); } ";
}

std::string group(const std::string& attributes, double rise, double fall) {
  return "internal_power () { " + attributes + scalar("rise_power", rise) +
         scalar("fall_power", fall) + "} ";
}

constexpr circuit::NetId kA = circuit::kFirstWire;
constexpr circuit::NetId kB = kA + 1;
constexpr circuit::NetId kY = kA + 2;

struct Instance {
  synth::Library library;
  synth::BoundCell bound;
  std::vector<synth::NetActivity> nets{kY + 1};
  std::vector<synth::EdgePair> loads{kY + 1};
  std::vector<synth::EdgePair> slews{kY + 1};

  explicit Instance(const std::string& cell) : library(library_of(cell)) {
    bound.cell = &library.cells.front();
    for (std::uint32_t i = 0; i < bound.cell->pins.size(); ++i) bound.nets.push_back(kA + i);
    for (synth::NetActivity& net : nets) net = {5.0, 5.0, 0.5, true};
  }
  double internal_pj() const {
    return synth::CellPower(*bound.cell).internal(bound, {nets, loads, slews}).total_j * 1e12;
  }
  double leakage_uw() const { return synth::CellPower(*bound.cell).leakage(bound, nets) * 1e6; }
};

}  // namespace

TEST_CASE("a power group without a condition is for the states that no condition covers") {
  const std::string rest =
      "} pin (B) { direction : input; } pin (Y) { direction : output; "
      "function : \"A & B\"; }";
  // B is high for a quarter of the time.
  const auto input_pj = [&](const std::string& groups) {
    Instance cell(groups + rest);
    cell.nets[kB].high = 0.25;
    return cell.internal_pj();
  };
  const std::string when_b = group("when : \"B\"; ", 8, 8);
  const std::string when_not_b = group("when : \"!B\"; ", 4, 4);
  const std::string always = group("", 100, 100);
  // 10 toggles.
  CHECK(input_pj(when_b + when_not_b) == pann::test::relative(10 * (0.25 * 8 + 0.75 * 4)));
  CHECK(input_pj(when_b + when_not_b + always) == pann::test::relative(10 * (0.25 * 8 + 0.75 * 4)));
  CHECK(input_pj(always + when_b + when_not_b) == pann::test::relative(10 * (0.25 * 8 + 0.75 * 4)));
  CHECK(input_pj(always + when_b) == pann::test::relative(10 * (0.25 * 8 + 0.75 * 100)));
  CHECK(input_pj(always) == pann::test::relative(10 * 100));
  // Conditions of another supply, of another related pin, and of the other edge cover nothing.
  CHECK(input_pj(always + group("related_pg_pin : VNW; when : \"B\"; ", 8, 8)) ==
        pann::test::relative(10 * (100 + 0.25 * 8)));
  CHECK(input_pj(always + "internal_power () { when : \"B\"; " + scalar("rise_power", 8) + "} ") ==
        pann::test::relative(5 * (0.25 * 8 + 0.75 * 100) + 5 * 100));
}

TEST_CASE("an output's group without a condition takes no share where a condition has the state") {
  const auto output_pj = [&](const std::string& groups) {
    Instance cell(and_gate(groups));
    cell.nets[kB].high = 0.25;  // B, in which A decides.
    return cell.internal_pj();
  };
  const std::string from_a = "related_pin : A; ";
  CHECK(output_pj(group(from_a, 6, 6)) == pann::test::relative(10 * 6));
  CHECK(output_pj(group(from_a, 100, 100) + group(from_a + "when : \"B\"; ", 6, 6)) ==
        pann::test::relative(10 * 6));
  // A decides for a quarter of the time, B for half of it; both toggle alike.
  CHECK(output_pj(group(from_a, 100, 100) + group(from_a + "when : \"B\"; ", 6, 6) +
                  group("related_pin : B; ", 9, 9)) ==
        pann::test::relative(10 * (0.25 * 6 + 0.5 * 9) / 0.75));
}

TEST_CASE("rise and fall in groups of their own count like both in one") {
  const auto edge = [](const std::string& name, double value) {
    return "internal_power () { related_pin : A; " + scalar(name, value) + "} ";
  };
  Instance apart(and_gate(edge("rise_power", 6) + edge("fall_power", 2)));
  CHECK(apart.internal_pj() == pann::test::relative(10 * (6 + 2) / 2.0));
  Instance together(and_gate(group("related_pin : A; ", 6, 2)));
  CHECK(together.internal_pj() == pann::test::relative(10 * (6 + 2) / 2.0));
}

TEST_CASE("an output's energy is taken at the slew of the input's edge that caused it") {
  const auto output_pj = [](const std::string& arcs) {
    Instance cell(and_gate(
        "internal_power () { related_pin : A; rise_power (t) { values (\"0, 10\", \"0, 10\"); } "
        "fall_power (t) { values (\"0, 20\", \"0, 20\"); } } " +
        arcs));
    cell.slews[kA] = {1e-9, 4e-9};
    return cell.internal_pj();
  };
  const auto arc = [](const std::string& sense) {
    return "timing () { related_pin : A; timing_sense : " + sense + "; " + scalar("cell_rise", 1) +
           scalar("cell_fall", 1) + "} ";
  };
  const double same = 5 * 1.0 + 5 * 2.0 * 4.0;  // Energies are 1 and 2 pJ a ns of slew.
  const double other = 5 * 4.0 + 5 * 2.0 * 1.0;
  CHECK(output_pj(arc("positive_unate")) == pann::test::relative(same));
  CHECK(output_pj(arc("negative_unate")) == pann::test::relative(other));
  CHECK(output_pj(arc("non_unate")) == pann::test::relative(same));
  // Either order of a pair of arcs.
  CHECK(output_pj(arc("positive_unate") + arc("negative_unate")) == pann::test::relative(same));
  CHECK(output_pj(arc("negative_unate") + arc("positive_unate")) == pann::test::relative(same));
}

TEST_CASE("an input's table over a load is read at no load") {
  const Instance cell("internal_power () { rise_power (t) { values (\"3, 3\", \"13, 13\"); } } " +
                      and_gate(""));
  CHECK(cell.internal_pj() == pann::test::relative(5 * 3.0));
}

TEST_CASE("a cell has what its power is made of, or has no inputs") {
  const auto cell = [](const std::string& text) { return library_of(text + "}").cells.front(); };
  CHECK(synth::has_power_tables(cell(group("", 1, 1))));
  CHECK_FALSE(synth::has_power_tables(cell("")));
  CHECK(synth::has_power_tables(
      cell(and_gate(group("related_pin : A; ", 6, 6)) + "pin (Z) { direction : output; ")));
  synth::Cell tie = cell("");
  tie.pins.front().direction = synth::PinDirection::output;
  CHECK(synth::has_power_tables(tie));
  CHECK_FALSE(synth::has_leakage(cell("")));
  CHECK(synth::has_leakage(cell("} cell_leakage_power : 1; pg_pin (V) { ")));
  CHECK(synth::has_leakage(cell("} leakage_power () { value : 1; ")));
}

TEST_CASE("leakage groups of all supplies add up; what none covers leaks as the cell does") {
  const auto leakage_uw = [](const std::string& groups) {
    return Instance(
               "} pin (B) { direction : input; } pg_pin (VDD) { pg_type : primary_power; "
               "voltage_name : VDD; } pg_pin (VNW) { pg_type : nwell; voltage_name : VNW; } "
               "pg_pin (VB) { pg_type : pwell; } pg_pin (VZ) { pg_type : primary_power; "
               "voltage_name : V0; }" +
               groups)
        .leakage_uw();
  };
  const auto leaks = [](const std::string& attributes, double value) {
    return "leakage_power () { " + attributes + " value : " + std::to_string(value) + "; } ";
  };
  const std::string vdd = "related_pg_pin : VDD;";
  CHECK(leakage_uw(leaks(vdd, 3) + leaks("related_pg_pin : VNW;", 1)) == pann::test::relative(4));
  CHECK(leakage_uw(leaks(vdd, 3) + leaks(vdd, 2)) == pann::test::relative(5));
  CHECK(leakage_uw(leaks("", 3) + leaks("", 2)) == pann::test::relative(5));
  // Ground by its type where no voltage is known, by its voltage where one is.
  CHECK(leakage_uw(leaks(vdd, 3) + leaks("related_pg_pin : VB;", 9)) == pann::test::relative(3));
  CHECK(leakage_uw(leaks(vdd, 3) + leaks("related_pg_pin : VZ;", 9)) == pann::test::relative(3));
  // Uncovered states: the cell's total, once.
  CHECK(leakage_uw("cell_leakage_power : 7; ") == pann::test::relative(7));
  CHECK(leakage_uw("cell_leakage_power : 7; " + leaks(vdd + "when : \"A\";", 3)) ==
        pann::test::relative((3 + 7) / 2.0));
  CHECK(leakage_uw("cell_leakage_power : 7; " + leaks(vdd + "when : \"A & B\";", 4) +
                   leaks("related_pg_pin : VNW; when : \"A & !B\";", 2)) ==
        pann::test::relative((4 + 2 + 7 + 7) / 4.0));
  CHECK(leakage_uw("cell_leakage_power : 7; " + leaks(vdd + "when : \"A\";", 3) + leaks(vdd, 1)) ==
        pann::test::relative((3 + 1) / 2.0));
}

TEST_CASE("templates of timing and of power have a name space each") {
  const Instance cell(and_gate(
      "internal_power () { related_pin : A; rise_power (t) { values (\"0, 1\", \"0, 1\"); } } "
      "timing () { related_pin : A; cell_rise (t) { values (\"0, 1\", \"0, 1\"); } }"));
  const synth::Pin& output = *cell.bound.cell->find_pin("Y");
  const auto first_axis = [](const synth::LookupTable& table) { return table.axes.at(0).variable; };
  CHECK(first_axis(*output.internal_power.at(0).rise_power) == synth::TableVariable::output_load);
  CHECK(first_axis(*output.timing.at(0).cell_rise) == synth::TableVariable::input_slew);
}

TEST_CASE(
    "OpenSTA 3.1's rules: conditions where the function holds no pin, all supplies, outputs") {
  const auto rules_pj = [](const std::string& groups) {
    Instance cell(and_gate(groups));
    cell.nets[kA].high = 0.5;   // A
    cell.nets[kB].high = 0.25;  // B
    return synth::opensta_internal(cell.bound, {cell.nets, cell.loads, cell.slews}) * 1e12;
  };
  const std::string from_a = "related_pin : A; ";
  // The condition of an arc from a pin in the function is passed over.
  CHECK(rules_pj(group(from_a + "when : \"B\"; ", 6, 2) + group(from_a, 8, 8)) ==
        pann::test::relative(10 * (4 + 8) / 2.0));
  // A decides where B is high, B where A is.
  CHECK(rules_pj(group(from_a, 6, 6) + group("related_pin : B; ", 9, 9)) ==
        pann::test::relative(10 * (0.25 * 6 + 0.5 * 9) / 0.75));
  // Ground's groups are added.
  CHECK(rules_pj(group(from_a + "related_pg_pin : VSS; ", 5, 5) +
                 group(from_a + "related_pg_pin : VDD; ", 3, 3)) == pann::test::relative(10 * 8));
  const auto input_pj = [](const std::string& when) {
    Instance cell(group(when, 4, 2) + and_gate(""));
    cell.nets[kB].high = 0.25;
    cell.nets[kY].high = 0.9;  // Y, whatever A and B are.
    return synth::opensta_internal(cell.bound, {cell.nets, cell.loads, cell.slews}) * 1e12;
  };
  CHECK(input_pj("") == pann::test::relative(10 * 3));
  CHECK(input_pj("when : \"!B\"; ") == pann::test::relative(10 * 3 * 0.75));
  // A condition that names the output: where A decides it.
  CHECK(input_pj("when : \"Y & B\"; ") == pann::test::relative(10 * 3 * 0.25));
}

TEST_CASE("OpenSTA 3.1's leakage: conditions by probability, the cell's total for the rest") {
  const auto rules_uw = [](const std::string& groups) {
    Instance cell(groups + and_gate(""));
    cell.nets[kA].high = 0.25;
    cell.nets[kY].high = 0.9;
    return synth::opensta_leakage(cell.bound, cell.nets) * 1e6;
  };
  // Within the pin's group nothing of it is read: the groups belong to the cell.
  const auto leaks = [](const std::string& when, double value) {
    return "} leakage_power () { " + when + " value : " + std::to_string(value) + "; ";
  };
  CHECK(rules_uw(leaks("when : \"A\";", 4) + leaks("", 9)) == pann::test::relative(0.25 * 4));
  CHECK(rules_uw(leaks("", 9) + leaks("", 2)) == pann::test::relative(11));
  CHECK(rules_uw(leaks("when : \"Y\";", 4)) == pann::test::relative(0.9 * 4));
  CHECK(rules_uw("} cell_leakage_power : 8; leakage_power () { value : 4; when : \"A\"; ") ==
        pann::test::relative(0.25 * 4 + 0.75 * 8));
}

TEST_CASE("groups weigh by their causes' toggles; without a likely cause they count alike") {
  const auto output_pj = [](double a, double b, double y) {
    Instance cell(and_gate(group("related_pin : A; ", 6, 6) + group("related_pin : B; ", 9, 9)));
    cell.nets[kA] = {a / 2.0, a / 2.0, 0.5, true};
    cell.nets[kB] = {b / 2.0, b / 2.0, 0.5, true};
    cell.nets[kY] = {y / 2.0, y / 2.0, 0.25, true};
    return cell.internal_pj();
  };
  CHECK(output_pj(0, 0, 10) == pann::test::relative(10 * (6 + 9) / 2.0));
  CHECK(output_pj(0.5, 0.25, 10) == pann::test::relative(10 * (2 * 6 + 1 * 9) / 3.0));
  CHECK(output_pj(2, 6, 1) == pann::test::relative((1 * 6 + 3 * 9) / 4.0));
}

TEST_CASE("energy is told by the pin whose toggles take it, and the clock pin's apart") {
  const auto energy_of = [](const std::string& cell_text) {
    Instance cell(cell_text);
    return synth::CellPower(*cell.bound.cell)
        .internal(cell.bound, {cell.nets, cell.loads, cell.slews});
  };
  const auto gate = energy_of(group("", 4, 2) + and_gate(group("related_pin : A; ", 6, 6)));
  CHECK(gate.pins_j.at(0) == pann::test::relative(10 * 3e-12));
  CHECK(gate.pins_j.at(1) == 0.0);
  CHECK(gate.pins_j.at(2) == pann::test::relative(10 * 6e-12));
  CHECK(gate.total_j == pann::test::relative(10 * 9e-12));
  CHECK(gate.clock_j == 0.0);
  const auto flip_flop = energy_of(
      group("", 4, 2) + "} pin (B) { direction : input; " + group("", 1, 1) +
      "} ff (Q, QN) { clocked_on : \"A\"; next_state : \"B\"; } pin (Y) { direction : output; "
      "function : \"Q\"; }");
  CHECK(flip_flop.clock_j == pann::test::relative(10 * 3e-12));
  CHECK(flip_flop.total_j == pann::test::relative(10 * 4e-12));
}
