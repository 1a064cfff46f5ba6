#include "activity/net_aliases.h"

#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "activity/signal_bits.h"
#include "support/diagnostic.h"

namespace pann::activity {

namespace {

struct BitPlace {
  std::size_t signal = 0;
  std::size_t bit = 0;
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

/// Signals by name; several where a word is declared bit by bit.
std::unordered_multimap<std::string, std::size_t> index_signals(const Activity& activity) {
  std::unordered_multimap<std::string, std::size_t> index;
  for (std::size_t i = 0; i < activity.signals.size(); ++i) {
    index.emplace(activity.signals[i].name, i);
  }
  return index;
}

}  // namespace

Activity merge_nets(const Activity& activity, const std::vector<NetBinding>& bindings) {
  const auto index = index_signals(activity);
  NetSets sets(activity.nets.size());
  std::unordered_map<std::uint64_t, BitPlace> first_of_net;
  for (const NetBinding& binding : bindings) {
    const auto [begin, end] = index.equal_range(binding.name);
    for (auto at = begin; at != end; ++at) {
      const Signal& signal = activity.signals[at->second];
      const auto bit = static_cast<std::size_t>(binding.bit);
      if (binding.bit < 0 || bit >= signal.bits.size()) continue;
      const auto [known, is_new] = first_of_net.try_emplace(binding.net, BitPlace{at->second, bit});
      if (is_new) continue;
      const Signal& other = activity.signals[known->second.signal];
      const circuit::NetId net = signal.bits[bit];
      const circuit::NetId other_net = other.bits[known->second.bit];
      if (!(activity.nets[net] == activity.nets[other_net])) {
        fail_disagreement(bit_name(other, known->second.bit), activity.nets[other_net],
                          bit_name(signal, bit), activity.nets[net]);
      }
      sets.join(net, other_net);
    }
  }
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
