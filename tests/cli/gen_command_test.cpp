#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/cli_runner.h"
#include "cli/design_options.h"
#include "cli/options/parse.h"
#include "generator/design_fields.h"
#include "made_up_field.h"
#include "support/input.h"
#include "support/output.h"

namespace fs = std::filesystem;
using pann::support::read_file;
using pann::support::TemporaryDirectory;
using pann::test::CliResult;
using pann::test::contains;
using pann::test::run_pann;

namespace {

CliResult gen(std::vector<std::string> arguments, const fs::path& directory) {
  arguments.insert(arguments.begin(), "gen");
  arguments.insert(arguments.end(), {"-o", directory.string()});
  return run_pann(arguments);
}

/// Names and texts of all files of a directory.
std::map<std::string, std::string> content(const fs::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    files[entry.path().filename().string()] = read_file(entry.path());
  }
  return files;
}

/// The command ends with exit code 2, says each of `parts` and leaves nothing in an empty
/// directory.
void gen_check_refused(const std::vector<std::string>& arguments,
                       const std::vector<std::string>& parts) {
  const TemporaryDirectory directory;
  const CliResult result = gen(arguments, directory.path() / "unit");
  CAPTURE(result.error);
  CHECK(result.exit_code == 2);
  CHECK(result.output.empty());
  for (const std::string& part : parts) CHECK_MESSAGE(contains(result.error, part), part);
  CHECK(fs::is_empty(directory.path()));
}

struct Unit {
  std::vector<std::string> arguments;
  std::string top;
  std::vector<std::string> below{};  ///< Modules below the top.
};

std::vector<Unit> units() {
  const std::string adder = "ripple_adder";
  const std::string cell = "full_adder";
  return {{{"adder"}, adder, {cell}},
          {{"multiplier"}, "multiplier_booth4", {cell, adder}},
          {{"multiplier", "--multiplier", "array", "--recode", "x"},
           "multiplier_array_recode_x",
           {cell, adder}},
          {{"accumulator", "--bias"}, "accumulator_bias", {cell, adder}},
          {{"mac", "--multiplier", "booth2"},
           "mac_booth2",
           {cell, adder, "multiplier_booth2", "accumulator"}},
          {{"split_mac", "--x-unsigned"},
           "split_mac_booth4",
           {cell, adder, "multiplier_booth4", "sign_magnitude", "accumulator_enable"}},
          {{"pann_mac"}, "pann_mac_external", {cell, adder, "accumulator_enable"}},
          {{"pann_dot", "--x-unsigned", "--w-width", "3", "--plane-lanes", "2,1,1"},
           "pann_dot_8u_lanes_2_1_1_acc32",
           {cell, "half_adder"}},
          {{"pann_dot", "--x-unsigned", "--w-width", "3", "--planes", "repetition"},
           "pann_dot_repetition_8u_lanes_2_acc32",
           {cell, "half_adder"}},
          {{"mac_array", "--rows", "2", "--cols", "3"},
           "mac_array_os_booth4",
           {cell, adder, "multiplier_booth4", "accumulator", "mac_booth4", "delay_line",
            "pe_os_booth4"}},
          {{"pann_array", "--w-width", "3", "--positions", "2"},
           "pann_array_8u_lanes_2_2_2_acc32",
           {cell, "half_adder", "pann_position_8u_lanes_2_2_2_acc32"}},
          {{"pann_array", "--w-width", "3", "--fetch", "index", "--window", "8"},
           "pann_array_window8_8u_lanes_2_2_2_acc32",
           {cell, "half_adder", "clock_gate", "pann_position_window8_8u_lanes_2_2_2_acc32"}},
          {{"pann_mac", "--sequencer", "local"},
           "pann_mac_local",
           {cell, adder, "sign_magnitude", "accumulator_enable"}}};
}

std::set<std::string> names(const std::map<std::string, std::string>& files) {
  std::set<std::string> result;
  for (const auto& [name, text] : files) result.insert(name);
  return result;
}

}  // namespace

