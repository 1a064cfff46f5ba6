// `pann synth` and `pann power` as a user calls them: what every option changes, on a 2-bit adder
// of the library that is everywhere.
#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "activity/files/saif.h"
#include "cli_runner.h"
#include "relative.h"
#include "support/input.h"
#include "support/output.h"

using namespace pann::support;
using pann::test::CliResult;
using pann::test::run_pann;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

Json power_succeed(const std::vector<std::string>& arguments) {
  const CliResult result = run_pann(arguments);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  return Json::parse(result.output);
}

/// The adder and its netlist, mapped for 50 MHz.
struct Adder {
  TemporaryDirectory directory{};
  std::string source = path("adder");
  std::string gates = path("gates");

  Adder() {
    REQUIRE(run_pann({"gen", "adder", "--x-width", "2", "-o", source, "--quiet"}).exit_code == 0);
    REQUIRE(run_pann({"synth", source, "--pdk", "generic", "-o", gates, "--clock-mhz", "50",
                      "--input-slew", "0.2", "--check", "20", "--quiet"})
                .exit_code == 0);
  }
  std::string path(const std::string& name) const { return (directory.path() / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    write_file(path(name), text);
    return path(name);
  }
  Json power(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"power", gates, "--vectors", "200", "--json", "-"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return power_succeed(arguments);
  }
};

double of(const Json& json, const char* key) {
  return json.at(key).get<double>();
}

/// Column `column` of a CSV with a heading.
std::vector<double> column(const std::string& text, std::size_t column) {
  std::istringstream lines(text);
  std::vector<double> values;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string field;
    for (std::size_t i = 0; i <= column; ++i) std::getline(fields, field, ',');
    values.push_back(std::stod(field));
  }
  return values;
}

double sum(const std::vector<double>& values) {
  double total = 0.0;
  for (const double value : values) total += value;
  return total;
}

constexpr const char* kSpefHead =
    "*SPEF \"IEEE 1481-1998\"\n*DESIGN \"d\"\n*DATE \"d\"\n*VENDOR \"v\"\n*PROGRAM \"p\"\n*VERSION "
    "\"1\"\n*DESIGN_FLOW \"x\"\n*DIVIDER /\n*DELIMITER :\n*BUS_DELIMITER []\n*T_UNIT 1 NS\n*C_UNIT "
    "1 "
    "FF\n*R_UNIT 1 OHM\n*L_UNIT 1 HENRY\n";

}  // namespace

TEST_CASE("power: clock, slew and library are those of synth unless given") {
  const Adder adder;
  const Json plain = adder.power();
  CHECK(of(plain, "clock_mhz") == 50.0);
  CHECK(of(plain, "input_slew_ns") == pann::test::relative(0.2));
  CHECK(of(plain, "duration") == pann::test::relative(200.0 / 50e6));
  const Json fast = adder.power({"--clock-mhz", "200", "--input-slew", "0.4"});
  CHECK(of(fast, "switching_w") == pann::test::relative(4.0 * of(plain, "switching_w")));
  CHECK(of(fast, "leakage_w") == pann::test::relative(of(plain, "leakage_w")));
  CHECK(of(fast, "input_slew_ns") == pann::test::relative(0.4));
  CHECK(of(adder.power({"--pdk", "generic"}), "total_w") == of(plain, "total_w"));
  CHECK(of(adder.power({"--engine", "native"}), "total_w") == of(plain, "total_w"));
}

TEST_CASE("power: operands are chosen as for sim") {
  const Adder adder;
  const Json still = adder.power({"--x-range", "1:1", "--w-range", "1:1"});
  const Json full = adder.power({"--range", "nonnegative"});
  const Json other = adder.power({"--seed", "2"});
  const Json normal = adder.power({"--stimulus", "gaussian"});
  const Json plain = adder.power();
  CHECK(of(still, "switching_w") < 0.1 * of(plain, "switching_w"));
  CHECK(of(full, "switching_w") < of(plain, "switching_w"));
  CHECK(of(other, "switching_w") != of(plain, "switching_w"));
  CHECK(normal.at("activity").at("stimulus").at("kind") == "gaussian");
  CHECK(adder.power({"--length", "50"}).at("activity").at("stimulus").at("streams") == 4);
  CHECK(run_pann({"power", adder.gates, "--layer", "conv1"}).exit_code == 2);
}

