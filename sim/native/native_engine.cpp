#include "sim/native/native_engine.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/task_arena.h>

#include "sim/native/checkpoints.h"
#include "sim/native/clock_edges.h"
#include "sim/native/player.h"
#include "sim/native/reset_check.h"
#include "sim/program/compiled_design.h"
#include "support/diagnostic.h"
#include "support/parallel.h"
#include "support/threads.h"

namespace pann::sim {

using generator::Direction;

namespace {

const CompiledPort* find_port(const CompiledDesign& design, const std::string& name,
                              Direction direction) {
  for (const CompiledPort& port : design.ports) {
    if (port.name == name && port.direction == direction) return &port;
  }
  return nullptr;
}

/// The schedule's pins on the program's inputs or outputs.
std::vector<PinMap> map_pins(const CompiledDesign& design, const std::vector<PinSlot>& pins,
                             Direction direction) {
  std::vector<PinMap> maps;
  for (const PinSlot& pin : pins) {
    const CompiledPort* port = find_port(design, pin.port, direction);
    if (port == nullptr || port->bits.size() != static_cast<std::size_t>(pin.width)) {
      support::fail_input(
          "engine.port",
          fmt::format("the schedule's {} '{}' of {} bits {}", generator::name(direction), pin.port,
                      pin.width,
                      port == nullptr
                          ? fmt::format("is no port of '{}'", design.top)
                          : fmt::format("has {} bits in '{}'", port->bits.size(), design.top)),
          "mend the ports in manifest.json");
    }
    maps.push_back({pin, port->bits});
  }
  return maps;
}

void check_outputs(const CompiledDesign& design, const std::vector<PinMap>& outputs) {
  for (const PinMap& output : outputs) {
    if (std::find(output.bits.begin(), output.bits.end(), -1) == output.bits.end()) continue;
    support::fail_input("engine.port",
                        fmt::format("output '{}' of '{}' is compared, but nothing drives all of it",
                                    output.pin.port, design.top),
                        "drive the output, or give it the role other_output in manifest.json");
  }
}

void check_inputs(const CompiledDesign& design, const Schedule& schedule) {
  for (const CompiledPort& port : design.ports) {
    if (port.direction != Direction::input || port.name == schedule.clock) continue;
    const bool driven = std::any_of(schedule.inputs.begin(), schedule.inputs.end(),
                                    [&](const PinSlot& pin) { return pin.port == port.name; });
    if (driven) continue;
    support::fail_input(
        "engine.port",
        fmt::format("input '{}' of '{}' is not in the schedule", port.name, design.top),
        "name all inputs in manifest.json");
  }
}

void check_clock(const CompiledDesign& design, const Schedule& schedule) {
  if (design.clock == schedule.clock) return;
  const auto clock = [](const std::string& port) {
    return port.empty() ? std::string("by nothing") : fmt::format("by '{}'", port);
  };
  support::fail_input(
      "engine.clock",
      fmt::format("the flip-flops and latches of '{}' are clocked {}, the schedule {}", design.top,
                  clock(design.clock), clock(schedule.clock)),
      "give the clock port, and no other, the role clock in manifest.json");
}

PlayResult play_all(const PlayJob& job, unsigned threads) {
  const std::vector<LaneGroup>& groups = job.prepared.groups(job.has_state());
  const std::vector<InitialStates> initial =
      find_initial_states(job.program, job.schedule(), job.inputs, groups, job.kernels);
  if (threads == 1 || groups.size() <= 1) {
    Player player(job);
    for (std::size_t i = 0; i < groups.size(); ++i) player.play(i, initial[i]);
    return player.finish();
  }
  tbb::enumerable_thread_specific<std::unique_ptr<Player>> players(
      [&] { return std::make_unique<Player>(job); });
  const auto play_groups = [&] {
    support::parallel_for(std::size_t{0}, groups.size(),
                          [&](std::size_t i) { players.local()->play(i, initial[i]); });
  };
  // An arena of its own costs more than a short run.
  if (support::thread_count(threads) == tbb::this_task_arena::max_concurrency()) {
    play_groups();
  } else {
    tbb::task_arena(support::thread_count(threads)).execute(play_groups);
  }
  PlayResult result;
  for (const std::unique_ptr<Player>& player : players) result.merge(player->finish());
  return result;
}

void check_known(const CompiledDesign& design, const PlayResult& played) {
  std::vector<support::Diagnostic> faults;
  constexpr std::size_t kMostFaults = 5;
  for (std::size_t i = 0; i < played.unknown_at.size() && faults.size() < kMostFaults; ++i) {
    if (played.unknown_at[i] == PlayResult::kNever) continue;
    faults.push_back({"engine.unknown",
                      fmt::format("net '{}' is unknown (x) in cycle {}", design.condition_labels[i],
                                  played.unknown_at[i]),
                      "give it a value in every case, or use --engine verilator", std::nullopt});
  }
  support::throw_if_any(std::move(faults));
}

/// How long it was counted.
struct CountedTime {
  std::uint64_t steps = 0;  ///< Of the schedule that was played: cycles, or both edges of each.
  std::uint64_t ticks_per_step = Schedule::kTicksPerCycle;

