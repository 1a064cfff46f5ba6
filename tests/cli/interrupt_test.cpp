#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "support/random.h"
#include "test_data.h"

// Ends in the middle, of every kind: a signal at any moment, a child that fails, kill -9. Whatever
// the moment: a named exit code, one message, no core, nothing left.

using namespace pann::support;
namespace fs = std::filesystem;
using pann::test::is_full_run;
using Clock = std::chrono::steady_clock;

namespace {

struct Job {
  const char* name;
  std::vector<std::string> arguments;
};

const std::vector<Job>& jobs() {
  static const std::vector<Job> quick{
      {"run", {"run", "--budget", "2", "--pdk", "generic", "-o", "out"}},
      {"reproduce", {"reproduce", "table1", "--pdk", "generic", "--vectors", "1000", "-o", "out"}},
      {"explore", {"explore", "--budget", "4bit", "--samples", "0", "--json", "out.json"}},
      {"gen",
       {"gen", "dot", "--lanes", "16", "--x-width", "12", "--w-width", "12", "--acc-width", "40",
        "--pipeline", "2", "-o", "out"}}};
  static const std::vector<Job> full{
      {"run", {"run", "--budget", "4", "--pdk", "generic", "-o", "out"}},
      {"reproduce",
       {"reproduce", "fig6", "pann-energy", "--pdk", "generic", "--vectors", "1000", "-o", "out"}},
      quick[2],
      quick[3]};
  return is_full_run() ? full : quick;
}

/// A folder for work, cache and temporary files of one program under test.
struct Ground {
  TemporaryDirectory directory{};
  fs::path work = directory.path() / "work";
  fs::path cache = directory.path() / "cache";
  fs::path temporary = directory.path() / "tmp";
  fs::path messages = directory.path() / "messages.txt";
  std::string path;  ///< PATH; empty: as it is.

  Ground() {
    for (const fs::path& folder : {work, cache, temporary}) {
      fs::create_directory(folder);
      fs::permissions(folder, fs::perms::owner_all);
    }
  }

