#include "generator/verilated.h"

#include <algorithm>

#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

namespace pann::test {

std::vector<std::string> write_verilog(const std::filesystem::path& directory,
                                       const std::vector<generator::DesignSpec>& specs) {
  std::vector<std::string> names;
  for (const generator::DesignSpec& spec : specs) {
    const generator::EmittedDesign design = generator::emit(spec);
    for (const generator::EmittedFile& file : design.files) {
      if (!file.name.ends_with(".v") ||
          std::find(names.begin(), names.end(), file.name) != names.end()) {
        continue;
      }
      names.push_back(file.name);
      support::write_file(directory / file.name, file.text);
    }
  }
  return names;
}

std::string build_and_run(const std::filesystem::path& directory, const std::string& wrapper,
                          const std::string& main, const std::vector<std::string>& files) {
  support::write_file(directory / "wrap.v", wrapper);
  support::write_file(directory / "main.cpp", main);
  support::ProcessOptions verilate;
  verilate.arguments = {"verilator", "--cc",   "--exe",        "-O3",     "-Wno-fatal",
                        "-Wno-lint", "--Mdir", "model",        "-CFLAGS", "-std=c++17",
                        "main.cpp",  "wrap.v", "--top-module", "wrap"};
  verilate.arguments.insert(verilate.arguments.end(), files.begin(), files.end());
  verilate.directory = directory;
  support::run_tool(verilate, "test.verilator");
  support::ProcessOptions compile;
  compile.arguments = {"make", "-s",       "-j",           "2",           "-C", "model",
                       "-f",   "Vwrap.mk", "OPT_FAST=-O0", "OPT_SLOW=-O0"};
  compile.directory = directory;
  support::run_tool(compile, "test.make");
  support::ProcessOptions run;
  run.arguments = {(directory / "model/Vwrap").string()};
  run.directory = directory;
  return support::run_process(run).output;
}

std::string harness(const std::string& name) {
  return support::read_file(std::filesystem::path(pann::test::kSourceDirectory) /
                            "tests/generator/harness" / name);
}

}  // namespace pann::test