  std::uint64_t ticks() const { return steps * ticks_per_step; }
  std::uint64_t cycles() const { return ticks() / Schedule::kTicksPerCycle; }
};

/// Counts of one net over the counted time.
activity::NetCounts counts_of(const ActivityNet& net, const PlayResult& played,
                              const CountedTime& time, bool levels) {
  activity::NetCounts counts;
  switch (net.driver) {
    case circuit::NetDriver::none:
      counts.time_floating = time.ticks();
      return counts;
    case circuit::NetDriver::constant:
      (net.value ? counts.time_high : counts.time_low) = time.ticks();
      return counts;
    case circuit::NetDriver::clock:
      counts.rises = counts.falls = time.cycles();
      counts.time_high = counts.time_low = time.ticks() / 2;
      return counts;
    default:
      break;
  }
  const CounterSum& sum = played.counters[net.counter];
  const std::int64_t balance = net.inverted ? -sum.balance : sum.balance;
  counts.rises = (sum.toggles + static_cast<std::uint64_t>(balance)) / 2;
  counts.falls = sum.toggles - counts.rises;
  if (levels) {
    counts.time_high = (net.inverted ? time.steps - sum.ones : sum.ones) * time.ticks_per_step;
    counts.time_low = time.ticks() - counts.time_high;
  }
  return counts;
}

/// Cycles whose flag is set.
std::uint64_t count_cycles(const std::vector<FlagRun>& runs, bool CycleFlags::*flag) {
  std::uint64_t cycles = 0;
  for (const FlagRun& run : runs) {
    if (run.flags.*flag) cycles += run.end - run.first;
  }
  return cycles;
}

std::vector<activity::NetCounts> net_counts(const CompiledDesign& design, const PlayResult& played,
                                            const CountedTime& time, bool levels) {
  std::vector<activity::NetCounts> counts;
  counts.reserve(design.nets.size());
  for (const ActivityNet& net : design.nets) {
    counts.push_back(counts_of(net, played, time, levels));
  }
  return counts;
}

/// The pins of a schedule on those of a design.
struct Pins {
  std::vector<PinMap> inputs;
  std::vector<PinMap> outputs;
};

Pins connect(const CompiledDesign& design, const Schedule& schedule) {
  check_clock(design, schedule);
  check_inputs(design, schedule);
  Pins pins{map_pins(design, schedule.inputs, Direction::input),
            map_pins(design, schedule.outputs, Direction::output)};
  check_outputs(design, pins.outputs);
  check_reset(design, schedule, pins.inputs);
  return pins;
}

PlayResult play(const CompiledDesign& design, const PlayJob& job, unsigned threads) {
  PlayResult played = play_all(job, threads);
  check_known(design, played);
  return played;
}

const Kernels& kernels_of(const EngineOptions& options) {
  return options.kernels == nullptr ? best_kernels() : *options.kernels;
}

/// Weights of the nets gathered on the counters that count them.
std::vector<std::uint32_t> counter_weights(const CompiledDesign& design,
                                           const std::vector<std::uint32_t>& weights) {
  constexpr std::uint64_t kMostWeight = std::uint64_t{1} << 48U;
  std::vector<std::uint64_t> sums(design.program.counters, 0);
  std::uint64_t total = 0;
  for (std::size_t net = 0; net < std::min(weights.size(), design.nets.size()); ++net) {
    total += weights[net];
    const std::uint32_t counter = design.nets[net].counter;
    if (counter != Program::kNoCounter) sums[counter] += weights[net];
  }
  const bool fits = std::all_of(sums.begin(), sums.end(), [](std::uint64_t sum) {
    return sum <= std::numeric_limits<std::uint32_t>::max();
  });
  if (weights.size() != design.nets.size() || total >= kMostWeight || !fits) {
    support::fail_input(
        "engine.weights",
        fmt::format("{} weights for {} nets, {} in all", weights.size(), design.nets.size(), total),
        "give every net a weight, together at most 2^48");
  }
  return {sums.begin(), sums.end()};
}

/// What a change of the clock weighs.
std::uint64_t clock_weight(const CompiledDesign& design,
                           const std::vector<std::uint32_t>& weights) {
  std::uint64_t sum = 0;
  for (std::size_t net = 0; net < design.nets.size(); ++net) {
    if (design.nets[net].driver == circuit::NetDriver::clock) sum += weights[net];
  }
  return sum;
}

}  // namespace

namespace {

/// The run of a design whose registers all store at the rising edge; of others, edge by edge.
SimulationResult run_steps(const NativeDesign& native, const PreparedSchedule& prepared,
                           const EngineOptions& options) {
  const CompiledDesign& design = native.compiled();
  const Schedule& schedule = prepared.schedule();
  const Pins pins = connect(design, schedule);
  const PlayJob job{design.program,      prepared,      pins.inputs, pins.outputs,
                    kernels_of(options), options.levels};
  SimulationResult result;
  activity::Activity& activity = result.activity;
  PlayResult played;
  const auto play_job = [&] { played = play(design, job, options.threads); };
  const auto name_nets = [&] { activity.signals = design.signals; };
  if (options.threads == 1) {
    play_job();
    name_nets();
  } else {
    support::parallel_invoke(play_job, name_nets);  // names take as long as a short run
  }
  CountedTime time{count_cycles(prepared.runs(), &CycleFlags::counted)};
  if (design.both_edges) time.ticks_per_step /= 2;
  activity.nets = net_counts(design, played, time, options.levels);
  activity.duration = time.ticks();
  activity.operations = schedule.operations;
  result.operations = schedule.operations;
  result.checked = count_cycles(prepared.runs(), &CycleFlags::sampled);
  result.mismatches = played.mismatches;
  result.first_mismatches = played.first_mismatches;
  result.engine = "native";
  return result;
}

std::vector<std::uint64_t> series_of_steps(const NativeDesign& native,
                                           const PreparedSchedule& prepared,
                                           const std::vector<std::uint32_t>& weights,
                                           const EngineOptions& options) {
  const CompiledDesign& design = native.compiled();
  const Schedule& schedule = prepared.schedule();
  const Pins pins = connect(design, schedule);
  const std::vector<std::uint32_t> by_counter = counter_weights(design, weights);
  std::vector<std::uint64_t> sums(schedule.cycles(), 0);
  const std::vector<PinMap> no_outputs;
  const PlayJob job{design.program,      prepared, pins.inputs, no_outputs,
                    kernels_of(options), false,    &by_counter, &sums};
  play(design, job, options.threads);
  const std::uint64_t changes = design.both_edges ? 1 : 2;
  const std::uint64_t clock = changes * clock_weight(design, weights);
  for (std::size_t cycle = 0; clock != 0 && cycle < sums.size(); ++cycle) {
    if (schedule.flags[cycle].counted) sums[cycle] += clock;
  }
  return sums;
}

}  // namespace

SimulationResult run(const NativeDesign& native, const PreparedSchedule& prepared,
                     const EngineOptions& options) {
  if (!native.compiled().both_edges) return run_steps(native, prepared, options);
  const Schedule edges = by_edges(prepared.schedule());
  SimulationResult result = run_steps(native, PreparedSchedule(edges), options);
  for (Mismatch& mismatch : result.first_mismatches) mismatch.cycle /= 2;
  return result;
}

SimulationResult run(const NativeDesign& design, const Schedule& schedule,
                     const EngineOptions& options) {
  return run(design, PreparedSchedule(schedule), options);
}

std::vector<std::uint64_t> run_series(const NativeDesign& native, const PreparedSchedule& prepared,
                                      const std::vector<std::uint32_t>& weights,
                                      const EngineOptions& options) {
  if (!native.compiled().both_edges) return series_of_steps(native, prepared, weights, options);
  const Schedule edges = by_edges(prepared.schedule());
  return by_cycles(series_of_steps(native, PreparedSchedule(edges), weights, options));
}

std::vector<std::uint64_t> run_series(const NativeDesign& design, const Schedule& schedule,
                                      const std::vector<std::uint32_t>& weights,
                                      const EngineOptions& options) {
  return run_series(design, PreparedSchedule(schedule), weights, options);
}

}  // namespace pann::sim
