// Ends in the middle: workers and the collector are killed, points end their workers, disks fill.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/cli_runner.h"
#include "support/input.h"
#include "sweep_runner.h"
#include "test_data.h"

using namespace pann::test;
using pann::support::read_file;
namespace fs = std::filesystem;

namespace {

/// Puts a program named yosys before the real one: `before` runs first, in a shell. $worker is the
/// process that asked for it: its parent is the watcher that pann puts beside each program.
void put_yosys(SweepPlace& place, const std::string& before) {
  const auto real = pann::support::find_program("yosys");
  REQUIRE(real);
  fs::create_directories(place.file("bin"));
  place.write("bin/yosys", fmt::format("#!/bin/sh\nworker=$(ps -o ppid= -p $PPID | tr -d ' ')\n{}\n"
                                       "exec '{}' \"$@\"\n",
                                       before, real->string()));
  fs::permissions(place.file("bin/yosys"), fs::perms::owner_all);
  place.path = place.file("bin").string();
}

/// Processes at work in the place: the collector, workers, the programs that they run.
std::vector<pid_t> processes_of(const SweepPlace& place, const std::string& word = "") {
  std::vector<pid_t> found;
  std::error_code error;
  const std::string root = fs::canonical(place.directory.path()).string();
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const fs::path folder = fs::read_symlink(entry.path() / "cwd", error);
    if (error || !folder.string().starts_with(root)) continue;
    try {
      if (contains(read_file(entry.path() / "cmdline"), word)) found.push_back(std::stoi(name));
    } catch (const std::exception&) {
      // It has ended.
    }
  }
  return found;
}

std::vector<pid_t> workers_of(const SweepPlace& place) {
  using namespace std::string_literals;
  return processes_of(place, "sweep\0worker"s);
}

template <class Condition>
bool wait_until(const Condition& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

pid_t start(const SweepPlace& place, const std::vector<std::string>& arguments) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  for (const auto& [name, value] : place.environment()) ::setenv(name.c_str(), value.c_str(), 1);
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(nothing, STDERR_FILENO);
  std::vector<char*> words{const_cast<char*>(kPannBinary)};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  if (::chdir(place.directory.path().c_str()) == 0) ::execv(kPannBinary, words.data());
  ::_exit(127);
}

}  // namespace

TEST_CASE(
    "a point that always ends its worker is tried three times and named; all others are done") {
  SweepPlace place;
  put_yosys(place,
            "for file in \"$@\"; do\n"
            "  [ -f \"$file\" ] && grep -q 'XWidth 3 .*multiplier_array' \"$file\" && {\n"
            "    grep -c chparam \"$file\" >> " +
                place.file("killed").string() +
                "; kill -9 $worker; sleep 5; }\n"
                "done");
  place.write("s.yaml", std::string(kSmallSweep) + "where: w_width = 4\n");
  const auto sweep = place.expect(1, {"sweep", "s.yaml", "-o", "out", "--jobs", "2"});
  CHECK(contains(sweep.output, "done 5, failed 0, crashed 1, waiting 0"));
  CHECK(contains(sweep.output, "multiplier=array x_width=3"));
  CHECK(contains(sweep.output, "signal 9"));
  // Three tries of it alone, beside those in company, which count for nobody.
  const std::string killed = read_file(place.file("killed"));
  std::vector<int> designs;  // that Yosys was asked for
  std::istringstream lines(killed);
  for (int count = 0; lines >> count;) designs.push_back(count);
  REQUIRE(!designs.empty());
  CHECK(std::count(designs.begin(), designs.end(),
                   *std::min_element(designs.begin(), designs.end())) == 3);
  const auto table = place.expect(0, {"sweep", "table", "out"});
  CHECK(contains(table.output, "crashed"));
  // It stays so until it is asked for once more.
  CHECK(contains(place.expect(1, {"sweep", "s.yaml", "-o", "out"}).output, "5 were there already"));
  CHECK(read_file(place.file("killed")) == killed);
  place.path.clear();
  const auto mended = place.expect(0, {"sweep", "s.yaml", "-o", "out", "--retry"});
  CHECK(contains(mended.output, "done 6, failed 0, crashed 0, waiting 0"));
}

