#include <chrono>
#include <filesystem>
#include <signal.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <doctest/doctest.h>

#include "cli/cli_runner.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

// Missing tools, hostile files, interruption: what surrounds the command may be at fault, too.

using namespace pann::support;
using pann::test::CliResult;
using pann::test::run_pann;
namespace fs = std::filesystem;

namespace {

void expect(const CliResult& result, int exit_code, const std::string& text) {
  CHECK_MESSAGE(result.exit_code == exit_code, result.error);
  CHECK_MESSAGE(result.error.find(text) != std::string::npos, result.error);
}

/// `pann` as a child with these variables on top of the environment.
ProcessResult child(std::vector<std::string> arguments,
                    std::vector<std::pair<std::string, std::string>> environment) {
  arguments.insert(arguments.begin(), pann::test::kPannBinary);
  return run_process({.arguments = std::move(arguments), .environment = std::move(environment)});
}

}  // namespace

TEST_CASE("a missing tool ends with exit code 3 and names the tool") {
  const TemporaryDirectory cache;
  for (const char* engine : {"verilator", "icarus", "native"}) {
    const ProcessResult result =
        child({"sim", "adder", "--x-width", "3", "--vectors", "10", "--engine", engine},
              {{"PATH", "/nonexistent"}, {"PANN_CACHE_DIR", cache.path().string()}});
    CAPTURE(engine);
    CHECK_MESSAGE(result.exit_code == 3, result.error);
    CHECK_MESSAGE(result.error.find("tool.missing") != std::string::npos, result.error);
    CHECK_MESSAGE(result.error.find("pann doctor") != std::string::npos, result.error);
  }
  CHECK(child({"doctor", "--quiet"}, {{"PATH", "/nonexistent"}}).exit_code == 3);
}

TEST_CASE("a directory that cannot be written is named, and nothing is left") {
  expect(run_pann({"gen", "mac", "-o", "/proc/pann-out"}), 2, "/proc/pann-out");
  const TemporaryDirectory directory;
  write_file(directory.path() / "file", "x");
  expect(run_pann({"gen", "mac", "-o", (directory.path() / "file" / "out").string()}), 2,
         "output.directory");
  expect(run_pann({"sim", "adder", "--vectors", "10", "--quiet", "--json", "/proc/x.json"}), 2,
         "/proc/x.json");
  CHECK(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a place that cannot be looked at is the input's fault in every command") {
  const TemporaryDirectory directory;
  const fs::path loop = directory.path() / "loop";
  fs::create_symlink(loop, loop);
  const std::string in_loop = (loop / "x").string();
  const std::string long_name = (directory.path() / std::string(300, 'n')).string();
  for (const std::string& place : {in_loop, long_name}) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"gen", "mac", "-o", place},
          {"synth", place, "--pdk", "generic", "-o", (directory.path() / "g").string()},
          {"power", place},
          {"sim", place},
          {"toggles", place},
          {"run", "--network", place, "-o", (directory.path() / "r").string()},
          {"run", "-o", place},
          {"reproduce", "fig6", "-o", place},
          {"explore", "--network", place},
          {"manifest", place + ".v", "--top", "t"},
          {"manual", "-o", place}}) {
      const CliResult result = run_pann(arguments);
      CHECK_MESSAGE(result.exit_code == 2, arguments.front() << ": " << result.error);
      CHECK_MESSAGE(result.error.find("error: ") != std::string::npos, arguments.front());
    }
  }
}

TEST_CASE("a Liberty file with a syntax error is refused with file and line") {
  const TemporaryDirectory directory;
  const std::string lib = (directory.path() / "broken.lib").string();
  const std::string gen = (directory.path() / "adder").string();
  write_file(lib, "library (x) {\n  time_unit : \"1ns\";\n  cell (a) {\n    area : ;\n");
  REQUIRE(run_pann({"gen", "adder", "-o", gen, "--quiet"}).exit_code == 0);
  const fs::path out = directory.path() / "out";
  const CliResult result = run_pann({"synth", gen, "--liberty", lib, "-o", out.string()});
  expect(result, 2, "broken.lib:4");
  CHECK(!fs::exists(out));
}

TEST_CASE("operand files of the wrong shape, type or range are refused by name") {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "a.npy").string();
  const auto npy = [&](const std::string& dtype, const std::string& shape,
                       const std::string& data) {
    std::string header =
        "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shape + ", }";
    header.resize(117, ' ');
    header += '\n';
    write_file(path, std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' +
                         header + data);
    return run_pann({"sim", "mac", "--x-width", "4", "--w-width", "4", "--stimulus", path});
  };
  expect(npy("|i1", "(2, 3)", std::string(6, '\1')), 2, "stimulus.shape");
  expect(npy("<f4", "(1, 2)", std::string(8, '\0')), 2, "stimulus.dtype");
  expect(npy("|i1", "(1, 2)", std::string("\x01\x64", 2)), 2, "stimulus.operand");
  expect(npy("|i1", "(5, 2)", std::string(3, '\1')), 2, "a.npy");
}

TEST_CASE("a truncated trace is refused with line and byte, or counted leniently") {
  const TemporaryDirectory directory;
  const std::string vcd = (directory.path() / "cut.vcd").string();
  write_file(vcd,
             "$timescale 1ns $end\n$scope module top $end\n$var wire 8 ! data $end\n$upscope $end\n"
             "$enddefinitions $end\n#0\nb0 !\n#10\nb1010");
  const CliResult strict = run_pann({"toggles", vcd});
  CHECK_MESSAGE(strict.exit_code == 2, strict.error);
  CHECK_MESSAGE(strict.error.find("cut.vcd:9") != std::string::npos, strict.error);
  CHECK(run_pann({"toggles", vcd, "--lenient"}).exit_code == 0);
}

TEST_CASE("interruption leaves nothing half-written and no child running") {
  const TemporaryDirectory directory;
  const fs::path out = directory.path() / "out";
  const std::string cache = (directory.path() / "cache").string();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setpgid(0, 0);
    ::setenv("PANN_CACHE_DIR", cache.c_str(), 1);
    ::execl(pann::test::kPannBinary, pann::test::kPannBinary, "run", "--quiet", "--budget", "4",
            "-o", out.c_str(), nullptr);
    ::_exit(127);
  }
  REQUIRE(pid > 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  ::kill(pid, SIGINT);
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 128 + SIGINT);
  CHECK(!fs::exists(out));
  for (const auto& entry : fs::directory_iterator(directory.path())) {
    CHECK_MESSAGE(entry.path().filename() == "cache", entry.path().string());
  }
  const ProcessResult processes = run_process({.arguments = {"ps", "-eo", "args"}});
  CHECK(processes.output.find(directory.path().string()) == std::string::npos);
}
