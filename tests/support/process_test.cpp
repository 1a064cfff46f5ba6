#include "support/process.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "support/diagnostic.h"

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
