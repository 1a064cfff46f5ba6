#include "support/process.h"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include "support/diagnostic.h"
#include "support/output.h"
#include "support/parallel.h"

using namespace pann::support;

TEST_CASE("a child gets its arguments untouched, whatever they hold") {
  const std::string hostile = "a b; $(touch x) `y` '\"\n*";
  const ProcessResult result = run_process({.arguments = {"printf", "%s", hostile}});
  CHECK(result.exit_code == 0);
  CHECK(result.output == hostile);
}

TEST_CASE("standard input larger than a pipe's buffer reaches the child") {
  const std::string text(1U << 20U, 'q');
  const ProcessResult result = run_process({.arguments = {"cat"}, .standard_input = text});
  CHECK(result.output == text);
}

TEST_CASE("output beyond the limit is dropped, not kept") {
  const ProcessResult result =
      run_process({.arguments = {"head", "-c", "100000", "/dev/zero"}, .output_limit = 10});
  CHECK(result.output.size() == 10);
  CHECK(result.exit_code == 0);
}

TEST_CASE("a child that outlives its time is killed") {
  const ProcessResult result =
      run_process({.arguments = {"sleep", "60"}, .timeout = std::chrono::seconds(1)});
  CHECK(result.timed_out);
}

TEST_CASE("a child is ended when another call of its loop fails") {
  const tbb::global_control two(tbb::global_control::max_allowed_parallelism, 2);
  const TemporaryDirectory directory;
  const auto begun = directory.path() / "begun";
  const auto done = directory.path() / "done";
  const auto work = [&](int i) {
    if (i == 0) {
      run_process({.arguments = {"sh", "-c", "touch begun; sleep 5; touch done"},
                   .directory = directory.path()});
      return;
    }
    for (int tries = 0; tries < 500 && !std::filesystem::exists(begun); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("the fault");
  };
  tbb::task_arena(2).execute([&] { CHECK_THROWS_WITH(parallel_for(0, 2, work), "the fault"); });
  CHECK(std::filesystem::exists(begun));
  CHECK_FALSE(std::filesystem::exists(done));
}

TEST_CASE("a missing program is a diagnostic with exit code 3") {
  try {
    run_process({.arguments = {"pann-no-such-program"}});
    FAIL("started a program that does not exist");
  } catch (const Failure& failure) {
    CHECK(failure.exit_code() == ExitCode::tool_failed);
    CHECK(failure.diagnostics().at(0).code == "tool.missing");
  }
}

TEST_CASE("a failing tool's last words are in the message") {
  CHECK_THROWS_WITH_AS(run_tool({.arguments = {"ls", "/no/such/place"}}, "tool.ls"),
                       doctest::Contains("No such file"), Failure);
}
