#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli_runner.h"
#include "paths.h"
#include "support/output.h"
#include "support/process.h"

// What a terminal shows: progress is taken off before anything else is printed.

using namespace pann;
using support::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

/// The lines that stay on a terminal: a carriage return goes back to the line's begin, and what
/// follows is written over what is there.
std::vector<std::string> screen(const std::string& bytes) {
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  for (const char c : bytes) {
    if (c == '\n') {
      lines.emplace_back();
      at = 0;
    } else if (c == '\r') {
      at = 0;
    } else {
      std::string& line = lines.back();
      if (at == line.size()) line += ' ';
      line[at++] = c;
    }
  }
  for (std::string& line : lines) line.erase(line.find_last_not_of(' ') + 1);
  return lines;
}

std::vector<std::string> shown_by(const std::string& arguments) {
  const std::string command = std::string(test::kPannBinary) + " " + arguments;
  return screen(
      support::run_process({.arguments = {"script", "-qec", command, "/dev/null"}}).output);
}

}  // namespace

TEST_CASE("progress and report never share a line of a terminal") {
  CHECK(screen("\r\rab\r  \rc\n") == std::vector<std::string>{"c", ""});
  if (!support::find_program("script")) {
    std::printf("SKIPPED: progress and report on a terminal: script is not installed\n");
    return;
  }
  const TemporaryDirectory directory;
  const std::string mac = (directory.path() / "mac").string();
  const std::string gates = (directory.path() / "gates").string();
  const std::string vcd = (directory.path() / "t.vcd").string();
  const std::string unit = " --x-width 3 --w-width 3 --acc-width 8";
  CHECK(shown_by("gen mac" + unit + " -o " + mac + " --quiet") == std::vector<std::string>{""});
  CHECK(shown_by("sim " + mac + " --vectors 100").front().rfind("mac_booth4: mac", 0) == 0);
  CHECK(shown_by("sim " + mac + " --vectors 100 --json -").front() == "{");
  CHECK(shown_by("synth " + mac + " --pdk generic -o " + gates + " --json -").front() == "{");
  CHECK(shown_by("power " + gates + " --vectors 100 --json -").front() == "{");
  CHECK(shown_by("power " + gates + " --vectors 100").front().rfind("mac_booth4 on", 0) == 0);
  shown_by("sim " + mac + " --engine icarus --vectors 100 --quiet --vcd " + vcd);
  CHECK(shown_by("toggles " + vcd).front().rfind("counting", 0) != 0);
  CHECK(shown_by("explore --samples 10 --json -").front() == "{");
}
