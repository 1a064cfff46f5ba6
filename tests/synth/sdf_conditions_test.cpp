#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "support/diagnostic.h"
#include "synth/timing/sdf.h"

using namespace pann;
using synth::Edge;

namespace {

// A to Y: told apart by B; B to Y: one condition and one without; to Z: A at once, B rising alone.
const char* const kSdfConditionsLibrary = R"(
library (hand) { time_unit : "1ns"; voltage_unit : "1V"; capacitive_load_unit (1, pf);
  leakage_power_unit : "1uW"; nom_voltage : 1;
  cell (GATE) {
    pin (A) { direction : input; capacitance : 1; }
    pin (B) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : "A ^ B";
      timing () { related_pin : A; when : "!B"; sdf_cond : "B == 1'b0"; timing_sense : positive_unate;
        cell_rise (scalar) { values ("1"); } cell_fall (scalar) { values ("2"); } }
      timing () { related_pin : A; when : "B"; sdf_cond : "B == 1'b1"; timing_sense : negative_unate;
        cell_rise (scalar) { values ("3"); } cell_fall (scalar) { values ("4"); } }
      timing () { related_pin : B; when : "A"; sdf_cond : "A == 1'b1"; timing_sense : negative_unate;
        cell_rise (scalar) { values ("5"); } cell_fall (scalar) { values ("5"); } }
      timing () { related_pin : B; timing_sense : positive_unate;
        cell_rise (scalar) { values ("6"); } cell_fall (scalar) { values ("6"); } } }
    pin (Z) { direction : output; function : "A & B";
      timing () { related_pin : A; when : "B"; sdf_cond : "B == 1'b0"; timing_sense : positive_unate;
        cell_rise (scalar) { values ("1"); } cell_fall (scalar) { values ("1"); } }
      timing () { related_pin : A; when : "!B"; sdf_cond : "B == 1'b1"; timing_sense : positive_unate;
        cell_rise (scalar) { values ("2"); } cell_fall (scalar) { values ("2"); } }
      timing () { related_pin : B; when : "B"; sdf_cond : "B == 1'b0"; timing_sense : positive_unate;
        cell_rise (scalar) { values ("1"); } } } }
}
)";

const synth::Library& sdf_conditions_library() {
  static const synth::Library result = synth::read_library_text(kSdfConditionsLibrary, "hand.lib");
  return result;
}

/// "u" of a_i and b_i; "tied", whose A is 1.
const circuit::Netlist& netlist() {
  static const circuit::Netlist result = [] {
    const auto cell = [](const char* name, const char* a, int y) {
      return fmt::format(R"("{}": {{"hide_name": 0, "type": "GATE", "parameters": {{}},
          "attributes": {{}}, "port_directions": {{"A": "input", "B": "input", "Y": "output", "Z": "output"}},
          "connections": {{"A": [{}], "B": [3], "Y": [{}], "Z": [{}]}}}})",
                         name, a, y, y + 1);
    };
    return circuit::parse_yosys_json(
        R"({"modules": {"top": {"attributes": {"top": "1"}, "ports": {
        "a_i": {"direction": "input", "bits": [2]}, "b_i": {"direction": "input", "bits": [3]},
        "y_o": {"direction": "output", "bits": [4]}}, "cells": {)" +
            cell("u", "2", 4) + "," + cell("tied", "\"1\"", 6) + R"(}, "netnames": {}}}})",
        "hand.json");
  }();
  return result;
}

synth::ArcDelays annotated(const std::string& definitions, bool conditional,
                           const std::string& instance = "u") {
  synth::ArcDelays delays =
      synth::compute_delays(sdf_conditions_library(), netlist(), {.conditional = conditional});
  const std::string text = "(DELAYFILE (TIMESCALE 1ns)\n(CELL (CELLTYPE \"GATE\") (INSTANCE " +
                           instance + ")\n(DELAY (ABSOLUTE\n" + definitions + "\n))))\n";
  synth::apply_sdf(synth::parse_sdf(text, "t.sdf"), netlist(), delays);
  return delays;
}

/// Typical delays of u from a pin to another: of each entry "rise-rise rise-fall fall-rise
/// fall-fall", "-" where the one does not cause the other.
std::string sdf_conditions_delays_of(const synth::ArcDelays& delays, const std::string& from,
                                     const std::string& to) {
  std::string text;
  for (const synth::ArcDelay& arc : delays.arcs) {
    const synth::BoundCell& bound = delays.cells[arc.cell];
    if (netlist().cells[bound.instance].name != "u" || bound.cell->pins[arc.from].name != from ||
        bound.cell->pins[arc.to].name != to) {
      continue;
    }
    if (!text.empty()) text += "; ";
    for (const Edge cause : synth::kEdges) {
      for (const Edge edge : synth::kEdges) {
        const auto& delay = arc.delay(cause, edge);
        text += delay ? fmt::format("{:g} ", delay->typical_ns) : "- ";
      }
    }
    text.pop_back();
  }
  return text;
}

