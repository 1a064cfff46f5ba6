#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

namespace pann::test {

/// A folder with a cache of its own, and `pann` run there as users run it: workers are processes.
struct SweepPlace {
  support::TemporaryDirectory directory{};
  std::string path{};                                       ///< Before PATH; empty: nothing.
  std::vector<std::pair<std::string, std::string>> more{};  ///< Further variables.

  SweepPlace() {
    for (const char* folder : {"cache", "tmp"}) {
      std::filesystem::create_directory(directory.path() / folder);
      std::filesystem::permissions(directory.path() / folder, std::filesystem::perms::owner_all);
    }
  }

  std::filesystem::path file(const std::string& name) const { return directory.path() / name; }

  void write(const std::string& name, const std::string& text) const {
    support::write_file(file(name), text);
  }
  std::string read(const std::string& name) const { return support::read_file(file(name)); }

  std::vector<std::pair<std::string, std::string>> environment() const {
    const char* before = std::getenv("PATH");
    const std::string old = before == nullptr ? "" : before;
    std::vector<std::pair<std::string, std::string>> all{
        {"PANN_CACHE_DIR", file("cache").string()},
        {"TMPDIR", file("tmp").string()},
        {"PATH", path.empty() ? old : path + ":" + old}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  support::ProcessResult run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), kPannBinary);
    return support::run_process({.arguments = std::move(arguments),
                                 .directory = directory.path(),
                                 .environment = environment()});
  }

  /// Runs, and expects the exit code.
  support::ProcessResult expect(int exit_code, std::vector<std::string> arguments) const {
    support::ProcessResult result = run(std::move(arguments));
    CHECK_MESSAGE(result.exit_code == exit_code, result.output << result.error);
    return result;
  }

  /// Everything of every point but where it was measured, as text.
  std::string table(const std::string& folder) const {
    expect(0, {"sweep", "export", folder, "-o", "export.csv", "--quiet"});
    return read("export.csv");
  }
};

/// Twelve points of flips that take milliseconds each.
inline const char* const kSmallSweep =
    "title: Small\n"
    "fields:\n"
    "  kind: multiplier\n"
    "  multiplier: [booth4, array]\n"
    "  x_width: [2, 3, 4]\n"
    "  w_width: [3, 4]\n"
    "  vectors: 60\n";

}  // namespace pann::test
