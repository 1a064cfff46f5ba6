#include <filesystem>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "support/input.h"
#include "support/output.h"
#include "test_data.h"

using namespace pann;
namespace fs = std::filesystem;

TEST_CASE("pann run on given operand streams prints, and leaves the page, the JSON and the files") {
  const auto streams = test::test_data("PANN_NETWORK_PATH", "mlp_digits/streams_b4.npz");
  if (!streams) return;
  const support::TemporaryDirectory directory;
  const fs::path output = directory.path() / "out";
  const test::CliResult result = test::run_pann(
      {"run", "--network", streams->string(), "--budget", "4", "-o", output.string()});
  CHECK_MESSAGE(result.exit_code == 0, result.error);
  CHECK(result.output.find("report.html") != std::string::npos);
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::size_t kLineWidth = 100;
    const bool holds_path = line.find(output.string()) != std::string::npos;
    CHECK_MESSAGE((line.size() <= kLineWidth || holds_path), line);
  }

  const auto json = nlohmann::json::parse(support::read_file(output / "report.json"));
  REQUIRE(json.at("units").size() == 5);
  CHECK(json.at("budgets").at(0).at("activation_bits") == 4);  // streams with L_wp: bx~ = b
  const std::string page = support::read_file(output / "report.html");
  CHECK(page.find("pann run --budget 4 ") != std::string::npos);
  CHECK(page.find(" --seed 1 ") != std::string::npos);
  CHECK(page.find(" --pdk ") != std::string::npos);  // the library that was chosen for the user
  for (const auto& unit : json.at("units")) {
    const std::string name = unit.at("name");
    CAPTURE(name);
    CHECK(unit.at("mismatches") == 0);
    CHECK(unit.at("energy").at("total_fj") > 0.0);
    CHECK(page.find(name) != std::string::npos);
    CHECK(fs::exists(output / unit.at("directory").get<std::string>() / "netlist" / "netlist.v"));
  }
  // Figures on the page are those of the JSON, to the last digit.
  const double flips = json.at("units").at(0).at("flips");
  CHECK(page.find("data-value=\"" + nlohmann::json(flips).dump() + "\"") != std::string::npos);
}

TEST_CASE("pann run takes library, accumulator, engine and seed as it is told") {
  const auto streams = test::test_data("PANN_NETWORK_PATH", "mlp_digits/streams_b4.npz");
  if (!streams) return;
  const support::TemporaryDirectory directory;
  const std::string output = (directory.path() / "out").string();
  const std::string flow = (directory.path() / "flow").string();
  REQUIRE(test::run_pann({"gen", "adder", "--x-width", "2", "-o", output, "--quiet"}).exit_code ==
          0);
  REQUIRE(test::run_pann({"synth", output, "--pdk", "generic", "-o",
                          (directory.path() / "gates").string(), "--flow", flow, "--quiet"})
              .exit_code == 0);
  CHECK(
      test::run_pann({"run", "--network", streams->string(), "-o", output, "--quiet"}).exit_code ==
      2);
  const test::CliResult result =
      test::run_pann({"run",         "--network", streams->string(),
                      "--budget",    "4",         "--acc-width",
                      "24",          "--liberty", flow + "/pann_generic.lib",
                      "--clock-mhz", "50",        "--engine",
                      "native",      "--seed",    "5",
                      "--force",     "-o",        output,
                      "--json",      "-"});
  CHECK_MESSAGE(result.exit_code == 0, result.error);
  const auto json = nlohmann::json::parse(result.output);
  CHECK(json.at("seed") == 5);
  const auto unit = json.at("units").at(0).at("directory").get<std::string>();
  const auto manifest =
      nlohmann::json::parse(support::read_file(fs::path(output) / unit / "rtl" / "manifest.json"));
  CHECK(manifest.at("design").at("acc_width") == 24);
}

TEST_CASE("pann run takes PANN's width by Eq. (19) where it is told, and says so") {
  if (!test::runs_when_full("maps five units")) return;
  const support::TemporaryDirectory directory;
  const std::string output = (directory.path() / "out").string();
  const test::CliResult result = test::run_pann(
      {"run", "--budget", "2", "--pann-width", "mse", "--pdk", "generic", "-o", output, "--quiet"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const auto json = nlohmann::json::parse(support::read_file(output + "/report.json"));
  CHECK(json.at("budgets").at(0).at("activation_bits") == 3);  // 10 flips: Eq. (19) is least there
  CHECK(json.at("budgets").at(0).at("activation_bits_by") == "Eq. (19)");
  CHECK(support::read_file(output + "/report.html").find("--pann-width mse") != std::string::npos);
}

TEST_CASE("pann run compares the best units too, mapped as it is told, within 100 columns") {
  const auto streams = test::test_data("PANN_NETWORK_PATH", "mlp_digits/streams_b4.npz");
  if (!streams) return;
  const support::TemporaryDirectory directory;
  const std::string output = (directory.path() / "out").string();
  const test::CliResult result = test::run_pann({"run",
                                                 "--network",
                                                 streams->string(),
                                                 "--budget",
                                                 "4",
                                                 "--units",
                                                 "all",
                                                 "--pann-lanes",
                                                 "16",
                                                 "--pann-positions",
                                                 "2",
                                                 "--pann-window",
                                                 "8",
                                                 "--recipe",
                                                 "area",
                                                 "--adder-cells",
                                                 "--pdk",
                                                 "generic",
                                                 "-o",
                                                 output});
  CHECK_MESSAGE(result.exit_code == 0, result.error);
  CHECK(result.output.find("pann_dot and heap_mac take the same where") != std::string::npos);
  CHECK(result.output.find("No arrays: a file does not say") != std::string::npos);
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    CHECK_MESSAGE((line.size() <= 100 || line.find(output) != std::string::npos), line);
  }
  const auto json = nlohmann::json::parse(support::read_file(output + "/report.json"));
  CHECK(json.at("recipe") == "area");
  CHECK(json.at("adder_cells") == true);
  const auto& units = json.at("units");
  const std::vector<std::string> names{"pann_dot", "pann_dot_binary", "pann_dot_repetition"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& dot = units.at(units.size() - names.size() + i);
    CHECK(dot.at("name") == names[i]);
    CHECK(dot.at("mismatches") == 0);
    CHECK(dot.at("x_bits_fetched").get<double>() > 0.0);
  }
  const std::string page = support::read_file(output + "/report.html");
  CHECK(page.find("--units all --pann-lanes 16 --pann-positions 2 --pann-window 8 --recipe area "
                  "--adder-cells") != std::string::npos);
}
