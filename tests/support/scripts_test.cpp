#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "test_data.h"

// What scripts do beside running programs, tried without the network.

using namespace pann::support;
namespace fs = std::filesystem;

namespace {

/// Makes what counts as a bare Debian, and nothing that could run in it.
constexpr const char* kDebootstrap =
    "#!/bin/sh\nmkdir -p \"$3/etc\" \"$3/proc\" \"$3/dev\" \"$3/sys\"\n"
    "echo 12.0 > \"$3/etc/debian_version\"\n";

}  // namespace

TEST_CASE("a Debian tree that is tried again holds the files of today and none of before") {
  const fs::path source = pann::test::kSourceDirectory;
  if (::geteuid() != 0 || !fs::exists(source / ".git") || !find_program("unshare")) {
    pann::test::say_skipped("needs root, unshare and a Git checkout");
    return;
  }
  const TemporaryDirectory directory;
  const fs::path bin = directory.path() / "bin";
  const fs::path home = directory.path() / "12" / "home" / "pann";
  fs::create_directory(bin);
  write_file(bin / "debootstrap", kDebootstrap);
  fs::permissions(bin / "debootstrap", fs::perms::owner_all);
  const auto attempt = [&] {
    return run_process({.arguments = {(source / "scripts" / "try-debian").string(), "12",
                                      "http://nowhere.invalid", "--", "true"},
                        .environment = {{"PATH", bin.string() + ":" + std::getenv("PATH")},
                                        {"PANN_TRY_DIRECTORY", directory.path().string()}}});
  };
  CHECK(attempt().output.find("running in Debian 12.0: true") != std::string::npos);
  fs::create_directories(home / "build");
  write_file(home / "build" / "kept", "built");
  write_file(home / "generator" / "stale.cpp", "of before");
  const ProcessResult again = attempt();
  CHECK_MESSAGE(again.output.find("MB on disk") != std::string::npos, again.error);
  CHECK(fs::exists(home / "README.md"));
  CHECK(fs::exists(home / "build" / "kept"));
  CHECK_FALSE(fs::exists(home / "generator" / "stale.cpp"));
}
