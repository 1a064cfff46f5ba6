#pragma once

#include <memory>
#include <string_view>

#include "activity/trace/byte_source.h"
#include "activity/vcd/trace_options.h"

namespace pann::activity {

/// Whether a file that begins so is an FST trace (plain or packed as a whole).
bool is_fst(std::string_view magic);

/// The trace as VCD text. FST's reference reader (fstapi, as Verilator installs it) trusts its
/// input; it runs in a child process with limits, and what it writes is read as any dump is. An FST
/// needs seeking: a stream is first copied to a temporary file of at most 8 GiB.
///
/// Throws Failure(user_error, "trace.fst") where the file is cut or damaged.
std::unique_ptr<ByteSource> make_fst_source(FileSource& file, const TraceOptions& options);

}  // namespace pann::activity
