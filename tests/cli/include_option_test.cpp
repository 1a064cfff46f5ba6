// Folders of included files, on the command line.
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "cli_runner.h"
#include "support/output.h"

namespace fs = std::filesystem;
using pann::support::write_file;
using pann::test::run_pann;

TEST_CASE("--include names the folders of included files to sim, synth, toggles and toggles diff") {
  const pann::support::TemporaryDirectory directory;
  const std::string design = (directory.path() / "design").string();
  const std::string folder = (directory.path() / "common").string();
  const std::string trace = (directory.path() / "t.vcd").string();
  const std::string mapped = (directory.path() / "mapped").string();
  fs::create_directory(design);
  fs::create_directory(folder);
  write_file(fs::path(folder) / "sum.vh", "assign y_o = a_i + 4'd3;\n");
  write_file(fs::path(design) / "m.v",
             "module m (input [3:0] a_i, output [3:0] y_o);\n`include \"sum.vh\"\nendmodule\n");
  write_file(fs::path(design) / "manifest.json", R"({"schema": "pann.manifest", "version": 2,
    "design": {"kind": "other"}, "top": "m", "files": ["m.v"],
    "ports": [{"name": "a_i", "direction": "input", "width": 4, "role": "other_input"},
              {"name": "y_o", "direction": "output", "width": 4, "role": "other_output"}]})");
  CHECK(run_pann({"sim", design, "--vectors", "20", "--engine", "native"}).exit_code == 2);
  CHECK(run_pann({"sim", design, "--vectors", "20", "--quiet", "--include", folder}).exit_code ==
        0);
  CHECK(run_pann({"sim", design, "--vectors", "20", "--engine", "icarus", "--quiet", "--vcd", trace,
                  "--include", folder})
            .exit_code == 0);
  CHECK(run_pann({"toggles", trace, "--manifest", design, "--include", folder}).exit_code == 0);
  CHECK(run_pann({"toggles", "diff", trace, trace, "--manifest", design, "--include", folder})
            .exit_code == 0);
  CHECK(run_pann({"synth", design, "--pdk", "generic", "-o", mapped, "--quiet"}).exit_code == 2);
  CHECK(
      run_pann({"synth", design, "--pdk", "generic", "-o", mapped, "--quiet", "--include", folder})
          .exit_code == 0);
  const auto result = run_pann({"sim", design, "--include", folder + "/nowhere"});
  CHECK(result.exit_code == 2);
  CHECK(result.error.find("[include.folder]") != std::string::npos);
}
