// Simulation with delays beside Icarus Verilog with the same SDF: 36,000 operations of an 8x8
// multiplier mapped to osu018.
#include <filesystem>
#include <set>
#include <string>

#include <benchmark/benchmark.h>

#include "circuit/yosys_json.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "support/output.h"
#include "support/process.h"
#include "support/progress.h"
#include "synth/liberty/cell_functions.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/sdf.h"
#include "synth/yosys/cell_models.h"
#include "tb/icarus/icarus_engine.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;
namespace fs = std::filesystem;

namespace {

/// The mapped multiplier, its delays and what it is fed with.
class TimedMultiplier {
 public:
  TimedMultiplier() : library_(synth::read_library(synth::find_pdk("osu018").files)) {
    const fs::path source = directory_.path() / "rtl";
    generator::emit_into({.kind = generator::Kind::multiplier}, source);
    support::Progress silent(true);
    manifest_ = flow::synthesize({.source = source, .target = gates(), .flatten = true},
                                 synth::find_pdk("osu018"), library_, silent)
                    .manifest;
    netlist_ = circuit::read_yosys_json(gates() / "netlist.json");
    delays_ = synth::compute_delays(library_, netlist_, {});
    std::set<std::string> used;
    for (const circuit::NetlistCell& cell : netlist_.cells) used.insert(cell.type);
    support::write_file(gates() / "cells.v", synth::cell_models(library_, used, {.specify = true}));
    schedule_ = tb::make_schedule(manifest_, tb::make_operands({}, manifest_.design));
  }

  fs::path gates() const { return directory_.path() / "gates"; }
  const generator::Manifest& manifest() const { return manifest_; }
  const sim::Schedule& schedule() const { return schedule_; }
  std::size_t cells() const { return netlist_.cells.size(); }
  sim::DelayDesign design() const {
    return sim::compile_with_delays(netlist_, synth::cell_functions(netlist_, library_),
                                    synth::engine_delays(delays_), manifest_.registers);
  }
  tb::IcarusDelays icarus_delays() const {
    return {.sdf = synth::to_sdf({.design = manifest_.top}, netlist_, delays_)};
  }

 private:
  support::TemporaryDirectory directory_;
  synth::Library library_;
  generator::Manifest manifest_;
  circuit::Netlist netlist_;
  synth::ArcDelays delays_;
  sim::Schedule schedule_;
};

const TimedMultiplier& timed_multiplier() {
  static const TimedMultiplier kMultiplier;
  return kMultiplier;
}

/// The simulation and its count, as `pann power --delays liberty` needs them.
void delays_native(benchmark::State& state) {
  const TimedMultiplier& unit = timed_multiplier();
  const sim::DelayDesign design = unit.design();
  const sim::DelaySimulationOptions options{.threads = static_cast<unsigned>(state.range(0))};
  std::uint64_t toggles = 0;
  for (auto _ : state) {
    toggles = activity::total_toggles(sim::run(design, unit.schedule(), options).result.activity);
  }
  state.counters["cells"] = static_cast<double>(unit.cells());
  state.counters["toggles"] = static_cast<double>(toggles);
}
BENCHMARK(delays_native)
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// The same from Icarus: compiling, simulating, and counting its trace.
void delays_icarus(benchmark::State& state) {
  const TimedMultiplier& unit = timed_multiplier();
  std::uint64_t toggles = 0;
  for (auto _ : state) {
    toggles = activity::total_toggles(tb::simulate_with_icarus_delays(unit.gates(), unit.manifest(),
                                                                      unit.schedule(),
                                                                      unit.icarus_delays())
                                          .activity);
  }
  state.counters["toggles"] = static_cast<double>(toggles);
}
BENCHMARK(delays_icarus)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

/// Icarus alone: its simulation without a trace, already compiled. Nothing is counted.
void delays_icarus_bare(benchmark::State& state) {
  const TimedMultiplier& unit = timed_multiplier();
  const support::TemporaryDirectory scratch;
  const tb::IcarusDelays delays = unit.icarus_delays();
  std::string bench = tb::icarus_bench(unit.manifest(), unit.schedule(), &delays);
  const std::size_t trace = bench.find("    $dumpfile");
  bench.erase(trace, bench.find("$dumpvars(0, dut);\n") + 19 - trace);
  support::write_file(scratch.path() / "bench.v", bench);
  support::write_file(scratch.path() / tb::kIcarusPins, tb::icarus_pins(unit.schedule()));
  support::write_file(scratch.path() / tb::kIcarusSdf, delays.sdf);
  support::run_tool({.arguments = {"iverilog", "-gspecify", "-Ttyp", "-o", "bench.vvp",
                                   (unit.gates() / "cells.v").string(),
                                   (unit.gates() / "netlist.v").string(), "bench.v"},
                     .directory = scratch.path()},
                    "bench.icarus");
  for (auto _ : state) {
    support::run_tool({.arguments = {"vvp", "-n", "bench.vvp"}, .directory = scratch.path()},
                      "bench.icarus");
  }
}
BENCHMARK(delays_icarus_bare)->Unit(benchmark::kMillisecond)->Iterations(2)->UseRealTime();

}  // namespace
