#include <cmath>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "each_delay.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "osu018.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "synth/timing/critical_path.h"
#include "synth/timing/sdf.h"
#include "synth/yosys/cell_models.h"

namespace fs = std::filesystem;
using namespace pann;

using pann::test::osu018;

namespace {

/// A mapped 4 bit MAC in a directory of its own; flat, so that no constant is tied at a boundary.
struct Mapped {
  support::TemporaryDirectory directory;
  fs::path path = directory.path() / "mapped";
  circuit::Netlist netlist;

  Mapped() {
    generator::DesignSpec spec;
    spec.x_width = 4;
    spec.w_width = 4;
    spec.acc_width = 12;
    support::OutputDirectory output(directory.path() / "rtl");
    for (const auto& file : generator::emit(spec).files) output.add(file.name, file.text);
    output.commit();
    support::Progress progress(true);
    flow::synthesize({.source = directory.path() / "rtl", .target = path, .flatten = true},
                     synth::find_pdk("osu018"), osu018(), progress);
    netlist = circuit::read_yosys_json(path / "netlist.json");
  }
};

const Mapped& mapped() {
  static const Mapped result;
  return result;
}

/// Makes every delay 0.
void clear(synth::ArcDelays& delays) {
  test::each_delay(delays, [](synth::DelayTriple& delay) { delay = {}; });
}

std::string run_opensta(const std::string& commands) {
  const support::TemporaryDirectory directory;
  const fs::path script = directory.path() / "timing.tcl";
  support::write_file(script, "read_liberty " + osu018().files.front() + "\nread_verilog " +
                                  (mapped().path / "netlist.v").string() +
                                  "\nlink_design mac_booth4\n" + "read_sdc " +
                                  (mapped().path / "netlist.sdc").string() + "\n" + commands);
  return support::run_process({.arguments = {"sta", "-exit", script.string()}}).output;
}

}  // namespace

TEST_CASE("the critical path is OpenSTA's") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays delays = synth::compute_delays(osu018(), mapped().netlist, {});
  const synth::CriticalPath path = synth::critical_path(mapped().netlist, delays);
  const std::string report = run_opensta("report_checks -path_delay max -digits 6\n");
  // The slack of the worst path at the constraint's 10 ns.
  const std::size_t line = report.rfind("slack (");
  REQUIRE_MESSAGE(line != std::string::npos, report);
  const std::size_t begin = report.rfind('\n', line) + 1;
  const double slack_ns = std::stod(report.substr(begin, line - begin));
  CHECK(path.delay_ns == pann::test::relative(10.0 - slack_ns).epsilon(0.001));
  CHECK(path.steps.size() <= path.levels + 1);
  CHECK(path.steps.back().arrival_ns + path.setup_ns == pann::test::relative(path.delay_ns));
  CHECK(path.maximum_clock_mhz() == pann::test::relative(1000.0 / path.delay_ns));
}

TEST_CASE("delays are those that OpenSTA writes as SDF, arc for arc") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays delays = synth::compute_delays(osu018(), mapped().netlist, {});
  const support::TemporaryDirectory directory;
  const fs::path file = directory.path() / "opensta.sdf";
  run_opensta("write_sdf -digits 6 -divider . " + file.string() + "\n");
  synth::ArcDelays theirs = delays;
  clear(theirs);
  synth::apply_sdf(synth::read_sdf(file), mapped().netlist, theirs);
  // Where either input edge can cause an output edge OpenSTA writes one of the two delays.
  const auto is_either = [](double value, const synth::DelayTriple& triple) {
    return value == pann::test::relative(triple.minimum_ns).epsilon(1e-4) ||
           value == pann::test::relative(triple.maximum_ns).epsilon(1e-4);
  };
  std::size_t compared = 0;
  for (std::size_t i = 0; i < delays.arcs.size(); ++i) {
    const synth::ArcDelay& ours = delays.arcs[i];
    const synth::ArcDelay& other = theirs.arcs[i];
    for (const synth::Edge edge : synth::kEdges) {
      const auto both = ours.joined(edge);
      if (!both) continue;
      const double given = other.joined(edge).value().maximum_ns;
      CHECK_MESSAGE(is_either(given, *both), given);
    }
    ++compared;
  }
  CHECK(compared > 200);
}

