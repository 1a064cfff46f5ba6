#include "activity/net_aliases.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "activity/bit_index.h"
#include "activity/signal_bits.h"
#include "support/diagnostic.h"

namespace pann::activity {

namespace {

/// A net of the trace and the name by which it was found.
struct NamedNet {
  circuit::NetId net = 0;
  std::string name;
};

/// Nets that were found to be one, by union and find; each set remembers nothing but its root.
class NetSets {
 public:
  explicit NetSets(std::size_t nets) : parents_(nets) {
    for (std::size_t net = 0; net < nets; ++net) parents_[net] = static_cast<circuit::NetId>(net);
  }
  circuit::NetId root(circuit::NetId net) {
    while (parents_[net] != net) net = parents_[net] = parents_[parents_[net]];
    return net;
  }
  void join(circuit::NetId first, circuit::NetId second) {
    const circuit::NetId a = root(first);
    const circuit::NetId b = root(second);
    parents_[a < b ? b : a] = a < b ? a : b;
  }

 private:
  std::vector<circuit::NetId> parents_;
};

[[noreturn]] void fail_disagreement(const std::string& one, const NetCounts& first,
                                    const std::string& other, const NetCounts& second) {
  throw support::Failure(
      support::ExitCode::check_failed,
      {"activity.alias",
       fmt::format("'{}' and '{}' are one net but differ: {} and {} rises, {} and {} falls", one,
                   other, first.rises, second.rises, first.falls, second.falls),
       "the netlist is not the design that was traced, or its delays lie between the two names"});
}

/// Joins the trace's nets that have a name of one net of the design.
class Joiner {
 public:
  Joiner(const Activity& activity, std::size_t design_nets)
      : activity_(activity), sets_(activity.nets.size()), firsts_(design_nets) {}

  void add(const Signal& word, std::size_t bit, circuit::NetId net) {
    const circuit::NetId design_net = word.bits[bit];
    std::optional<NamedNet>& first = firsts_[design_net];
    if (!first) {
      first = NamedNet{net, bit_name(word, bit)};
      return;
    }
    if (!(activity_.nets[net] == activity_.nets[first->net])) {
      fail_disagreement(first->name, activity_.nets[first->net], bit_name(word, bit),
                        activity_.nets[net]);
    }
    sets_.join(net, first->net);
  }

  NetSets take() { return std::move(sets_); }

 private:
  const Activity& activity_;
  NetSets sets_;
  std::vector<std::optional<NamedNet>> firsts_;
};

}  // namespace

Activity merge_nets(const Activity& activity, const circuit::Netlist& design) {
  const BitIndex index(activity.signals);
  const std::vector<bool> driven = circuit::driven_nets(design);
  Joiner joiner(activity, design.net_count);
  for (const Signal& word : signals_of(design)) {
    for (std::size_t bit = 0; bit < word.bits.size(); ++bit) {
      if (!driven[word.bits[bit]]) continue;
      for (const circuit::NetId net : index.find_all(word, bit)) joiner.add(word, bit, net);
    }
  }
  NetSets sets = joiner.take();
  Activity merged = activity;
  merged.nets.clear();
  std::vector<std::optional<circuit::NetId>> places(activity.nets.size());
  for (circuit::NetId net = 0; net < activity.nets.size(); ++net) {
    const circuit::NetId root = sets.root(net);  // never above net, so its place is known
    if (!places[root]) {
      places[root] = static_cast<circuit::NetId>(merged.nets.size());
      merged.nets.push_back(activity.nets[root]);
    }
    places[net] = places[root];
  }
  for (Signal& signal : merged.signals) {
    for (circuit::NetId& bit : signal.bits) bit = *places[bit];
  }
  return merged;
}

std::vector<NetBinding> net_bindings(const circuit::Netlist& netlist) {
  const std::vector<bool> driven = circuit::driven_nets(netlist);
  std::vector<NetBinding> bindings;
  for (const circuit::NetName& name : netlist.names) {
    if (name.hidden) continue;
    for (std::size_t bit = 0; bit < name.bits.size(); ++bit) {
      if (!driven[name.bits[bit]]) continue;
      bindings.push_back({name.name, static_cast<int>(bit), name.bits[bit]});
    }
  }
  return bindings;
}

}  // namespace pann::activity