  pid_t start(const std::vector<std::string>& arguments) const {
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::setpgid(0, 0);
    ::setenv("PANN_CACHE_DIR", cache.c_str(), 1);
    ::setenv("TMPDIR", temporary.c_str(), 1);
    if (!path.empty()) ::setenv("PATH", path.c_str(), 1);
    const int file = ::open(messages.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    if (::chdir(work.c_str()) != 0) ::_exit(127);
    std::vector<char*> words{const_cast<char*>(pann::test::kPannBinary)};
    for (const std::string& argument : arguments)
      words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(pann::test::kPannBinary, words.data());
    ::_exit(127);
  }

  int run(const std::vector<std::string>& arguments) const { return end_of(start(arguments)); }

  /// Exit code, or -signal.
  static int end_of(pid_t pid) {
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  /// Lines of standard error that begin a message, stages aside.
  std::size_t faults() const {
    std::ifstream stream(messages);
    std::size_t count = 0;
    for (std::string line; std::getline(stream, line);) {
      const bool is_fault =
          line.find("error:") != std::string::npos || line.rfind("pann: interrupted", 0) == 0;
      count += is_fault ? 1 : 0;
    }
    return count;
  }

  static bool is_leftover(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.find(".pann-") != std::string::npos || name.rfind("core", 0) == 0;
  }

  std::vector<std::string> leftovers() const {
    std::vector<std::string> left;
    for (const auto& entry : fs::recursive_directory_iterator(directory.path())) {
      if (is_leftover(entry.path())) left.push_back(entry.path().string());
    }
    for (const auto& entry : fs::directory_iterator(temporary)) left.push_back(entry.path());
    return left;
  }

  std::string children() const {
    const std::string all = run_process({.arguments = {"ps", "-eo", "args"}}).output;
    std::string ours;
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t end = std::min(all.find('\n', at), all.size());
      const std::string line = all.substr(at, end - at);
      if (line.find(directory.path().string()) != std::string::npos) ours += line + '\n';
      at = end + 1;
    }
    return ours;
  }
};

void check_nothing_left(const Ground& ground) {
  for (const std::string& path : ground.leftovers()) FAIL_CHECK("left: " << path);
  CHECK(ground.children() == "");
}

/// The exit code.
int interrupt_at(const Ground& ground, const Job& job, std::chrono::milliseconds moment,
                 int signal) {
  fs::remove_all(ground.work / "out");
  fs::remove(ground.work / "out.json");
  const pid_t pid = ground.start(job.arguments);
  std::this_thread::sleep_for(moment);
  ::kill(pid, signal);
  const int code = Ground::end_of(pid);
  CAPTURE(job.name);
  CAPTURE(moment.count());
  CAPTURE(read_file(ground.messages));
  // Before the handlers are there a signal ends the process as it ends any; after the last step
  // there is nothing left to interrupt.
  const bool too_early = code == -signal && moment.count() < 200;
  if (code != 0 && !too_early) {
    CHECK(code == 128 + signal);
    CHECK(ground.faults() == 1);
  }
  check_nothing_left(ground);
  return code;
}

/// A PATH whose `tool` fails at its call number `call`; everything else is the real one.
std::string failing_path(const Ground& ground, const std::string& tool, int call,
                         const std::string& end) {
  const fs::path real = find_program(tool).value();
  const fs::path bin = ground.directory.path() / ("bin-" + tool);
  const fs::path counter = bin / "calls";
  fs::remove_all(bin);
  fs::create_directories(counter);
  const std::string script =
      "#!/bin/sh\ncase \"$1\" in --version|-V|--getenv|-dumpfullversion) exec '" + real.string() +
      "' \"$@\";; esac\ni=1\nwhile ! mkdir '" + counter.string() +
      "'/$i 2>/dev/null; do i=$((i+1)); done\nif [ $i -eq " + std::to_string(call) + " ]; then " +
      end + "; fi\nexec '" + real.string() + "' \"$@\"\n";
  write_file(bin / tool, script);
  fs::permissions(bin / tool, fs::perms::owner_all);
  return bin.string() + ":" + std::getenv("PATH");
}

}  // namespace

TEST_CASE(
    "run, reproduce, explore and gen end the same way at whatever moment they are interrupted") {
  Random random(2026);
  const int each = (is_full_run() ? 200 : 8) / static_cast<int>(jobs().size());
  for (const Job& job : jobs()) {
    Ground ground;
    const auto begin = Clock::now();
    REQUIRE(ground.run(job.arguments) == 0);
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    // Where there is no terminal, a line a stage.
    const std::string stage = "pann: b2/signed_mac: synthesis\n";
    if (&job == &jobs()[0] && !is_full_run()) {
      CHECK(read_file(ground.messages).find(stage) != std::string::npos);
    }
    std::map<int, int> ends;
    for (int i = 0; i < each; ++i) {
      if (i % 2 == 0) fs::remove_all(ground.cache / "mapped");
      const auto moment =
          std::chrono::milliseconds(random.below(static_cast<std::uint64_t>(whole.count()) + 1));
      ++ends[interrupt_at(ground, job, moment, i % 2 == 0 ? SIGINT : SIGTERM)];
    }
    for (const auto& [code, times] : ends) {
      std::printf("interrupts of %s: %d ended with exit code %d\n", job.name, times, code);
    }
  }
}

namespace {

/// One program that fails once, at its call number `call`, in the way that `end` says.
struct FailingChild {
  const char* tool;
  int call;
  const char* end;
};

constexpr const char* kRefuses = "echo broken >&2; exit 1";
constexpr const char* kCrashes = "kill -SEGV $$";

std::vector<FailingChild> failing_children() {
  std::vector<FailingChild> all;
  for (const char* end : {kRefuses, kCrashes}) {
    for (const int call : {1, 3}) all.push_back({"yosys", call, end});
    all.push_back({"verilator", 1, end});
    all.push_back({"g++", 1, end});
  }
  return all;
}

/// A compiler takes long: where time is short it is one unit's.
std::vector<std::string> failing_job(const FailingChild& child) {
  if (std::string(child.tool) == "yosys") return jobs()[0].arguments;
  if (!is_full_run()) {
    return {"sim", "adder", "--x-width", "3", "--engine", "verilator", "--json", "out"};
  }
  std::vector<std::string> arguments = jobs()[0].arguments;
  arguments.insert(arguments.end(), {"--engine", "verilator"});
  return arguments;
}

}  // namespace

TEST_CASE(
    "a child that fails, whichever and however, ends a run with exit code 3 and one message") {
  for (const FailingChild& child : failing_children()) {
    if (!find_program(child.tool)) {
      std::printf("SKIPPED: a child that fails: %s is not installed\n", child.tool);
      continue;
    }
    const std::string tool = child.tool;
    Ground ground;
    ground.path = failing_path(ground, tool, child.call, child.end);
    const int code = ground.run(failing_job(child));
    CAPTURE(tool);
    CAPTURE(child.call);
    CAPTURE(std::string(child.end));
    CAPTURE(read_file(ground.messages));
    CHECK(code == 3);
    CHECK(ground.faults() == 1);
    CHECK(!fs::exists(ground.work / "out"));
    check_nothing_left(ground);
  }
}

TEST_CASE("after kill -9 the children are gone, and the next run sweeps what was left") {
  Ground ground;
  const pid_t pid = ground.start(jobs()[0].arguments);
  for (int tries = 0; tries < 600 && ground.leftovers().empty(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  ::kill(pid, SIGKILL);
  CHECK(Ground::end_of(pid) == -SIGKILL);
  for (int tries = 0; tries < 100 && !ground.children().empty(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(ground.children() == "");
  CHECK(!ground.leftovers().empty());
  // What is younger may be a name that is drawn and not locked yet.
  std::this_thread::sleep_for(std::chrono::seconds(3));
  REQUIRE(ground.run({"reproduce", "fig6", "--pdk", "generic", "-o", "out"}) == 0);
  check_nothing_left(ground);
}
