#include "flow/source_copy.h"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "flow/synthesize.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

namespace fs = std::filesystem;
using namespace pann;

namespace {

constexpr const char* kManifest = R"({"schema": "pann.manifest", "version": 2,
  "design": {"kind": "other"}, "top": "m", "files": ["rtl/m.v"], "parameters": [],
  "ports": [{"name": "a_i", "direction": "input", "width": 8, "role": "other_input"},
            {"name": "y_o", "direction": "output", "width": 8, "role": "other_output"}],
  "latency": 0, "interval": 1, "elements": [], "registers": []})";

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  support::write_file(file, text);
}

void synthesize(const fs::path& source, const fs::path& target,
                const std::vector<fs::path>& include) {
  support::Progress silent(true);
  const synth::Pdk pdk = synth::find_pdk("generic");
  flow::synthesize({.source = source, .target = target, .include = include}, pdk,
                   synth::read_library(pdk.files), silent);
}

}  // namespace

TEST_CASE("included files go with the sources, so that the script runs where they are not") {
  const support::TemporaryDirectory directory;
  const fs::path source = directory.path() / "design";
  const fs::path common = directory.path() / "common";
  write(source / "manifest.json", kManifest);
  write(source / "rtl/m.v",
        "module m (input [7:0] a_i, output [7:0] y_o);\n`include \"parts/a.vh\"\n"
        "`include \"b.vh\"\nendmodule\n");
  write(source / "rtl/parts/a.vh", "wire [7:0] inner = a_i + 8'd3;\n");
  write(common / "b.vh", "`include \"more/c.vh\"\n");
  write(common / "more/c.vh", "assign y_o = inner ^ 8'h5a;\n");
  const fs::path target = directory.path() / "mapped";
  CHECK_THROWS_AS(synthesize(source, target, {}), support::Failure);
  synthesize(source, target, {common});
  const std::string netlist = support::read_file(target / "netlist.v");
  fs::remove_all(source);
  fs::remove_all(common);
  fs::remove(target / "netlist.v");
  support::run_tool({.arguments = {"yosys", "-q", "-s", "synth.ys"}, .directory = target}, "test");
  CHECK(support::read_file(target / "netlist.v") == netlist);
}

TEST_CASE("an included file that is named by a way out of its folder cannot be copied") {
  const support::TemporaryDirectory directory;
  const fs::path source = directory.path() / "design";
  write(source / "manifest.json", kManifest);
  write(source / "rtl/m.v",
        "module m (input [7:0] a_i, output [7:0] y_o);\n`include \"../../a.vh\"\nendmodule\n");
  write(directory.path() / "a.vh", "assign y_o = a_i + 8'd1;\n");
  try {
    synthesize(source, directory.path() / "mapped", {});
    FAIL("taken");
  } catch (const support::Failure& failure) {
    CHECK(failure.diagnostics().front().code == "synth.include");
  }
}
