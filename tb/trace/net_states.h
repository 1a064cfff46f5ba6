#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tb/activity/activity.h"

namespace pann::tb {

/// Four-state values as two bits, aval + 2 * bval (the PLI's coding): bval is set for x and z.
enum Level : std::uint8_t {
  low = 0,
  high = 1,
  floating = 2,
  unknown = 3,
  unset = 4,  ///< No value yet: accounted as x, and the first value is no change.
};

/// When a change happens and whether it counts: what WindowClock says at the change's time.
struct Moment {
  std::uint64_t ticks = 0;  ///< Counted ticks so far.
  std::uint8_t mask = 0;    ///< Classes of nets whose toggles count.
};

/// Levels and counts of all net bits of a trace.
///
/// Time is kept without a last-change time: leaving a level adds the present tick to its sum,
/// entering one subtracts it (modulo 2^64), and `close` adds the end.
class NetStates {
 public:
  /// `bits` nets, all unset; `classes` has WindowClock::Mask bits a net.
  explicit NetStates(std::vector<std::uint8_t> classes = {});

  /// A single bit takes a level.
  void set_bit(std::uint32_t bit, Level level, Moment moment) {
    Hot& net = hot_[bit];
    // A toggle between known levels, by far the most common change, differs in the last bit only.
    if ((net.level ^ level) == 1 && net.level < floating) {
      net.changes[level] += static_cast<std::uint64_t>((net.mask & moment.mask) != 0);
      net.high_ticks += level == high ? 0 - moment.ticks : moment.ticks;
      net.level = level;
    } else if (net.level != level) {
      set_bit_slowly(bit, level, moment);
    }
  }

  /// `width` bits from `first` (the rightmost) take known levels.
  void toggle_bits(std::uint32_t first, std::uint64_t changed, std::uint64_t value, Moment moment) {
    while (changed != 0) {
      const int bit = std::countr_zero(changed);
      changed &= changed - 1;
      Hot& net = hot_[first + static_cast<std::uint32_t>(bit)];
      const auto level = static_cast<std::uint8_t>((value >> bit) & 1U);
      net.changes[level] += static_cast<std::uint64_t>((net.mask & moment.mask) != 0);
      net.high_ticks += level == high ? 0 - moment.ticks : moment.ticks;
      net.level = level;
    }
  }

  Level level(std::uint32_t bit) const { return static_cast<Level>(hot_[bit].level); }

  /// The counts when `ticks` ticks were counted in all.
  std::vector<NetCounts> close(std::uint64_t ticks) const;

 private:
  /// Half a cache line a net: what a toggle touches.
  struct alignas(32) Hot {
    std::uint64_t changes[2] = {0, 0};  ///< Falls, rises: by the level that was entered.
    std::uint64_t high_ticks = 0;
    std::uint8_t level = unset;
    std::uint8_t mask = 0;
  };
  struct Rare {
    std::uint64_t unknown_changes = 0;
    std::uint64_t unknown_ticks = 0;
    std::uint64_t floating_ticks = 0;
  };

  void set_bit_slowly(std::uint32_t bit, Level level, Moment moment);
  void add_ticks(std::uint32_t bit, std::uint8_t level, std::uint64_t ticks);

  std::vector<Hot> hot_;
  std::vector<Rare> rare_;
};

}  // namespace pann::tb
