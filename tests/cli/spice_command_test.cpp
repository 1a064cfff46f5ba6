// `pann spice` as a user calls it: a 3x3 multiplier of sky130hd at transistor level.
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "relative.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "test_data.h"

using namespace pann::support;
using pann::test::run_pann;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::size_t spice_lines_of(const std::string& file) {
  std::istringstream stream(read_file(file));
  std::size_t count = 0;
  for (std::string line; std::getline(stream, line);) ++count;
  return count;
}

/// A multiplier's netlist on sky130hd; empty where library or ngspice is missing.
struct Gates {
  TemporaryDirectory directory{};
  std::string gates{};

  Gates() {
    if (!pann::test::test_data("PANN_PDK_PATH", "sky130hd/spice")) return;
    if (!find_program("ngspice")) {
      pann::test::say_skipped("ngspice is not installed");
      return;
    }
    REQUIRE(run_pann({"gen", "multiplier", "--x-width", "3", "--w-width", "3", "-o", path("rtl"),
                      "--quiet"})
                .exit_code == 0);
    REQUIRE(run_pann({"synth", path("rtl"), "--pdk", "sky130hd", "-o", path("gates"), "--quiet"})
                .exit_code == 0);
    gates = path("gates");
  }
  std::string path(const std::string& name) const { return (directory.path() / name).string(); }
};

}  // namespace

TEST_CASE("a multiplier computes at transistor level what its netlist does, and is resumed") {
  const Gates gates;
  if (gates.gates.empty()) return;
  const std::vector<std::string> arguments{"spice",        gates.gates,
                                           "--operations", "6",
                                           "--series",     gates.path("series.csv"),
                                           "--nets",       gates.path("nets.csv"),
                                           "--deck",       gates.path("deck.spice"),
                                           "--json",       "-"};
  const auto first = run_pann(arguments);
  REQUIRE_MESSAGE(first.exit_code == 0, first.error);
  const Json report = Json::parse(first.output);
  CHECK(report.at("checked") == 6);
  CHECK(report.at("mismatches") == 0);
  REQUIRE(report.at("gate_level").size() == 3);
  // Neither is tuned to the other: what is asked is that both speak of the same circuit.
  const double spice_fj = report.at("spice").at("mean_fj").get<double>();
  const double gate_fj = report.at("gate_level")[1].at("mean_fj").get<double>();
  CHECK(gate_fj / spice_fj > 0.7);
  CHECK(gate_fj / spice_fj < 1.4);
  double sum = 0.0;
  for (const Json& energy : report.at("spice").at("operations_fj")) sum += energy.get<double>();
  CHECK(sum / 6.0 == pann::test::relative(spice_fj));
  CHECK(spice_lines_of(gates.path("series.csv")) == 7);
  CHECK(spice_lines_of(gates.path("nets.csv")) == report.at("nets").size() + 1);
  CHECK(read_file(gates.path("deck.spice")).find(".tran ") != std::string::npos);

  const Json again = Json::parse(run_pann(arguments).output);
  CHECK(again.at("resumed") == again.at("simulations"));
  CHECK(again.at("spice") == report.at("spice"));
}

