#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "activity/vcd/trace_options.h"

namespace pann::activity {

/// Counts the activity of a trace: VCD, VCD packed with gzip, or FST, told apart by content; "-" is
/// standard input. Memory depends on the number of nets, not on the length.
///
/// With TraceOptions::threads above one a VCD file is cut at time stamps into as many parts, each
/// counted by a thread, the parts' counts put together exactly; from pipes and gzip files one
/// thread reads and one counts. FST is read in a child process with limits (fst_source.h).
///
/// `progress` is told the fraction done, where it is known. Throws as VcdActivityCounter does, and
/// Failure(user_error): "trace.read" when the file cannot be read, "trace.gzip" and "trace.fst"
/// when it is damaged.
TraceCount count_trace(const std::filesystem::path& path, const TraceOptions& options,
                       const std::function<void(double)>& progress = {});

class FileSource;

/// The same for an open file.
TraceCount count_trace(FileSource& file, const TraceOptions& options,
                       const std::function<void(double)>& progress);

/// The signals that a trace declares, all scopes in their names.
std::vector<Signal> declared_signals(FileSource& file, const TraceOptions& options);

}  // namespace pann::activity
