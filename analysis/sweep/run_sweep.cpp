#include "analysis/sweep/run_sweep.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "analysis/sweep/chunks.h"
#include "analysis/sweep/collect.h"
#include "analysis/sweep/local_executor.h"
#include "analysis/sweep/shell_executor.h"
#include "analysis/sweep/slurm_executor.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/threads.h"

namespace pann::analysis {

namespace {

constexpr std::uint64_t kSamples = 500;
constexpr double kSecondsPerHour = 3600.0;

/// Seconds of work that a sweep too large to count takes about.
double sampled_seconds(const SweepSpec& spec, const PointCosts& costs) {
  double seconds = 0.0;
  sample_points(spec, kSamples, [&](const SweepPoint& point, double weight) {
    seconds += costs.estimate(point) * weight;
  });
  return seconds;
}

void require_few(const SweepSpec& spec, bool yes) {
  const std::uint64_t combinations = spec.combinations();
  if (yes || combinations <= kManyPoints) return;
  support::fail_input(
      "sweep.many",
      fmt::format("the specification has {} combinations, about {:.0f} hours on one core",
                  combinations, sampled_seconds(spec, {}) / kSecondsPerHour),
      "say --yes if that is meant, or name fewer values");
}

void require_points(const SweepCounts& counts) {
  if (counts.points > 0) return;
  const std::string why = counts.illegal.empty()
                              ? std::string("conditions leave none")
                              : fmt::format("e.g. {}", counts.illegal.begin()->second.message);
  support::fail_input(
      "sweep.empty",
      fmt::format("none of {} combinations is a legal point: {} break a rule, {} "
                  "do not hold a condition; {}",
                  counts.combinations, counts.illegal_count(), counts.filtered, why),
      "name other values, or fewer conditions");
}

/// What waits, priced.
void price(SweepStore& store, const PointCosts& costs, SweepPlan& plan) {
  plan.is_measured = true;
  store.waiting(0, [&](std::int64_t, const SweepChunk::Entry& entry, int) {
    plan.seconds += costs.estimate(entry.point);
    plan.is_measured = plan.is_measured && costs.is_measured(entry.point);
    return true;
  });
  plan.state = store.state();
}

PointCosts known_costs(SweepStore& store) {
  PointCosts costs;
  store.measured([&](const SweepPoint& point, double seconds) { costs.add(point, seconds); });
  return costs;
}

SlurmWorkers slurm_workers(const SweepOptions& options) {
  return {options.program, options.directory, options.slurm, options.array_tasks,
          options.poll_seconds};
}

/// What a former run left: parts of results, and for executors whose workers outlive the collector
/// the journals of those that have ended.
void take_up(SweepStore& store, const SweepOptions& options) {
  const SweepFolder folder(options.directory);
  cancel_left_arrays(slurm_workers(options));
  merge_results(store, folder);
  if (options.executor == SweepExecutor::shell) blame_ended(store, folder);
  if (options.retry) store.retry();
}

/// Processes of this machine share what waits, unless they are told how much to take; elsewhere
/// nobody knows how many there will be.
ChunkSize chunk_size(const SweepOptions& options) {
  if (options.chunk_seconds) return {*options.chunk_seconds};
  if (options.executor != SweepExecutor::local) return {kRemoteChunk};
  return {kLocalChunk, static_cast<unsigned>(support::thread_count(options.jobs))};
}

/// The number of commands that are left to the user.
std::size_t execute(SweepStore& store, PointCosts& costs, const SweepOptions& options,
                    const std::function<void(double)>& progress) {
  ChunkCutter cutter(store, costs, chunk_size(options));
  const auto finished = [&](const SweepChunk& chunk) {
    for (const SweepChunk::Entry& entry : chunk.entries) {
      if (const auto seconds = store.seconds(entry.key)) costs.add(entry.point, *seconds);
    }
    const SweepState state = store.state();
    progress(1.0 - static_cast<double>(state.waiting) / static_cast<double>(state.total()));
  };
  switch (options.executor) {
    case SweepExecutor::local:
      run_locally(store, cutter,
                  {options.program, options.directory,
                   static_cast<unsigned>(support::thread_count(options.jobs))},
                  finished);
      return 0;
    case SweepExecutor::slurm:
      run_on_slurm(store, cutter, slurm_workers(options), finished);
      return 0;
    case SweepExecutor::shell:
      break;
  }
  return write_commands(cutter, options.program, options.directory);
}

}  // namespace

SweepPlan plan_sweep(const SweepSpec& spec, const SweepOptions& options) {
  require_few(spec, options.yes);
  const support::TemporaryDirectory scratch;
  SweepStore store(scratch.path());
  PointKeys keys(options.version);
  SweepPlan plan;
  plan.counts = store.plan(spec, keys, true);
  require_points(plan.counts);
  PointCosts costs = known_costs(store);
  if (!options.directory.empty()) store.add_from(options.directory);
  take_cached(store, costs);
  price(store, costs, plan);
  return plan;
}

SweepOutcome run_sweep(const SweepSpec& spec, const SweepOptions& options,
                       const std::function<void(double)>& progress) {
  require_few(spec, options.yes);
  const auto begin = std::chrono::steady_clock::now();
  SweepStore store(options.directory);
  const SweepFolder folder(options.directory);
  PointKeys keys(options.version);
  SweepOutcome outcome;
  outcome.plan.counts = store.plan(spec, keys, options.force);
  require_points(outcome.plan.counts);
  folder.create();
  take_up(store, options);
  PointCosts costs = known_costs(store);
  take_cached(store, costs);
  price(store, costs, outcome.plan);
  outcome.commands = execute(store, costs, options, progress);
  outcome.state = store.state();
  if (outcome.state.waiting == 0) folder.remove();
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

}  // namespace pann::analysis
