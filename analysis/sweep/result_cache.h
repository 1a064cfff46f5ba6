#pragma once

#include <optional>
#include <string>

#include "analysis/sweep/point_result.h"

namespace pann::analysis {

/// The result that a former sweep, of whatever folder, kept in the cache under the point's key;
/// nothing where there is none.
std::optional<PointResult> find_cached_result(const std::string& key);

/// Keeps a result; faults of the cache lose it, and nothing else.
void cache_result(const PointResult& result);

}  // namespace pann::analysis
