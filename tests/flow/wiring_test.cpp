#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "flow/cost.h"
#include "flow/mapped_netlist.h"
#include "flow/optimize/optimize_wiring.h"
#include "flow/optimize/search_state.h"
#include "generator/units/emit.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/random.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;
using flow::HeapWiring;
using flow::WiringCost;
using flow::WiringSearch;

namespace {

HeapWiring two_columns() {
  return {{"g_column1", {"u_add0.a_i", "u_add0.b_i"}, {0, 1}},
          {"g_column2", {"u_add0.a_i", "u_add0.b_i", "u_add0.c_i", "u_add1.a_i"}, {0, 1, 2, 3}}};
}

/// An energy with its least where every column is turned round.
double turned(const HeapWiring& wiring) {
  double energy = 1000.0;
  for (const auto& column : wiring) {
    const std::size_t last = column.source.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) energy += column.source[i] == last - i ? 0.0 : 1.0;
  }
  return energy;
}

WiringSearch fresh(std::uint64_t effort) {
  WiringSearch state;
  state.seed = 3;
  state.effort = effort;
  state.current = state.best = two_columns();
  state.start_fj = state.current_fj = state.best_fj = turned(state.current);
  return state;
}

bool always(const WiringSearch&) {
  return true;
}

}  // namespace

TEST_CASE("a search of wirings finds the least energy, never by a wiring that is refused") {
  WiringSearch state = fresh(400);
  flow::search(state, {[](const HeapWiring& w) { return WiringCost{turned(w), 1.0}; }}, always);
  CHECK(state.best_fj == 1000.0);
  CHECK(turned(state.best) == 1000.0);
  CHECK(generator::moved_bits(state.best) == 6);
  CHECK(state.evaluated == 400);
  WiringSearch held = fresh(400);
  flow::search(held, {[](const HeapWiring& w) -> std::optional<WiringCost> {
                 if (w[0].source[0] != 0) return std::nullopt;
                 return WiringCost{turned(w), 1.0};
               }},
               always);
  CHECK(held.best[0].source == std::vector<std::size_t>{0, 1});
  CHECK(held.best_fj == 1002.0);
}

TEST_CASE("a search that was broken off goes on to the end that it would have had") {
  const flow::WiringJudgement judge{[](const HeapWiring& w) { return WiringCost{turned(w), 1.0}; }};
  WiringSearch whole = fresh(60);
  flow::search(whole, judge, always);
  const support::TemporaryDirectory directory;
  const auto file = directory.path() / "search.json";
  WiringSearch first = fresh(60);
  flow::search(first, judge, [](const WiringSearch& now) { return now.evaluated < 17; });
  CHECK(first.evaluated == 17);
  flow::write_state(first, "key", file);
  WiringSearch second = fresh(60);
  flow::read_state(file, "key", second);
  CHECK(second.evaluated == 17);
  flow::search(second, judge, always);
  CHECK(second.current == whole.current);
  CHECK(second.best == whole.best);
  CHECK(second.current_fj == whole.current_fj);
  CHECK_THROWS_AS(flow::read_state(file, "another key", second), support::Failure);
  support::write_file(file, "{}");
  CHECK_THROWS_AS(flow::read_state(file, "key", second), support::Failure);
}

TEST_CASE("operands that measure are none of those that judge") {
  tb::OperandStreams one;
  for (std::uint64_t i = 0; i < 10; ++i) {
    one.x.push_back(i);
    one.w.push_back(100 + i);
  }
  one.first = {0, 10};
  const flow::SplitOperands halves = flow::split(one);
  CHECK(halves.training.x == std::vector<std::uint64_t>{0, 1, 2, 3, 4});
  CHECK(halves.held_out.w == std::vector<std::uint64_t>{105, 106, 107, 108, 109});
  one.first = {0, 3, 5, 10};
  const flow::SplitOperands streams = flow::split(one);
  CHECK(streams.training.x == std::vector<std::uint64_t>{0, 1, 2, 5, 6, 7, 8, 9});
  CHECK(streams.training.first == std::vector<std::size_t>{0, 3, 8});
  CHECK(streams.held_out.x == std::vector<std::uint64_t>{3, 4});
}

namespace {

/// A heap mapped to the generic library, with operands.
struct MappedHeap {
  support::TemporaryDirectory directory{};
  synth::Pdk pdk = synth::find_pdk("generic");
  synth::Library library = synth::read_library(pdk.files);
  tb::DesignFiles files{};
  circuit::Netlist netlist{};
  tb::OperandStreams operands{};

  explicit MappedHeap(const generator::DesignSpec& spec) {
    support::Progress progress(true);
    const auto source = directory.path() / "rtl";
    const generator::Manifest rtl = generator::emit_into(spec, source);
    const auto target = directory.path() / "netlist";
    const flow::SynthesisResult result = flow::synthesize(
        {.source = source, .target = target, .recipe = synth::Recipe::area, .adder_cells = true},
        pdk, library, progress);
    files = {target, result.manifest};
    netlist = flow::read_mapped_netlist(files);
    operands = tb::make_operands({.vectors = 300, .length = tb::default_stream_length(spec)}, rtl);
  }

  double power_fj(const circuit::Netlist& one) const {
    const flow::MappedCost cost = flow::cost({.files = files,
                                              .netlist = one,
                                              .library = library,
                                              .activity = {.delays = flow::GateDelays::liberty},
                                              .power = {.clock_mhz = pdk.clock_mhz}},
                                             operands);
    CHECK(cost.gates.mismatches == 0);
    return cost.power.energy_per_operation_fj();
  }
};

}  // namespace

TEST_CASE(
    "a wiring is judged as pann power measures it, move after move, in multipliers and macs") {
  for (const auto kind : {generator::Kind::multiplier, generator::Kind::mac}) {
    generator::DesignSpec spec;
    spec.kind = kind;
    spec.multiplier = generator::Architecture::heap;
    spec.x_width = spec.w_width = 4;
    spec.acc_width = 12;
    if (kind == generator::Kind::mac) spec.accumulate = generator::Accumulation::fused;
    const MappedHeap heap(spec);
    flow::WiringJudge judge({.files = heap.files,
                             .netlist = heap.netlist,
                             .pdk = heap.pdk,
                             .library = heap.library,
                             .operands = heap.operands,
                             .clock_mhz = heap.pdk.clock_mhz});
    CHECK(judge.start().energy_fj == test::relative(heap.power_fj(heap.netlist)));
    const flow::CompressorSlots slots(heap.netlist, heap.pdk);
    HeapWiring wiring = slots.identity();
    support::Random random(7);
    int accepted = 0;
    for (int i = 0; i < 40; ++i) {
      HeapWiring tried = wiring;
      auto& column = tried[random.below(tried.size())].source;
      std::swap(column[random.below(column.size())], column[random.below(column.size())]);
      const auto cost = judge.judge(tried, 1e9);
      if (!cost || i % 3 == 0) continue;
      judge.accept();
      wiring = tried;
      ++accepted;
      if (accepted % 4 != 0) continue;
      circuit::Netlist rewired = heap.netlist;
      slots.rewire(wiring, rewired);
      CHECK(cost->energy_fj == test::relative(heap.power_fj(rewired)));
    }
    CHECK(accepted > 8);
  }
}
