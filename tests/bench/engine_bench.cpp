// The native engine beside the loop that it is made of, and beside Verilator's model.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "circuit/elaborate.h"
#include "generator/units/emit.h"
#include "sim/native/exhaustive_check.h"
#include "sim/native/native_engine.h"
#include "support/output.h"
#include "support/process.h"
#include "support/random.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/synthetic.h"
#include "tb/verilator/verilator_engine.h"
#include "tests/bench/engine_bare_loop.h"

using namespace pann;

namespace {

constexpr std::size_t kGateInputs = 16;
constexpr std::size_t kOperations = 200'000;
constexpr std::uint64_t kGateEvaluations = 2'000'000'000;

/// Two-input gates over random earlier nets, every net with a name.
circuit::Netlist random_netlist(std::size_t gates) {
  static const char* const kTypes[] = {"$_AND_", "$_OR_", "$_XOR_", "$_ANDNOT_"};
  support::Random random(11);
  circuit::Netlist netlist;
  netlist.top = "random";
  circuit::NetlistPort inputs{"x_i", generator::Direction::input, {}};
  for (std::size_t i = 0; i < kGateInputs; ++i) inputs.bits.push_back(netlist.net_count++);
  netlist.ports.push_back(inputs);
  for (std::size_t i = 0; i < gates; ++i) {
    const auto pick = [&] {
      return static_cast<circuit::NetId>(circuit::kFirstWire +
                                         random.below(netlist.net_count - circuit::kFirstWire));
    };
    const circuit::NetId a = pick();
    const circuit::NetId b = pick();
    const circuit::NetId y = netlist.net_count++;
    netlist.cells.push_back({fmt::format("g{}", i),
                             kTypes[random.below(4)],
                             0,
                             {{"A", generator::Direction::input, {a}},
                              {"B", generator::Direction::input, {b}},
                              {"Y", generator::Direction::output, {y}}},
                             {}});
    netlist.names.push_back({.name = fmt::format("n{}", i), .bits = {y}});
  }
  return netlist;
}

sim::Schedule random_schedule(std::size_t cycles) {
  sim::Schedule schedule;
  schedule.inputs = {{"x_i", kGateInputs, 0}};
  schedule.input_words = 1;
  support::Random random(3);
  for (std::size_t i = 0; i < cycles; ++i) schedule.values.push_back(random.next());
  schedule.flags.assign(cycles, {true, true, false});
  schedule.flags[0] = {};
  schedule.streams = {{0, cycles, cycles - 1}};
  schedule.operations = cycles - 1;
  return schedule;
}

void rate(benchmark::State& state, double evaluations) {
  state.counters["gate_evaluations"] =
      benchmark::Counter(evaluations, benchmark::Counter::kIsIterationInvariantRate);
}

void bare_loop(benchmark::State& state) {
  const auto gates = static_cast<std::size_t>(state.range(0));
  const auto words = static_cast<std::size_t>(state.range(1)) / 64;
  bench::BareLoop loop(gates, kGateInputs, words);
  const std::uint64_t rounds = std::max<std::uint64_t>(kGateEvaluations / (gates * words * 64), 1);
  for (auto _ : state) {
    for (std::uint64_t round = 0; round < rounds; ++round) loop.run();
    benchmark::DoNotOptimize(loop.toggles());
  }
  rate(state, static_cast<double>(rounds * gates * words * 64));
}
BENCHMARK(bare_loop)
    ->ArgsProduct({{300, 3000, 30000}, {512, 1024, 4096}})
    ->Unit(benchmark::kMillisecond);

/// With `prepares`, laying the operands out over lanes is part of each run; without, they are laid
/// out once, as where many designs are played with the same operands.
void native_counting(benchmark::State& state) {
  const auto gates = static_cast<std::size_t>(state.range(0));
  const sim::NativeDesign design = sim::compile(random_netlist(gates));
  const sim::Schedule schedule = random_schedule(kOperations + 1);
  const sim::PreparedSchedule prepared(schedule);
  const bool prepares = state.range(3) != 0;
  const std::uint64_t rounds = std::max<std::uint64_t>(kGateEvaluations / (kOperations * gates), 1);
  const sim::EngineOptions options{.threads = static_cast<unsigned>(state.range(1)),
                                   .levels = state.range(2) != 0};
  for (auto _ : state) {
    for (std::uint64_t round = 0; round < rounds; ++round) {
      benchmark::DoNotOptimize(prepares ? sim::run(design, schedule, options)
                                        : sim::run(design, prepared, options));
    }
  }
  rate(state, static_cast<double>(rounds * schedule.operations * gates));
}
BENCHMARK(native_counting)
    ->ArgsProduct({{300, 3000, 30000}, {1, 2}, {0, 1}, {0, 1}})
    ->ArgNames({"gates", "threads", "levels", "prepares"})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// The 8x8 booth4 multiplier mapped to osu018, as cell models and netlist, with the paper's 36,000
/// operations.
class GateLevelMultiplier {
 public:
  GateLevelMultiplier() {
    const generator::EmittedDesign emitted = generator::emit({.kind = generator::Kind::multiplier});
    for (const generator::EmittedFile& file : emitted.files) {
      support::write_file(directory_.path() / file.name, file.text);
    }
    manifest_ = emitted.manifest;
    std::string script;
    for (const std::string& file : manifest_.files) script += "read_verilog " + file + "; ";
    const std::string liberty = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
    script += fmt::format(
        "synth -flatten -top {0}; abc -liberty {1}; opt_clean -purge; write_verilog -noattr "
        "-noexpr netlist.v; design -reset; read_liberty -ignore_miss_func {1}; write_verilog "
        "-noattr cells.v",
        manifest_.top, liberty);
    support::run_tool({.arguments = {"yosys", "-q", "-p", script}, .directory = directory_.path()},
                      "bench.yosys");
    manifest_.files = {"cells.v", "netlist.v"};
    manifest_.parameters.clear();
    schedule_ = tb::make_schedule(manifest_, tb::make_operands({}, manifest_.design));
  }