TEST_CASE("gen writes one file a module, the manifest, the file list and the core of every kind") {
  for (const Unit& unit : units()) {
    CAPTURE(unit.top);
    const TemporaryDirectory directory;
    const CliResult result = gen(unit.arguments, directory.path());
    REQUIRE_MESSAGE(result.exit_code == 0, result.error);
    std::set<std::string> expected{"manifest.json", "files.f", unit.top + ".core", unit.top + ".v"};
    for (const std::string& module : unit.below) expected.insert(module + ".v");
    const auto files = content(directory.path());
    CHECK(names(files) == expected);
    for (const auto& entry : files) {
      const auto& name = entry.first;
      const auto& text = entry.second;
      CHECK_MESSAGE(contains(result.output, "  " + name + '\n'), name);
      if (name.ends_with(".v")) {
        CHECK(contains(files.at("files.f"), name + '\n'));
        CHECK(contains(text, "module " + name.substr(0, name.size() - 2) + ' '));
      }
    }
    CHECK(files.at("files.f").ends_with(unit.top + ".v\n"));
    CHECK(nlohmann::json::parse(files.at("manifest.json")).at("top") == unit.top);
  }
}

TEST_CASE(
    "gen --aiger adds the graph of a multiplier, and refuses a unit with a clock before it "
    "writes") {
  const TemporaryDirectory directory;
  const std::string output = (directory.path() / "m").string();
  const CliResult result =
      run_pann({"gen", "multiplier", "--x-width", "3", "--w-width", "3", "--aiger", "-o", output});
  REQUIRE(result.exit_code == 0);
  CHECK(content(directory.path() / "m").at("multiplier_booth4.aig").starts_with("aig "));
  CHECK(gen({"mac", "--aiger"}, directory.path() / "mac").exit_code == 2);
  CHECK(!fs::exists(directory.path() / "mac"));
}

TEST_CASE("gen --json lists the files and holds the manifest that was written") {
  const TemporaryDirectory directory;
  const CliResult result = gen(
      {"mac", "--x-width", "5", "--x-unsigned", "--acc-width", "20", "--testbench", "--json", "-"},
      directory.path());
  REQUIRE(result.exit_code == 0);
  const auto document = nlohmann::json::parse(result.output);
  CHECK(document.at("schema") == "pann.gen");
  CHECK(document.at("version") == 1);
  CHECK(document.at("seed") == 1);
  CHECK(document.at("directory") == directory.path().string());
  const auto files = content(directory.path());
  std::set<std::string> listed;
  for (const auto& file : document.at("files")) listed.insert(file.get<std::string>());
  CHECK(listed == names(files));
  CHECK(listed.count("tb.cpp") == 1);
  CHECK(listed.count("Makefile") == 1);
  CHECK(document.at("manifest") == nlohmann::json::parse(files.at("manifest.json")));
  CHECK(document.at("manifest").at("design").at("x_width") == 5);
  CHECK(document.at("manifest").at("design").at("x_signed") == false);
}

TEST_CASE("gen --quiet prints nothing") {
  const TemporaryDirectory directory;
  const CliResult result = gen({"adder", "--quiet"}, directory.path());
  CHECK(result.exit_code == 0);
  CHECK(result.output.empty());
  CHECK(result.error.empty());
}

TEST_CASE("equal options give equal bytes, also into a directory that holds them already") {
  const TemporaryDirectory directory;
  const std::vector<std::string> arguments{"split_mac", "--w-width", "5", "--testbench"};
  REQUIRE(gen(arguments, directory.path() / "first").exit_code == 0);
  REQUIRE(gen(arguments, directory.path() / "deep/second").exit_code == 0);
  const auto first = content(directory.path() / "first");
  CHECK(first == content(directory.path() / "deep/second"));
  REQUIRE(gen(arguments, directory.path() / "first").exit_code == 0);
  CHECK(first == content(directory.path() / "first"));
  CHECK(std::distance(fs::directory_iterator(directory.path()), {}) == 2);
}

TEST_CASE("a unit in the place of another keeps the modules that both use and no others") {
  const TemporaryDirectory directory;
  REQUIRE(gen({"mac", "--x-width", "5"}, directory.path()).exit_code == 0);
  const auto before = content(directory.path());
  REQUIRE(gen({"split_mac", "--w-width", "3"}, directory.path()).exit_code == 0);
  const auto after = content(directory.path());
  for (const auto& entry : before) {
    const auto& name = entry.first;
    if (!after.contains(name) || !name.ends_with(".v")) continue;
    CHECK_MESSAGE(after.at(name) == entry.second, name);
  }
  CHECK(after.count("full_adder.v") == 1);
  CHECK(after.count("mac_booth4.v") == 0);
  CHECK(after.count("split_mac_booth4.v") == 1);
}

