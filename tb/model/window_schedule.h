#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "generator/design_spec.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// The schedule of a unit whose positions hold a window of x (pann_array, Fetch::index): elements
/// come in their order, `window` at a time, the next ones with the last cycle of those before.

/// What a position does in a cycle.
struct WindowCycle {
  bool is_negative = false;           ///< The sum of the lanes is subtracted.
  std::optional<std::size_t> load{};  ///< The first element of the window that is taken meanwhile.
  std::vector<std::size_t> index;     ///< By lane: 0 for nothing, n for word n - 1 of the window.
};

/// The cycles of a dot product: one that loads the first window, then those of schedule_planes()
/// for each window in turn. A window begins with the sign that the one before ended with, where it
/// has digits of it; the last cycle is a positive one. Throws as schedule_planes().
std::vector<WindowCycle> schedule_windows(std::span<const std::int64_t> w,
                                          std::span<const int> lanes, generator::Planes planes,
                                          std::size_t window);

/// Where the words of a cycle lie that pack_windows() makes: x has the words at the port by
/// position and word of the window, which stay until the next are loaded, and behind them those
/// that the lanes add, by position and lane; w the sign of the cycle, 1 or -1, whether it loads,
/// and the index of each lane.
struct WindowWords {
  explicit WindowWords(const generator::DesignSpec& spec);

  std::size_t row() const { return positions * window; }
  std::size_t words() const;  ///< Of x, and of w, in an operation.

  static constexpr std::size_t kSign = 0;
  static constexpr std::size_t kLoad = 1;
  static constexpr std::size_t kIndex = 2;

  std::size_t positions;
  std::size_t window;
  std::size_t lanes;
};

/// Operands of elements, an x a position, as the cycles of that unit. Throws as pack_planes().
OperandStreams pack_windows(const OperandStreams& elements, const generator::DesignSpec& spec);

}  // namespace pann::tb
