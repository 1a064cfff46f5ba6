#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "support/diagnostic.h"
#include "tb/activity/activity.h"
#include "tb/trace/trace_options.h"

namespace pann::tb {

/// Counts the activity of a value change dump (IEEE 1364-2005 clause 18, four-state and extended)
/// as its text arrives, in memory that depends on the number of nets alone.
///
/// One net per identifier code and bit; every declared name is kept in Activity::signals. A first
/// value is no toggle, an equal value dumped again is none, and changes from or to x or z are
/// counted apart (docs/toggles.md). Values that `$dumpoff` sets to x are not changes.
///
/// Throws Failure(user_error, "vcd.*") with line and byte offset at a fault of the text,
/// "trace.scope" when no signal lies in the scope.
class VcdActivityCounter {
 public:
  explicit VcdActivityCounter(TraceOptions options);
  VcdActivityCounter(VcdActivityCounter&&) noexcept;
  VcdActivityCounter& operator=(VcdActivityCounter&&) noexcept;
  ~VcdActivityCounter();

  /// The next piece of the text; pieces may end anywhere.
  void feed(std::string_view chunk);

  /// The text is complete: the counts. Call once.
  Activity finish();

  /// The fault that ended a lenient count before the text's end; nothing when all was counted.
  const std::optional<support::Diagnostic>& cut() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Counts a VCD file ("-": standard input). Throws as the counter does, and Failure(user_error,
/// "trace.read") when the file cannot be read.
Activity count_vcd_file(const std::filesystem::path& path, const TraceOptions& options);

}  // namespace pann::tb
