#include "activity/elements.h"

#include <algorithm>
#include <set>
#include <utility>

#include "activity/signal_bits.h"
#include "support/name_pattern.h"

namespace pann::activity {

namespace {

bool matches_any(const std::vector<std::string>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return support::matches(pattern, name); });
}

}  // namespace

std::vector<ElementCount> count_elements(const Activity& activity,
                                         const std::vector<generator::ElementGroup>& groups) {
  std::vector<ElementCount> counts;
  for (const generator::ElementGroup& group : groups) {
    ElementCount count{group.name};
    // A word may be declared bit by bit, so that a bit position is a name and a declared index.
    std::set<std::pair<std::string, int>> seen;
    for (const Signal& signal : activity.signals) {
      if (!matches_any(group.patterns, signal.name)) continue;
      for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
        if (!seen.emplace(signal.name, declared_index(signal, bit)).second) continue;
        count.toggles += activity.nets[signal.bits[bit]].toggles();
        ++count.bits;
      }
    }
    counts.push_back(std::move(count));
  }
  return counts;
}

}  // namespace pann::activity
