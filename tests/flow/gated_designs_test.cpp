#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "each_delay.h"
#include "emitted_design.h"
#include "flow/synthesize.h"
#include "osu018.h"
#include "support/progress.h"
#include "support/random.h"
#include "synth/liberty/cell_functions.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/sdf.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/synthetic.h"
#include "test_data.h"

// Designs with clock gates, drawn at random, mapped and played with the library's delays.

using namespace pann;
using generator::DesignSpec;
using generator::Kind;

namespace {

/// One of the values, as often as the others.
template <class Value>
Value one_of(support::Random& random, std::initializer_list<Value> values) {
  return values.begin()[random.below(values.size())];
}

DesignSpec drawn_spec(support::Random& random) {
  const auto width = [&](std::uint64_t least, std::uint64_t span) {
    return static_cast<int>(least + random.below(span));
  };
  const auto flag = [&] { return random.below(2) != 0; };
  using enum Kind;
  DesignSpec spec{.kind = one_of(random, {mac, mac, dot, dot, split_mac, pann_mac}),
                  .multiplier = generator::Architecture::heap,
                  .x_width = width(2, 4),
                  .w_width = width(2, 4),
                  .x_signed = flag(),
                  .w_signed = flag(),
                  .bias = flag()};
  spec.clock_gate = flag();
  spec.zero_gate = flag();
  spec.gate_fanout = one_of(random, {1, 3, 8, 16, 16});
  spec.acc_width = width(8, 12);
  if (spec.kind == pann_mac) {
    spec.multiplier = generator::Architecture::booth4;
    spec.sequencer = one_of(random, {generator::Sequencer::external, generator::Sequencer::local});
  }
  if (spec.kind != mac && spec.kind != dot) return spec;
  using generator::Accumulation;
  spec.accumulate =
      one_of(random, {Accumulation::separate, Accumulation::fused, Accumulation::carry_save});
  spec.pipeline = width(0, 3);
  spec.reset =
      one_of(random, {generator::Reset::sync, generator::Reset::async, generator::Reset::none});
  spec.enable = flag();
  spec.valid = flag();
  spec.operand_isolation = flag();
  spec.lazy_high = width(0, 4);
  if (spec.kind == dot) {
    spec.lanes = width(1, 3);
    spec.sign_ordered = flag();
  }
  return spec;
}

/// A legal one with clock gates.
DesignSpec gated_spec(support::Random& random) {
  for (;;) {
    const DesignSpec spec = drawn_spec(random);
    if (has_clock_gates(spec) && generator::validate(spec).empty()) return spec;
  }
}

/// A unit mapped to a library, with its delays. The mapping itself holds it against the arithmetic
/// model without delays and, where all its registers are reset, against its source.
struct GatedUnit {
  support::TemporaryDirectory directory;
  const synth::Library& library;
  generator::Manifest manifest;
  circuit::Netlist netlist;
  synth::ArcDelays delays;

  GatedUnit(const DesignSpec& spec, const synth::Pdk& pdk, const synth::Library& cells)
      : library(cells) {
    support::Progress silent(true);
    const auto target = directory.path() / "gates";
    const auto rtl = test::emit_to_disk(spec);
    manifest =
        flow::synthesize({.source = rtl.files.directory, .target = target}, pdk, library, silent)
            .manifest;
    netlist = circuit::read_yosys_json(target / "netlist.json");
    delays = synth::compute_delays(library, netlist, {});
  }