TEST_CASE("a killed worker loses at most what it was at: the table is the undisturbed one") {
  SweepPlace place;
  put_yosys(place, "sleep 0.2");
  place.write("s.yaml", kSmallSweep);
  const pid_t collector = start(place, {"sweep", "s.yaml", "-o", "out", "--jobs", "2", "--quiet"});
  std::size_t kills = 0;
  CHECK(wait_until([&] {
    for (const pid_t pid : workers_of(place)) {
      if (kills < 3 && ::kill(pid, SIGKILL) == 0) ++kills;
    }
    return kills >= 3;
  }));
  int status = 0;
  ::waitpid(collector, &status, 0);
  CHECK(WIFEXITED(status));
  place.path.clear();
  // The same points: Yosys' place is in no row.
  const std::string table = place.table("out");
  CHECK(contains(table, "done"));
  CHECK_FALSE(contains(table, "waiting"));
}

TEST_CASE("a killed collector takes its workers with it, and a rerun takes up the rest") {
  SweepPlace place;
  put_yosys(place, "sleep 0.3");
  place.write("s.yaml", kSmallSweep);
  const std::vector<std::string> arguments{"sweep",           "s.yaml", "-o",     "out",
                                           "--chunk-seconds", "0.01",   "--jobs", "2"};
  const pid_t collector = start(place, arguments);
  CHECK(wait_until([&] { return !workers_of(place).empty(); }));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  ::kill(collector, SIGKILL);
  int status = 0;
  ::waitpid(collector, &status, 0);
  CHECK(wait_until([&] { return processes_of(place).empty(); }));
  place.expect(0, arguments);
  const std::string table = place.table("out");
  CHECK_FALSE(contains(table, "waiting"));
  CHECK(contains(place.expect(0, arguments).output, "12 were there already"));
  CHECK(place.table("out") == table);
}

TEST_CASE("what a disk has no room for is tried again, named, and measured when there is room") {
  SweepPlace place;
  const char* const sweep = "fields: {kind: multiplier, x_width: [3, 4], w_width: 3, vectors: 40}";
  place.write("s.yaml", sweep);
  const fs::path results = place.file("out/work/results");
  fs::create_directories(results);
  // A file system of one page, which a file of ours fills.
  const auto mounted = pann::support::run_process(
      {.arguments = {"mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", results.string()}});
  if (mounted.exit_code != 0) {
    say_skipped("a file system cannot be mounted here: " + mounted.error);
    return;
  }
  std::ofstream(results / "filler") << std::string(4096, 'x');
  const auto full = place.run({"sweep", "s.yaml", "-o", "out"});
  pann::support::run_tool({.arguments = {"umount", results.string()}}, "umount");
  CHECK(full.exit_code == 1);
  CHECK(contains(full.output, "done 0, failed 0, crashed 2, waiting 0"));
  CHECK(contains(place.table("out"), "No space left"));
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--retry", "--quiet"});
  SweepPlace roomy;
  roomy.write("s.yaml", sweep);
  roomy.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  CHECK(place.table("out") == roomy.table("out"));
}

TEST_CASE("two sweeps in one folder at a time are refused") {
  SweepPlace place;
  put_yosys(place, "sleep 1");
  place.write("s.yaml", kSmallSweep);
  const pid_t first = start(place, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  CHECK(wait_until([&] { return !workers_of(place).empty(); }));
  CHECK(contains(place.expect(2, {"sweep", "s.yaml", "-o", "out"}).error, "[sweep.running]"));
  // Reading goes on meanwhile.
  place.expect(0, {"sweep", "table", "out", "--quiet"});
  ::kill(first, SIGKILL);
  int status = 0;
  ::waitpid(first, &status, 0);
}

TEST_CASE("a damaged part of a killed worker is set aside and its points measured anew") {
  const SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  fs::create_directories(place.file("out/work/results"));
  place.write("out/work/results/1-000001.host.0.json", "{\"schema\": \"pann.sweep.res");
  const auto sweep = place.expect(0, {"sweep", "s.yaml", "-o", "out"});
  CHECK(contains(sweep.output, "done 12"));
  CHECK(contains(sweep.error, "[sweep.results]"));
}

TEST_CASE("a worker with other versions than the plan measures nothing") {
  const SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  fs::create_directories(place.file("out/work/chunks"));
  place.write("out/work/chunks/c.json",
              R"({"schema": "pann.sweep.chunk", "version": 1, "one_by_one": false, "points":
      [{"key": "00000000000000000000000000000000", "fields": {"kind": "adder", "x_width": 3}}]})");
  fs::create_directories(place.file("out/work/journal"));
  fs::create_directories(place.file("out/work/results"));
  CHECK(contains(place.expect(2, {"sweep", "worker", "out", "c", "--quiet"}).error,
                 "[sweep.versions]"));
  CHECK(fs::is_empty(place.file("out/work/results")));
  CHECK(contains(place.expect(2, {"sweep", "worker", "out", "none"}).error, "[input.read]"));
}
