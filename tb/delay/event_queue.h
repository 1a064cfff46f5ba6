#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

namespace pann::tb {

/// Gates to look at, by time. Times of up to 2^40 fs (a millisecond), up to 2^24 gates; events of
/// one time come in the order of their gates.
class EventQueue {
 public:
  static constexpr unsigned kGateBits = 24;

  bool is_empty() const { return heap_.empty(); }
  std::uint64_t time() const { return heap_.front() >> kGateBits; }

  void push(std::uint64_t time, std::uint32_t gate) {
    heap_.push_back((time << kGateBits) | gate);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
  }
  std::uint32_t pop() {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
    const auto gate = static_cast<std::uint32_t>(heap_.back() & ((1U << kGateBits) - 1));
    heap_.pop_back();
    return gate;
  }

 private:
  std::vector<std::uint64_t> heap_;
};

}  // namespace pann::tb
