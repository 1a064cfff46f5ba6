#include "synth/timing/elmore.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "synth/si_units.h"

namespace pann::synth {

namespace {

using EndPlace = std::pair<std::uint32_t, std::uint32_t>;  ///< WireEnd::cell, pin.

/// The inputs of cells and outputs of the design on a net, and the names that lead there.
struct NetlistEnds {
  std::map<circuit::NetId, std::vector<EndPlace>> of_net;
  std::unordered_map<std::string, std::uint32_t> cells;  ///< Index in the bound cells, by name.

  NetlistEnds(const circuit::Netlist& netlist, const std::vector<BoundCell>& bound) {
    for (std::uint32_t cell = 0; cell < bound.size(); ++cell) {
      cells.emplace(netlist.cells[bound[cell].instance].name, cell);
      for (std::uint32_t pin = 0; pin < bound[cell].nets.size(); ++pin) {
        if (!bound[cell].cell->pins[pin].is_output()) {
          of_net[bound[cell].nets[pin]].emplace_back(cell, pin);
        }
      }
    }
    for (const circuit::NetlistPort& port : netlist.ports) {
      if (port.direction != generator::Direction::output) continue;
      for (const circuit::NetId net : port.bits) {
        const EndPlace place{WireEnd::kPort, net};
        auto& ends = of_net[net];
        if (std::find(ends.begin(), ends.end(), place) == ends.end()) ends.push_back(place);
      }
    }
  }
};

/// One net's wire: a tree of resistances, walked from its driver.
class WireTree {
 public:
  WireTree(const SpefFile& spef, const std::string& net, const SpefWire& wire)
      : spef_(spef), net_(net), wire_(wire) {
    for (const auto& [node, farads] : wire.capacitances_f) add(index(node), farads);
    for (const SpefResistor& resistor : wire.resistors) {
      const std::size_t from = index(resistor.from);
      const std::size_t to = index(resistor.to);
      nodes_[from].branches.emplace_back(to, resistor.ohms);
      nodes_[to].branches.emplace_back(from, resistor.ohms);
    }
    for (const auto& [node, end] : wire.ends) index(node);
    driver_ = driver();
  }

  [[noreturn]] void fail(const std::string& what) const {
    support::fail_input("spef.wire", fmt::format("net '{}': {}", net_, what),
                        "is the file for this netlist, and whole?",
                        support::Location{spef_.source, wire_.line, std::nullopt});
  }

  void add_pin(const std::string& node, double rise_f, double fall_f) {
    nodes_[index(node)].farads[0] += rise_f;
    nodes_[index(node)].farads[1] += fall_f;
  }

  /// Seconds from the driver to each node, of a rising and of a falling edge.
  void run() {
    walk(driver_);
    for (std::size_t i = order_.size(); i-- > 1;) {
      const Node& node = nodes_[order_[i]];
      for (std::size_t edge = 0; edge < 2; ++edge) {
        nodes_[node.parent].farads[edge] += node.farads[edge];
      }
    }
    for (std::size_t i = 1; i < order_.size(); ++i) {
      Node& node = nodes_[order_[i]];
      for (std::size_t edge = 0; edge < 2; ++edge) {
        node.seconds[edge] = nodes_[node.parent].seconds[edge] + node.ohms * node.farads[edge];
      }
    }
  }

  const std::array<double, 2>& seconds_at(const std::string& name) const {
    const Node& node = nodes_[indices_.at(name)];
    if (!node.reached) fail(fmt::format("no resistance leads to '{}'", name));
    return node.seconds;
  }

 private:
  struct Node {
    std::array<double, 2> farads{};  ///< Its own, then with all behind it; by the edge.
    std::array<double, 2> seconds{};
    std::vector<std::pair<std::size_t, double>> branches{};
    std::size_t parent = 0;
    double ohms = 0.0;  ///< To the parent.
    bool reached = false;
  };

  std::size_t index(const std::string& node) {
    const auto [found, is_new] = indices_.emplace(node, nodes_.size());
    if (is_new) nodes_.emplace_back();
    return found->second;
  }

  void add(std::size_t node, double farads) {
    for (double& edge : nodes_[node].farads) edge += farads;
  }

