// A cache that machines share, whose clocks differ: by faketime, files keeping the true clock's
// times as a file server's do.
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/process.h"
#include "sweep_runner.h"
#include "test_data.h"

namespace fs = std::filesystem;
using namespace pann;

namespace {

bool has_faketime() {
  if (test::is_sanitized()) {
    test::say_skipped("faketime's library comes before the sanitizer's");
    return false;
  }
  const bool found =
      support::run_process({.arguments = {"sh", "-c", "command -v faketime"}}).exit_code == 0;
  if (!found) test::say_skipped("faketime is not installed");
  return found;
}

/// `pann sim` of a multiplier, its clock off by `offset`.
void simulate(const test::SweepPlace& place, const std::string& offset, const std::string& width) {
  const support::ProcessResult result = support::run_process(
      {.arguments = {"faketime", "-f", offset, test::kPannBinary, "sim", "multiplier", "--x-width",
                     "3", "--w-width", width, "--vectors", "100", "--quiet"},
       .directory = place.directory.path(),
       .environment = place.environment()});
  CHECK_MESSAGE(result.exit_code == 0, result.output << result.error);
}

std::vector<fs::path> netlists(const test::SweepPlace& place) {
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(place.file("cache") / "netlist")) {
    entries.push_back(entry.path());
  }
  return entries;
}

}  // namespace

TEST_CASE("a machine whose clock is days off neither ages nor removes what others use") {
  if (!has_faketime()) return;
  test::SweepPlace place;
  place.more = {{"NO_FAKE_STAT", "1"}, {"FAKE_UTIME", "1"}};
  simulate(place, "+0", "3");
  REQUIRE(netlists(place).size() == 1);

  simulate(place, "-3d", "3");
  REQUIRE(netlists(place).size() == 1);
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(netlists(place).front());
  CHECK(std::chrono::abs(age) < std::chrono::hours(1));

  // Who looked at the cache a moment ago does not look again.
  REQUIRE(fs::remove(place.file("cache") / ".trimmed"));
  place.more.emplace_back("PANN_CACHE_LIMIT_MB", "0");
  simulate(place, "+3d", "4");
  CHECK(netlists(place).size() == 2);
}
