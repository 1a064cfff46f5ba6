#include "circuit/netlist.h"

#include <algorithm>

#include <fmt/format.h>

namespace pann::circuit {

using generator::Direction;

namespace {

template <typename Named>
const Named* find_by_name(const std::vector<Named>& items, std::string_view name) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Named& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

std::string bit_label(const std::string& name, int left, int right, std::size_t bit) {
  if (left == right) return name;
  const int step = left > right ? 1 : -1;
  return fmt::format("{}[{}]", name, right + step * static_cast<int>(bit));
}

/// Names of the source before those of the tool, short paths before long ones.
bool is_better_label(const NetName& candidate, const NetName& current) {
  const auto rank = [](const NetName& name) {
    return std::pair(name.hidden, std::count(name.name.begin(), name.name.end(), '.'));
  };
  return rank(candidate) < rank(current);
}

}  // namespace

const NetlistPin* NetlistCell::find(std::string_view pin) const {
  return find_by_name(pins, pin);
}

const NetlistPort* Netlist::find_port(std::string_view name) const {
  return find_by_name(ports, name);
}

std::vector<bool> driven_nets(const Netlist& netlist) {
  std::vector<bool> driven(netlist.net_count, false);
  driven[kNetZero] = driven[kNetOne] = true;
  for (const NetlistPort& port : netlist.ports) {
    if (port.direction != Direction::input) continue;
    for (const NetId net : port.bits) driven[net] = true;
  }
  for (const NetlistCell& cell : netlist.cells) {
    for (const NetlistPin& pin : cell.pins) {
      if (pin.direction != Direction::output) continue;
      for (const NetId net : pin.bits) driven[net] = true;
    }
  }
  driven[kNetUnknown] = driven[kNetFloating] = false;
  return driven;
}

std::vector<std::string> net_labels(const Netlist& netlist) {
  struct Best {
    const NetName* name = nullptr;
    std::size_t bit = 0;
  };
  std::vector<Best> best(netlist.net_count);
  for (const NetName& name : netlist.names) {
    for (std::size_t bit = 0; bit < name.bits.size(); ++bit) {
      Best& current = best[name.bits[bit]];
      if (current.name == nullptr || is_better_label(name, *current.name)) current = {&name, bit};
    }
  }
  std::vector<std::string> labels(netlist.net_count);
  for (NetId net = 0; net < netlist.net_count; ++net) {
    const auto& [name, bit] = best[net];
    labels[net] = name == nullptr ? fmt::format("net {}", net)
                                  : bit_label(name->name, name->left, name->right, bit);
  }
  const std::array<const char*, kFirstWire> constants{"constant 0", "constant 1", "constant x",
                                                      "constant z"};
  std::copy(constants.begin(), constants.end(), labels.begin());
  return labels;
}

}  // namespace pann::circuit
