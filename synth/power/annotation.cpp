#include "synth/power/annotation.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "activity/bit_index.h"
#include "circuit/bit_names.h"
#include "support/diagnostic.h"

namespace pann::synth {

namespace {

using circuit::NetId;

constexpr NetId kNotFound = ~NetId{0};

/// Net bits of an activity by name: "acc_o[3]", "u_adder.c_i".
class ActivityNames {
 public:
  explicit ActivityNames(const activity::Activity& activity)
      : signals_(activity.signals), index_(activity.signals) {}

  void set_prefix(std::string prefix) { prefix_ = std::move(prefix); }

  NetId find(const std::string& name) const {
    return index_.find(prefix_ + name).value_or(kNotFound);
  }
  /// A word of one bit may be declared as a scalar or as [0:0].
  NetId find_bit(const std::string& name, int left, int right, std::size_t bit,
                 std::size_t width) const {
    const NetId scalar = width == 1 ? find(name) : kNotFound;
    if (scalar != kNotFound) return scalar;
    return find(circuit::bit_name(name, circuit::declared_index(left, right, bit)));
  }

  /// Everything in front of ".name" or ".name[..]" in any name.
  std::set<std::string> prefixes_of(const std::string& name) const {
    std::set<std::string> prefixes{""};
    const std::string inner = "." + name;
    for (const activity::Signal& signal : signals_) {
      const std::string& candidate = signal.name;
      const std::size_t at = candidate.rfind(inner);
      if (at == std::string::npos) continue;
      const std::size_t end = at + inner.size();
      if (end == candidate.size() || candidate[end] == '[') {
        prefixes.insert(candidate.substr(0, at + 1));
      }
    }
    return prefixes;
  }

 private:
  const std::vector<activity::Signal>& signals_;
  activity::BitIndex index_;
  std::string prefix_;
};

/// Net of the activity for each net of the netlist; kNotFound where it has none.
class Matcher {
 public:
  Matcher(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells,
          const activity::Activity& activity)
      : netlist_(netlist), cells_(cells), activity_(activity), names_(activity) {
    names_.set_prefix(best_prefix());
  }

  std::vector<NetId> match() const {
    std::vector<NetId> found(netlist_.net_count, kNotFound);
    for (const circuit::NetName& word : netlist_.names) {
      if (!word.hidden) match_word(word.name, word.left, word.right, word.bits, found);
    }
    for (const circuit::NetlistPort& port : netlist_.ports) {
      match_word(port.name, circuit::port_left(port.bits.size()), 0, port.bits, found);
    }
    for (const BoundCell& bound : cells_) match_pins(bound, found);
    for (const circuit::NetName& word : netlist_.names) {
      if (word.hidden) match_word(word.name, word.left, word.right, word.bits, found);
    }
    return found;
  }

 private:
  void match_word(const std::string& name, int left, int right, const std::vector<NetId>& bits,
                  std::vector<NetId>& found) const {
    for (std::size_t bit = 0; bit < bits.size(); ++bit) {
      if (found[bits[bit]] != kNotFound) continue;
      found[bits[bit]] = names_.find_bit(name, left, right, bit, bits.size());
    }
  }

  void match_pins(const BoundCell& bound, std::vector<NetId>& found) const {
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      if (found[bound.nets[i]] != kNotFound) continue;
      found[bound.nets[i]] =
          names_.find(netlist_.cells[bound.instance].name + "." + bound.cell->pins[i].name);
    }
  }

  std::string best_prefix() {
    // A trace may lack any of the ports: the levels of all of them are looked at.
    std::set<std::string> prefixes{""};
    for (const circuit::NetlistPort& port : netlist_.ports) {
      prefixes.merge(names_.prefixes_of(port.name));
    }
    const std::vector<std::string> levels(prefixes.begin(), prefixes.end());
    // Of two levels with as many ports the one with more of the nets is the netlist's own.
    const std::vector<std::string> best =
        most_of(most_of(levels, &Matcher::found_ports), &Matcher::found_nets);
    refuse_twins(best);
    return best.front();
  }

  /// The levels at which most is found.
  std::vector<std::string> most_of(const std::vector<std::string>& prefixes,
                                   std::size_t (Matcher::*found)() const) {
    if (prefixes.size() == 1) return prefixes;
    std::vector<std::string> best;
    std::size_t most = 0;
    for (const std::string& prefix : prefixes) {
      names_.set_prefix(prefix);
      const std::size_t count = (this->*found)();
      if (count > most) best.clear();
      if (count >= most) best.push_back(prefix);
      most = std::max(most, count);
    }
    return best;
  }