TEST_CASE("a written SDF file reads back as the same delays") {
  if (!test::osu018_is_here()) return;
  for (const bool conditional : {false, true}) {
    const synth::ArcDelays delays =
        synth::compute_delays(osu018(), mapped().netlist, {.conditional = conditional});
    const std::string text = synth::to_sdf({.design = "mac_booth4"}, mapped().netlist, delays);
    synth::ArcDelays again = delays;
    clear(again);
    synth::apply_sdf(synth::parse_sdf(text, "written.sdf"), mapped().netlist, again);
    for (std::size_t i = 0; i < delays.arcs.size(); ++i) {
      for (const synth::Edge edge : synth::kEdges) {
        for (const synth::Edge cause : synth::kEdges) {
          const auto& expected = delays.arcs[i].delay(cause, edge);
          const auto& read = again.arcs[i].delay(cause, edge);
          REQUIRE(expected.has_value() == read.has_value());
          if (!expected || conditional) continue;  // One IOPATH stands for both edges there.
          CHECK(std::abs(read->typical_ns - expected->typical_ns) < 1e-6);
          CHECK(std::abs(read->maximum_ns - expected->maximum_ns) < 1e-6);
        }
        const auto expected = delays.arcs[i].joined(edge);
        if (!expected) continue;
        CHECK(std::abs(again.arcs[i].joined(edge)->maximum_ns - expected->maximum_ns) < 1e-6);
      }
    }
  }
}

TEST_CASE("conditions of an SDF file are joined where the netlist's delays are") {
  if (!test::osu018_is_here()) return;
  synth::ArcDelays delays = synth::compute_delays(osu018(), mapped().netlist, {});
  const synth::ArcDelay& arc = delays.arcs.front();
  const synth::BoundCell& bound = delays.cells[arc.cell];
  const std::string path =
      fmt::format("(IOPATH {} {} ", bound.cell->pins[arc.from].name, bound.cell->pins[arc.to].name);
  const std::string text = fmt::format(
      "(DELAYFILE (TIMESCALE 1ns) (CELL (CELLTYPE \"{}\") (INSTANCE {}) (DELAY (ABSOLUTE "
      "(COND B==0 {}(1:2:3) (5))) (COND B==1 {}(2:6:7) (5)))))))",
      bound.cell->name, mapped().netlist.cells[bound.instance].name, path, path);
  synth::apply_sdf(synth::parse_sdf(text, "two.sdf"), mapped().netlist, delays);
  CHECK(arc.joined(synth::Edge::rise) == synth::DelayTriple{1.0, 4.0, 7.0});
  CHECK(arc.joined(synth::Edge::fall) == synth::DelayTriple{5.0, 5.0, 5.0});
}