  sim::DelaySimulation simulate(std::uint64_t seed) const {
    const auto operands = tb::make_operands({.vectors = 240, .length = 30, .seed = seed}, manifest);
    return sim::run(sim::compile_with_delays(netlist, synth::cell_functions(netlist, library),
                                             synth::engine_delays(delays), manifest.registers),
                    tb::make_schedule(manifest, operands));
  }
};

bool is_flip_flop(const synth::Cell& cell) {
  return !cell.sequentials.empty() && !cell.sequentials.front().is_latch && !cell.clock_gate;
}

/// All that is wrong with a run: operations against the model, and flip-flops, which change once a
/// cycle or not at all, against the run without delays.
std::vector<std::string> faults_of(const GatedUnit& unit, const sim::DelaySimulation& run) {
  std::vector<std::string> faults;
  if (run.result.checked == 0) faults.emplace_back("nothing was checked");
  if (run.result.mismatches != 0) {
    faults.push_back(fmt::format("{} operations are wrong", run.result.mismatches));
  }
  std::size_t flip_flops = 0;
  for (const circuit::NetlistCell& cell : unit.netlist.cells) {
    const synth::Cell* type = unit.library.find(cell.type);
    if (type == nullptr || !is_flip_flop(*type)) continue;
    ++flip_flops;
    for (const circuit::NetlistPin& pin : cell.pins) {
      if (pin.direction != generator::Direction::output) continue;
      const circuit::NetId net = pin.bits.front();
      const auto& moved = run.result.activity.nets[net];
      const auto& settled = run.settled.activity.nets[net];
      if (moved.rises == settled.rises && moved.falls == settled.falls) continue;
      faults.push_back(fmt::format("{} moved {} times, settled {}", cell.name, moved.toggles(),
                                   settled.toggles()));
    }
  }
  if (flip_flops == 0) faults.emplace_back("there are no flip-flops");
  return faults;
}

/// The races of a run. Pins change at the clock's edge itself, so that a gate of a latch and an AND
/// gate comes late for what has little logic in front of it; a clock gating cell only for register
/// rows, which operands reach through a single gate.
std::vector<std::string> races_of(const sim::DelaySimulation& run) {
  if (run.races.count == 0) return {};
  return {fmt::format("{} races, {} first, {} fs after the edge", run.races.count, run.races.first,
                      run.races.time_fs)};
}

void check_drawn(const synth::Pdk& pdk, const synth::Library& library, int designs) {
  support::Random random(7);
  const bool has_gates = std::any_of(library.cells.begin(), library.cells.end(),
                                     [](const synth::Cell& cell) { return cell.clock_gate; });
  for (int i = 0; i < designs; ++i) {
    const DesignSpec spec = gated_spec(random);
    CAPTURE(pdk.name);
    CAPTURE(generator::title_of(spec));
    const GatedUnit unit(spec, pdk, library);
    const sim::DelaySimulation run = unit.simulate(random.next());
    CHECK(faults_of(unit, run) == std::vector<std::string>{});
    if (has_gates && spec.pipeline == 0) CHECK(races_of(run) == std::vector<std::string>{});
  }
}

}  // namespace

TEST_CASE("random designs with clock gates are right with a library's delays") {
  if (!test::osu018_is_here()) return;
  check_drawn(synth::find_pdk("osu018"), test::osu018(), test::is_full_run() ? 60 : 4);
}

TEST_CASE("random designs with clock gating cells race at register rows alone") {
  if (!test::runs_when_full("sky130hd") || !test::test_data("PANN_PDK_PATH", "sky130hd")) return;
  const synth::Pdk pdk = synth::find_pdk("sky130hd");
  check_drawn(pdk, synth::read_library(pdk.files), 60);
}

TEST_CASE(
    "what is checked of gated designs sees late gates and registers that missed their clock") {
  if (!test::osu018_is_here()) return;
  DesignSpec spec{.kind = Kind::split_mac, .x_width = 3, .w_width = 3, .acc_width = 8};
  spec.clock_gate = true;
  GatedUnit unit(spec, synth::find_pdk("osu018"), test::osu018());
  CHECK(races_of(unit.simulate(1)).empty());
  test::each_delay(unit.delays, [&](synth::DelayTriple& delay) { delay.typical_ns = 1.0; });
  CHECK(races_of(unit.simulate(1)).size() == 1);
  sim::DelaySimulation run = unit.simulate(1);
  CHECK(faults_of(unit, run).empty());
  // A flip-flop that stored once less, and an operation with it.
  for (activity::NetCounts& net : run.result.activity.nets) {
    if (net.rises > 0) --net.rises;
  }
  run.result.mismatches = 1;
  CHECK(faults_of(unit, run).size() > 1);
}
