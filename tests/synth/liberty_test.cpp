#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "relative.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/process.h"
#include "synth/liberty/library.h"
#include "synth/liberty/syntax.h"
#include "synth/liberty/writer.h"
#include "synth/pdk/pdk.h"
#include "test_data.h"

namespace fs = std::filesystem;
using namespace pann;

namespace {

/// A library with one inverter; `extra` goes into its output pin, `header` into the library.
std::string small_library(const std::string& extra = "", const std::string& header = "") {
  return "library (small) {\n"
         "  time_unit : \"10ps\"; voltage_unit : \"100mV\";\n"
         "  capacitive_load_unit (10, ff); leakage_power_unit : 1uW;\n"
         "  nom_voltage : 12; " +
         header +
         "\n"
         "  lu_table_template (t) {\n"
         "    variable_1 : input_net_transition; variable_2 : total_output_net_capacitance;\n"
         "    index_1 (\"1, 2\"); index_2 (\"1, 3\"); }\n"
         "  power_lut_template (p) { variable_1 : input_transition_time; index_1 (\"1, 2\"); }\n"
         "  cell (INV) { area : 2; cell_leakage_power : 3;\n"
         "    pin (A) { direction : input; capacitance : 0.5; }\n"
         "    pin (Y) { direction : output; function : \"!A\";\n"
         "      internal_power () { related_pin : \"A\";\n"
         "        rise_power (p) { values (\"1, 2\"); } fall_power (p) { values (\"3, 4\"); } }\n"
         "      timing () { related_pin : \"A\";\n"
         "        cell_rise (t) { values (\"1, 2\", \"3, 4\"); }\n"
         "        rise_transition (t) { index_1 (\"1, 3\"); values (\"1, 2\", \\\n"
         "          \"3, 4\"); } }\n" +
         extra + "    }\n  }\n}\n";
}

synth::Library read_text(const std::string& text) {
  const support::TemporaryDirectory directory;
  const fs::path file = directory.path() / "test.lib";
  support::write_file(file, text);
  return synth::read_library({file});
}

/// The diagnostic that reading `text` ends with.
support::Diagnostic fault_of(const std::string& text) {
  try {
    read_text(text);
  } catch (const support::Failure& failure) {
    CHECK(failure.exit_code() == support::ExitCode::user_error);
    return failure.diagnostics().front();
  }
  FAIL("read without a fault");
  return {};
}

std::string gz(const std::string& text) {
  const support::TemporaryDirectory directory;
  const fs::path file = directory.path() / "t";
  support::write_file(file, text);
  REQUIRE(support::run_process({.arguments = {"gzip", file.string()}}).exit_code == 0);
  std::ifstream stream(file.string() + ".gz", std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("every unit of a library is converted to SI") {
  const synth::Library library = read_text(small_library());
  const synth::Cell& cell = *library.find("INV");
  const synth::Pin& output = *cell.find_pin("Y");
  CHECK(library.conditions.voltage_v == pann::test::relative(1.2));
  CHECK(*cell.leakage_w == pann::test::relative(3e-6));
  CHECK(cell.find_pin("A")->rise_capacitance_f == pann::test::relative(0.5 * 10e-15));
  // Energies are in capacitance times voltage squared: 10 fF (0.1 V)^2.
  const auto& power = output.internal_power.at(0);
  CHECK(power.rise_power->at({.input_slew_s = 10e-12}) == pann::test::relative(1e-16));
  CHECK(power.fall_power->at({.input_slew_s = 15e-12}) == pann::test::relative(3.5e-16));
  // Delays: 10 ps; the second table has an index_1 of its own.
  const auto& arc = output.timing.at(0);
  CHECK(arc.cell_rise->at({20e-12, 10e-15, 0.0}) == pann::test::relative(30e-12));
  CHECK(arc.rise_transition->at({20e-12, 20e-15, 0.0}) == pann::test::relative(25e-12));
  CHECK(arc.sense == synth::TimingSense::negative_unate);
}

TEST_CASE("tables interpolate inside and follow the outermost line outside") {
  const synth::Library library = read_text(small_library());
  const synth::LookupTable& table = *library.cells[0].find_pin("Y")->timing[0].cell_rise;
  // The plane 1 + 2 (s - 1) + (c - 1) / 2, in units of 10 ps and 10 fF.
  for (const double slew : {-1.0, 0.0, 1.0, 1.3, 2.0, 5.0}) {
    for (const double load : {0.0, 1.0, 2.2, 3.0, 9.0}) {
      const double expected = 1.0 + 2.0 * (slew - 1.0) + (load - 1.0) / 2.0;
      CHECK(table.at({slew * 10e-12, load * 10e-15, 0.0}) ==
            pann::test::relative(expected * 10e-12));
    }
  }
}

TEST_CASE("units that a library leaves to the standard are that and are told") {
  CHECK(read_text(small_library()).default_units.empty());
  std::string text = small_library();
  const std::string units = "time_unit : \"10ps\"; voltage_unit : \"100mV\";";
  text.erase(text.find(units), units.size());
  const synth::Library library = read_text(text);
  CHECK(library.default_units == std::vector<std::string>{"time_unit 1 ns", "voltage_unit 1 V"});
  CHECK(library.time_unit_s == 1e-9);
  CHECK(library.conditions.voltage_v == 12.0);
}

TEST_CASE("comments, continuations, unquoted values and missing semicolons are read") {
  const synth::Library library = read_text(
      "/* head /* still */ library(\"x\") { // to the end\n"
      "time_unit : \"1ns\"\n"
      "capacitive_load_unit ( 1 , \\\n pf ) ;\n"
      "define (mine, cell, string);\n"
      "cell (DFF) { area : 1.5e1 ; mine : hello there ;\n"
      "ff (IQ , IQN) { next_state : D ; clocked_on : (!CK) ; clear : \"R'\"\n }\n"
      "pin(D, R) { direction : input ; capacitance : +0.1 ; }\n"
      "pin(CK) { direction : \"input\" ; capacitance : 0.2 ; clock : TRUE }\n"
      "pin(Q) { direction : output ; function : IQ ; three_state : \"\" }\n"
      "} }\n");
  const synth::Cell& cell = *library.find("DFF");
  CHECK(cell.area == 15.0);
  REQUIRE(cell.sequentials.size() == 1);
  CHECK(cell.sequentials[0].clock->text() == "(!CK)");
  CHECK(cell.sequentials[0].clear->text() == "R'");
  CHECK(cell.pins.size() == 4);
  CHECK(cell.find_pin("R")->capacitance_f == pann::test::relative(0.1e-12));
  CHECK(cell.find_pin("CK")->is_clock);
}

TEST_CASE("operating conditions carry the tables away from the nominal point by their k-factors") {
  const std::string header =
      "nom_temperature : 25; k_volt_internal_power : 0.5; default_operating_conditions : hot;\n"
      "operating_conditions (hot) { voltage : 14; temperature : 25; process : 1; }\n";
  const synth::Library library = read_text(small_library("", header));
  CHECK(library.conditions.voltage_v == pann::test::relative(1.4));
  const auto& power = library.cells[0].find_pin("Y")->internal_power.at(0);
  CHECK(power.rise_power->at({.input_slew_s = 10e-12}) == pann::test::relative(2.0 * 1e-16));
}

TEST_CASE("each fault of a Liberty file names file, line and what is legal") {
  struct Case {
    std::string text;
    std::string code;
    std::uint64_t line;
  };
  const std::vector<Case> cases{
      {"library (x) {\n  cell (A) {\n", "liberty.syntax", 2},
      {"library (x) {\n  area 3;\n}\n", "liberty.syntax", 2},
      {"library (x) {\n  a : ;\n}\n", "liberty.syntax", 2},
      {"library (x) {\n  a (1, 2\n", "liberty.syntax", 2},
      {"library (x) {\n  a : \"b\n", "liberty.syntax", 2},
      {"library (x) {\n} }\n", "liberty.syntax", 2},
      {"/* library (x) { }\n", "liberty.syntax", 1},
      {"cell (x) { }\n", "liberty.no-library", 1},
      {"", "liberty.no-library", 1},
      {"library (x) {\ninclude_file (y.lib);\n}\n", "liberty.include", 2},
      {"library (x) {\n  time_unit : 1ns;\n}\n", "liberty.unit", 1},
      {small_library("", "time_unit : 1furlong;"), "liberty.unit", 4},
      {small_library("max_capacitance : many;\n"), "liberty.number", 18},
      {small_library("three_state : \"A +\";\n"), "liberty.expression", 18},
      {small_library("timing () { related_pin : A; cell_rise (t) { values (\"1, 2, 3\"); } }\n"),
       "liberty.table", 18},
      {small_library("timing () { related_pin : A; cell_rise (t) { index_1 (\"2, 1\"); "
                     "values (\"1, 2\", \"3, 4\"); } }\n"),
       "liberty.table", 18},
      {small_library("timing () { related_pin : A; cell_rise (u) { index_1 (\"2, 1\"); "
                     "values (\"1, 2\"); } }\n"),
       "liberty.table", 18},
      {small_library("capacitance : -0.1;\n"), "liberty.capacitance", 18},
  };
  for (const Case& one : cases) {
    const support::Diagnostic fault = fault_of(one.text);
    CHECK_MESSAGE(fault.code == one.code, one.text);
    REQUIRE(fault.location);
    CHECK_MESSAGE(fault.location->line == one.line, one.text);
    CHECK(fault.location->file.find("test.lib") != std::string::npos);
  }
}

TEST_CASE("a library cut at any byte is a diagnostic, never a crash or a smaller library") {
  std::string text = small_library();
  text.erase(text.find_last_not_of('\n') + 1);
  for (std::size_t length = 0; length < text.size(); ++length) {
    const support::Diagnostic fault = fault_of(text.substr(0, length));
    CHECK(fault.code.rfind("liberty.", 0) == 0);
  }
  CHECK(read_text(text).cells.size() == 1);
}

TEST_CASE("gzip is unpacked whatever the name, and a cut archive is a diagnostic") {
  const std::string packed = gz(small_library());
  CHECK(read_text(packed).cells.size() == 1);
  for (std::size_t length = 2; length < packed.size(); ++length) {
    CHECK(fault_of(packed.substr(0, length)).code == "liberty.gzip");
  }
  CHECK_THROWS_AS(synth::gunzip(packed, "bomb", 100), support::Failure);
}

TEST_CASE("files of one library are joined, each in its own units; what clashes is refused") {
  const support::TemporaryDirectory directory;
  const fs::path first = directory.path() / "a.lib";
  const fs::path second = directory.path() / "b.lib";
  support::write_file(first, small_library());
  support::write_file(second,
                      "library (more) { time_unit : 1ps; capacitive_load_unit (1, pf);\n"
                      "nom_voltage : 1.2; leakage_power_unit : \"1pW\";\n"
                      "cell (BUF) { cell_leakage_power : 5; } }\n");
  const synth::Library library = synth::read_library({first, second});
  CHECK(library.cells.size() == 2);
  CHECK(*library.find("BUF")->leakage_w == pann::test::relative(5e-12));
  CHECK(library.find("NAND") == nullptr);
  CHECK_THROWS_WITH_AS(synth::read_library({first, first}), doctest::Contains("liberty.duplicate"),
                       support::Failure);
}

TEST_CASE("all five open libraries are read whole") {
  struct Expected {
    const char* pdk;
    std::size_t cells;
    double voltage_v;
    const char* cell;
    double area;
    double input_f;
  };
  // Counts and figures as a text search finds them in the files.
  const std::vector<Expected> all{
      {"osu018", 32, 1.8, "NAND2X1", 24.0, 0.0125e-12},
      {"sky130hd", 428, 1.8, "sky130_fd_sc_hd__and2_1", 6.256, 0.001492e-12},
      {"ihp_sg13g2", 84, 1.2, "sg13g2_dfrbp_1", 52.6176, 0.0},
      {"gf180mcu_7t", 229, 5.0, "gf180mcu_fd_sc_mcu7t5v0__dffq_1", 0.0, 0.0},
      {"asap7", 202, 0.7, "NAND2x1_ASAP7_75t_R", 0.08748, 0.0}};
  for (const Expected& expected : all) {
    const auto known = synth::known_pdks();
    const auto pdk = std::find_if(known.begin(), known.end(), [&](const synth::Pdk& candidate) {
      return candidate.name == expected.pdk;
    });
    REQUIRE(pdk != known.end());
    if (pdk->files.empty()) {
      if (pdk->name != "osu018") test::test_data("PANN_PDK_PATH", expected.pdk);
      continue;
    }
    const synth::Library library = synth::read_library(pdk->files);
    CHECK(library.cells.size() == expected.cells);
    CHECK(library.conditions.voltage_v == pann::test::relative(expected.voltage_v));
    const synth::Cell* cell = library.find(expected.cell);
    REQUIRE(cell != nullptr);
    if (expected.area > 0.0) CHECK(cell->area == pann::test::relative(expected.area));
    if (expected.input_f > 0.0) {
      CHECK(cell->find_pin("A")->rise_capacitance_f == pann::test::relative(expected.input_f));
    }
    // Written and read again it is the same library to the mapper.
    const synth::Library again = read_text(synth::to_liberty_text(library, {.power = true}));
    CHECK(again.cells.size() == library.cells.size());
    const synth::Pin* pin = &cell->pins.back();
    const synth::Pin* copy = again.find(expected.cell)->find_pin(pin->name);
    CHECK(copy->capacitance_f == pann::test::relative(pin->capacitance_f));
    CHECK(copy->internal_power.size() == pin->internal_power.size());
  }
}
