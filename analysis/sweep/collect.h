#pragma once

#include <string>
#include <vector>

#include "analysis/sweep/chunks.h"
#include "analysis/sweep/result_file.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

/// Takes what the cache has of the waiting points.
void take_cached(SweepStore& store, PointCosts& costs);

/// Merges the parts that workers wrote into the store and removes them; those of all chunks, or of
/// the one named. Parts that cannot be read are set aside as *.damaged and their points measured
/// anew. Returns the points merged.
std::size_t merge_results(SweepStore& store, const SweepFolder& folder,
                          const std::string& chunk = "");

/// The keys in the journals of dead workers of the chunk, which are removed.
std::vector<std::string> take_journals(const SweepFolder& folder, const std::string& chunk);

/// A worker of `chunk` ended before its time, as `how` says: counts a try for the points that it
/// was at, or, where that is not known though nothing is shared, for all that have no result.
void blame(SweepStore& store, const SweepFolder& folder, const SweepChunk& chunk,
           const std::string& how);

}  // namespace pann::analysis
