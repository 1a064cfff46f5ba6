#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace pann::sim {

/// Gates to look at, in order of time: a wheel of intervals so short that most hold one event or
/// none, and a heap for what finds no room. No event may lie further ahead of the present one than
/// the longest delay. Times of up to 2^40 fs (a millisecond), up to 2^24 gates; events of one time
/// come in the order of their gates.
class EventQueue {
 public:
  static constexpr unsigned kGateBits = 24;

  EventQueue(std::uint64_t longest_delay, std::size_t gates)
      : intervals_(std::clamp(std::bit_ceil(4 * gates), kFewest, kMost)),
        filled_(intervals_.size() / 64, 0) {
    while ((longest_delay >> shift_) + 2 > intervals_.size()) ++shift_;
  }

  /// Moves on to the next event; false where there is none. Then time() and gate() are its own.
  bool advance() {
    if (on_wheel_ == 0) return take_crowded();
    const std::size_t place = next_filled();
    Interval& interval = intervals_[place];
    std::size_t first = 0;
    for (std::size_t i = 1; i < interval.count; ++i) {
      if (interval.events[i] < interval.events[first]) first = i;
    }
    if (!crowded_.empty() && crowded_.top() < interval.events[first]) return take_crowded();
    place_ = place;
    event_ = interval.events[first];
    interval.events[first] = interval.events[--interval.count];
    const std::uint64_t emptied = interval.count == 0 ? 1 : 0;
    filled_[place / 64] ^= emptied << (place % 64);
    --on_wheel_;
    return true;
  }
  std::uint64_t time() const { return event_ >> kGateBits; }
  std::uint32_t gate() const {
    return static_cast<std::uint32_t>(event_ & ((std::uint64_t{1} << kGateBits) - 1));
  }
  /// Whether another event has the time of the present one.
  bool is_shared() const {
    const Interval& interval = intervals_[place_];
    for (std::size_t i = 0; i < interval.count; ++i) {
      if (interval.events[i] >> kGateBits == time()) return true;
    }
    return !crowded_.empty() && crowded_.top() >> kGateBits == time();
  }

  /// Adds an event, not before the present one, if it is `wanted`: written without a branch on
  /// that, which nobody could predict.
  void push_if(bool wanted, std::uint64_t time, std::uint32_t gate) {
    const std::uint64_t event = (time << kGateBits) | gate;
    const std::size_t place = (time >> shift_) & (intervals_.size() - 1);
    Interval& interval = intervals_[place];
    if (interval.count == kRoom) [[unlikely]] {
      if (wanted) crowded_.push(event);
      return;
    }
    const std::uint64_t one = wanted ? 1 : 0;
    interval.events[interval.count] = event;
    interval.count += one;
    filled_[place / 64] |= one << (place % 64);
    on_wheel_ += one;
  }

  /// Makes time begin at 0 again; the queue must be empty.
  void restart() { place_ = 0; }

 private:
  static constexpr std::size_t kFewest = 1024;
  static constexpr std::size_t kMost = 65536;
  static constexpr std::size_t kRoom = 3;  ///< Events of an interval; half a cache line.

  struct Interval {
    std::array<std::uint64_t, kRoom> events{};  ///< In no order.
    std::uint64_t count = 0;
  };

  bool take_crowded() {
    if (crowded_.empty()) return false;
    event_ = crowded_.top();
    crowded_.pop();
    place_ = (time() >> shift_) & (intervals_.size() - 1);
    return true;
  }

  std::size_t next_filled() const {
    std::size_t word = place_ / 64;
    std::uint64_t bits = filled_[word] & (~std::uint64_t{0} << (place_ % 64));
    while (bits == 0) {
      word = (word + 1) & (filled_.size() - 1);
      bits = filled_[word];
    }
    return 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
  }

  std::vector<Interval> intervals_;
  std::vector<std::uint64_t> filled_;  ///< Bit by bit: intervals that hold events.
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> crowded_;
  unsigned shift_ = 0;     ///< An interval is 2^shift_ fs.
  std::size_t place_ = 0;  ///< Interval of the present event.
  std::uint64_t event_ = 0;
  std::uint64_t on_wheel_ = 0;
};

}  // namespace pann::sim
