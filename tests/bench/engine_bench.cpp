// The native engine beside the loop that it is made of, and beside Verilator's model.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "generator/emit.h"
#include "support/output.h"
#include "support/random.h"
#include "tb/engine/exhaustive_check.h"
#include "tb/engine/kernels.h"
#include "tb/engine/native_engine.h"
#include "tb/model/schedule_builder.h"
#include "tb/netlist/elaborate.h"
#include "tb/stimulus/synthetic.h"
#include "tb/verilator/verilator_engine.h"
#include "tests/bench/engine_bare_loop.h"

using namespace pann;

namespace {

constexpr std::size_t kInputs = 16;
constexpr std::size_t kOperations = 200'000;
constexpr std::uint64_t kGateEvaluations = 2'000'000'000;

/// Two-input gates over random earlier nets, every net with a name.
tb::Netlist random_netlist(std::size_t gates) {
  static const char* const kTypes[] = {"$_AND_", "$_OR_", "$_XOR_", "$_ANDNOT_"};
  support::Random random(11);
  tb::Netlist netlist;
  netlist.top = "random";
  tb::NetlistPort inputs{"x_i", generator::Direction::input, {}};
  for (std::size_t i = 0; i < kInputs; ++i) inputs.bits.push_back(netlist.net_count++);
  netlist.ports.push_back(inputs);
  for (std::size_t i = 0; i < gates; ++i) {
    const auto pick = [&] {
      return static_cast<tb::NetId>(tb::kFirstWire +
                                    random.below(netlist.net_count - tb::kFirstWire));
    };
    const tb::NetId a = pick();
    const tb::NetId b = pick();
    const tb::NetId y = netlist.net_count++;
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

tb::Schedule random_schedule(std::size_t cycles) {
  tb::Schedule schedule;
  schedule.inputs = {{"x_i", kInputs, 0}};
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
  bench::BareLoop loop(gates, kInputs, words);
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

void native_counting(benchmark::State& state) {
  const auto gates = static_cast<std::size_t>(state.range(0));
  const tb::NativeDesign design = tb::compile(random_netlist(gates));
  const tb::Schedule schedule = random_schedule(kOperations + 1);
  const std::uint64_t rounds = std::max<std::uint64_t>(kGateEvaluations / (kOperations * gates), 1);
  const tb::EngineOptions options{.threads = static_cast<unsigned>(state.range(1)),
                                  .levels = state.range(2) != 0};
  for (auto _ : state) {
    for (std::uint64_t round = 0; round < rounds; ++round) {
      benchmark::DoNotOptimize(tb::run(design, schedule, options));
    }
  }
  rate(state, static_cast<double>(rounds * schedule.operations * gates));
}
BENCHMARK(native_counting)
    ->ArgsProduct({{300, 3000, 30000}, {1, 2}, {0, 1}})
    ->ArgNames({"gates", "threads", "levels"})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
