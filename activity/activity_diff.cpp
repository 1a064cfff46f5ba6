#include "activity/activity_diff.h"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "activity/signal_bits.h"

namespace pann::activity {

namespace {

using TogglesOfBit = std::map<std::string, std::uint64_t>;

/// Toggles by name. Two nets of one name are two: the second is "name (2)". A word of one bit may
/// be declared with and without its range.
TogglesOfBit toggles_by_bit(const Activity& activity) {
  TogglesOfBit toggles;
  std::map<std::string, unsigned> declared;
  for (const Signal& signal : activity.signals) {
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      const bool is_single = signal.bits.size() == 1 && declared_index(signal, bit) == 0;
      std::string name = is_single ? signal.name : bit_name(signal, bit);
      const unsigned times = ++declared[name];
      if (times > 1) name += fmt::format(" ({})", times);
      toggles.emplace(std::move(name), activity.nets[signal.bits[bit]].toggles());
    }
  }
  return toggles;
}

double relative_change(std::uint64_t before, std::uint64_t after) {
  const std::uint64_t change = before > after ? before - after : after - before;
  return static_cast<double>(change) / static_cast<double>(std::max<std::uint64_t>(before, 1));
}

}  // namespace

ActivityDifference compare_activities(const Activity& before, const Activity& after,
                                      double tolerance) {
  ActivityDifference difference;
  difference.tolerance = tolerance;
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  const TogglesOfBit old_bits = toggles_by_bit(before);
  const TogglesOfBit new_bits = toggles_by_bit(after);
  for (const auto& [name, toggles] : old_bits) {
    difference.toggles_before += toggles;
    const auto found = new_bits.find(name);
    if (found == new_bits.end()) {
      difference.exceeding.push_back({name, toggles, std::nullopt, kInfinite});
      continue;
    }
    ++difference.compared;
    const double relative = relative_change(toggles, found->second);
    if (relative > tolerance) {
      difference.exceeding.push_back({name, toggles, found->second, relative});
    }
  }
  for (const auto& [name, toggles] : new_bits) {
    difference.toggles_after += toggles;
    if (!old_bits.contains(name)) {
      difference.exceeding.push_back({name, std::nullopt, toggles, kInfinite});
    }
  }
  std::stable_sort(difference.exceeding.begin(), difference.exceeding.end(),
                   [](const auto& a, const auto& b) { return a.relative > b.relative; });
  return difference;
}

}  // namespace pann::activity
