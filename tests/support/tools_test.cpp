#include "support/tools.h"

#include <doctest/doctest.h>

using namespace pann::support;

TEST_CASE("versions are found in what tools print") {
  CHECK(find_version("Verilator 5.006 2023-01-22 rev") == "5.006");
  CHECK(find_version("Yosys 0.23 (git sha1 7ce5011c24b)") == "0.23");
  CHECK(find_version("Icarus Verilog version 11.0 (stable) ()") == "11.0");
  CHECK(find_version("nothing").empty());
}

TEST_CASE("versions are compared number by number") {
  CHECK(version_less("5.006", "5.032"));
  CHECK(version_less("0.9", "0.23"));
  CHECK(!version_less("11.0", "11.0"));
  CHECK(!version_less("12", "11.0"));
}

TEST_CASE("a program that is not there is missing, not an error") {
  const ToolStatus status =
      probe_tool({"pann-no-such-program", {"--version"}, "1", "none", "", "", true});
  CHECK(status.state == ToolState::missing);
}

TEST_CASE("a program that is too old is told from one that is missing") {
  const ToolStatus status = probe_tool({"g++", {"-dumpfullversion"}, "9999", "g++", "", "", true});
  CHECK(status.state == ToolState::too_old);
}

TEST_CASE("a program's fingerprint tells it from others and from a missing one") {
  const std::string shell = pann::support::program_fingerprint("sh");
  CHECK(!shell.empty());
  CHECK(shell == pann::support::program_fingerprint("sh"));
  CHECK(shell != pann::support::program_fingerprint("ls"));
  CHECK(pann::support::program_fingerprint("no-such-program").empty());
}
