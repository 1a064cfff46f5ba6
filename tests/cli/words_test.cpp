#include <algorithm>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

// What a person hears who mistypes, forgets a step or names the wrong place.

using pann::support::read_file;
using pann::support::run_process;
using pann::support::TemporaryDirectory;
using pann::support::write_file;
using pann::test::CliResult;
using pann::test::run_pann;
namespace fs = std::filesystem;

namespace {

void refuses(const std::vector<std::string>& arguments, const std::string& words) {
  const CliResult result = run_pann(arguments);
  CHECK_MESSAGE(result.exit_code == 2, result.error);
  CHECK_MESSAGE(result.error.rfind("pann: error: ", 0) == 0, result.error);
  CHECK_MESSAGE(result.error.find(words) != std::string::npos, result.error);
}

/// Emits a unit into `directory`.
std::string emitted(const fs::path& directory, const std::vector<std::string>& unit) {
  std::vector<std::string> arguments{"gen"};
  arguments.insert(arguments.end(), unit.begin(), unit.end());
  arguments.insert(arguments.end(), {"-o", directory.string(), "--quiet"});
  const CliResult result = run_pann(arguments);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  return directory.string();
}

}  // namespace

TEST_CASE("a word that is nearly a subcommand or an option brings the right one to mind") {
  refuses({"gne"}, "'gne' is no subcommand of pann");
  refuses({"gne"}, "did you mean 'gen'?");
  refuses({"pdk", "lst"}, "'lst' is no subcommand of pdk");
  refuses({"toggles", "x.vcd", "--manifst", "m"}, "did you mean '--manifest'?");
  refuses({"toggels", "x.vcd"}, "did you mean 'toggles'?");
  refuses({"sim", "mac", "--vectrs", "3"}, "did you mean '--vectors'?");
  refuses({"flibbertigibbet"}, "pann --help");
}

TEST_CASE("numbers out of range are refused with what is legal") {
  refuses({"sim", "mac", "--vectors", "-1"}, "--vectors -1: legal are");
  refuses({"sim", "mac", "--seed", "-1"}, "--seed -1: legal are");
  refuses({"run", "--clock-mhz", "0"}, "--clock-mhz 0: legal are");
  refuses({"run", "--budget", "4", "4"}, "--budget 4 is given twice");
  refuses({"run", "--budget", "17"}, "2 to 16");
  for (const char* budget : {"inf", "nan", "1e300", "33bit", "-1bit", "0"})
    refuses({"explore", "--budget", budget}, "explore.budget");
}

TEST_CASE("a place where nothing is, or not what is due, is told before work begins") {
  const TemporaryDirectory directory;
  const std::string design = emitted(directory.path() / "a", {"adder", "--x-width", "4"});
  refuses({"run", "--network", "nowhere"}, "no such file or directory");
  refuses({"power", design}, "run pann synth first");
  refuses({"power", "nowhere"}, "there is no directory 'nowhere'");
  refuses({"sim", design, "--baseline", "nowhere.json"}, "nowhere.json");
}

TEST_CASE("results of another kind are not written over, and nothing stale stays beside new ones") {
  const TemporaryDirectory directory;
  const fs::path design = directory.path() / "m";
  emitted(design, {"mac", "--x-width", "4", "--w-width", "4", "--testbench"});
  write_file(design / "notes.txt", "mine");
  CHECK(fs::exists(design / "mac_booth4.v"));
  refuses({"synth", design.string(), "--pdk", "generic", "-o", design.string()}, "output.same");
  const fs::path other = directory.path() / "n";
  emitted(other, {"adder", "--x-width", "2"});
  refuses({"synth", other.string(), "--pdk", "generic", "-o", design.string()}, "output.kind");
  refuses({"run", "-o", design.string()}, "say --force");
  emitted(design, {"adder", "--x-width", "4"});
  CHECK(!fs::exists(design / "mac_booth4.v"));
  CHECK(!fs::exists(design / "tb.cpp"));
  CHECK(!fs::exists(design / "mac_booth4.core"));
  CHECK(read_file(design / "notes.txt") == "mine");
}

TEST_CASE("a mismatch shows the first operations with operands, expected and found, also quietly") {
  const TemporaryDirectory directory;
  const fs::path design = directory.path() / "m";
  emitted(design, {"multiplier", "--multiplier", "array", "--x-width", "4", "--w-width", "4"});
  for (const auto& entry : fs::directory_iterator(design)) {
    if (entry.path().extension() != ".v") continue;
    std::string text = read_file(entry.path());
    const std::size_t at = text.find("assign s_o = ");
    if (at != std::string::npos) write_file(entry.path(), text.insert(at + 13, "~"));
  }
  const CliResult result = run_pann({"sim", design.string(), "--vectors", "50", "--quiet"});
  CHECK(result.exit_code == 1);
  CHECK(result.output.empty());
  CHECK_MESSAGE(result.error.find("[check.mismatch]") != std::string::npos, result.error);
  CHECK_MESSAGE(result.error.find("x_i ") != std::string::npos, result.error);
  CHECK_MESSAGE(result.error.find("expected ") != std::string::npos, result.error);
  CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 4);
}

TEST_CASE("help names exit codes and environment variables") {
  const CliResult result = run_pann({"--help"});
  CHECK(result.exit_code == 0);
  for (const char* word : {"Exit codes", "PANN_CACHE_DIR", "PANN_PDK_PATH", "TMPDIR", "130"})
    CHECK_MESSAGE(result.output.find(word) != std::string::npos, word);
}

