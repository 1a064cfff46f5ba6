#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pann::tb {

/// Gates to look at, in order of time: a wheel of intervals so short that most hold one event or
/// none. No event may lie further ahead of the present one than the longest delay. Times of up to
/// 2^40 fs (a millisecond), up to 2^24 gates; events of one time come in the order of their gates.
class EventQueue {
 public:
  static constexpr unsigned kGateBits = 24;

  explicit EventQueue(std::uint64_t longest_delay) {
    while ((longest_delay >> shift_) + 2 > kIntervals) ++shift_;
  }

  /// Moves on to the next event; false where there is none. Then time() and gate() are its own.
  bool advance() {
    if (events_ == 0) return false;
    --events_;
    interval_ = next_filled();
    const std::uint32_t node = first_[interval_];
    const Node taken = nodes_[node];
    event_ = taken.event;
    first_[interval_] = taken.next;
    if (taken.next == kNone) filled_[interval_ / 64] ^= std::uint64_t{1} << (interval_ % 64);
    nodes_[node].next = free_;
    free_ = node;
    return true;
  }
  std::uint64_t time() const { return event_ >> kGateBits; }
  std::uint32_t gate() const {
    return static_cast<std::uint32_t>(event_ & ((std::uint64_t{1} << kGateBits) - 1));
  }
  /// Whether another event has the time of the present one.
  bool is_shared() const {
    const std::uint32_t next = first_[interval_];
    return next != kNone && nodes_[next].event >> kGateBits == time();
  }

  /// Adds an event, not before the present one.
  void push(std::uint64_t time, std::uint32_t gate) {
    const std::uint64_t event = (time << kGateBits) | gate;
    const std::size_t interval = (time >> shift_) % kIntervals;
    std::uint32_t* place = &first_[interval];
    while (*place != kNone && nodes_[*place].event < event) place = &nodes_[*place].next;
    const std::uint32_t next = *place;
    if (free_ == kNone) {
      *place = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({event, next});
    } else {
      const std::uint32_t node = free_;
      *place = node;
      free_ = nodes_[node].next;
      nodes_[node] = {event, next};
    }
    filled_[interval / 64] |= std::uint64_t{1} << (interval % 64);
    ++events_;
  }

  /// Makes time begin at 0 again; the queue must be empty.
  void restart() { interval_ = 0; }

 private:
  static constexpr std::size_t kIntervals = 2048;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  struct Node {
    std::uint64_t event;
    std::uint32_t next;
  };

  std::size_t next_filled() const {
    std::size_t word = interval_ / 64;
    std::uint64_t bits = filled_[word] & (~std::uint64_t{0} << (interval_ % 64));
    while (bits == 0) {
      word = (word + 1) % (kIntervals / 64);
      bits = filled_[word];
    }
    return 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
  }

  unsigned shift_ = 0;        ///< An interval is 2^shift_ fs.
  std::size_t interval_ = 0;  ///< Of the present event.
  std::uint64_t event_ = 0;
  std::size_t events_ = 0;  ///< Still to come.
  /// By interval: its first event; each list is in order.
  std::vector<std::uint32_t> first_ = std::vector<std::uint32_t>(kIntervals, kNone);
  std::vector<std::uint64_t> filled_ = std::vector<std::uint64_t>(kIntervals / 64, 0);
  std::vector<Node> nodes_;
  std::uint32_t free_ = kNone;
};

}  // namespace pann::tb
