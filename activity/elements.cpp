#include "activity/elements.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "activity/bit_index.h"
#include "activity/signal_bits.h"
#include "support/diagnostic.h"
#include "support/name_pattern.h"

namespace pann::activity {

namespace {

using circuit::NetId;

/// Collects the bit positions of one element, each name once.
class Collector {
 public:
  explicit Collector(const generator::ElementGroup& group)
      : group_(group), patterns_(group.patterns) {
    element_.name = group.name;
  }

  NamedBits named(const Signal& word) const { return {patterns_, word}; }

  /// True where the position is new, and is to be counted.
  bool add_position(const Signal& word, std::size_t bit) {
    return positions_.emplace(bit_key(word, bit), std::nullopt).second;
  }

  void set_net(const Signal& word, std::size_t bit, NetId net) {
    std::optional<NetId>& known = positions_[bit_key(word, bit)];
    if (known) {
      if (*known != net) element_.twins.push_back({bit_name(word, bit), *known, net});
      return;
    }
    known = net;
    ++weights_[net];
    ++element_.found;
  }

  void add_still() { ++element_.found; }
  void add_missing(std::string name) { element_.missing.push_back(std::move(name)); }

  ElementBits take(bool is_design_known) {
    if (positions_.empty()) {
      for (const std::string& pattern : group_.patterns) {
        element_.missing.push_back(fmt::format("'{}' names nothing", pattern));
      }
      if (group_.patterns.empty()) element_.missing.emplace_back("it has no pattern");
    }
    if (is_design_known) element_.expected = positions_.size();
    for (const auto& [net, positions] : weights_) element_.nets.push_back({net, positions});
    return std::move(element_);
  }

 private:
  const generator::ElementGroup& group_;
  support::NamePatterns patterns_;
  ElementBits element_;
  std::map<BitKey, std::optional<NetId>> positions_;
  std::map<NetId, std::uint32_t> weights_;
};

/// Every bit of the signals that the patterns name, but those that `known` has.
void add_signals(const std::vector<Signal>& signals, const BitIndex* known, Collector& collector) {
  for (const Signal& signal : signals) {
    const NamedBits named = collector.named(signal);
    if (!named.any()) continue;
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      if (!named.has(bit)) continue;
      if (known != nullptr && known->find(signal, bit)) continue;
      collector.add_position(signal, bit);
      collector.set_net(signal, bit, signal.bits[bit]);
    }
  }
}

/// What the design's words are in a trace.
struct Sources {
  const std::vector<Signal>& words;  ///< Of the design.
  const std::vector<bool>& driven;
  const BitIndex& index;  ///< Of the trace.
  const std::vector<std::optional<NetId>>& matches;
};

void add_words(const Sources& sources, Collector& collector) {
  for (const Signal& word : sources.words) {
    const NamedBits named = collector.named(word);
    if (!named.any()) continue;
    for (std::size_t bit = 0; bit < word.bits.size(); ++bit) {
      if (!named.has(bit)) continue;
      const NetId net = word.bits[bit];
      std::vector<NetId> found = sources.index.find_all(word, bit);
      if (found.empty() && sources.matches[net]) found.push_back(*sources.matches[net]);
      const bool is_still = circuit::is_constant_net(net);
      // What nothing drives is no wire of the design; a trace may show it all the same.
      if (found.empty() && !is_still && !sources.driven[net]) continue;
      const bool is_new = collector.add_position(word, bit);
      for (const NetId each : found) collector.set_net(word, bit, each);
      if (!found.empty() || !is_new) continue;
      if (is_still) {
        collector.add_still();
      } else {
        collector.add_missing(bit_name(word, bit));
      }
    }
  }
}

}  // namespace

std::vector<ElementBits> index_elements(const std::vector<Signal>& signals,
                                        const std::vector<generator::ElementGroup>& groups) {
  std::vector<ElementBits> elements;
  for (const generator::ElementGroup& group : groups) {
    Collector collector(group);
    add_signals(signals, nullptr, collector);
    elements.push_back(collector.take(false));
  }
  return elements;
}

std::vector<ElementBits> index_elements(const circuit::Netlist& design,
                                        const std::vector<Signal>& signals,
                                        const std::vector<generator::ElementGroup>& groups) {
  const std::vector<Signal> words = signals_of(design);
  const std::vector<bool> driven = circuit::driven_nets(design);
  const BitIndex index(signals);
  const BitIndex known(words);
  const auto matches = match_nets(design, index);
  std::vector<ElementBits> elements;
  for (const generator::ElementGroup& group : groups) {
    Collector collector(group);
    add_words({words, driven, index, matches}, collector);
    add_signals(signals, &known, collector);
    elements.push_back(collector.take(true));
  }
  return elements;
}

std::vector<ElementCount> count_elements(const Activity& activity,
                                         const std::vector<ElementBits>& elements) {
  std::vector<ElementCount> counts;
  for (const ElementBits& element : elements) {
    for (const ElementBits::Twin& twin : element.twins) {
      if (activity.nets[twin.first] == activity.nets[twin.second]) continue;
      support::fail_input(
          "activity.name",
          fmt::format("two nets have the name '{}' and did not do the same: {} and {} toggles",
                      twin.name, activity.nets[twin.first].toggles(),
                      activity.nets[twin.second].toggles()),
          "name the instance of the design with --scope");
    }
    ElementCount count{element.name, 0, element.found, element.expected, element.missing};
    for (const ElementBits::Weight& weight : element.nets) {
      count.toggles += weight.positions * activity.nets[weight.net].toggles();
    }
    counts.push_back(std::move(count));
  }
  return counts;
}

std::vector<ElementCount> count_elements(const Activity& activity,
                                         const std::vector<generator::ElementGroup>& groups) {
  return count_elements(activity, index_elements(activity.signals, groups));
}

bool is_complete(const std::vector<ElementCount>& elements) {
  return std::all_of(elements.begin(), elements.end(),
                     [](const ElementCount& element) { return element.missing.empty(); });
}

}  // namespace pann::activity
