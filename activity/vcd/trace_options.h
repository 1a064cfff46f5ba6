#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "support/diagnostic.h"

namespace pann::activity {

/// What of a trace is counted, and how strictly it is read.
struct TraceOptions {
  std::string source = "trace";  ///< Names the trace in messages.
  /// Hierarchical path; only signals at or below it count, and names are relative to it. Empty:
  /// all.
  std::string scope{};
  std::vector<std::string> match{};     ///< Patterns of the names that count; none: all.
  CountedWindows windows{};             ///< Empty: everything between `from` and `to`.
  std::optional<std::uint64_t> from{};  ///< First counted tick; none: where the trace begins.
  std::optional<std::uint64_t> to{};    ///< First tick no longer counted; none: the trace's end.
  /// A fault ends the count instead of failing it: what came before counts.
  bool lenient = false;
  /// Name of a single-bit signal in the scope whose rising edges begin the clock periods within
  /// which glitches are counted. Empty: see `clock_period`.
  std::string clock{};
  std::uint64_t clock_period = 0;  ///< Ticks of a clock period, from the count's begin; 0: none.
  /// Seconds of a tick, for a source that does not say; another one than it says is refused.
  std::optional<double> tick_seconds{};
  std::uint64_t every = 0;  ///< Ticks of an interval of the profile; 0: no profile.
  unsigned threads = 1;     ///< Files: parts at once. A stream: one that counts it.
};

/// Toggles over time: interval i begins at tick `from` + i * `every`.
struct ActivityProfile {
  std::uint64_t from = 0;
  std::uint64_t every = 0;
  std::vector<std::uint64_t> toggles;
};

/// A counted trace.
struct TraceCount {
  Activity activity;
  ActivityProfile profile{};                 ///< Empty without TraceOptions::every.
  std::optional<support::Diagnostic> cut{};  ///< The fault that ended a lenient count early.
};

}  // namespace pann::activity