TEST_CASE("gen refuses what is no unit, every fault at once, and leaves nothing behind") {
  gen_check_refused({"divider"}, {"design.kind", "'divider'", "pann_mac"});
  gen_check_refused({"mac", "--multiplier", "other"},
                    {"design.multiplier", "booth4, booth2, array, heap", "manifest.json"});
  gen_check_refused({"mac", "--x-width", "1", "--w-width", "65", "--acc-width", "129"},
                    {"design.x-width", "--x-width 1", "design.w-width", "--w-width 65", "2 to 64",
                     "design.acc-width", "--acc-width 129", "2 to 128"});
  gen_check_refused({"mac", "--acc-width", "15"}, {"design.acc-width", "16 to 128"});
  gen_check_refused({"pann_mac", "--x-width", "40"}, {"design.acc-width", "40 to 128"});
  gen_check_refused(
      {"mac", "--multiplier", "wallace", "--recode", "y", "--x-width", "-3"},
      {"design.multiplier", "booth4, booth2, array, heap", "design.recode", "design.x-width"});
  gen_check_refused({"pann_mac", "--sequencer", "shared"},
                    {"design.sequencer", "legal are external, local", "external"});
  gen_check_refused({"adder", "--w-width", "4", "--acc-width", "9", "--multiplier", "array",
                     "--recode", "x", "--sequencer", "local", "--bias", "--w-unsigned"},
                    {"design.unused", "--w-width", "--acc-width", "--multiplier", "--recode",
                     "--sequencer", "--bias", "--w-unsigned", "the kind adder"});
  gen_check_refused({"accumulator", "--w-width", "4"}, {"design.unused", "the kind accumulator"});
  gen_check_refused({"pann_dot", "--signed"}, {"design.x-unsigned", "give --x-unsigned"});
  gen_check_refused({"pann_dot", "--x-unsigned", "--plane-lanes", "2,1"},
                    {"design.plane-lanes", "names 2 planes", "8 bits have 8"});
  gen_check_refused(
      {"pann_dot", "--x-unsigned", "--planes", "binary", "--plane-lanes", "2,1"},
      {"design.plane-lanes", "names 2 planes", "--planes binary", "8 bits have 7 or 8"});
  gen_check_refused({"pann_dot", "--x-unsigned", "--planes", "repetition", "--plane-lanes", "2,1"},
                    {"design.plane-lanes", "names 2 planes", "8 bits have 1"});
  gen_check_refused({"pann_dot", "--x-unsigned", "--planes", "repetition", "--w-width", "11"},
                    {"design.w-width", "legal are 2 to 10", "--planes signed-digit"});
  gen_check_refused({"mac", "--planes", "binary"}, {"design.unused", "--planes"});
  gen_check_refused({"pann_dot", "--x-unsigned", "--w-width", "2", "--plane-lanes", "2,0"},
                    {"design.plane-lanes", "--plane-lanes 2,0", "lists of 1 to 256"});
  gen_check_refused({"pann_dot", "--x-unsigned", "--plane-lanes", "2;1"},
                    {"design.plane-lanes", "--plane-lanes 2;1"});
  gen_check_refused({"pann_dot", "--x-unsigned", "--acc-width", "16"},
                    {"design.acc-width", "legal are 17 to 128"});
  gen_check_refused({"mac", "--plane-lanes", "2,1"}, {"design.unused", "--plane-lanes"});
  gen_check_refused({"mac_array", "--rows", "33", "--dataflow", "weight-stationary", "--bias",
                     "--multiplier", "heap", "--accumulate", "carry-save"},
                    {"--rows 33: legal are 1 to 32", "legal are separate, fused", "--bias"});
  gen_check_refused({"pann_array", "--positions", "33", "--fetch", "index", "--window", "1"},
                    {"--positions 33: legal are 1 to 32", "--window 1: legal are 2 to 64"});
  gen_check_refused({"pann_array", "--window", "8", "--signed"},
                    {"--window means nothing with --fetch external", "lanes of a pann_array"});
  gen_check_refused({"pann_array", "--gate-fanout", "4"},
                    {"design.gate-fanout", "no clock gates", "--fetch index"});
  gen_check_refused({"pann_dot", "--positions", "2"}, {"design.unused", "--positions"});
  gen_check_refused({"pann_mac", "--multiplier", "booth4"}, {"design.unused", "--multiplier"});
  gen_check_refused({"mac", "--x-width", "eight"}, {"--x-width"});
  gen_check_refused({"mac", "--signed", "--x-unsigned"}, {"--signed", "--x-unsigned"});
}