TEST_CASE("power: a SPEF file adds its wires, and what it lacks fails unless --lenient") {
  const Adder adder;
  const std::string spef =
      adder.write("w.spef", std::string(kSpefHead) + "*D_NET sum_o[0] 50\n*END\n");
  const CliResult strict = run_pann({"power", adder.gates, "--vectors", "200", "--wire", spef});
  CHECK(strict.exit_code == 1);
  CHECK(strict.error.find("13 of 14 nets have no entry") != std::string::npos);
  const Json wired = adder.power({"--wire", spef, "--lenient"});
  CHECK(wired.at("wire_coverage").at("covered") == 1);
  // 50 fF at 1.2 V, as often as the net toggles in the SAIF file of the same run.
  const std::string saif = adder.path("p.saif");
  const Json plain = adder.power({"--saif", saif});
  const std::string text = read_file(saif);
  const std::size_t count = text.find("(TC ", text.find("sum_o\\[0\\]")) + 4;
  const double toggles = std::stod(text.substr(count));
  CHECK(of(wired, "switching_w") - of(plain, "switching_w") ==
        pann::test::relative(toggles * 50e-15 * 1.2 * 1.2 / 2.0 / 4e-6));
}

TEST_CASE("power: the activity of its own SAIF gives the same figures") {
  const Adder adder;
  const std::string saif = adder.path("p.saif");
  const Json plain = adder.power({"--saif", saif});
  const Json read = power_succeed(
      {"power", adder.gates, "--activity", saif, "--scope", "ripple_adder", "--json", "-"});
  for (const char* key : {"internal_w", "switching_w", "leakage_w"}) {
    CHECK(of(read, key) == pann::test::relative(of(plain, key)));
  }
  // Without its time scale nobody knows how long it lasts.
  std::string text = read_file(saif);
  const std::size_t begin = text.find("(TIMESCALE ");
  const std::size_t end = text.find(')', begin);
  const std::string unit = text.substr(begin + 11, end - begin - 11);
  text.erase(begin, end + 1 - begin);
  const std::string silent = adder.write("silent.saif", text);
  const CliResult refused =
      run_pann({"power", adder.gates, "--activity", silent, "--scope", "ripple_adder"});
  CHECK(refused.exit_code == 2);
  CHECK(refused.error.find("trace.timescale") != std::string::npos);
  const Json told = power_succeed({"power", adder.gates, "--activity", silent, "--scope",
                                   "ripple_adder", "--timescale", unit, "--json", "-"});
  CHECK(of(told, "total_w") == pann::test::relative(of(read, "total_w")));
}

TEST_CASE(
    "power: at any clock the SAIF file lasts its cycles to the femtosecond, and reads back so") {
  const Adder adder;
  const std::string saif = adder.path("p.saif");
  for (const auto& entry :
       {std::pair{"250", 4e6}, std::pair{"500", 2e6}, std::pair{"333.3", 3000300.0}}) {
    const auto& clock = entry.first;
    const double period_fs = entry.second;
    CAPTURE(clock);
    const Json written = adder.power({"--clock-mhz", clock, "--saif", saif});
    const pann::activity::Activity activity = pann::activity::read_saif(saif);
    const double seconds = static_cast<double>(activity.duration) * activity.tick_seconds;
    CHECK(std::round(seconds * 1e15) == 200.0 * period_fs);
    const Json read = power_succeed(
        {"power", adder.gates, "--activity", saif, "--scope", "ripple_adder", "--json", "-"});
    // A period is written to the femtosecond: 3.0003 ns where 333.3 MHz is 3.00030003.
    CHECK(of(read, "duration") == pann::test::relative(of(written, "duration")).epsilon(2e-7));
  }
}

TEST_CASE("power: instances and single operations add up to the report") {
  const Adder adder;
  const std::string instances = adder.path("i.csv");
  const std::string series = adder.path("s.csv");
  const Json json = adder.power({"--instances", instances, "--series", series});
  const std::string text = read_file(instances);
  REQUIRE(
      text.starts_with("instance,cell,toggles,glitch_toggles,internal_w,switching_w,leakage_w,"
                       "total_w,"));
  CHECK(sum(column(text, 4)) == pann::test::relative(of(json, "internal_w")));
  CHECK(sum(column(text, 7)) == pann::test::relative(of(json, "total_w")));
  const std::vector<double> energies = column(read_file(series), 3);
  CHECK(energies.size() == 200);
  CHECK(sum(energies) * 1e-15 ==
        pann::test::relative((of(json, "internal_w") + of(json, "switching_w")) *
                             of(json, "duration"))
            .epsilon(0.02));
}