TEST_CASE("the transistor level of a library is named, and what is not there is said") {
  const Gates gates;
  if (gates.gates.empty()) return;
  const fs::path spice = fs::path(std::getenv("PANN_PDK_PATH")) / "sky130hd" / "spice";
  const auto named = run_pann({"spice", gates.gates, "--operations", "2", "--spice-cells",
                               (spice / "cells.spice.gz").string(), "--spice-models",
                               (spice / "models.spice.gz").string(), "--period-ns", "4",
                               "--input-slew", "0.05", "--pdk", "sky130hd"});
  CHECK_MESSAGE(named.exit_code == 0, named.error);
  CHECK(named.output.find("2 operations of 4 ns") != std::string::npos);
  const auto missing = run_pann({"spice", gates.gates, "--spice-cells", "nowhere.spice"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.error.find("[spice.sources]") != std::string::npos);
  const auto short_period =
      run_pann({"spice", gates.gates, "--operations", "4", "--period-ns", "0.3"});
  CHECK(short_period.exit_code == 1);
  CHECK(short_period.error.find("differ from the model") != std::string::npos);
}

TEST_CASE("operands at transistor level are those of the stimulus options") {
  const Gates gates;
  if (gates.gates.empty()) return;
  const std::string series = gates.path("series.csv");
  const auto narrow = run_pann({"spice", gates.gates, "--operations", "3", "--x-range", "1:1",
                                "--w-range", "-2:-2", "--series", series, "--quiet"});
  CHECK_MESSAGE(narrow.exit_code == 0, narrow.error);
  CHECK(narrow.output.empty());
  std::istringstream lines(read_file(series));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) CHECK(line.find(",1,-2,") != std::string::npos);
  const auto drawn = run_pann({"spice", gates.gates, "--operations", "3", "--stimulus", "gaussian",
                               "--range", "nonnegative", "--length", "0", "--seed", "7"});
  CHECK_MESSAGE(drawn.exit_code == 0, drawn.error);
  const auto layer = run_pann({"spice", gates.gates, "--layer", "conv1"});
  CHECK(layer.exit_code == 2);
  const auto vectors = run_pann({"spice", gates.gates, "--vectors", "5"});
  CHECK(vectors.exit_code == 2);
  const auto library = run_pann({"spice", gates.gates, "--liberty", gates.path("nowhere.lib")});
  CHECK(library.exit_code == 2);
}

TEST_CASE("energies of a cell stand beside its tables, state by state") {
  if (!pann::test::test_data("PANN_PDK_PATH", "sky130hd/spice")) return;
  if (!find_program("ngspice")) return pann::test::say_skipped("ngspice is not installed");
  const auto result = run_pann({"spice", "--cell", "sky130_fd_sc_hd__nand2_1", "--pdk", "sky130hd",
                                "--load-ff", "4", "--json", "-"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const Json transitions = Json::parse(result.output).at("cells")[0].at("transitions");
  REQUIRE(transitions.size() == 4);
  for (const Json& one : transitions) {
    // The other input at 0 holds a NAND's output.
    const bool moves = one.at("state").get<std::string>().back() == '1';
    CHECK(one.at("outputs").empty() != moves);
    const double spice_fj = one.at("spice_fj").get<double>();
    CHECK(spice_fj > (moves ? 1.0 : -0.5));
    CHECK(spice_fj < (moves ? 20.0 : 5.0));
  }
  CHECK(run_pann({"spice", "--cell", "sky130_fd_sc_hd__dfxtp_1", "--pdk", "sky130hd"}).exit_code ==
        2);
  CHECK(run_pann({"spice", "--cell", "no_such_cell", "--pdk", "sky130hd"}).exit_code == 2);
  CHECK(run_pann({"spice"}).exit_code == 2);
}

TEST_CASE("a measured overlay makes the tables say what was measured") {
  if (!pann::test::test_data("PANN_PDK_PATH", "sky130hd/spice")) return;
  if (!find_program("ngspice")) return pann::test::say_skipped("ngspice is not installed");
  const TemporaryDirectory directory;
  const std::string overlay = (directory.path() / "xor.lib").string();
  const std::vector<std::string> cell{"spice", "--cell", "sky130_fd_sc_hd__xor2_1", "--pdk",
                                      "sky130hd"};
  std::vector<std::string> measure = cell;
  measure.insert(measure.end(), {"--measured-overlay", overlay, "--quiet"});
  REQUIRE(run_pann(measure).exit_code == 0);
  std::vector<std::string> again = cell;
  again.insert(again.end(), {"--overlay", overlay, "--json", "-"});
  const auto result = run_pann(again);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const Json report = Json::parse(result.output);
  for (const Json& one : report.at("cells")[0].at("transitions")) {
    CHECK(one.at("table_fj").get<double>() ==
          pann::test::relative(one.at("spice_fj").get<double>()).epsilon(1e-3));
  }
}
