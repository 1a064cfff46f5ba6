#pragma once

#include <filesystem>
#include <string>

namespace pann::analysis {

/// Measures the points of a chunk, on one core, and writes its results beside (SweepFolder), every
/// few seconds a part, each whole or not at all. Points that the cache has are taken from there.
/// Ends with a failure where what it measures with is not what the sweep was planned with.
///
/// Throws Failure(user_error): "sweep.chunk", "sweep.versions", and as files cannot be written.
void run_worker(const std::filesystem::path& sweep, const std::string& chunk,
                const std::string& version);

}  // namespace pann::analysis
