#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/fitted.h"
#include "cli_runner.h"
#include "support/input.h"
#include "support/output.h"

// What is printed for people fits a terminal of 100 columns, whatever names a design has.

using namespace pann;
using support::TemporaryDirectory;
using test::CliResult;
using test::run_pann;
namespace fs = std::filesystem;

namespace {

const std::string kLongName =
    "u_the_name_of_an_instance_that_somebody_thought_explains_it_all_by_itself";

/// A design whose instance, module, port and elements have long names.
void write_design(const fs::path& directory) {
  fs::create_directory(directory);
  const std::string module = "m_" + kLongName;
  support::write_file(
      directory / "own.v",
      "module " + module + " (input [3:0] a, input [3:0] b, output [7:0] p_" + kLongName +
          ");\n  assign p_" + kLongName +
          " = a * b;\nendmodule\nmodule own (input [3:0] a, input [3:0] b, input c_" + kLongName +
          ", output [7:0] p);\n  " + module + " " + kLongName + " (.a(a ^ {4{c_" + kLongName +
          "}}), .b(b), .p_" + kLongName + "(p));\nendmodule\n");
}

/// Columns of a line without its paths: those are never cut, since they are there to be copied, and
/// are as long as the user's folders are deep.
std::size_t columns(const std::string& line) {
  static const std::regex path("(^|[ '=])/[^ :']+");
  return std::regex_replace(line, path, "").size();
}

void check_lines(const std::vector<std::string>& arguments, int exit_code = 0) {
  const CliResult result = run_pann(arguments);
  CHECK_MESSAGE(result.exit_code == exit_code, result.error);
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    CHECK_MESSAGE(columns(line) <= cli::kLineWidth, line);
  }
}

}  // namespace

TEST_CASE("long names keep their begin and their end") {
  CHECK(cli::fitted("short", 12) == "short");
  CHECK(cli::fitted("g_row[3].u_adder.carry", 12) == "g_r....carry");
  CHECK(cli::fitted("a\x1b[2J", 12).find('\x1b') == std::string::npos);
}

TEST_CASE("tables of every command fit 100 columns, with long names too") {
  const TemporaryDirectory directory;
  const fs::path own = directory.path() / "own";
  const std::string gates = (directory.path() / "gates").string();
  const std::string vcd = (directory.path() / "t.vcd").string();
  write_design(own);
  check_lines({"manifest", (own / "own.v").string(), "--top", "own"});
  check_lines({"sim", own.string(), "--vectors", "100", "--engine", "icarus", "--vcd", vcd});
  check_lines({"toggles", vcd, "--manifest", own.string()});
  check_lines({"synth", own.string(), "--pdk", "generic", "-o", gates});
  check_lines({"power", gates, "--delays", "liberty", "--vectors", "100"});
  check_lines({"gen", "mac", "-o", (directory.path() / "mac").string()});
  check_lines({"explore", "--samples", "20"});
  check_lines({"reproduce", "fig6", "pann", "--vectors", "100", "--pdk", "generic", "-o",
               (directory.path() / "out").string()});
  check_lines({"doctor"});
  check_lines({"pdk", "list"});
}
