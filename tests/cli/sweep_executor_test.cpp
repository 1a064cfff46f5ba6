// Executors whose workers other programs start.
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/cli_runner.h"
#include "sweep_runner.h"

using namespace pann::test;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> sweep_executor_lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// As a scheduler runs it, from a directory of its own.
int run_line(const SweepPlace& place, const std::string& line) {
  return pann::support::run_process({.arguments = {"sh", "-c", line},
                                     .directory = "/",
                                     .environment = place.environment()})
      .exit_code;
}

}  // namespace

TEST_CASE("commands for any scheduler give the table of a local sweep, whichever of them are run") {
  const SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  const std::vector<std::string> sweep{"sweep", "s.yaml",          "-o", "out it's", "--executor",
                                       "shell", "--chunk-seconds", "0.2"};
  const auto first = place.expect(0, sweep);
  CHECK(contains(first.output, "waiting 12"));
  CHECK(contains(first.output, "commands in out it's/commands.txt"));
  const auto commands = sweep_executor_lines_of(place.read("out it's/commands.txt"));
  REQUIRE(commands.size() >= 3);
  // One is lost, one runs twice.
  for (std::size_t i = 1; i < commands.size(); ++i) CHECK(run_line(place, commands[i]) == 0);
  CHECK(run_line(place, commands.back()) == 0);
  CHECK(contains(place.expect(0, sweep).output, "commands in"));
  for (const std::string& line : sweep_executor_lines_of(place.read("out it's/commands.txt"))) {
    CHECK(run_line(place, line) == 0);
  }
  const auto last = place.expect(0, sweep);
  CHECK(contains(last.output, "done 12, failed 0, crashed 0, waiting 0"));
  SweepPlace local;
  local.write("s.yaml", kSmallSweep);
  local.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  CHECK(place.table("out it's") == local.table("out"));
}

TEST_CASE("what sbatch refuses is told in its words, and a machine without Slurm the way out") {
  SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  place.write("slurm.conf",
              "SlurmctldHost=localhost(127.0.0.1)\nClusterName=none\nSlurmctldPort=1\n"
              "AuthType=auth/none\nMessageTimeout=2\nNodeName=n1\nPartitionName=main Nodes=ALL\n");
  place.more = {{"SLURM_CONF", place.file("slurm.conf").string()}};
  const auto refused =
      place.expect(3, {"sweep", "s.yaml", "-o", "out", "--executor", "slurm", "--array-tasks", "10",
                       "--poll-seconds", "0.5", "--slurm=--no-such-option"});
  if (!pann::support::find_program("sbatch")) {
    CHECK(contains(refused.error, "--executor local"));
    return;
  }
  CHECK(contains(refused.error, "sbatch does not take the sweep"));
  CHECK(contains(refused.error, "no-such-option"));
}
