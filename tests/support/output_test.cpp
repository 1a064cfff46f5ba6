#include "support/output.h"

#include <filesystem>

#include <doctest/doctest.h>

#include "support/diagnostic.h"
#include "support/input.h"

using namespace pann::support;
namespace fs = std::filesystem;

TEST_CASE("a file is written whole, with nothing beside it") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.txt", "one");
  write_file(directory.path() / "a.txt", "two");
  CHECK(read_file(directory.path() / "a.txt") == "two");
  CHECK(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("an abandoned file leaves nothing") {
  const TemporaryDirectory directory;
  { OutputFile(directory.path() / "a.txt").append("half"); }
  CHECK(fs::is_empty(directory.path()));
}

TEST_CASE("an output directory appears on commit, and not before") {
  const TemporaryDirectory directory;
  const fs::path target = directory.path() / "deep" / "out";
  {
    OutputDirectory out(target);
    out.add("sub/a.txt", "x");
    CHECK(!fs::exists(target));
  }
  CHECK(!fs::exists(target));
  OutputDirectory out(target);
  out.add("sub/a.txt", "x");
  out.commit();
  CHECK(read_file(target / "sub" / "a.txt") == "x");
  CHECK(std::distance(fs::directory_iterator(target.parent_path()), fs::directory_iterator()) == 1);
}

TEST_CASE("committing into an existing directory replaces files and keeps others") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "mine.txt", "keep");
  write_file(directory.path() / "a.txt", "old");
  OutputDirectory out(directory.path());
  out.add("a.txt", "new");
  out.commit();
  CHECK(read_file(directory.path() / "a.txt") == "new");
  CHECK(read_file(directory.path() / "mine.txt") == "keep");
}

TEST_CASE("places that cannot be written are refused by name") {
  CHECK_THROWS_WITH_AS(write_file("/proc/pann.txt", "x"), doctest::Contains("/proc/pann.txt"),
                       Failure);
  CHECK_THROWS_WITH_AS(OutputDirectory("/proc/pann/out"), doctest::Contains("/proc/pann"), Failure);
  const TemporaryDirectory directory;
  write_file(directory.path() / "file", "x");
  CHECK_THROWS_WITH_AS(OutputDirectory(directory.path() / "file"),
                       doctest::Contains("not a directory"), Failure);
}
