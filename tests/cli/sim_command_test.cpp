#include <filesystem>
#include <string>
#include <sys/stat.h>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/onnx/model.h"
#include "cli/cli_runner.h"
#include "support/input.h"
#include "support/output.h"

using pann::support::read_file;
using pann::support::TemporaryDirectory;
using pann::support::write_file;
using pann::test::CliResult;
using pann::test::run_pann;

namespace {

// One small unit for all tests of this file: its model is built once and then cached.
const std::vector<std::string> kSmallMac{
    "sim", "mac",       "--x-width", "4",        "--w-width", "4",        "--acc-width",
    "12",  "--vectors", "200",       "--length", "20",        "--engine", "verilator"};

CliResult small_mac(std::vector<std::string> more) {
  std::vector<std::string> arguments = kSmallMac;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_pann(arguments);
}

}  // namespace

TEST_CASE("sim reports every element of a mac as JSON") {
  const CliResult result = small_mac({"--json", "-"});
  REQUIRE(result.exit_code == 0);
  const auto json = nlohmann::json::parse(result.output);
  CHECK(json.at("schema") == "pann.sim");
  CHECK(json.at("version") == 1);
  CHECK(json.at("seed") == 1);
  CHECK(json.at("operations") == 200);
  CHECK(json.at("mismatches") == 0);
  CHECK(json.at("design").at("x_width") == 4);
  CHECK(json.at("engine") == "verilator");
  for (const char* name : {"multiplier_inputs", "multiplier_operands", "multiplier_carries",
                           "multiplier_other", "accumulator_input", "accumulator_sum",
                           "accumulator_carries", "accumulator_register", "control", "clock"}) {
    bool found = false;
    for (const auto& element : json.at("elements")) {
      if (element.at("name") != name) continue;
      found = true;
      CHECK(element.at("toggles").is_number_unsigned());
      CHECK(element.at("per_operation").get<double>() ==
            doctest::Approx(element.at("toggles").get<double>() / 200.0));
    }
    CHECK_MESSAGE(found, name);
  }
}

TEST_CASE(
    "a toggle regression passes unchanged, fails when counts move, and refuses unlike things") {
  const TemporaryDirectory directory;
  const std::string baseline = (directory.path() / "baseline.json").string();
  REQUIRE(small_mac({"--json", baseline, "--quiet"}).exit_code == 0);
  CHECK(small_mac({"--baseline", baseline}).exit_code == 0);

  auto json = nlohmann::ordered_json::parse(read_file(baseline));
  json["elements"][0]["toggles"] = json["elements"][0]["toggles"].get<std::uint64_t>() + 1;
  write_file(baseline, json.dump());
  const CliResult moved = small_mac({"--baseline", baseline});
  CHECK(moved.exit_code == 1);
  CHECK(moved.error.find("regression: ") != std::string::npos);
  CHECK(small_mac({"--baseline", baseline, "--tolerance", "0.5"}).exit_code == 0);

  const CliResult unlike = small_mac({"--baseline", baseline, "--seed", "9"});
  CHECK(unlike.exit_code == 2);
  CHECK(unlike.error.find("baseline.different") != std::string::npos);
  write_file(baseline, "{}");
  CHECK(small_mac({"--baseline", baseline}).exit_code == 2);
}

TEST_CASE("the kept trace gives toggles the same counts as the simulation saw") {
  const TemporaryDirectory directory;
  const std::string vcd = (directory.path() / "mac.vcd").string();
  const std::string gen = (directory.path() / "mac").string();
  REQUIRE(run_pann({"gen", "mac", "--x-width", "4", "--w-width", "4", "--acc-width", "12", "-o",
                    gen, "--quiet"})
              .exit_code == 0);
  const CliResult sim = small_mac({"--vcd", vcd, "--json", "-"});
  REQUIRE(sim.exit_code == 0);
  const CliResult read = run_pann({"toggles", vcd, "--manifest", gen, "--json", "-"});
  REQUIRE_MESSAGE(read.exit_code == 0, read.error);
  const auto simulated = nlohmann::json::parse(sim.output).at("elements");
  const auto counted = nlohmann::json::parse(read.output).at("elements");
  REQUIRE(counted.size() == simulated.size());
  for (std::size_t i = 0; i < simulated.size(); ++i) {
    INFO(simulated[i].at("name"));
    CHECK(counted[i].at("name") == simulated[i].at("name"));
    CHECK(counted[i].at("toggles") == simulated[i].at("toggles"));
  }
  // The windows beside the trace are what leaves the resets out.
  std::filesystem::remove(vcd + ".windows.json");
  const CliResult whole = run_pann({"toggles", vcd, "--manifest", gen, "--json", "-"});
  CHECK(nlohmann::json::parse(whole.output).at("elements") != counted);
}

