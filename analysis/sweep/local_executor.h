#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "analysis/sweep/chunks.h"
#include "analysis/sweep/result_file.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

/// How workers are started on this machine.
struct LocalWorkers {
  std::filesystem::path program;    ///< `pann`.
  std::filesystem::path directory;  ///< Of the sweep.
  unsigned jobs = 1;                ///< At a time.
};

/// Measures all that waits in worker processes, a chunk each; they end when this process does. What
/// a worker had measured when it ended is kept, and the point that it was at is tried again.
/// `finished` hears of every chunk that ended. Throws Cancelled at a signal.
void run_locally(SweepStore& store, ChunkCutter& cutter, const LocalWorkers& workers,
                 const std::function<void(const SweepChunk&)>& finished);

}  // namespace pann::analysis
