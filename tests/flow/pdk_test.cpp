#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "activity/trace/activity_file.h"
#include "circuit/yosys_json.h"
#include "flow/handover.h"
#include "flow/pdk_check.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "osu018.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "synth/pdk/descriptor.h"
#include "synth/pdk/generic_library.h"

namespace fs = std::filesystem;
using namespace pann;

namespace {

/// An environment variable for the length of a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    const char* old = std::getenv(name);
    had_ = old != nullptr;
    if (had_) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    if (had_) {
      ::setenv(name_, old_.c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }

 private:
  const char* name_;
  bool had_ = false;
  std::string old_;
};

void emit_into(const fs::path& directory, int width) {
  generator::DesignSpec spec;
  spec.x_width = width;
  spec.w_width = width;
  spec.acc_width = 2 * width + 4;
  support::OutputDirectory output(directory);
  for (const auto& file : generator::emit(spec).files) output.add(file.name, file.text);
  output.commit();
}

}  // namespace

TEST_CASE("the synthetic library follows logical effort, and says that it is synthetic") {
  const synth::GenericAssumptions at;
  const synth::Library library = synth::read_library(synth::find_pdk("generic").files);
  CHECK(library.synthetic);
  const synth::Cell& inverter = *library.find("INV_1");
  const synth::TimingArc& arc = inverter.find_pin("Y")->timing.at(0);
  // An inverter that drives four of its kind: five unit delays with a step at its input.
  const double unit_s = at.unit_resistance_ohm * at.unit_capacitance_f;
  const double delay_s = arc.cell_rise->at({0.0, 4.0 * at.unit_capacitance_f, 0.0});
  CHECK(delay_s / unit_s == pann::test::relative(5.0));
  // NAND2: effort 4/3. Twice the drive is twice the input and half the resistance.
  CHECK(library.find("NAND2_1")->find_pin("A")->capacitance_f / at.unit_capacitance_f ==
        pann::test::relative(4.0 / 3.0));
  const synth::TimingArc& strong = library.find("INV_2")->find_pin("Y")->timing.at(0);
  CHECK(strong.cell_rise->at({0.0, 8.0 * at.unit_capacitance_f, 0.0}) / unit_s ==
        pann::test::relative(5.0));
  for (const char* cell : {"FA_1", "HA_1", "CLKGATE_1", "DFF_1"}) {
    CHECK_MESSAGE(library.find(cell) != nullptr, cell);
  }
  // A full adder adds.
  const synth::Cell& adder = *library.find("FA_1");
  const auto sum = adder.find_pin("S")->function->truth_table();
  const auto carry = adder.find_pin("CO")->function->truth_table();
  for (std::size_t row = 0; row < 8; ++row) {
    const int ones = static_cast<int>((row & 1U) + ((row >> 1U) & 1U) + ((row >> 2U) & 1U));
    CHECK((sum[row] ? 1 : 0) + (carry[row] ? 2 : 0) == ones);
  }
}

TEST_CASE("every check of a library passes on the synthetic one") {
  support::Progress progress(true);
  for (const flow::PdkCheck& one : flow::check_pdk(synth::find_pdk("generic"), progress)) {
    CHECK_MESSAGE(one.passed, one.name << ": " << one.detail);
  }
}

TEST_CASE("a library of the user's own is known by its name once it is added") {
  const support::TemporaryDirectory directory;
  const Environment config("XDG_CONFIG_HOME", directory.path().string());
  synth::Pdk pdk = synth::find_pdk("generic");
  pdk.name = "mine";
  pdk.keep_off = {"HA_*"};
  synth::add_descriptor(pdk);
  const synth::Pdk found = synth::find_pdk("mine");
  CHECK(found.files == pdk.files);
  CHECK(found.keep_off == pdk.keep_off);
  CHECK(found.full_adder->cell == "FA_1");

  pdk.name = "osu018";
  CHECK_THROWS_WITH_AS(synth::add_descriptor(pdk), doctest::Contains("pdk.name"), support::Failure);
  pdk.name = "../mine";
  CHECK_THROWS_WITH_AS(synth::add_descriptor(pdk), doctest::Contains("pdk.name"), support::Failure);
  CHECK_THROWS_WITH_AS(synth::find_pdk("nobody"), doctest::Contains("mine"), support::Failure);

  support::write_file(synth::descriptor_directory() / "mine.json", "{\"schema\": \"pann.pdk\"}");
  CHECK_THROWS_WITH_AS(synth::find_pdk("mine"), doctest::Contains("mine.json"), support::Failure);
}

TEST_CASE("a library that is not on this machine says how to get it") {
  const support::TemporaryDirectory directory;
  const Environment path("PANN_PDK_PATH", directory.path().string());
  CHECK_THROWS_WITH_AS(synth::find_pdk("sky130hd"), doctest::Contains("PANN_PDK_PATH"),
                       support::Failure);
  CHECK_FALSE(synth::default_pdk().files.empty());
}

