#include "support/leftovers.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <doctest/doctest.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann::support;
namespace fs = std::filesystem;

namespace {

std::size_t entries_of(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

/// Runs `work` in a child that is then killed as by kill -9.
template <class Work>
void run_and_kill(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::kill(::getpid(), SIGKILL);
  }
  REQUIRE(child > 0);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
}

}  // namespace

TEST_CASE("what a killed run left is swept by the next, and what a running one works on is not") {
  const TemporaryDirectory directory;
  const fs::path out = directory.path() / "out";
  run_and_kill([&] {
    OutputDirectory half(out);
    half.add("a.txt", "half");
    OutputFile file(out.string() + ".txt");
    file.append("half");
    ::kill(::getpid(), SIGKILL);
  });
  CHECK(entries_of(directory.path()) == 2);
  // A name of the same form that somebody works on, and one of another form.
  const ScratchPath mine = ScratchPath::directory(directory.path(), ".mine");
  write_file(mine.path() / "a.txt", "mine");
  write_file(directory.path() / ".kept.pann-notes", "mine");
  sweep_scratch(directory.path());
  CHECK(fs::exists(mine.path() / "a.txt"));
  CHECK(fs::exists(directory.path() / ".kept.pann-notes"));
  CHECK(entries_of(directory.path()) == 2);
}

TEST_CASE("a device or a named pipe is written in place, and a link is followed") {
  const TemporaryDirectory directory;
  const fs::path pipe = directory.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::string seen;
  std::thread reader([&] {
    std::ifstream stream(pipe);
    seen.assign(std::istreambuf_iterator<char>(stream), {});
  });
  {
    OutputFile file(pipe);
    file.append("through the pipe");
    file.commit();
  }
  reader.join();
  CHECK(seen == "through the pipe");
  CHECK(fs::is_fifo(pipe));

  OutputFile null("/dev/null");
  null.append("x");
  null.commit();
  CHECK(fs::is_character_file("/dev/null"));

  write_file(directory.path() / "real.txt", "old");
  fs::create_symlink("real.txt", directory.path() / "link.txt");
  write_file(directory.path() / "link.txt", "new");
  CHECK(fs::is_symlink(directory.path() / "link.txt"));
  CHECK(read_file(directory.path() / "real.txt") == "new");
}

TEST_CASE("a named pipe where a file is due is refused rather than waited for") {
  const TemporaryDirectory directory;
  const fs::path pipe = directory.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH_AS(read_file(pipe), doctest::Contains("named pipe"), Failure);
}

TEST_CASE("a temporary directory that cannot be written is the user's fault and named") {
  const char* variable = std::getenv("TMPDIR");
  const std::string before = variable == nullptr ? "" : variable;
  ::setenv("TMPDIR", "/nonexistent/pann", 1);
  CHECK_THROWS_WITH_AS(TemporaryDirectory(), doctest::Contains("/nonexistent/pann"), Failure);
  variable == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", before.c_str(), 1);
}

TEST_CASE("a child and its own children end when their parent is killed") {
  const TemporaryDirectory directory;
  const std::string mark = "86400." + std::to_string(::getpid());
  const pid_t parent = ::fork();
  if (parent == 0) {
    run_process({.arguments = {"sh", "-c", "sleep " + mark + " & sleep " + mark + "; true"}});
    ::_exit(0);
  }
  REQUIRE(parent > 0);
  const auto count = [&] {
    const std::string listed = run_process({.arguments = {"ps", "-eo", "args"}}).output;
    std::size_t found = 0;
    for (std::size_t at = 0; (at = listed.find("\nsleep " + mark, at)) != std::string::npos; ++at)
      ++found;
    return found;
  };
  const auto wait_for = [&](std::size_t wanted) {
    for (int tries = 0; tries < 200 && count() != wanted; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return count();
  };
  CHECK(wait_for(2) == 2);
  ::kill(parent, SIGKILL);
  REQUIRE(::waitpid(parent, nullptr, 0) == parent);
  CHECK(wait_for(0) == 0);
}