std::vector<support::Diagnostic> faults_of(const std::string& definitions,
                                           const std::string& instance = "u") {
  try {
    annotated(definitions, false, instance);
  } catch (const support::Failure& failure) {
    return failure.diagnostics();
  }
  return {};
}

std::string sdf_conditions_fault_of(const std::string& definitions,
                                    const std::string& instance = "u") {
  const auto faults = faults_of(definitions, instance);
  return faults.empty() ? "" : faults.front().code + ": " + faults.front().message;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a condition of an SDF file changes the edges that the library's arcs of it have") {
  const std::string bare = annotated("", false).arcs.empty()
                               ? ""
                               : sdf_conditions_delays_of(annotated("", false), "A", "Y");
  CHECK(bare == "1 4 3 2");
  CHECK(sdf_conditions_delays_of(annotated("(COND B==1'b1 (IOPATH A Y (7) (8)))", false), "A",
                                 "Y") == "1 8 7 2");
  CHECK(sdf_conditions_delays_of(annotated("(COND B == 1'b0 (IOPATH A Y (7) (8)))", false), "A",
                                 "Y") == "7 4 3 8");
  const std::string other = "(COND B==1'b1 (IOPATH A Y (7) (8)))\n(CONDELSE (IOPATH A Y (5) (6)))";
  CHECK(sdf_conditions_delays_of(annotated(other, false), "A", "Y") == "5 8 7 6");
  CHECK(sdf_conditions_delays_of(annotated("(IOPATH A Y (7) (8))", false), "A", "Y") == "7 8 7 8");
  CHECK(sdf_conditions_delays_of(annotated("(IOPATH B Y (7) (8))", false), "B", "Y") == "7 8 7 8");
  // One that the library does not know is for all edges.
  CHECK(sdf_conditions_delays_of(annotated("(COND C==1'b1 (IOPATH A Y (7) (8)))", false), "A",
                                 "Y") == "7 8 7 8");
  // Another output and another pin stay as they are.
  CHECK(sdf_conditions_delays_of(annotated(other, false), "A", "Z") == "1.5 - - 1.5");
  CHECK(sdf_conditions_delays_of(annotated(other, false), "B", "Y") == "6 5 5 6");
}

TEST_CASE("where each condition has an entry, a condition of an SDF file changes its own alone") {
  const auto a = [](const std::string& text) {
    return sdf_conditions_delays_of(annotated(text, true), "A", "Y");
  };
  const auto b = [](const std::string& text) {
    return sdf_conditions_delays_of(annotated(text, true), "B", "Y");
  };
  CHECK(a("") == "1 - - 2; - 4 3 -");
  CHECK(a("(COND B==1'b1 (IOPATH A Y (7) (8)))") == "1 - - 2; - 8 7 -");
  CHECK(a("(IOPATH A Y (7) (8))") == "7 - - 8; - 8 7 -");
  const std::string one = "(COND B==1'b1 (IOPATH A Y (7) (8)))\n";
  const std::string rest = "(CONDELSE (IOPATH A Y (5) (6)))\n";
  CHECK(a(one + rest) == "5 - - 6; - 8 7 -");
  CHECK(a(rest + one) == "5 - - 6; - 8 7 -");
  // A condition of another path is none of this one's.
  CHECK(a(one + rest + "(COND B==1'b0 (IOPATH A Z (9) (9)))") == "5 - - 6; - 8 7 -");
  CHECK(a(one + rest + "(COND B==1'b0 (IOPATH B Z (9) (9)))") == "5 - - 6; - 8 7 -");
  // Of two entries with the same edges, its own.
  CHECK(sdf_conditions_delays_of(annotated("(COND B==1'b0 (IOPATH A Z (9) (9)))", true), "A",
                                 "Z") == "9 - - 9; 2 - - 2");
  CHECK(sdf_conditions_delays_of(annotated("(COND B==1'b1 (IOPATH A Z (9) (9)))", true), "A",
                                 "Z") == "1 - - 1; 9 - - 9");
  // The library's arc without a condition has none that a COND could name.
  CHECK(b("(COND A==1'b1 (IOPATH B Y (7) (8)))\n(CONDELSE (IOPATH B Y (9) (9)))\n") ==
        "- 8 7 -; 9 - - 9");
  CHECK(b("(IOPATH B Y (4) (4))\n(CONDELSE (IOPATH B Y (9) (9)))\n") == "- 9 9 -; 9 - - 9");
}

TEST_CASE("an edge that the library has no delay of takes the file's by the other edge's causes") {
  CHECK(sdf_conditions_delays_of(annotated("", false), "B", "Z") == "1 - - -");
  CHECK(sdf_conditions_delays_of(annotated("(IOPATH B Z (2) (3))", false), "B", "Z") == "2 3 - -");
}

