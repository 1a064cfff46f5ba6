#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "activity/activity.h"
#include "activity/vcd/word_history.h"

namespace pann::activity {

/// Four-state values as two bits, aval + 2 * bval (the PLI's coding): bval is set for x and z.
enum Level : std::uint8_t {
  low = 0,
  high = 1,
  floating = 2,
  unknown = 3,
  unset = 4,      ///< Not dumped at present: accounted as x, and the next value is no change.
  untouched = 5,  ///< As unset, since the begin.
};

/// When a change happens and whether it counts: what WindowClock says at the change's time.
struct Moment {
  std::uint64_t ticks = 0;  ///< Counted ticks so far.
  std::uint8_t mask = 0;    ///< Classes of nets whose toggles count.
};

/// Levels and counts of all net bits of a trace, or of a part of it that `append` puts behind
/// another.
///
/// Time is kept without a last-change time: leaving a level adds the present tick to its sum,
/// entering one subtracts it (modulo 2^64), and `close` adds the end. Of the ticks at 1 the two
/// sums are kept apart.
class NetStates {
 public:
  NetStates() = default;
  /// Untouched nets; `classes` has WindowClock::Mask bits a net.
  explicit NetStates(const std::vector<std::uint8_t>& classes);

  /// The same nets, untouched, for a later part of the trace.
  NetStates later_part() const;

  /// A single bit takes a level.
  void set_bit(std::uint32_t bit, Level level, Moment moment) {
    Present& net = present_[bit];
    if ((net.level | level) > high) {
      set_bit_slowly(bit, level, moment);
      return;
    }
    // Without a branch on the values, which nobody can predict: an equal level changes nothing.
    const auto changed = static_cast<std::uint64_t>(net.level ^ level);
    const auto counts = static_cast<std::uint64_t>((net.mask & moment.mask) != 0);
    sums_[bit].entered[level] += CountAndTicks{changed & counts, (0 - changed) & moment.ticks};
    net.level = level;
  }

  /// Those of 64 bits from `first` (the rightmost) that `changed` marks, all of class `mask` and at
  /// known levels, toggle to the levels in `value`.
  void toggle_bits(std::uint32_t first, std::uint8_t mask, std::uint64_t changed,
                   std::uint64_t value, Moment moment) {
    Sums* nets = sums_.data() + first;
    Present* present = present_.data() + first;
    const auto counts = static_cast<std::uint64_t>((mask & moment.mask) != 0);
    const CountAndTicks change{counts, moment.ticks};
    while (changed != 0) {
      const int bit = std::countr_zero(changed);
      changed &= changed - 1;
      const auto level = static_cast<std::uint8_t>((value >> bit) & 1U);
      nets[bit].entered[level] += change;
      present[bit].level = level;
    }
  }

  /// What the `width` bits from `first`, all at known levels, did until now: `counts`, between the
  /// ticks and values of the first and the last change.
  struct Stretch {
    std::uint64_t first_value = 0;  ///< Before the first change.
    std::uint64_t first_ticks = 0;
    std::uint64_t last_value = 0;
    std::uint64_t last_ticks = 0;
  };
  void add_stretch(std::uint32_t first, std::uint32_t width, const Stretch& stretch,
                   const HistoryCounts& counts);

  Level level(std::uint32_t bit) const { return static_cast<Level>(present_[bit].level); }
  bool counts(std::uint32_t bit, std::uint8_t mask) const {
    return (present_[bit].mask & mask) != 0;
  }
  /// The classes of a net, as given.
  std::uint8_t mask(std::uint32_t bit) const { return present_[bit].mask; }
  std::size_t size() const { return present_.size(); }

  /// Puts `part`, made by later_part, behind this.
  void append(const NetStates& part);

  /// The counts when `ticks` ticks were counted in all.
  std::vector<NetCounts> close(std::uint64_t ticks) const;

 private:
  /// Two 64-bit numbers that one instruction adds.
  using CountAndTicks __attribute__((vector_size(16))) = std::uint64_t;

  /// By the level that was entered, 0 or 1: how often, and the sum of the ticks when it was.
  struct alignas(32) Sums {
    CountAndTicks entered[2] = {};
  };
  /// Apart from the sums, so that all of them stay in the first-level cache.
  struct Present {
    std::uint8_t level = untouched;
    std::uint8_t mask = 0;
  };
  struct Rare {
    std::uint64_t unknown_changes = 0;
    std::uint64_t unknown_ticks = 0;
    std::uint64_t floating_ticks = 0;
  };
  /// First change of a net in a later part.
  struct First {
    std::uint64_t ticks = 0;
    std::uint8_t level = untouched;
    std::uint8_t mask = 0;
  };

  void set_bit_slowly(std::uint32_t bit, Level level, Moment moment);
  void add_ticks(std::uint32_t bit, std::uint8_t level, std::uint64_t ticks);

  std::vector<Sums> sums_;
  std::vector<Present> present_;
  std::vector<Rare> rare_;
  std::vector<First> firsts_;  ///< Of a later part; otherwise empty.
};

}  // namespace pann::activity
