#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "activity/activity.h"
#include "activity/vcd/net_states.h"

namespace pann::activity {

/// Counts the toggles of a net within a clock period beyond the one that its settled levels need:
/// a net that ends the period as it began needs none, one that ends inverted needs one.
///
/// A period holds the changes at its first instant, whatever their order in the trace, and those up
/// to the next period's first instant.
class GlitchCounter {
 public:
  explicit GlitchCounter(std::size_t nets) : nets_(nets) {}

  /// A net goes from one level to another; `is_counted`: as a toggle that counts.
  void change(std::uint32_t net, Level from, Level to, bool is_counted);

  /// The present instant begins a period.
  void begin_period() { ++period_; }

  /// Every change of the present instant is known; call before the time moves on.
  void end_instant();

  /// Adds the glitches to `counts`.
  void finish(std::vector<NetCounts>& counts);

 private:
  struct Net {
    std::uint64_t glitches = 0;
    std::uint64_t period = 0;   ///< In which it last changed.
    std::uint32_t toggles = 0;  ///< In that period, before the present instant.
    std::uint32_t now = 0;      ///< At the present instant.
    Level start = untouched;    ///< As that period began.
    Level before = untouched;   ///< Before the present instant.
    Level level = untouched;
    bool is_listed = false;
  };
  static void end_period(Net& net);

  std::vector<Net> nets_;
  std::vector<std::uint32_t> changed_;  ///< Nets that changed at the present instant.
  std::uint64_t period_ = 0;
};

}  // namespace pann::activity