TEST_CASE("paths of tied pins have no arc and no fault, other paths that are missing have one") {
  CHECK(sdf_conditions_fault_of("(IOPATH A Y (1))", "tied").empty());
  CHECK(contains(sdf_conditions_fault_of("(IOPATH A B (1))", "tied"), "sdf.path"));
  CHECK(contains(sdf_conditions_fault_of("(IOPATH A Q (1))", "tied"), "sdf.path"));
  CHECK(contains(sdf_conditions_fault_of("(IOPATH Q Y (1))", "tied"), "sdf.path"));
  CHECK(contains(sdf_conditions_fault_of("(IOPATH A B (1))"), "sdf.path"));
}

TEST_CASE("of many faults of an SDF file the first twenty are told") {
  const auto repeated = [](const std::string& definition) {
    std::string text;
    for (int i = 0; i < 30; ++i) text += definition + "\n";
    return text;
  };
  CHECK(faults_of(repeated("(IOPATH A Q (1))")).size() == 20);
  CHECK(faults_of(repeated("(PORT Q (1))")).size() == 20);
  CHECK(faults_of(repeated("(IOPATH A Y (RETAIN (1)) (1))")).size() == 20);
}

TEST_CASE("what is no number, edge, unit or triple of SDF is refused, what is one is read") {
  const auto a_to_y = [](const std::string& values) {
    return sdf_conditions_delays_of(annotated("(IOPATH A Y " + values + ")", false), "A", "Y");
  };
  CHECK(a_to_y("(2::) (:3:)") == "2 3 2 3");
  CHECK(a_to_y("(1 : 2 : 9) (3)") == "2 3 2 3");
  CHECK(contains(sdf_conditions_fault_of("(IOPATH A Y (::))"), "a delay without any value"));
  CHECK(contains(sdf_conditions_fault_of("(IOPATH A Y (1 (2)) (1))"), "does not belong here"));
  CHECK(contains(sdf_conditions_fault_of("(IOPATH A Y 5)"), "expected a delay, found '5'"));
  const std::string twelve = "(2) (3) (1) (1) (1) (1) (1) (1) (1) (1) (1) (1)";
  CHECK(a_to_y(twelve) == "2 3 2 3");
  CHECK(
      contains(sdf_conditions_fault_of("(IOPATH A Y " + twelve + " (1))"), "more than 12 delays"));
  CHECK(sdf_conditions_delays_of(annotated("(IOPATH (10 A) Y (7) (8))", false), "A", "Y") ==
        "1 4 7 8");
  CHECK(sdf_conditions_delays_of(annotated("(IOPATH (01 A) Y (7) (8))", false), "A", "Y") ==
        "7 8 3 2");
  CHECK(contains(sdf_conditions_fault_of("(IOPATH (0z A) Y (1))"),
                 "is no edge that a delay is told for"));
  const auto head_fault = [](const std::string& head) -> std::string {
    try {
      synth::parse_sdf("(DELAYFILE " + head + ")", "t.sdf");
    } catch (const support::Failure& failure) {
      return failure.diagnostics().front().code;
    }
    return "";
  };
  CHECK(head_fault("(DIVIDER ,)") == "sdf.syntax");
  CHECK(head_fault("(DIVIDER /)").empty());
  CHECK(head_fault("(TIMESCALE 0 ns)") == "sdf.scale");
  CHECK(head_fault("(TIMESCALE 1 furlong)") == "sdf.scale");
  CHECK(head_fault("word") == "sdf.syntax");
  const synth::SdfFile slow = synth::parse_sdf(
      "(DELAYFILE (TIMESCALE 1 us) (CELL (CELLTYPE \"GATE\") (INSTANCE u) (DELAY (ABSOLUTE "
      "(IOPATH A Y (0.25))))))",
      "t.sdf");
  CHECK(slow.cells.at(0).paths.at(0).rise.typical_ns == 250.0);
  // A backslash keeps what follows it as it is.
  CHECK(sdf_conditions_delays_of(annotated("(IOPATH A Y (7) (8))", false, "\\u"), "A", "Y") ==
        "7 8 7 8");
}

TEST_CASE("negative delays are counted, and the first one's line is told") {
  const auto count = [](const std::string& definitions) {
    const auto told = annotated(definitions, false).annotation.value();
    return std::pair(told.negative_delays, told.first_negative_line);
  };
  CHECK(count("(IOPATH A Y (0) (0.5))") == std::pair<std::uint64_t, std::uint64_t>(0, 0));
  CHECK(count("(IOPATH A Y (1) (-1))\n(IOPATH B Y (-1) (1))\n(IOPATH A Z (-1))") ==
        std::pair<std::uint64_t, std::uint64_t>(3, 4));
}