TEST_CASE("power: groups of an overlay take the library's place") {
  const Adder adder;
  const std::string overlay = adder.write(
      "o.lib",
      "library (o) { time_unit : \"1ns\"; voltage_unit : \"1V\"; capacitive_load_unit (1, ff);\n"
      "leakage_power_unit : \"1nW\"; nom_voltage : 1.2; cell (XOR2_1) { cell_leakage_power : 1000; "
      "} }\n");
  const Json json = adder.power({"--overlay", overlay});
  CHECK(json.at("overlay").at("cells") == Json::array({"XOR2_1"}));
  const std::string netlist = read_file(adder.gates + "/netlist.v");
  int cells = 0;
  for (std::size_t at = 0; (at = netlist.find("XOR2_1 ", at)) != std::string::npos; ++at) ++cells;
  REQUIRE(cells > 0);
  CHECK(of(json, "leakage_w") == pann::test::relative(cells * 1e-6).epsilon(0.01));
}

TEST_CASE("power: delays and library of a hand-over, pulses that gates filter or let pass") {
  const Adder adder;
  const std::string flow = adder.path("flow");
  REQUIRE(run_pann({"synth", adder.source, "--pdk", "generic", "-o", adder.path("again"), "--flow",
                    flow, "--quiet"})
              .exit_code == 0);
  CHECK(of(power_succeed({"power", adder.gates, "--vectors", "200", "--liberty",
                          flow + "/pann_generic.lib", "--json", "-"}),
           "total_w") == pann::test::relative(of(adder.power(), "total_w")));
  const Json own = adder.power({"--delays", "liberty", "--transport"});
  const Json read = power_succeed({"power", adder.gates, "--vectors", "200", "--delays", "liberty",
                                   "--transport", "--sdf", flow + "/netlist.sdf", "--json", "-"});
  CHECK(read.at("activity").at("sdf").at("covered") == read.at("activity").at("sdf").at("arcs"));
  CHECK(of(read, "switching_w") == pann::test::relative(of(own, "switching_w")).epsilon(0.05));
  // Without its TIMESCALE the file is in ns by the standard, which is said.
  std::string silent = read_file(flow + "/netlist.sdf");
  const std::string scale = "(TIMESCALE 1ns)";
  silent.erase(silent.find(scale), scale.size());
  const CliResult told = run_pann({"power", adder.gates, "--vectors", "200", "--delays", "liberty",
                                   "--transport", "--sdf", adder.write("silent.sdf", silent)});
  CHECK(told.exit_code == 0);
  CHECK_MESSAGE(told.error.find("silent.sdf has no TIMESCALE") != std::string::npos, told.error);
  CHECK(of(own, "switching_w") >= of(adder.power({"--delays", "liberty"}), "switching_w"));
  CHECK(run_pann({"power", adder.gates, "--transport"}).exit_code == 2);
}

TEST_CASE("synth: every option of mapping changes what it says") {
  const Adder adder;
  const auto map = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{
        "synth", adder.source, "-o", adder.path("other"), "--check", "0", "--force", "--json", "-"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return power_succeed(arguments);
  };
  const Json plain = map({"--pdk", "generic"});
  CHECK(map({"--pdk", "generic", "--seed", "3"}).at("cells") == plain.at("cells"));
  CHECK(map({"--liberty", adder.gates + "/cells.lib"}).at("area") == plain.at("area"));
  const auto has_full_adder = [](const Json& json) {
    return json.at("cell_types").dump().find("FA_1") != std::string::npos;
  };
  CHECK(!has_full_adder(plain));
  CHECK(has_full_adder(map({"--pdk", "generic", "--adder-cells"})));
  CHECK(of(map({"--pdk", "generic", "--recipe", "area"}), "area") <= of(plain, "area"));
  CHECK(map({"--pdk", "generic", "--flatten"}).at("modules").size() == 1);
  map({"--pdk", "generic", "--clock-mhz", "250", "--input-slew", "0.3"});
  const std::string sdc = read_file(adder.path("other") + "/netlist.sdc");
  CHECK(sdc.find("-period 4\n") != std::string::npos);
  CHECK(sdc.find("set_input_transition 0.3 ") != std::string::npos);
}
