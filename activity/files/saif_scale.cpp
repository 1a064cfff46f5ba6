#include "activity/files/saif_scale.h"

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::activity {

namespace {

constexpr int kLargestExponent = 17;  // 100 s
constexpr long double kFemtosecondsPerSecond = 1e15L;
/// A tick this close to a whole number of femtoseconds is one: decimal fractions have no exact
/// binary form.
constexpr long double kRelativeError = 1e-12L;
/// Of a duration that is rounded to femtoseconds.
constexpr long double kLargestRounding = 1e-4L;

}  // namespace

SaifScale::SaifScale(const Activity& frame) {
  const long double femtoseconds =
      static_cast<long double>(frame.tick_seconds) * kFemtosecondsPerSecond;
  const long double whole = std::round(femtoseconds);
  constexpr auto kLargest = static_cast<long double>(std::numeric_limits<std::int64_t>::max());
  const bool is_whole =
      whole >= 1.0L && whole < kLargest && std::abs(femtoseconds - whole) <= whole * kRelativeError;
  units_ = femtoseconds;
  whole_ = is_whole ? static_cast<std::uint64_t>(whole) : 0;
  while (is_whole && whole_ % 10 == 0 && exponent_ < kLargestExponent) {
    whole_ /= 10;
    ++exponent_;
  }
  const long double units = is_whole ? static_cast<long double>(whole_) : units_;
  if (!(units * static_cast<long double>(frame.duration) < kLargest)) {
    support::fail_input(
        "saif.duration",
        fmt::format("{} ticks of {} s are too long for SAIF", frame.duration, frame.tick_seconds),
        "count a part of the trace with --from and --to");
  }
  const long double exact = units * static_cast<long double>(frame.duration);
  if (std::abs(std::round(exact) - exact) > exact * kLargestRounding) {
    support::fail_input(
        "saif.duration",
        fmt::format("{} ticks of {} s are too short for SAIF, whose finest unit is 1 fs",
                    frame.duration, frame.tick_seconds),
        "count a longer part, or check the time scale of the source");
  }
}

std::string SaifScale::unit() const {
  constexpr std::array<std::string_view, 6> kUnits{"fs", "ps", "ns", "us", "ms", "s"};
  constexpr std::array<int, 3> kSteps{1, 10, 100};
  const auto exponent = static_cast<std::size_t>(exponent_);
  return fmt::format("{} {}", kSteps[exponent % 3], kUnits[exponent / 3]);
}

std::uint64_t SaifScale::scaled(std::uint64_t ticks) const {
  if (whole_ != 0) return ticks * whole_;
  return static_cast<std::uint64_t>(std::round(units_ * static_cast<long double>(ticks)));
}

NetCounts SaifScale::scaled(NetCounts counts) const {
  // The borders between the times are rounded, not the times: so they add up.
  std::uint64_t ticks = 0;
  std::uint64_t border = 0;
  for (std::uint64_t* time :
       {&counts.time_low, &counts.time_high, &counts.time_unknown, &counts.time_floating}) {
    ticks += *time;
    const std::uint64_t next = scaled(ticks);
    *time = next - border;
    border = next;
  }
  return counts;
}

}  // namespace pann::activity
