#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "activity/activity.h"
#include "activity/vcd/trace_options.h"

namespace pann::activity {

/// Turns the time of a trace into counted ticks: 0 at the first window's begin, growing within
/// windows, standing still between them. Levels are accounted in counted ticks, so that a window's
/// border costs nothing a net.
class WindowClock {
 public:
  /// Which toggles count, as a mask over the nets' classes.
  enum Mask : std::uint8_t { none = 0, registers = 1, all = 3 };

  WindowClock() = default;
  /// Throws Failure(user_error, "trace.window") for windows out of order or without a tick.
  explicit WindowClock(const TraceOptions& options);

  /// The trace's first time; without windows the count begins there.
  void begin(std::uint64_t time);

  /// Moves to `time`, never backwards.
  void advance(std::uint64_t time);

  /// Begin of the first window.
  std::uint64_t first_tick() const { return windows_.empty() ? 0 : windows_.front().from; }
  std::uint64_t ticks() const { return ticks_; }
  Mask mask() const { return mask_; }

  /// Counted ticks in all, when the trace's last time is `last`: explicit windows are as long as
  /// they say, the others end with the trace.
  std::uint64_t duration(std::uint64_t last);

  /// Whether explicit windows were given and the trace ended before the last one began.
  bool cut_short(std::uint64_t last) const;

 private:
  std::vector<Window> windows_;
  bool explicit_ = false;
  bool from_given_ = false;
  std::size_t current_ = 0;         ///< First window that has not ended.
  std::uint64_t ticks_before_ = 0;  ///< Ticks of the windows that have.
  std::uint64_t ticks_ = 0;
  Mask mask_ = none;
};

}  // namespace pann::activity
