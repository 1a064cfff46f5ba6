#include "synth/yosys/mapped_manifest.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "circuit/bit_names.h"
#include "support/name_pattern.h"
#include "synth/yosys/script.h"

namespace pann::synth {

namespace {

using circuit::NetId;
using circuit::NetName;

/// The public names of a mapped netlist, found by name.
class NameTable {
 public:
  explicit NameTable(const circuit::Netlist& netlist)
      : netlist_(netlist), driven_(circuit::driven_nets(netlist)) {
    for (const NetName& word : netlist.names) {
      if (!word.hidden) words_.emplace(word.name, &word);
    }
  }

  /// The names that the word has here, whole or split into bits; nothing unless all of it is here.
  std::optional<std::vector<const NetName*>> find(const NetName& source) const {
    const auto whole = words_.find(source.name);
    if (whole != words_.end() && whole->second->bits.size() == source.bits.size() &&
        is_driven(*whole->second)) {
      return std::vector<const NetName*>{whole->second};
    }
    std::vector<const NetName*> bits;
    for (std::size_t bit = 0; bit < source.bits.size(); ++bit) {
      const auto found = words_.find(
          circuit::bit_name(source.name, circuit::declared_index(source.left, source.right, bit)));
      if (found == words_.end() || !is_driven(*found->second)) return std::nullopt;
      bits.push_back(found->second);
    }
    return bits;
  }

  /// Names that hold every driven net of a word: one more only for a net that has none yet.
  std::vector<std::string> names_of_all_nets() const {
    std::vector<std::string> names;
    std::vector<bool> is_named(driven_.size());
    for (const NetName& word : netlist_.names) {
      if (word.hidden || !is_driven(word)) continue;
      const bool has_more = std::any_of(word.bits.begin(), word.bits.end(),
                                        [&](NetId net) { return !is_named[net]; });
      if (!has_more) continue;
      for (const NetId net : word.bits) is_named[net] = true;
      names.push_back(word.name);
    }
    return names;
  }

 private:
  bool is_driven(const NetName& word) const {
    return std::all_of(word.bits.begin(), word.bits.end(),
                       [this](NetId net) { return driven_[net]; });
  }

  const circuit::Netlist& netlist_;
  std::vector<bool> driven_;
  std::unordered_map<std::string, const NetName*> words_;
};

/// The words of the source by their nets, so that a lost name is found under another.
class SourceWords {
 public:
  explicit SourceWords(const circuit::Netlist& netlist) {
    for (const NetName& word : netlist.names) {
      if (!word.hidden) by_nets_[word.bits].push_back(&word);
    }
  }

  std::optional<std::vector<const NetName*>> surviving(const NetName& word,
                                                       const NameTable& mapped) const {
    auto found = mapped.find(word);
    if (found) return found;
    for (const NetName* other : by_nets_.at(word.bits)) {
      found = mapped.find(*other);
      if (found) return found;
    }
    return std::nullopt;
  }

 private:
  std::map<std::vector<NetId>, std::vector<const NetName*>> by_nets_;
};

class Carrier {
 public:
  Carrier(const circuit::Netlist& source, const circuit::Netlist& mapped)
      : source_(source), mapped_(mapped), words_(source), names_(mapped) {}

  /// The group with the names that it has in the mapped netlist; nothing where a word is lost. All
  /// nets stay all nets, whatever mapping made of them.
  std::optional<generator::ElementGroup> element(const generator::ElementGroup& group) const {
    if (group.patterns == std::vector<std::string>{"**"}) {
      return generator::ElementGroup{group.name, names_.names_of_all_nets()};
    }
    std::set<std::string> names;
    const support::NamePatterns patterns(group.patterns);
    for (const NetName& word : source_.names) {
      if (word.hidden || !patterns.match(word.name)) continue;
      const auto found = words_.surviving(word, names_);
      if (!found) return std::nullopt;
      for (const NetName* name : *found) names.insert(name->name);
    }
    if (names.empty()) return std::nullopt;
    return generator::ElementGroup{group.name, {names.begin(), names.end()}};
  }

  std::vector<std::string> registers(const std::vector<std::string>& patterns,
                                     const std::vector<BoundCell>& cells) const {
    std::vector<bool> nets = register_nets(mapped_, cells);
    const support::NamePatterns registers(patterns);
    for (const NetName& word : source_.names) {
      if (word.hidden || !registers.match(word.name)) continue;
      const auto found = names_.find(word);
      if (!found) continue;
      for (const NetName* name : *found) {
        for (const NetId net : name->bits) nets[net] = nets[net] || !circuit::is_constant_net(net);
      }
    }
    return names_of(nets, cells);
  }

 private:
  std::vector<std::string> names_of(const std::vector<bool>& nets,
                                    const std::vector<BoundCell>& cells) const {
    std::set<std::string> names;
    for (const NetName& word : mapped_.names) {
      const bool all = std::all_of(word.bits.begin(), word.bits.end(), [&](NetId net) {
        return nets[net] || circuit::is_constant_net(net);
      });
      const bool any =
          std::any_of(word.bits.begin(), word.bits.end(), [&](NetId net) { return nets[net]; });
      if (all && any) names.insert(word.name);
    }
    for (const BoundCell& bound : cells) add_pins(bound, nets, names);
    return {names.begin(), names.end()};
  }

  void add_pins(const BoundCell& bound, const std::vector<bool>& nets,
                std::set<std::string>& names) const {
    if (bound.cell->is_latch()) return;
    const std::string& instance = mapped_.cells[bound.instance].name;
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      if (nets[bound.nets[i]]) names.insert(instance + "." + bound.cell->pins[i].name);
    }
    for (const Sequential& state : bound.cell->sequentials) {
      names.insert(instance + "." + state.state);
      if (!state.inverted_state.empty()) names.insert(instance + "." + state.inverted_state);
    }
  }

  const circuit::Netlist& source_;
  const circuit::Netlist& mapped_;
  SourceWords words_;
  NameTable names_;
};

}  // namespace

MappedManifest map_manifest(const generator::Manifest& source,
                            const circuit::Netlist& source_netlist, const circuit::Netlist& mapped,
                            const std::vector<BoundCell>& cells) {
  MappedManifest result;
  generator::Manifest& manifest = result.manifest;
  manifest.design = source.design;
  manifest.top = source.top;
  manifest.files = {files::kCellModels, files::kNetlist};
  manifest.include.clear();
  manifest.ports = source.ports;
  manifest.latency = source.latency;
  manifest.interval = source.interval;
  const Carrier carrier(source_netlist, mapped);
  for (const generator::ElementGroup& group : source.elements) {
    auto carried = carrier.element(group);
    if (carried) {
      manifest.elements.push_back(std::move(*carried));
    } else {
      result.lost_elements.push_back(group.name);
    }
  }
  manifest.registers = carrier.registers(source.registers, cells);
  return result;
}

}  // namespace pann::synth