  /// Levels that may each be the netlist's are one only where all of them did the same.
  void refuse_twins(const std::vector<std::string>& prefixes) {
    if (prefixes.size() == 1) return;
    const auto counts_at = [this](const std::string& prefix) {
      names_.set_prefix(prefix);
      std::vector<activity::NetCounts> counts;
      for (const NetId net : match()) {
        counts.push_back(net == kNotFound ? activity::NetCounts{} : activity_.nets[net]);
      }
      return counts;
    };
    const std::vector<activity::NetCounts> first = counts_at(prefixes.front());
    const bool differ =
        std::any_of(prefixes.begin() + 1, prefixes.end(),
                    [&](const std::string& prefix) { return counts_at(prefix) != first; });
    if (!differ) return;
    std::vector<std::string> names;
    for (const std::string& prefix : prefixes) {
      names.push_back(prefix.empty() ? "the outermost level"
                                     : "'" + prefix.substr(0, prefix.size() - 1) + "'");
    }
    support::fail_input("power.scope",
                        fmt::format("several levels of the activity may be {}, and they differ: {}",
                                    netlist_.top, fmt::join(names, ", ")),
                        "name the one that is meant with --scope");
  }

  /// First and last bits of ports: an element within an array has ports of the same names, with
  /// fewer bits.
  std::size_t found_ports() const {
    std::size_t found = 0;
    for (const circuit::NetlistPort& port : netlist_.ports) {
      const std::size_t bits = port.bits.size();
      if (bits == 0) continue;
      for (const std::size_t bit : {std::size_t{0}, bits - 1}) {
        const NetId net = names_.find_bit(port.name, circuit::port_left(bits), 0, bit, bits);
        found += net != kNotFound ? 1 : 0;
      }
    }
    return found;
  }

  std::size_t found_nets() const {
    const std::vector<NetId> found = match();
    const auto is_found = [](NetId net) { return net != kNotFound; };
    return static_cast<std::size_t>(std::count_if(found.begin(), found.end(), is_found));
  }

  const circuit::Netlist& netlist_;
  const std::vector<BoundCell>& cells_;
  const activity::Activity& activity_;
  ActivityNames names_;
};

NetActivity activity_of(const activity::NetCounts& counts) {
  const auto low = static_cast<double>(counts.time_low);
  const auto high = static_cast<double>(counts.time_high);
  return {static_cast<double>(counts.rises), static_cast<double>(counts.falls),
          low + high > 0.0 ? high / (low + high) : 0.0, true};
}

Coverage coverage_of(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells,
                     const std::vector<NetActivity>& nets) {
  Coverage coverage;
  std::set<NetId> missing;
  for (const BoundCell& bound : cells) {
    for (const NetId net : bound.nets) {
      if (net == circuit::kNetFloating) continue;
      ++coverage.total_pins;
      coverage.annotated_pins += nets[net].known ? 1 : 0;
      if (!nets[net].known) missing.insert(net);
    }
  }
  if (missing.empty()) return coverage;
  const std::vector<std::string> labels = circuit::net_labels(netlist);
  for (const NetId net : missing) coverage.missing.push_back(labels[net]);
  return coverage;
}

}  // namespace

Annotation annotate(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells,
                    const activity::Activity& activity) {
  Annotation result;
  const std::vector<NetId> found = Matcher(netlist, cells, activity).match();
  result.nets.resize(netlist.net_count);
  for (NetId net = 0; net < netlist.net_count; ++net) {
    if (circuit::is_constant_net(net)) {
      result.nets[net] = {0.0, 0.0, net == circuit::kNetOne ? 1.0 : 0.0, true};
    } else if (found[net] != kNotFound) {
      result.nets[net] = activity_of(activity.nets[found[net]]);
    }
  }
  result.coverage = coverage_of(netlist, cells, result.nets);
  return result;
}

activity::Activity activity_on_pins(const circuit::Netlist& netlist,
                                    const std::vector<BoundCell>& cells,
                                    const activity::Activity& activity) {
  const std::vector<NetId> found = Matcher(netlist, cells, activity).match();
  activity::Activity result;
  result.duration = activity.duration;
  result.tick_seconds = activity.tick_seconds;
  result.tick_is_assumed = activity.tick_is_assumed;
  result.operations = activity.operations;
  result.nets = activity.nets;
  for (const circuit::NetlistPort& port : netlist.ports) {
    activity::Signal signal{
        port.name, circuit::port_left(port.bits.size()), 0, port.bits.size() > 1, {}};
    for (const NetId net : port.bits) signal.bits.push_back(found[net]);
    if (std::find(signal.bits.begin(), signal.bits.end(), kNotFound) == signal.bits.end()) {
      result.signals.push_back(std::move(signal));
    }
  }
  for (const BoundCell& bound : cells) {
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      if (found[bound.nets[i]] == kNotFound) continue;
      result.signals.push_back({netlist.cells[bound.instance].name + "." + bound.cell->pins[i].name,
                                0,
                                0,
                                false,
                                {found[bound.nets[i]]}});
    }
  }
  return result;
}

}  // namespace pann::synth