TEST_CASE("doctor says what the cache takes and which commands need a tool, and clears the cache") {
  const TemporaryDirectory directory;
  const std::string cache = (directory.path() / "cache").string();
  const auto pann = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), pann::test::kPannBinary);
    return run_process(
        {.arguments = std::move(arguments), .environment = {{"PANN_CACHE_DIR", cache}}});
  };
  CHECK(pann({"sim", "adder", "--x-width", "3", "--vectors", "10", "--quiet"}).exit_code == 0);
  auto report = nlohmann::json::parse(pann({"doctor", "--cache", "--json", "-"}).output);
  CHECK(report.at("directory") == cache);
  CHECK(report.at("bytes") > 0);
  report = nlohmann::json::parse(pann({"doctor", "--cache", "--clear", "--json", "-"}).output);
  CHECK(report.at("bytes") == 0);
  CHECK(report.at("freed_bytes") > 0);
  CHECK(pann({"doctor"}).output.find("needed by:") != std::string::npos);
}

TEST_CASE("an unusable TMPDIR is the user's fault, and a full standard output ends with code 2") {
  // Of /proc the system says that root may write there.
  for (const char* place : {"/nonexistent", "/proc"}) {
    const auto result = run_process({.arguments = {pann::test::kPannBinary, "sim", "adder"},
                                     .environment = {{"TMPDIR", place}}});
    CHECK(result.exit_code == 2);
    CHECK_MESSAGE(result.error.find("TMPDIR") != std::string::npos, result.error);
  }
  // abc cannot be told of it; Verilator and Icarus can.
  const TemporaryDirectory directory;
  const fs::path blank = directory.path() / "with blank";
  fs::create_directory(blank);
  const std::string design = emitted(directory.path() / "rtl", {"adder", "--x-width", "3"});
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"synth", design, "--pdk", "generic", "-o", "gates"},
        {"run", "--pdk", "generic", "-o", "run"}}) {
    std::vector<std::string> words{pann::test::kPannBinary};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const auto result = run_process({.arguments = words,
                                     .directory = directory.path(),
                                     .environment = {{"TMPDIR", blank.string()}}});
    CHECK(result.exit_code == 2);
    CHECK_MESSAGE(result.error.find("(TMPDIR)") != std::string::npos, result.error);
    CHECK_MESSAGE(result.error.find("RTL") == std::string::npos, result.error);
  }
  const std::string command = std::string(pann::test::kPannBinary) + " --help > /dev/full";
  CHECK(run_process({.arguments = {"sh", "-c", command}}).exit_code == 2);
}

TEST_CASE("devices as outputs stay devices") {
  for (const char* option : {"--vcd", "--saif", "--csv", "--json"}) {
    const CliResult result = run_pann({"sim", "adder", "--x-width", "3", "--vectors", "10",
                                       "--quiet", option, "/dev/null", "--engine", "verilator"});
    CAPTURE(option);
    CHECK_MESSAGE(result.exit_code == 0, result.error);
    CHECK(fs::is_character_file("/dev/null"));
    struct stat status {};
    REQUIRE(::stat("/dev/null", &status) == 0);
    CHECK((status.st_mode & 0666U) == 0666U);
  }
}

TEST_CASE("paths with blanks, quotes, semicolons and umlauts work with every tool or are refused") {
  const TemporaryDirectory directory;
  for (const char* name : {"with blank", "semi;colon", "quo\"te", "apo'strophe",
                           "\xc3\xbcml\xc3\xa4ut", "dollar$(x)", "back\\slash"}) {
    const fs::path place = directory.path() / name;
    CAPTURE(name);
    const std::string design = emitted(place / "rtl", {"adder", "--x-width", "3"});
    for (const char* engine : {"native", "verilator", "icarus"}) {
      const CliResult result =
          run_pann({"sim", design, "--vectors", "20", "--engine", engine, "--quiet"});
      CAPTURE(engine);
      CHECK_MESSAGE((result.exit_code == 0 || result.exit_code == 2), result.error);
    }
    const auto at = [&](const char* file) { return (place / file).string(); };
    const CliResult traced = run_pann({"sim", design, "--vectors", "20", "--engine", "icarus",
                                       "--quiet", "--vcd", at("t.vcd"), "--saif", at("t.saif"),
                                       "--csv", at("t.csv"), "--json", at("t.json")});
    CHECK_MESSAGE((traced.exit_code == 0 || traced.exit_code == 2), traced.error);
    if (traced.exit_code == 0) {
      for (const std::vector<std::string>& arguments :
           {std::vector<std::string>{"toggles", at("t.vcd"), "--manifest", design, "--saif",
                                     at("u.saif"), "--csv", at("u.csv")},
            {"toggles", "diff", at("u.csv"), at("t.vcd"), "--manifest", design},
            {"sim", design, "--vectors", "20", "--baseline", at("t.json")},
            {"manifest", (fs::path(design) / "ripple_adder.v").string(),
             (fs::path(design) / "full_adder.v").string(), "--top", "ripple_adder", "--force"},
            {"manual", "-o", at("manual")}}) {
        const CliResult result = run_pann(arguments);
        CHECK_MESSAGE(result.exit_code == 0, arguments.front() << ": " << result.error);
      }
    }
    const std::string netlist = (place / "netlist").string();
    const CliResult synth =
        run_pann({"synth", design, "--pdk", "generic", "-o", netlist, "--quiet"});
    CHECK_MESSAGE((synth.exit_code == 0 || synth.exit_code == 2), synth.error);
    if (synth.exit_code != 0) continue;
    const CliResult power = run_pann({"power", netlist, "--vectors", "20", "--quiet"});
    CHECK_MESSAGE(power.exit_code == 0, power.error);
  }
}
