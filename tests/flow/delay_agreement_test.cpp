#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "each_delay.h"
#include "emitted_design.h"
#include "flow/synthesize.h"
#include "osu018.h"
#include "support/output.h"
#include "support/progress.h"
#include "support/random.h"
#include "synth/liberty/cell_functions.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/sdf.h"
#include "synth/yosys/cell_models.h"
#include "tb/icarus/icarus_engine.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/synthetic.h"
#include "test_data.h"

namespace fs = std::filesystem;
using namespace pann;

namespace {

generator::DesignSpec unit_spec(generator::Kind kind, int width) {
  generator::DesignSpec spec;
  spec.kind = kind;
  spec.x_width = spec.w_width = width;
  spec.acc_width = 3 * width;
  return spec;
}

/// A unit mapped to a library, with cell models that take delays.
struct MappedUnit {
  support::TemporaryDirectory directory;
  fs::path path = directory.path() / "gates";
  synth::Library library;
  generator::Manifest manifest;
  circuit::Netlist netlist;
  synth::ArcDelays delays;

  MappedUnit(const generator::DesignSpec& spec, const synth::Pdk& pdk)
      : MappedUnit(test::emit_to_disk(spec).files.directory, pdk) {}

  MappedUnit(const fs::path& source, const synth::Pdk& pdk)
      : library(synth::read_library(pdk.files)) {
    support::Progress silent(true);
    manifest =
        flow::synthesize({.source = source, .target = path, .flatten = true}, pdk, library, silent)
            .manifest;
    netlist = circuit::read_yosys_json(path / "netlist.json");
    delays = synth::compute_delays(library, netlist, {});
    std::set<std::string> used;
    for (const circuit::NetlistCell& cell : netlist.cells) used.insert(cell.type);
    support::write_file(path / "cells.v", synth::cell_models(library, used, {.specify = true}));
  }

  /// Makes every delay longer by a few femtoseconds of its own, so that no two paths tie.
  void spread_delays() {
    support::Random random(1);
    test::each_delay(delays, [&](synth::DelayTriple& delay) {
      constexpr std::uint64_t kMost = 5000;
      constexpr double kFemtosecond = 1e-6;
      delay.typical_ns += static_cast<double>(random.below(kMost)) * kFemtosecond;
    });
  }

  sim::DelaySimulation simulate(const sim::Schedule& schedule) const {
    return sim::run(sim::compile_with_delays(netlist, synth::cell_functions(netlist, library),
                                             synth::engine_delays(delays), manifest.registers),
                    schedule);
  }
  sim::SimulationResult simulate_with_icarus(const sim::Schedule& schedule) const {
    return tb::simulate_with_icarus_delays(
        path, manifest, schedule,
        {.sdf = synth::to_sdf({.design = manifest.top}, netlist, delays)});
  }
};

/// Operands of which one bit changes in an operation, so that nothing changes at the same time.
tb::OperandStreams one_bit_at_a_time(const generator::DesignSpec& spec, std::size_t operations) {
  support::Random random(2);
  const auto width = static_cast<unsigned>(spec.x_width);
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  const auto extended = [&](std::uint64_t bits) { return (bits ^ sign) - sign; };
  tb::OperandStreams operands;
  operands.first = {0, operations};
  std::uint64_t x = 0;
  std::uint64_t w = 0;
  for (std::size_t i = 0; i < operations; ++i) {
    const std::uint64_t bit = random.below(2 * width);
    (bit < width ? x : w) ^= std::uint64_t{1} << (bit % width);
    operands.x.push_back(extended(x));
    operands.w.push_back(extended(w));
  }
  return operands;
}

struct Agreement {
  std::size_t nets = 0;
  std::size_t different = 0;
  std::uint64_t ours = 0;
  std::uint64_t icarus = 0;
};

Agreement compare(const activity::Activity& ours, const activity::Activity& icarus) {
  std::map<std::string, const activity::Signal*> signals;
  for (const activity::Signal& signal : ours.signals) signals[signal.name] = &signal;
  Agreement result;
  for (const activity::Signal& signal : icarus.signals) {
    const auto found = signals.find(signal.name);
    if (found == signals.end()) continue;
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      const std::uint64_t left = ours.nets[found->second->bits.at(bit)].toggles();
      const std::uint64_t right = icarus.nets[signal.bits[bit]].toggles();
      ++result.nets;
      result.different += left == right ? 0 : 1;
      result.ours += left;
      result.icarus += right;
    }
  }
  return result;
}

/// The library, unless its data is not here; says so then.
std::optional<synth::Pdk> library_at_hand(const std::string& name) {
  const bool installed = name == "osu018" || name == "generic";
  if (!installed && !test::test_data("PANN_PDK_PATH", name)) return std::nullopt;
  return synth::find_pdk(name);
}

