#pragma once

#include <functional>

#include "activity/trace/byte_source.h"
#include "activity/vcd/trace_options.h"

namespace pann::activity {

/// Counts a regular VCD file with up to TraceOptions::threads threads, each on a part of its own
/// that begins at a time stamp. Where the parts do not fit together (a fault, or a comment that
/// looks like a time stamp), the file is counted again in one piece, so that results and messages
/// never depend on the number of threads.
TraceCount count_file(const FileSource& file, const TraceOptions& options,
                      const std::function<void(double)>& progress);

}  // namespace pann::activity
