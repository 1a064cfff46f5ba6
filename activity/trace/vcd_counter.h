#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "activity/activity.h"
#include "activity/vcd/trace_options.h"

namespace pann::activity {

class FeedThread;
class VcdReader;

/// Counts the activity of a value change dump (IEEE 1364-2005 clause 18, four-state and extended)
/// as its text arrives, in memory that depends on the number of nets alone.
///
/// One net per identifier code and bit; every declared name is kept in Activity::signals. A first
/// value is no toggle, an equal value dumped again is none, and changes from or to x or z are
/// counted apart (docs/toggles.md). Values that `$dumpoff` sets to x are not changes.
///
/// With TraceOptions::threads of 2 or more the text is counted in a thread of its own while the
/// next is written; a fault then shows at a later piece or at the end.
///
/// Throws Failure(user_error, "vcd.*") with line and byte offset at a fault of the text,
/// "trace.scope" when no signal lies in the scope.
class VcdActivityCounter {
 public:
  explicit VcdActivityCounter(const TraceOptions& options);
  VcdActivityCounter(VcdActivityCounter&&) noexcept;
  ~VcdActivityCounter();

  /// The next piece of the text; pieces may end anywhere.
  void feed(std::string_view chunk);

  /// The text is complete: the counts. Call one of the two, once.
  Activity finish();
  /// With the profile, and with the fault that ended a lenient count early.
  TraceCount finish_count();

 private:
  std::unique_ptr<VcdReader> reader_;
  std::unique_ptr<FeedThread> thread_;  ///< Null: counts at once. Ends before the reader does.
};

/// Counts a VCD file ("-": standard input), as trace_file.h's count_trace does.
Activity count_vcd_file(const std::filesystem::path& path, const TraceOptions& options);

}  // namespace pann::activity
