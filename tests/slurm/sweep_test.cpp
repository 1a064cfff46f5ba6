// Sweeps through a real Slurm on loopback, which the tests start and stop.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "analysis/sweep/slurm_client.h"
#include "cli/sweep_runner.h"
#include "slurm/cluster.h"
#include "test_data.h"

using namespace pann::test;
namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// 2,000 points of flips, or as many as tests have time for. With 3-bit arrays, which are poisoned.
std::string flips_sweep(int seeds) {
  return fmt::format(
      "fields:\n  kind: multiplier\n  multiplier: [booth4, array]\n  x_width: [2, 3, 4, 5, 6]\n"
      "  w_width: 3\n  vectors: 40\n  seed: {{from: 1, to: {}}}\n"
      "where: multiplier != array or x_width != 3 or seed = 1\n",
      seeds);
}

template <class Condition>
bool sweep_wait_until(const Condition& condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// A worker of the sweep in the place, on whatever node; 0: none.
pid_t worker_of(const SweepPlace& place) {
  using namespace std::string_literals;
  std::error_code error;
  const std::string word = "sweep\0worker\0"s + place.directory.path().string();
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    try {
      if (contains(pann::support::read_file(entry.path() / "cmdline"), word))
        return std::stoi(name);
    } catch (const std::exception&) {
      // It has ended.
    }
  }
  return 0;
}

/// Yosys ends the worker that asks for the poisoned design.
void poison(SweepPlace& place) {
  const auto real = pann::support::find_program("yosys");
  REQUIRE(real);
  fs::create_directories(place.file("bin"));
  place.write(
      "bin/yosys",
      fmt::format("#!/bin/sh\nworker=$(ps -o ppid= -p $PPID | tr -d ' ')\n"
                  "for file in \"$@\"; do\n"
                  "  [ -f \"$file\" ] && grep -q 'XWidth 3 .*multiplier_array' \"$file\" && "
                  "{{ kill -9 $worker; sleep 5; }}\n"
                  "done\nexec '{}' \"$@\"\n",
                  real->string()));
  fs::permissions(place.file("bin/yosys"), fs::perms::owner_all);
  place.path = place.file("bin").string();
}

}  // namespace

TEST_CASE("task lists of squeue are read as they are written") {
  using Numbers = std::set<std::size_t>;
  CHECK(pann::analysis::task_numbers("7") == Numbers{7});
  CHECK(pann::analysis::task_numbers("[3,5-8%4]") == Numbers{3, 5, 6, 7, 8});
  CHECK(pann::analysis::task_numbers("N/A").empty());
  CHECK(pann::analysis::task_numbers("").empty());
}

TEST_CASE(
    "a sweep through Slurm survives killed workers and a lost node, names the poisoned point, and "
    "gives the table of a local one") {
  if (const std::string why = no_cluster_here(); !why.empty()) {
    say_skipped(why);
    return;
  }
  const bool is_full = is_full_run();
  const int seeds = is_full ? 222 : 12;
  SlurmCluster cluster(3, 1);
  SweepPlace place;
  place.more = cluster.environment();
  poison(place);
  place.write("s.yaml", flips_sweep(seeds));
  auto sweep = std::async(std::launch::async, [&] {
    return place.run({"sweep", "s.yaml", "-o", "out", "--executor", "slurm", "--chunk-seconds",
                      "0.3", "--array-tasks", "100", "--poll-seconds", "0.3",
                      "--slurm=--partition=main"});
  });
  for (int i = 0; i < 2; ++i) {
    pid_t worker = 0;
    CHECK(sweep_wait_until([&] { return (worker = worker_of(place)) != 0; }));
    ::kill(worker, SIGKILL);
  }
  cluster.lose_node("n1");
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  cluster.start_node("n1");
  const auto result = sweep.get();
  CHECK_MESSAGE(result.exit_code == 1, result.output << result.error);
  const int points = 9 * seeds + 1;
  CHECK(
      contains(result.output, fmt::format("done {}, failed 0, crashed 1, waiting 0", points - 1)));
  CHECK(contains(result.output, "multiplier=array x_width=3"));
  CHECK(cluster.ask({"squeue", "-h"}).empty());

  SweepPlace local;
  local.write("s.yaml", flips_sweep(seeds));
  poison(local);
  local.expect(1, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  const std::vector<std::string> arguments{"sweep",         "export", "out",      "--where",
                                           "status = done", "-o",     "done.csv", "--quiet"};
  place.expect(0, arguments);
  local.expect(0, arguments);
  CHECK(place.read("done.csv") == local.read("done.csv"));
}