TEST_CASE("bad input to sim is refused with exit code 2 and the way out") {
  const auto refused = [](const std::vector<std::string>& arguments, const char* code) {
    const CliResult result = run_pann(arguments);
    CHECK_MESSAGE(result.exit_code == 2, result.error);
    CHECK_MESSAGE(result.error.find(code) != std::string::npos, result.error);
  };
  refused({"sim", "nonsense"}, "target.unknown");
  refused({"sim", "mac", "--x-width", "1"}, "design.x-width");
  refused({"sim", "mac", "--x-width", "65", "--acc-width", "200"}, "design.acc-width");
  refused({"sim", "mac", "--acc-width", "15"}, "design.acc-width");
  refused({"sim", "mac", "--x-range", "5:4"}, "stimulus.range");
  refused({"sim", "mac", "--x-range", "-200:4"}, "stimulus.range");
  refused({"sim", "mac", "--range", "full"}, "stimulus.range");
  refused({"sim", "mac", "--stimulus", "nothing.npz"}, "nothing.npz");
  refused({"sim", "mac", "--stimulus", "a.npz", "--length", "5"}, "stimulus.option");
  refused({"sim", "mac", "--layer", "conv1"}, "stimulus.option");
  refused({"sim", "/", "--x-width", "5"}, "target.option");
  refused({"sim", "/"}, "manifest");
  refused({"sim", "mac", "--vectors", "0"}, "stimulus.vectors");
}

TEST_CASE("Verilog that a tool refuses is the user's fault with every engine, exit code 2") {
  const TemporaryDirectory directory;
  const std::filesystem::path source = directory.path() / "bad";
  REQUIRE(
      run_pann({"gen", "adder", "--x-width", "2", "-o", source.string(), "--quiet"}).exit_code ==
      0);
  const std::filesystem::path file = source / "ripple_adder.v";
  std::string text = read_file(file);
  text.insert(text.rfind("endmodule"), "  assign = ;\n");
  write_file(file, text);
  for (const char* engine : {"auto", "native", "verilator", "icarus"}) {
    CAPTURE(engine);
    const auto result = run_pann({"sim", source.string(), "--engine", engine, "--vectors", "10"});
    CHECK(result.exit_code == 2);
    CHECK_MESSAGE(result.error.find("syntax error") != std::string::npos, result.error);
  }
}

TEST_CASE("a source that is a named pipe is refused with every engine: nobody waits for a writer") {
  const TemporaryDirectory directory;
  const std::filesystem::path source = directory.path() / "pipe";
  REQUIRE(
      run_pann({"gen", "adder", "--x-width", "2", "-o", source.string(), "--quiet"}).exit_code ==
      0);
  std::filesystem::remove(source / "full_adder.v");
  REQUIRE(::mkfifo((source / "full_adder.v").c_str(), 0600) == 0);
  for (const char* engine : {"native", "verilator", "icarus"}) {
    CAPTURE(engine);
    const auto result = run_pann({"sim", source.string(), "--engine", engine, "--vectors", "10"});
    CHECK(result.exit_code == 2);
    CHECK_MESSAGE(result.error.find("named pipe") != std::string::npos, result.error);
  }
}

TEST_CASE("unknown options and missing subcommands end with exit code 2") {
  CHECK(run_pann({"sim", "mac", "--no-such-option"}).exit_code == 2);
  CHECK(run_pann({}).exit_code == 2);
  CHECK(run_pann({"nonsense"}).exit_code == 2);
  CHECK(run_pann({"sim", "--help"}).exit_code == 0);
  CHECK(run_pann({"--version"}).output.rfind("pann ", 0) == 0);
}

TEST_CASE("doctor lists every tool and library and says whether pann run can work") {
  const CliResult result = run_pann({"doctor", "--json", "-"});
  CHECK(result.exit_code == 0);
  const auto json = nlohmann::json::parse(result.output);
  CHECK(json.at("usable") == true);
  CHECK(json.at("tools").size() >= 4);
  CHECK(json.at("libraries").size() >= 5);
  CHECK(json.at("libraries").at(0).contains("found"));
  for (const auto& tool : json.at("tools")) CHECK(!tool.at("package").get<std::string>().empty());
  const auto& onnx = json.at("tools").back();
  CHECK(onnx.at("name") == "libonnx");
  CHECK(onnx.at("state") == (pann::analysis::can_read_onnx() ? "ok" : "missing (optional)"));
  CHECK(onnx.at("commands") == "import");
}
