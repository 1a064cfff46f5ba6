#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sweep/spec/spec.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

/// Who measures.
enum class SweepExecutor {
  local,  ///< Processes on this machine.
  slurm,  ///< Job arrays.
  shell,  ///< A file of commands, for any scheduler.
};

struct SweepOptions {
  std::filesystem::path directory;
  std::filesystem::path program;  ///< `pann`, which workers run.
  std::string version;
  SweepExecutor executor = SweepExecutor::local;
  unsigned jobs = 0;  ///< local: worker processes; 0: one a core.
  /// Of work that a worker takes at a time; none: kLocalChunk, or less, or kRemoteChunk.
  std::optional<double> chunk_seconds{};
  std::vector<std::string> slurm{};  ///< slurm: options for sbatch.
  std::size_t array_tasks = 1000;    ///< slurm: at most, of one array.
  double poll_seconds = 5.0;         ///< slurm: between two looks at the queue.
  bool yes = false;                  ///< However many points.
  bool force = false;                ///< Takes out results of points that the specification lacks.
  bool retry = false;                ///< Failed and crashed points once more.
};

/// Seconds of a chunk: little is lost with a worker here; there the scheduler takes its time, too.
inline constexpr double kLocalChunk = 4.0;
inline constexpr double kRemoteChunk = 60.0;

/// Points that are not begun without being asked for.
inline constexpr std::uint64_t kManyPoints = 100'000;

/// What a sweep is about to do.
struct SweepPlan {
  SweepCounts counts;
  SweepState state;
  double seconds = 0.0;      ///< Of work on one core, of what waits.
  bool is_measured = false;  ///< The costs of all kinds of points are known.
};

struct SweepOutcome {
  SweepPlan plan;  ///< As it began.
  SweepState state;
  double seconds = 0.0;
  std::size_t commands = 0;  ///< shell: written to DIR/commands.txt.
};

/// Counts and prices what the specification asks for; nothing is written. Results of `directory`
/// and of the cache are taken off where it is there.
SweepPlan plan_sweep(const SweepSpec& spec, const SweepOptions& options);

/// Measures what is missing; with `shell`, writes the commands that do. `progress` hears the share
/// that is done. Throws Failure(user_error): as SweepStore, "sweep.many" without `yes`,
/// "sweep.empty" where no point is legal; Cancelled at a signal, with all that was measured kept.
SweepOutcome run_sweep(const SweepSpec& spec, const SweepOptions& options,
                       const std::function<void(double)>& progress);

}  // namespace pann::analysis
