#include "activity/tick.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::activity {

namespace {

constexpr const char* kCode = "trace.timescale";

bool is_power_of_ten(double number) {
  constexpr double kMost = 1e9;
  double power = 1.0;
  while (power < number && power < kMost) power *= 10.0;
  return power == number;
}

}  // namespace

std::optional<double> tick_seconds_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 6> kUnits{
      {{"fs", 1e-15}, {"ps", 1e-12}, {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}}};
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  double number = 0.0;
  const bool is_number =
      std::from_chars(text.data(), text.data() + digits, number).ec == std::errc();
  std::string_view unit = text.substr(digits);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  const auto* scale = std::find_if(kUnits.begin(), kUnits.end(),
                                   [&](const auto& entry) { return entry.first == unit; });
  if (!is_number || !is_power_of_ten(number) || scale == kUnits.end()) return std::nullopt;
  return number * scale->second;
}

double parse_timescale(std::string_view text) {
  const auto seconds = tick_seconds_of(text);
  if (!seconds) {
    support::fail_input(kCode, fmt::format("--timescale '{}' is none", text),
                        "it is 1, 10 or 100 and one of s ms us ns ps fs, e.g. 1ps");
  }
  return *seconds;
}

void give_tick(Activity& activity, double tick_seconds, const std::string& source) {
  constexpr double kRelativeError = 1e-9;
  if (!activity.tick_is_assumed) {
    const double stated = activity.tick_seconds;
    if (std::abs(stated - tick_seconds) <= kRelativeError * stated) return;
    support::fail_input(kCode,
                        fmt::format("ticks of '{}' are {:g} s by itself, {:g} s by --timescale",
                                    source, stated, tick_seconds),
                        "leave out --timescale: it is for files that do not say");
  }
  // A reader may have made the ticks finer than the unit that it took the file to have.
  activity.tick_seconds *= tick_seconds / kAssumedTickSeconds;
  activity.tick_is_assumed = false;
}

void require_tick(const Activity& activity, const std::string& what) {
  if (!activity.tick_is_assumed) return;
  support::fail_input(
      kCode, fmt::format("{}, and the file does not say how long a tick is (no time scale)", what),
      "give it: --timescale 1ps, or whatever the testbench had");
}

}  // namespace pann::activity
