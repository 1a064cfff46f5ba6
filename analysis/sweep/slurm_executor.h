#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/sweep/chunks.h"
#include "analysis/sweep/result_file.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

struct SlurmWorkers {
  std::filesystem::path program;       ///< `pann`, on a file system that all nodes see.
  std::filesystem::path directory;     ///< Of the sweep, likewise.
  std::vector<std::string> options{};  ///< For sbatch.
  std::size_t array_tasks = 1000;      ///< At most, of one array (MaxArraySize).
  double poll_seconds = 5.0;           ///< Between two looks at the queue.
};

/// Measures all that waits in job arrays, a chunk a task. Which chunks are done is told by result
/// files; the queue only tells when a task that left none is over. Tasks that were sent back, ran
/// twice or were lost with a node or a controller change nothing but the time it takes. Arrays that
/// a killed collector left are cancelled, what they measured is kept. At a signal the arrays are
/// cancelled and Cancelled leaves.
void run_on_slurm(SweepStore& store, ChunkCutter& cutter, const SlurmWorkers& workers,
                  const std::function<void(const SweepChunk&)>& finished);

/// Cancels the arrays that a killed collector left.
void cancel_left_arrays(const SlurmWorkers& workers);

}  // namespace pann::analysis
