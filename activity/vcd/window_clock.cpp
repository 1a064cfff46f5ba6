#include "activity/vcd/window_clock.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::activity {

namespace {

constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

std::uint64_t length(const Window& window) {
  return window.to - window.from;
}

void check_order(const std::vector<Window>& windows) {
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Window& window = windows[i];
    const bool disjoint = i == 0 || windows[i - 1].to <= window.from;
    if (window.from <= window.to && disjoint) continue;
    support::fail_input(
        "trace.window",
        fmt::format("counted window {} ({} to {}) is not in order", i + 1, window.from, window.to),
        "windows are given by rising time and do not overlap");
  }
}

}  // namespace

WindowClock::WindowClock(const TraceOptions& options)
    : windows_(options.windows.windows),
      explicit_(!windows_.empty()),
      from_given_(options.from.has_value()) {
  const std::uint64_t from = options.from.value_or(0);
  const std::uint64_t to = options.to.value_or(kEndless);
  if (from >= to) {
    support::fail_input("trace.window",
                        fmt::format("the window from {} to {} holds no tick", from, to),
                        "--from lies before --to");
  }
  check_order(windows_);
  if (!explicit_) windows_.push_back({from, to, to});
  // Of the windows before: what one counts a later one does not end.
  std::uint64_t registers_to = 0;
  for (Window& window : windows_) {
    registers_to = std::max({registers_to, window.register_to, window.to});
    window.register_to = registers_to;
    window.from = std::clamp(window.from, from, to);
    window.to = std::clamp(window.to, window.from, std::max(window.from, to));
    window.register_to = std::clamp(window.register_to, window.to, std::max(window.to, to));
  }
}

void WindowClock::begin(std::uint64_t time) {
  if (!explicit_ && !from_given_) windows_[0].from = std::min(time, windows_[0].to);
}

void WindowClock::advance(std::uint64_t time) {
  while (current_ < windows_.size() && time >= windows_[current_].to) {
    ticks_before_ += length(windows_[current_]);
    ++current_;
  }
  ticks_ = ticks_before_;
  mask_ = none;
  if (current_ < windows_.size() && time >= windows_[current_].from) {
    ticks_ += time - windows_[current_].from;
    mask_ = all;
  } else if (current_ > 0 && time < windows_[current_ - 1].register_to) {
    mask_ = registers;
  }
}

std::uint64_t WindowClock::duration(std::uint64_t last) {
  if (!explicit_) {
    advance(last);
    return ticks_;
  }
  std::uint64_t sum = 0;
  for (const Window& window : windows_) sum += length(window);
  return sum;
}

bool WindowClock::cut_short(std::uint64_t last) const {
  return explicit_ && last < windows_.back().from;
}

}  // namespace pann::activity