TEST_CASE("Icarus annotates the written SDF on our cell models") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays delays = synth::compute_delays(osu018(), mapped().netlist, {});
  const support::TemporaryDirectory directory;
  support::write_file(directory.path() / "delays.sdf",
                      synth::to_sdf({.design = "mac_booth4"}, mapped().netlist, delays));
  std::set<std::string> used;
  for (const auto& cell : mapped().netlist.cells) used.insert(cell.type);
  support::write_file(directory.path() / "cells.v",
                      synth::cell_models(osu018(), used, {.specify = true}));
  // One input rises at 1000 ns; the multiplier's product must move later, not at once.
  support::write_file(
      directory.path() / "tb.v",
      "`timescale 1ns/1ps\nmodule tb;\n  reg clk = 0, rst = 0, clr = 0; reg [3:0] x = 0, w = 0;\n"
      "  wire [11:0] acc;\n  mac_booth4 dut(.clk_i(clk), .rst_ni(rst), .clear_i(clr), .x_i(x), "
      ".w_i(w), .acc_o(acc));\n"
      "  initial begin $sdf_annotate(\"delays.sdf\", dut); #10 clk = 1; #10 clk = 0; rst = 1;\n"
      "    x = 3; w = 5; #100 clk = 1; #0.05 $display(\"early %0d\", acc); #50 $display(\"late "
      "%0d\", acc); $finish; end\nendmodule\n");
  support::run_tool({.arguments = {"iverilog", "-gspecify", "-Ttyp", "-o", "a.out", "tb.v",
                                   "cells.v", (mapped().path / "netlist.v").string()},
                     .directory = directory.path()},
                    "test");
  const auto result =
      support::run_process({.arguments = {"vvp", "-n", "a.out"}, .directory = directory.path()});
  CHECK_MESSAGE(result.output.find("early 0\n") != std::string::npos, result.output);
  CHECK_MESSAGE(result.output.find("late 15\n") != std::string::npos, result.output);
  CHECK_MESSAGE(result.output.find("SDF") == std::string::npos, result.output);
}

TEST_CASE("faults of an SDF file name file, line and what is wrong") {
  if (!test::osu018_is_here()) return;
  struct Case {
    const char* text;
    const char* code;
    std::uint64_t line;
  };
  const std::string head = "(DELAYFILE (TIMESCALE 1ns)\n";
  const std::vector<Case> cases{
      {"", "sdf.syntax", 1},
      {"(DELAYFILE", "sdf.syntax", 1},
      {"(DELAYFILE (TIMESCALE 1\nfurlong))", "sdf.scale", 1},
      {"(DELAYFILE\n(CELL (DELAY (INCREMENT))))", "sdf.increment", 2},
      {"(DELAYFILE\n(CELL (DELAY (ABSOLUTE (IOPATH A Y (x))))))", "sdf.syntax", 2},
      {"(DELAYFILE\n(CELL (DELAY (ABSOLUTE (IOPATH A Y (1:2:3:4))))))", "sdf.syntax", 2},
      {"(DELAYFILE\n(CELL (DELAY (ABSOLUTE (IOPATH A Y)))))", "sdf.syntax", 2},
      {"(DELAYFILE (DESIGN \"a", "sdf.syntax", 1},
      {"(DELAYFILE)\n)", "sdf.syntax", 2},
  };
  for (const Case& one : cases) {
    try {
      synth::parse_sdf(one.text, "bad.sdf");
      FAIL_CHECK("read without a fault: " << one.text);
    } catch (const support::Failure& failure) {
      const support::Diagnostic& fault = failure.diagnostics().front();
      CHECK_MESSAGE(fault.code == one.code, one.text);
      CHECK_MESSAGE(fault.location->line == one.line, one.text);
    }
  }
  synth::ArcDelays delays = synth::compute_delays(osu018(), mapped().netlist, {});
  const std::string other =
      "(DELAYFILE (CELL (CELLTYPE \"INVX1\") (INSTANCE nowhere)\n"
      "(DELAY (ABSOLUTE (IOPATH A Y (1))))))";
  CHECK_THROWS_WITH_AS(synth::apply_sdf(synth::parse_sdf(other, "o.sdf"), mapped().netlist, delays),
                       doctest::Contains("sdf.instance"), support::Failure);
}

TEST_CASE("an SDF file cut at any byte is a diagnostic") {
  if (!test::osu018_is_here()) return;
  synth::ArcDelays delays = synth::compute_delays(osu018(), mapped().netlist, {});
  delays.arcs.resize(8);
  const std::string text = synth::to_sdf({.design = "top"}, mapped().netlist, delays);
  for (std::size_t length = 0; length + 2 < text.size(); ++length) {
    CHECK_THROWS_AS(synth::parse_sdf(text.substr(0, length), "cut.sdf"), support::Failure);
  }
}
