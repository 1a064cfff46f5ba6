#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tb/activity/activity.h"

namespace pann::tb {

/// What of a trace is counted, and how strictly it is read.
struct TraceOptions {
  std::string source = "trace";  ///< Names the trace in messages.
  /// Hierarchical path; only signals at or below it count, and names are relative to it. Empty:
  /// all.
  std::string scope{};
  CountedWindows windows{};             ///< Empty: everything between `from` and `to`.
  std::optional<std::uint64_t> from{};  ///< First counted tick; none: where the trace begins.
  std::optional<std::uint64_t> to{};    ///< First tick no longer counted; none: the trace's end.
  /// A fault ends the count instead of failing it: what came before counts (TraceNotes says where).
  bool lenient = false;
};

}  // namespace pann::tb