void delay_agreement_check_library(const std::string& name, const generator::DesignSpec& spec) {
  CAPTURE(name);
  const std::optional<synth::Pdk> pdk = library_at_hand(name);
  if (!pdk) return;
  MappedUnit unit(spec, *pdk);

  const sim::Schedule any =
      tb::make_schedule(unit.manifest, tb::make_operands({.vectors = 400, .length = 50}, spec));
  const sim::DelaySimulation all = unit.simulate(any);
  const sim::SimulationResult theirs = unit.simulate_with_icarus(any);
  CHECK(all.result.mismatches == 0);
  CHECK(theirs.mismatches == 0);
  const Agreement total = compare(all.result.activity, theirs.activity);
  INFO(fmt::format("{}: {} toggles, Icarus {}; {} of {} nets differ, {} simultaneous changes", name,
                   total.ours, total.icarus, total.different, total.nets, all.simultaneous));
  CHECK(static_cast<double>(total.ours) ==
        doctest::Approx(static_cast<double>(total.icarus)).epsilon(0.005));

  unit.spread_delays();
  const sim::Schedule single = tb::make_schedule(unit.manifest, one_bit_at_a_time(spec, 400));
  const sim::DelaySimulation exact = unit.simulate(single);
  CHECK(exact.simultaneous == 0);
  const Agreement nets = compare(exact.result.activity, unit.simulate_with_icarus(single).activity);
  CHECK(nets.nets > 50);
  CHECK(nets.different == 0);
  CHECK(activity::total_toggles(exact.result.activity) >
        activity::total_toggles(exact.settled.activity));
}

}  // namespace

TEST_CASE("glitches are those of Icarus with the same SDF: osu018") {
  if (!test::osu018_is_here()) return;
  delay_agreement_check_library("osu018", unit_spec(generator::Kind::multiplier, 8));
  delay_agreement_check_library("osu018", unit_spec(generator::Kind::mac, 4));
}

TEST_CASE("glitches are those of Icarus with the same SDF: the library of our own making") {
  delay_agreement_check_library("generic", unit_spec(generator::Kind::mac, 4));
}

TEST_CASE("glitches are those of Icarus with the same SDF: sky130hd") {
  delay_agreement_check_library("sky130hd", unit_spec(generator::Kind::multiplier, 8));
  delay_agreement_check_library("sky130hd", unit_spec(generator::Kind::mac, 4));
}

TEST_CASE("glitches are those of Icarus with the same SDF: ihp_sg13g2") {
  delay_agreement_check_library("ihp_sg13g2", unit_spec(generator::Kind::mac, 4));
}

TEST_CASE("glitches are those of Icarus with the same SDF: gf180mcu_7t") {
  delay_agreement_check_library("gf180mcu_7t", unit_spec(generator::Kind::mac, 4));
}

TEST_CASE("glitches are those of Icarus with the same SDF: asap7") {
  delay_agreement_check_library("asap7", unit_spec(generator::Kind::mac, 4));
}

TEST_CASE("registers at both edges of the clock: toggles are those of Icarus with the same SDF") {
  if (!test::osu018_is_here()) return;
  const std::optional<synth::Pdk> pdk = library_at_hand("osu018");
  if (!pdk) return;
  const support::TemporaryDirectory source;
  support::write_file(source.path() / "m.v",
                      "module m(input clk_i, input rst_ni, input [3:0] x_i, output [3:0] q_o);\n"
                      "  reg [3:0] a, b, c;\n"
                      "  always @(posedge clk_i) a <= rst_ni ? a + x_i : 4'd0;\n"
                      "  always @(negedge clk_i) b <= rst_ni ? (b ^ a) + {a[0], x_i[3:1]} : 4'd0;\n"
                      "  always @(posedge clk_i) c <= rst_ni ? c * b + a : 4'd0;\n"
                      "  assign q_o = c ^ b;\nendmodule\n");
  support::write_file(source.path() / "manifest.json", R"({"schema": "pann.manifest", "version": 2,
    "design": {"kind": "other"}, "top": "m", "files": ["m.v"],
    "ports": [{"name": "clk_i", "direction": "input", "width": 1, "role": "clock"},
              {"name": "rst_ni", "direction": "input", "width": 1, "role": "reset"},
              {"name": "x_i", "direction": "input", "width": 4, "role": "other_input"},
              {"name": "q_o", "direction": "output", "width": 4, "role": "other_output"}],
    "registers": ["a", "b", "c"]})");
  MappedUnit unit(source.path(), *pdk);
  unit.spread_delays();
  const sim::Schedule schedule = tb::make_schedule(
      unit.manifest, tb::make_operands({.vectors = 400, .length = 50}, unit.manifest));
  const sim::DelaySimulation ours = unit.simulate(schedule);
  CHECK(ours.half_cycles);
  const Agreement nets =
      compare(ours.result.activity, unit.simulate_with_icarus(schedule).activity);
  INFO(fmt::format("{} toggles, Icarus {}; {} of {} nets differ, {} simultaneous changes",
                   nets.ours, nets.icarus, nets.different, nets.nets, ours.simultaneous));
  CHECK(nets.nets > 50);
  CHECK(static_cast<double>(nets.ours) ==
        doctest::Approx(static_cast<double>(nets.icarus)).epsilon(0.005));
  CHECK(activity::total_toggles(ours.result.activity) >
        activity::total_toggles(ours.settled.activity));
}