TEST_CASE("recipes and full adder cells give right netlists; power takes the least energy") {
  const support::TemporaryDirectory directory;
  emit_into(directory.path() / "rtl", 4);
  const synth::Pdk pdk = synth::find_pdk("generic");
  const synth::Library library = synth::read_library(pdk.files);
  support::Progress progress(true);
  const auto uses = [](const flow::SynthesisResult& result, const std::string& cell) {
    return std::any_of(result.cell_types.begin(), result.cell_types.end(),
                       [&](const flow::CellCount& one) { return one.cell == cell; });
  };
  const auto run = [&](synth::Recipe recipe, bool adder_cells) {
    return flow::synthesize({.source = directory.path() / "rtl",
                             .target = directory.path() / "mapped",
                             .recipe = recipe,
                             .adder_cells = adder_cells},
                            pdk, library, progress);
  };
  const flow::SynthesisResult standard = run(synth::Recipe::standard, false);
  CHECK(standard.checked_operations == 500);
  CHECK_FALSE(uses(standard, "FA_1"));
  CHECK(run(synth::Recipe::area, false).area < standard.area);
  CHECK(run(synth::Recipe::delay, false).timing.delay_ns <= standard.timing.delay_ns * 1.05);
  const flow::SynthesisResult adders = run(synth::Recipe::standard, true);
  CHECK(uses(adders, "FA_1"));
  CHECK(uses(adders, "HA_1"));

  const flow::SynthesisResult least = flow::synthesize_for_power(
      {.source = directory.path() / "rtl", .target = directory.path() / "least"}, pdk, library,
      progress);
  CHECK(least.checked_operations == 500);
  CHECK(fs::is_regular_file(directory.path() / "least" / "netlist.v"));

  synth::Pdk bare = pdk;
  bare.full_adder.reset();
  CHECK_THROWS_WITH_AS(flow::synthesize({.source = directory.path() / "rtl",
                                         .target = directory.path() / "none",
                                         .adder_cells = true},
                                        bare, library, progress),
                       doctest::Contains("synth.adder-cells"), support::Failure);
}

TEST_CASE("no full adder cell has a tied input, whether or not there is a half adder") {
  const support::TemporaryDirectory directory;
  emit_into(directory.path() / "rtl", 4);
  synth::Pdk pdk = synth::find_pdk("generic");
  const synth::Library library = synth::read_library(pdk.files);
  support::Progress progress(true);
  for (const bool has_half : {true, false}) {
    if (!has_half) pdk.half_adder.reset();
    const fs::path target = directory.path() / (has_half ? "half" : "full");
    const auto result = flow::synthesize({.source = directory.path() / "rtl",
                                          .target = target,
                                          .flatten = true,
                                          .adder_cells = true},
                                         pdk, library, progress);
    CHECK(result.checked_operations == 500);
    const circuit::Netlist netlist = circuit::read_yosys_json(target / "netlist.json");
    std::size_t full = 0;
    std::size_t half = 0;
    for (const circuit::NetlistCell& cell : netlist.cells) {
      half += cell.type == "HA_1" ? 1 : 0;
      if (cell.type != "FA_1") continue;
      ++full;
      for (const circuit::NetlistPin& pin : cell.pins)
        CHECK(!circuit::is_constant_net(pin.bits.front()));
    }
    CHECK(full > 0);
    CHECK((half > 0) == has_half);
  }
}

TEST_CASE("the hand-over runs in OpenSTA and holds what other tools need") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  emit_into(directory.path() / "rtl", 4);
  const synth::Pdk pdk = synth::find_pdk("osu018");
  const synth::Library library = synth::read_library(pdk.files);
  support::Progress progress(true);
  // A period of 16 ns, which is no power of ten of anything.
  flow::synthesize({.source = directory.path() / "rtl",
                    .target = directory.path() / "mapped",
                    .clock_mhz = 62.5},
                   pdk, library, progress);
  const flow::Handover handover = flow::write_handover(
      directory.path() / "mapped", directory.path() / "flow", pdk, library, 1, progress);
  REQUIRE(handover.opensta);
  CHECK(handover.opensta->switching_w > 0.0);
  const fs::path flow = directory.path() / "flow";
  for (const char* file :
       {"netlist.v", "netlist.sdc", "netlist.sdf", "activity.saif", "cells.v",
        "osu018_stdcells.lib", "opensta2.tcl", "opensta3.tcl", "primetime.tcl"}) {
    CHECK_MESSAGE(fs::is_regular_file(flow / file), file);
  }
  CHECK(support::read_file(flow / "netlist.sdc").find("-period 16 ") != std::string::npos);
  const activity::TraceCount saif = activity::read_activity(flow / "activity.saif", {});
  const auto clock =
      std::find_if(saif.activity.signals.begin(), saif.activity.signals.end(),
                   [](const activity::Signal& one) { return one.name.ends_with("clk_i"); });
  REQUIRE(clock != saif.activity.signals.end());
  const double cycles =
      static_cast<double>(saif.activity.nets[clock->bits.front()].toggles()) / 2.0;
  CHECK(static_cast<double>(saif.activity.duration) * saif.activity.tick_seconds / cycles ==
        pann::test::relative(16e-9));
  const std::string log = support::read_file(flow / "opensta.log");
  CHECK_MESSAGE(log.find("Error") == std::string::npos, log);
  CHECK_MESSAGE(log.find("Warning") == std::string::npos, log);
}
