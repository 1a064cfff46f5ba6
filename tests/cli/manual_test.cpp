#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/cli_runner.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "test_data.h"

using namespace pann::support;
using pann::test::run_pann;
namespace fs = std::filesystem;

namespace {

/// The manual in a directory of its own.
struct Manual {
  TemporaryDirectory directory;
  fs::path path = directory.path() / "manual";
  Manual() { REQUIRE(run_pann({"manual", "-o", path.string(), "--quiet"}).exit_code == 0); }
};

/// What bash offers for the last of these words.
std::string offered(const Manual& manual, const std::string& words, int last) {
  const std::string script = "source " + (manual.path / "bash/pann").string() + "; COMP_WORDS=(" +
                             words + "); COMP_CWORD=" + std::to_string(last) +
                             "; _pann; printf '%s ' \"${COMPREPLY[@]}\"";
  return run_process({.arguments = {"bash", "-c", script}}).output;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every subcommand has a man page that names its options, and groff takes it") {
  const Manual manual;
  for (const char* page : {"pann.1", "pann-sim.1", "pann-toggles.1", "pann-toggles-diff.1"}) {
    REQUIRE(fs::exists(manual.path / "man1" / page));
  }
  const std::string page = read_file(manual.path / "man1/pann-toggles-diff.1");
  CHECK(holds(page, ".SH NAME\npann\\-toggles\\-diff \\- Compare"));
  CHECK(holds(page, ".B \\-\\-tolerance \\fIT (0 or more)\\fR"));
  CHECK(holds(page, "Default: 0."));
  if (!find_program("groff")) {
    pann::test::say_skipped("groff is not installed");
    return;
  }
  for (const auto& entry : fs::directory_iterator(manual.path / "man1")) {
    const ProcessResult result =
        run_process({.arguments = {"groff", "-man", "-ww", "-Tutf8", entry.path().string()}});
    CHECK_MESSAGE(result.error.empty(), entry.path().string() << ": " << result.error);
  }
}

TEST_CASE("bash completes subcommands, theirs, options, legal values, and files after an option") {
  const Manual manual;
  CHECK(holds(offered(manual, "pann tog", 1), "toggles "));
  CHECK(offered(manual, "pann sim --eng", 2) == "--engine ");
  CHECK(holds(offered(manual, "pann sim mac --engine ''", 4), "icarus"));
  CHECK(offered(manual, "pann sim mac --engine ver", 4) == "verilator ");
  CHECK(holds(offered(manual, "pann toggles di", 2), "diff "));
  CHECK(holds(offered(manual, "pann toggles diff --tol", 3), "--tolerance "));
  CHECK(!holds(offered(manual, "pann toggles x.vcd --tol", 3), "--tolerance"));
  CHECK(!holds(offered(manual, "pann toggles --saif ''", 3), "--csv"));
}
