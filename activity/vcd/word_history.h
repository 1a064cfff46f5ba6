#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pann::activity {

/// What the bits of a word did in a stretch of its history, by bit from the rightmost.
struct HistoryCounts {
  std::array<std::uint64_t, 64> rises{};
  std::array<std::uint64_t, 64> falls{};
  std::array<std::uint64_t, 64> high_ticks{};  ///< Between the first and the last change.
};

/// Changes of one word of up to 64 known bits that are not yet counted. To count many at once,
/// turned into a history of each bit, costs less than a step for every bit that toggles.
class WordHistory {
 public:
  static constexpr std::size_t kChanges = 64;

  /// The word takes a value; true where the history is full and must be counted. `before`: its
  /// value until now, where the history is empty.
  bool push(std::uint64_t before, std::uint64_t value, std::uint64_t ticks, bool counts) {
    if (size_ == 0) before_ = before;
    values_[size_] = value;
    ticks_[size_] = ticks;
    counted_ |= static_cast<std::uint64_t>(counts) << size_;
    return ++size_ == kChanges;
  }

  bool empty() const { return size_ == 0; }
  std::uint64_t first_value() const { return before_; }  ///< Before the first change.
  std::uint64_t first_ticks() const { return ticks_[0]; }
  std::uint64_t last_value() const { return values_[size_ - 1]; }
  std::uint64_t last_ticks() const { return ticks_[size_ - 1]; }

  /// Counts the `width` lowest bits and forgets the changes. Toggles count where `push` said so,
  /// time always.
  void count(std::uint32_t width, HistoryCounts& counts);

 private:
  std::size_t size_ = 0;
  std::uint64_t before_ = 0;
  std::uint64_t counted_ = 0;  ///< Bit k: change k counts.
  std::array<std::uint64_t, kChanges> values_{};
  std::array<std::uint64_t, kChanges> ticks_{};
};

}  // namespace pann::activity
