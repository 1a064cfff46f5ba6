#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "test_data.h"

// What is installed is what others get: tried from outside the tree, with nothing of the tree in
// reach.

using namespace pann::support;
namespace fs = std::filesystem;

namespace {

std::string succeed(std::vector<std::string> arguments) {
  const ProcessResult result = run_process({.arguments = arguments});
  REQUIRE_MESSAGE(result.exit_code == 0, arguments.at(0) << ": " << result.output << result.error);
  return result.output;
}

constexpr const char* kTrace =
    "$timescale 1ns $end\n$scope module top $end\n$var wire 1 ! a $end\n$upscope $end\n"
    "$enddefinitions $end\n#0\n0!\n#1\n1!\n#2\n0!\n#3\n1!\n";

}  // namespace

TEST_CASE("an installed tree has program, data and manual, and a project of others builds on it") {
  if (pann::test::is_sanitized()) {
    pann::test::say_skipped("the project is linked with our libraries, not with their sanitizer");
    return;
  }
  const TemporaryDirectory directory;
  const fs::path prefix = directory.path() / "prefix";
  const fs::path build = fs::path(pann::test::kPannBinary).parent_path().parent_path();
  succeed({"cmake", "--install", build.string(), "--prefix", prefix.string()});
  for (const char* path :
       {"bin/pann", "share/pann", "share/man/man1/pann-sim.1",
        "share/bash-completion/completions/pann", "share/zsh/vendor-completions/_pann",
        "include/pann/activity/activity.h"}) {
    CHECK_MESSAGE(fs::exists(prefix / path), path);
  }

  const fs::path project = directory.path() / "project";
  fs::copy(fs::path(pann::test::kSourceDirectory) / "docs/examples/embedding", project);
  succeed({"cmake", "-S", project.string(), "-B", (project / "build").string(), "-G", "Ninja",
           "-DCMAKE_PREFIX_PATH=" + prefix.string()});
  succeed({"cmake", "--build", (project / "build").string()});
  const fs::path trace = directory.path() / "three.vcd";
  write_file(trace, kTrace);
  CHECK(succeed({(project / "build/toggle_count").string(), trace.string()}) == "3\n");
  CHECK(succeed({(prefix / "bin/pann").string(), "toggles", trace.string(), "--json", "-"})
            .find("\"toggles\": 3") != std::string::npos);
}
