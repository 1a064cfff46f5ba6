#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "activity/vcd/trace_options.h"

namespace pann::activity {

/// Activity from a file of any kind that we read, told apart by content: a trace (trace_file.h),
/// SAIF, or the CSV that `pann toggles` writes, packed with gzip or not; "-" is standard input. Of
/// TraceOptions, SAIF and CSV take the scope and the patterns (CSV names are relative to the scope
/// already).
TraceCount read_activity(const std::filesystem::path& path, const TraceOptions& options,
                         const std::function<void(double)>& progress = {});

/// The signals that such a file declares, with all scopes in their names; a trace's changes are not
/// read. Not for standard input and pipes, which cannot be read twice.
std::vector<Signal> read_signals(const std::filesystem::path& path, const TraceOptions& options);

}  // namespace pann::activity