TEST_CASE("every kind is emitted where no option is given, and is right") {
  for (const pann::generator::Choice& kind : pann::generator::design_fields().front().choices) {
    if (!kind.offered) continue;
    const TemporaryDirectory directory;
    const std::string place = (directory.path() / "unit").string();
    CAPTURE(std::string(kind.name));
    CHECK(run_pann({"gen", std::string(kind.name), "-o", place, "--quiet"}).exit_code == 0);
    CHECK(run_pann({"sim", place, "--vectors", "400", "--quiet"}).exit_code == 0);
  }
  const TemporaryDirectory directory;
  CHECK(run_pann({"gen", "pann_dot", "--planes", "binary", "-o",
                  (directory.path() / "unit").string(), "--quiet"})
            .exit_code == 0);
  CHECK(run_pann({"gen", "pann_array", "--positions", "2", "--fetch", "index", "--window", "4",
                  "-o", (directory.path() / "array").string(), "--quiet"})
            .exit_code == 0);
}

TEST_CASE("gen needs a kind and a directory") {
  CHECK(run_pann({"gen", "mac"}).exit_code == 2);
  CHECK(contains(run_pann({"gen", "mac"}).error, "--output"));
  const TemporaryDirectory directory;
  CHECK(gen({}, directory.path()).exit_code == 2);
  CHECK(fs::is_empty(directory.path()));
}

TEST_CASE("gen refuses a directory that cannot be written and a file in its place") {
  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "file";
  pann::support::write_file(file, "kept");
  for (const fs::path& target : {fs::path("/proc/x"), file, file / "below"}) {
    const CliResult result = gen({"mac"}, target);
    CAPTURE(result.error);
    CHECK(result.exit_code == 2);
    CHECK(contains(result.error, "output.directory"));
    CHECK(contains(result.error, target.parent_path().string()));
  }
  CHECK(content(directory.path()) == std::map<std::string, std::string>{{"file", "kept"}});
}

TEST_CASE("gen --help names every kind, and that a shared sequencer is not offered") {
  const CliResult result = run_pann({"gen", "--help"});
  CHECK(result.exit_code == 0);
  for (const char* word : {"multiplier", "adder", "accumulator", "mac", "split_mac", "pann_mac",
                           "--testbench", "--bias", "shared"}) {
    CHECK_MESSAGE(contains(result.output, word), word);
  }
}

TEST_CASE("gen has an option for every field of a design, helped by the table") {
  const std::string help = run_pann({"gen", "--help"}).output;
  for (const auto& field : pann::generator::design_fields()) {
    if (field.name != "kind") CHECK_MESSAGE(contains(help, "--" + std::string(field.option)), help);
  }
  CHECK(contains(help, "radix-2 Booth"));
}

TEST_CASE("a field added to the table is an option of the command line") {
  pann::test::MadeUpField made_up;
  pann::cli::Command command{"gen", ""};
  command.action = [] { return pann::support::ExitCode::ok; };
  pann::cli::DesignArguments arguments;
  pann::cli::add_design_options(command, arguments, made_up.fields());
  const char* const line[] = {"gen", "--colour", "green", "--x-width", "5"};
  pann::cli::parse(command, "", 5, line);
  CHECK(arguments.any());
  const auto spec = pann::cli::to_spec(pann::generator::Kind::mac, arguments, made_up.fields());
  CHECK(made_up.value() == 1);
  CHECK(spec.x_width == 5);
}