  const std::filesystem::path& directory() const { return directory_.path(); }
  const generator::Manifest& manifest() const { return manifest_; }
  const sim::Schedule& schedule() const { return schedule_; }
  circuit::ElaborationRequest request() const {
    return circuit::elaboration_request(directory_.path(), manifest_);
  }

 private:
  support::TemporaryDirectory directory_;
  generator::Manifest manifest_;
  sim::Schedule schedule_;
};

const GateLevelMultiplier& multiplier() {
  static const GateLevelMultiplier kMultiplier;
  return kMultiplier;
}

void multiplier_verilator(benchmark::State& state) {
  const GateLevelMultiplier& unit = multiplier();
  tb::simulate_with_verilator(unit.directory(), unit.manifest(), unit.schedule());  // builds
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        tb::simulate_with_verilator(unit.directory(), unit.manifest(), unit.schedule()));
  }
}
BENCHMARK(multiplier_verilator)->Unit(benchmark::kMillisecond);

void use_empty_cache(const support::TemporaryDirectory& directory) {
  ::setenv("PANN_CACHE_DIR", directory.path().c_str(), 1);
}

void multiplier_verilator_with_building(benchmark::State& state) {
  const GateLevelMultiplier& unit = multiplier();
  for (auto _ : state) {
    const support::TemporaryDirectory cache;
    use_empty_cache(cache);
    benchmark::DoNotOptimize(
        tb::simulate_with_verilator(unit.directory(), unit.manifest(), unit.schedule()));
  }
  ::unsetenv("PANN_CACHE_DIR");
}
BENCHMARK(multiplier_verilator_with_building)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();

void multiplier_native(benchmark::State& state) {
  const GateLevelMultiplier& unit = multiplier();
  const sim::NativeDesign design = sim::compile(circuit::elaborate(unit.request()));
  const sim::EngineOptions options{.threads = static_cast<unsigned>(state.range(0)),
                                   .levels = state.range(1) != 0};
  for (auto _ : state) benchmark::DoNotOptimize(sim::run(design, unit.schedule(), options));
  state.counters["cells"] = static_cast<double>(design.cells());
}
BENCHMARK(multiplier_native)
    ->ArgsProduct({{1, 2}, {0, 1}})
    ->ArgNames({"threads", "levels"})
    ->Unit(benchmark::kMillisecond);

void multiplier_native_cached(benchmark::State& state) {
  const GateLevelMultiplier& unit = multiplier();
  for (auto _ : state) {
    const sim::NativeDesign design = sim::compile(circuit::elaborate(unit.request()));
    benchmark::DoNotOptimize(sim::run(design, unit.schedule(), {.threads = 1}));
  }
}
BENCHMARK(multiplier_native_cached)->Unit(benchmark::kMillisecond);

void multiplier_native_with_elaboration(benchmark::State& state) {
  const GateLevelMultiplier& unit = multiplier();
  for (auto _ : state) {
    const support::TemporaryDirectory cache;
    use_empty_cache(cache);
    const sim::NativeDesign design = sim::compile(circuit::elaborate(unit.request()));
    benchmark::DoNotOptimize(sim::run(design, unit.schedule(), {.threads = 1}));
  }
  ::unsetenv("PANN_CACHE_DIR");
}
BENCHMARK(multiplier_native_with_elaboration)->Unit(benchmark::kMillisecond)->UseRealTime();

/// All pairs of two operands against the host's product.
void exhaustive(benchmark::State& state) {
  const int width = static_cast<int>(state.range(0));
  const support::TemporaryDirectory directory;
  const generator::EmittedDesign emitted = generator::emit({.kind = generator::Kind::multiplier,
                                                            .x_width = width,
                                                            .w_width = width,
                                                            .x_signed = false,
                                                            .w_signed = false});
  for (const generator::EmittedFile& file : emitted.files) {
    support::write_file(directory.path() / file.name, file.text);
  }
  const sim::NativeDesign design = sim::compile(
      circuit::elaborate(circuit::elaboration_request(directory.path(), emitted.manifest)));
  const sim::ExhaustiveCheck check{
      .x = "x_i",
      .w = "w_i",
      .output = "product_o",
      .model = [](std::span<const std::uint64_t> x, std::span<const std::uint64_t> w,
                  std::span<std::uint64_t> product) {
        for (std::size_t i = 0; i < x.size(); ++i) product[i] = x[i] * w[i];
      }};
  for (auto _ : state) {
    const sim::ExhaustiveResult result = sim::check_exhaustively(design, check, {.threads = 1});
    if (result.wrong != 0) state.SkipWithError("a product is wrong");
  }
  rate(state,
       static_cast<double>(design.cells()) * static_cast<double>(std::uint64_t{1} << (2 * width)));
  state.counters["cells"] = static_cast<double>(design.cells());
}
BENCHMARK(exhaustive)->Arg(8)->Arg(12)->Arg(16)->Unit(benchmark::kMillisecond);

}  // namespace
