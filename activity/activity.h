#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "circuit/netlist.h"

namespace pann::activity {

/// Index of a net bit in Activity::nets.
using circuit::NetId;

/// What one net bit did in the counted windows; a first value and an equal one are none.
struct NetCounts {
  std::uint64_t rises = 0;            ///< 0 -> 1.
  std::uint64_t falls = 0;            ///< 1 -> 0.
  std::uint64_t unknown_changes = 0;  ///< Changes from or to x or z; never toggles.
  std::uint64_t glitches =
      0;  ///< Toggles beyond the settled ones; 0 where not counted (SAIF's IG).
  std::uint64_t time_low = 0;       ///< Ticks at 0.
  std::uint64_t time_high = 0;      ///< Ticks at 1.
  std::uint64_t time_unknown = 0;   ///< Ticks at x.
  std::uint64_t time_floating = 0;  ///< Ticks at z.

  std::uint64_t toggles() const { return rises + falls; }
  friend bool operator==(const NetCounts&, const NetCounts&) = default;
};

/// A named word. Several signals may share nets: each name stays searchable, each net counts once.
struct Signal {
  std::string name;  ///< Hierarchical, '.' between scopes, relative to the activity's scope; a name
                     ///< as the source has it, escaped ones without backslash and trailing blank.
  int left = 0;      ///< Declared range [left:right]; both 0 for a scalar.
  int right = 0;
  bool is_vector = false;
  std::vector<circuit::NetId> bits;  ///< Rightmost declared bit (right) first.
};

/// Changes at times `from` <= t < `to` count; those of registers up to t < `register_to`, so that
/// the storing edge which ends a stream counts for them alone. Ticks of the trace.
struct Window {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::uint64_t register_to = 0;
};

/// When to count. No windows: the whole trace.
struct CountedWindows {
  std::vector<Window> windows;         ///< In order, disjoint.
  std::vector<std::string> registers;  ///< Patterns of register nets (manifest).
  std::uint64_t operations = 0;        ///< Operations in all the windows together; 0: not known.
};

/// A tick where a source does not say how long it is; what rests on seconds is refused then
/// (activity/tick.h).
inline constexpr double kAssumedTickSeconds = 1e-9;

/// Per net bit: toggles, levels and unknowns over the counted windows.
struct Activity {
  std::vector<NetCounts> nets;
  std::vector<Signal> signals;  ///< In order of declaration.
  std::uint64_t duration = 0;   ///< Counted ticks, all windows.
  double tick_seconds = kAssumedTickSeconds;
  bool tick_is_assumed = false;  ///< Nobody said how long a tick is.
  std::uint64_t operations = 0;  ///< 0: not known.
  std::string scope;             ///< Path in the source that the names are relative to.
};

/// Sum of toggles over all nets.
std::uint64_t total_toggles(const Activity& activity);

}  // namespace pann::activity
