#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/cli_runner.h"
#include "environment.h"
#include "relative.h"
#include "support/input.h"
#include "support/output.h"
#include "synth/pdk/pdk.h"

// pann compare, and what pann gen has measured before it chooses.

namespace fs = std::filesystem;
using nlohmann::json;
using pann::support::read_file;
using pann::support::TemporaryDirectory;
using pann::test::CliResult;
using pann::test::contains;
using pann::test::run_pann;

namespace {

constexpr const char* kHeap = "multiplier --multiplier heap --x-width 3 --w-width 4";
constexpr const char* kBooth = "multiplier --x-width 3 --w-width 4";

std::size_t lines(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += c == '\n' ? 1 : 0;
  return count;
}

json read_json(const fs::path& file) {
  return json::parse(read_file(file));
}

void check_refused(std::vector<std::string> arguments, const std::string& part) {
  const CliResult result = run_pann(arguments);
  CAPTURE(result.error);
  CHECK(result.exit_code == 2);
  CHECK_MESSAGE(contains(result.error, part), part);
}

}  // namespace

TEST_CASE("pann compare gives each design the figures that pann synth and pann power give it") {
  const TemporaryDirectory directory;
  const std::string place = directory.path().string();
  REQUIRE(run_pann({"gen", "multiplier", "--x-width", "3", "--w-width", "4", "-o", place + "/own",
                    "--quiet"})
              .exit_code == 0);
  const CliResult result =
      run_pann({"compare", kHeap, place + "/own", kBooth, "--pdk", "generic", "--recipe", "area",
                "--vectors", "300", "--clock-mhz", "20", "--csv", place + "/table.csv", "--html",
                place + "/page.html", "--json", place + "/report.json"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const json report = read_json(place + "/report.json");
  CHECK(report["schema"] == "pann.compare");
  const json& designs = report["designs"];
  REQUIRE(designs.size() == 3);
  CHECK(designs[0]["name"] == kHeap);
  // A directory is what its options are.
  for (const char* figure : {"cells", "area", "delay_ns", "energy_per_operation_fj"}) {
    CAPTURE(figure);
    CHECK(designs[1][figure] == designs[2][figure]);
    CHECK(designs[1][figure] != designs[0][figure]);
  }
  REQUIRE(run_pann({"synth", place + "/own", "--pdk", "generic", "--recipe", "area",
                    "--adder-cells", "-o", place + "/gates", "--quiet"})
              .exit_code == 0);
  REQUIRE(run_pann({"power", place + "/gates", "--delays", "liberty", "--vectors", "300",
                    "--clock-mhz", "20", "--json", place + "/power.json", "--quiet"})
              .exit_code == 0);
  const json power = read_json(place + "/power.json");
  CHECK(designs[1]["area"] == power["area"]);
  CHECK(designs[1]["cells"] == power["cells"]);
  CHECK(designs[1]["energy_per_operation_fj"].get<double>() ==
        pann::test::relative(power["energy_per_operation_fj"].get<double>()));
  CHECK(designs[1]["operations"] == 300);
  CHECK(designs[1]["checked"] == 600);
  const std::string csv = read_file(place + "/table.csv");
  CHECK(lines(csv) == 4);
  CHECK(contains(csv, kHeap));
  const std::string page = read_file(place + "/page.html");
  CHECK(contains(page, "<svg"));
  CHECK(contains(page, kBooth));
  // Text: a footing, and a line a design.
  CHECK(contains(result.output, "recipe area with full adder cells"));
  CHECK(contains(result.output, std::string("  ") + kBooth + '\n'));
}

TEST_CASE("pann compare and pann gen --multiplier auto feed the operands that they are told") {
  const TemporaryDirectory directory;
  const std::string place = directory.path().string();
  const auto energy = [&](std::vector<std::string> options) {
    std::vector<std::string> line{
        "compare", kBooth, "--quiet", "--pdk", "generic", "--json", place + "/report.json"};
    line.insert(line.end(), options.begin(), options.end());
    const CliResult result = run_pann(line);
    REQUIRE_MESSAGE(result.exit_code == 0, result.error);
    CHECK(result.output.empty());
    return read_json(place + "/report.json")["designs"][0]["energy_per_operation_fj"].get<double>();
  };
  const double plain = energy({"--vectors", "100"});
  CHECK(energy({"--vectors", "100", "--seed", "2"}) != plain);
  CHECK(energy({"--vectors", "100", "--stimulus", "gaussian"}) != plain);
  CHECK(energy({"--vectors", "100", "--range", "nonnegative"}) < plain);
  CHECK(energy({"--vectors", "100", "--w-range", "0:0"}) < plain / 2);
  CHECK(energy({"--vectors", "100", "--length", "3"}) != plain);
  const std::string library = pann::synth::find_pdk("generic").files.front().string();
  const CliResult chosen = run_pann({"gen",          "multiplier",
                                     "--multiplier", "auto",
                                     "--x-width",    "3",
                                     "--w-width",    "4",
                                     "--stimulus",   "gaussian",
                                     "--range",      "nonnegative",
                                     "--x-range",    "0:2",
                                     "--w-range",    "0:0",
                                     "--length",     "10",
                                     "--vectors",    "20",
                                     "--liberty",    library,
                                     "-o",           place + "/unit",
                                     "--json",       place + "/choice.json"});
  REQUIRE_MESSAGE(chosen.exit_code == 0, chosen.error);
  const json choice = read_json(place + "/choice.json")["choice"];
  CHECK(contains(choice["operands"], "20 operations, gaussian"));
  CHECK(choice["tried"].size() == 7);
  check_refused({"gen", "mac", "--multiplier", "auto", "--layer", "conv1", "-o", place + "/no"},
                "--layer");
}

TEST_CASE("pann compare leaves adders to the mapper where it is told so") {
  const TemporaryDirectory directory;
  const std::string file = (directory.path() / "report.json").string();
  const CliResult result = run_pann({"compare", kHeap, "--pdk", "generic", "--no-adder-cells",
                                     "--vectors", "50", "--json", file});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  CHECK(read_json(file)["adder_cells"] == false);
  CHECK(contains(result.output, "recipe area, operands"));
}

TEST_CASE("pann compare names the design that is at fault, and writes nothing over its inputs") {
  check_refused({"compare", "multiplier 3", "--pdk", "generic"}, "'3' belongs to no option");
  check_refused({"compare", "multiplier --x-width 99", "--pdk", "generic"}, "99");
  check_refused({"compare", "nowhere", "--pdk", "generic"}, "nowhere");
  check_refused({"compare", kBooth, "--pdk", "generic", "--x-range", "-99:99"}, "does not fit x");
  check_refused({"compare", kBooth, "--pdk", "generic", "--layer", "conv1"}, "--layer");
  check_refused({"compare", kBooth, "--liberty", "a.lib", "--csv", "a.lib"}, "a.lib");
  check_refused({"compare"}, "designs");
}

TEST_CASE("pann gen --multiplier auto emits the structure that it measured best, and says why") {
  const TemporaryDirectory directory;
  const std::string place = directory.path().string();
  for (const std::string goal : {"area", "delay", "energy"}) {
    CAPTURE(goal);
    const CliResult result =
        run_pann({"gen", "multiplier", "--multiplier", "auto", "--for", goal, "--x-width", "3",
                  "--w-width", "4", "--pdk", "generic", "--vectors", "100", "--json",
                  place + "/choice.json", "--force", "-o", place + "/unit"});
    REQUIRE_MESSAGE(result.exit_code == 0, result.error);
    CHECK(contains(result.output, "for " + goal + " on "));
    const json report = read_json(place + "/choice.json");
    const json& tried = report["choice"]["tried"];
    CHECK(tried.size() == 7);
    CHECK(contains(report["choice"]["operands"], "100 operations, uniform"));
    const std::string figure = goal == "energy"  ? "energy_per_operation_fj"
                               : goal == "delay" ? "delay_ns"
                                                 : "area";
    for (const json& one : tried) CHECK(one[figure] >= tried[0][figure]);
    // What is written is what stands first.
    const CliResult again = run_pann({"compare", place + "/unit", "--pdk", "generic", "--vectors",
                                      "100", "--json", place + "/again.json"});
    REQUIRE_MESSAGE(again.exit_code == 0, again.error);
    CHECK(read_json(place + "/again.json")["designs"][0][figure] == tried[0][figure]);
  }
}

TEST_CASE("options that contradict --multiplier auto, or mean nothing without it, are refused") {
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  check_refused({"gen", "adder", "--multiplier", "auto", "-o", unit}, "kind adder");
  check_refused({"gen", "mac", "--multiplier", "auto", "--reduction", "dadda", "-o", unit},
                "--reduction contradicts");
  check_refused({"gen", "mac", "--for", "area", "-o", unit}, "--for means nothing");
  // All at once, the design's own faults among them.
  const CliResult all = run_pann({"gen", "adder", "--multiplier", "auto", "--reduction", "dadda",
                                  "--final-adder", "ripple", "--x-width", "99", "-o", unit});
  CHECK(all.exit_code == 2);
  for (const char* part :
       {"--reduction contradicts", "--final-adder contradicts", "kind adder", "99"}) {
    CHECK_MESSAGE(contains(all.error, part), all.error);
  }
  const CliResult both = run_pann({"gen", "mac", "--for", "area", "--vectors", "100", "-o", unit});
  CHECK(contains(both.error, "--for means nothing"));
  CHECK(contains(both.error, "operands mean nothing"));
  check_refused({"gen", "mac", "--vectors", "100", "-o", unit}, "operands mean nothing");
  check_refused({"gen", "mac", "--pdk", "nowhere", "-o", unit}, "nowhere");
  CHECK_FALSE(fs::exists(unit));
}

TEST_CASE("pann gen says what another structure saves on a library that it is told, and keeps it") {
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  const pann::test::Variables variables(
      {{"PANN_CACHE_DIR", (directory.path() / "cache").string()}, {"PANN_PDK_PATH", {}}});
  const std::vector<std::string> plain{"gen",         "mac", "--x-width", "3",  "--w-width", "3",
                                       "--acc-width", "8",   "--force",   "-o", unit};
  const std::string library = pann::synth::default_pdk().name;
  std::vector<std::string> named = plain;
  named.insert(named.end(), {"--pdk", library});
  const CliResult before = run_pann(plain);
  CHECK(contains(before.output, "pann gen mac --pdk " + library + " says what it saves"));
  const CliResult measured = run_pann(named);
  REQUIRE_MESSAGE(measured.exit_code == 0, measured.error);
  CHECK(contains(measured.output, "% on " + library + ": "));
  const CliResult after = run_pann(plain);
  CHECK(contains(after.output, "% on " + library + ": "));
  // Nothing to choose, nothing to say.
  CHECK_FALSE(contains(run_pann({"gen", "adder", "--force", "-o", unit}).output, "--multiplier"));
}