  std::size_t driver() const {
    std::optional<std::size_t> found;
    for (const auto& [node, end] : wire_.ends) {
      if (!end.drives) continue;
      if (found) fail("two ends drive it");
      found = indices_.at(node);
    }
    if (!found) fail("no end drives it");
    return *found;
  }

  void walk(std::size_t from) {
    nodes_[from].reached = true;
    order_.push_back(from);
    for (std::size_t at = 0; at < order_.size(); ++at) {
      bool has_met_parent = at == 0;
      for (const auto& [next, ohms] : nodes_[order_[at]].branches) {
        if (!has_met_parent && next == nodes_[order_[at]].parent) {
          has_met_parent = true;
          continue;
        }
        if (nodes_[next].reached) fail("its resistances form a loop");
        nodes_[next].reached = true;
        nodes_[next].parent = order_[at];
        nodes_[next].ohms = ohms;
        order_.push_back(next);
      }
    }
  }

  const SpefFile& spef_;
  const std::string& net_;
  const SpefWire& wire_;
  std::unordered_map<std::string, std::size_t> indices_;
  std::vector<Node> nodes_;
  std::size_t driver_ = 0;
  std::vector<std::size_t> order_;  ///< From the driver outwards.
};

DelayTriple elmore_triple(double seconds) {
  const double delay_ns = seconds * kNanoseconds;
  return {delay_ns, delay_ns, delay_ns};
}

class ElmoreWires {
 public:
  ElmoreWires(const SpefFile& spef, const circuit::Netlist& netlist,
              const std::vector<BoundCell>& cells)
      : spef_(spef), cells_(cells), ends_(netlist, cells), nets_(nets_by_name(netlist)) {}

  std::vector<WireEnd> run() {
    for (const auto& [net, wire] : spef_.wires) add(net, wire);
    std::sort(result_.begin(), result_.end(), [](const WireEnd& a, const WireEnd& b) {
      return std::pair(a.cell, a.pin) < std::pair(b.cell, b.pin);
    });
    return std::move(result_);
  }

 private:
  void add(const std::string& net, const SpefWire& wire) {
    WireTree tree(spef_, net, wire);
    const auto known = nets_.find(net);
    if (known == nets_.end()) return;  // net_capacitances names it
    const std::vector<EndPlace>& due = ends_.of_net[known->second];
    std::vector<std::pair<EndPlace, std::string>> found;
    for (const auto& [node, end] : wire.ends) {
      if (end.drives) continue;
      const std::optional<EndPlace> place = place_of(end, known->second);
      if (!place || std::find(due.begin(), due.end(), *place) == due.end()) {
        tree.fail(fmt::format("the netlist has no end '{}' there", node));
      }
      if (place->first != WireEnd::kPort) {
        const Pin& pin = cells_[place->first].cell->pins[place->second];
        tree.add_pin(node, pin.rise_capacitance_f, pin.fall_capacitance_f);
      }
      found.emplace_back(*place, node);
    }
    if (found.size() != due.size()) {
      tree.fail(fmt::format("the file tells {} of its {} ends", found.size(), due.size()));
    }
    tree.run();
    for (const auto& [place, node] : found) {
      const auto& seconds = tree.seconds_at(node);
      result_.push_back(
          {place.first, place.second, elmore_triple(seconds[0]), elmore_triple(seconds[1])});
    }
  }

  std::optional<EndPlace> place_of(const SpefEnd& end, circuit::NetId net) const {
    if (end.instance.empty()) return EndPlace{WireEnd::kPort, net};
    const auto cell = ends_.cells.find(end.instance);
    if (cell == ends_.cells.end()) return std::nullopt;
    const auto& pins = cells_[cell->second].cell->pins;
    for (std::uint32_t pin = 0; pin < pins.size(); ++pin) {
      if (pins[pin].name == end.pin && cells_[cell->second].nets[pin] == net) {
        return EndPlace{cell->second, pin};
      }
    }
    return std::nullopt;
  }

  const SpefFile& spef_;
  const std::vector<BoundCell>& cells_;
  NetlistEnds ends_;
  std::unordered_map<std::string, circuit::NetId> nets_;
  std::vector<WireEnd> result_;
};

}  // namespace

std::vector<WireEnd> elmore_delays(const SpefFile& spef, const circuit::Netlist& netlist,
                                   const std::vector<BoundCell>& cells) {
  return ElmoreWires(spef, netlist, cells).run();
}

}  // namespace pann::synth
