#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "circuit/module_tree.h"
#include "support/diagnostic.h"

namespace pann::circuit {

namespace {

using generator::Direction;

/// Cells that tell something and drive nothing: names of dissolved modules, checks, prints and path
/// delays, as newer versions of Yosys keep them.
constexpr std::array<std::string_view, 11> kInformation{
    "$scopeinfo", "$print", "$check",    "$assert",   "$assume",  "$cover",
    "$live",      "$fair",  "$specify2", "$specify3", "$specrule"};

bool is_information(const ModuleCell& cell) {
  return std::find(kInformation.begin(), kInformation.end(), cell.type) != kInformation.end();
}

constexpr NetId kNoNet = ~NetId{0};
/// Of a flat netlist, roughly: names, pins, and what a part takes besides.
constexpr std::size_t kMostBytes = std::size_t{1} << 29U;
constexpr std::size_t kPart = 64;
constexpr std::size_t kDeepest = 1000;
constexpr std::size_t kShownPath = 80;

/// Wires that turn out to be one, by union-find; the constants are roots of their own.
class Wires {
 public:
  Wires() : parent_(kFirstWire) { std::iota(parent_.begin(), parent_.end(), 0); }

  NetId add() {
    parent_.push_back(static_cast<NetId>(parent_.size()));
    return parent_.back();
  }
  NetId root(NetId wire) {
    while (parent_[wire] != wire) wire = parent_[wire] = parent_[parent_[wire]];
    return wire;
  }
  /// Joins two wires; false where that would join constants.
  bool join(NetId first, NetId second) {
    NetId low = root(first);
    NetId high = root(second);
    if (low > high) std::swap(low, high);
    if (low != high && is_constant_net(high)) return false;
    parent_[high] = low;
    return true;
  }
  std::size_t size() const { return parent_.size(); }

 private:
  std::vector<NetId> parent_;
};

/// Instantiates modules depth first into one netlist whose net numbers are preliminary until
/// `finish`.
class Flattener {
 public:
  Flattener(const ModuleTree& modules, const std::string& source)
      : modules_(modules), source_(source) {}

  Netlist run(const NetlistModule& top) {
    netlist_.top = top.name;
    instantiate(top, "", {});
    return finish();
  }

 private:
  using Connections = std::vector<std::pair<std::string, std::vector<NetId>>>;

  [[noreturn]] void fail(const char* code, std::string message) const {
    support::fail_input(code, std::move(message), "write the netlist again with Yosys' write_json",
                        support::Location{source_, 0, {}});
  }

  /// Hierarchies multiply: a small file can stand for more than any memory holds.
  void take(const std::string& path, std::size_t bits) {
    taken_ += kPart + path.size() + bits * sizeof(NetId);
    if (taken_ <= kMostBytes) return;
    fail("netlist.size", fmt::format("the flat netlist takes more than {} MB, at '{}'",
                                     kMostBytes >> 20U, path.substr(0, kShownPath)));
  }

  static Direction direction(const std::string& text) {
    return text == "input" ? Direction::input : Direction::output;
  }

  /// One module instance: its local bits and what they are in the netlist.
  struct Scope {
    const NetlistModule& module;
    std::string prefix;
    std::uint32_t instance = 0;
    std::vector<NetId> nets;
  };

  NetId net(Scope& scope, LocalBit bit) {
    if (bit < 0) return static_cast<NetId>(kLocalZero - bit);
    if (scope.nets.size() <= static_cast<std::size_t>(bit)) {
      take(scope.prefix, static_cast<std::size_t>(bit) + 1 - scope.nets.size());
      scope.nets.resize(static_cast<std::size_t>(bit) + 1, kNoNet);
    }
    NetId& known = scope.nets[static_cast<std::size_t>(bit)];
    if (known == kNoNet) known = wires_.add();
    return known;
  }
  std::vector<NetId> nets(Scope& scope, const std::vector<LocalBit>& bits) {
    std::vector<NetId> result;
    result.reserve(bits.size());
    for (const LocalBit bit : bits) result.push_back(net(scope, bit));
    return result;
  }

  void instantiate(const NetlistModule& module, const std::string& path,
                   const Connections& connections) {
    if (std::find(open_.begin(), open_.end(), module.name) != open_.end()) {
      fail("netlist.instance", fmt::format("module '{}' holds an instance of itself", module.name));
    }
    if (open_.size() >= kDeepest) {
      fail("netlist.size", fmt::format("more than {} modules within each other", kDeepest));
    }
    take(path, 0);
    open_.push_back(module.name);
    Scope scope{module,
                path.empty() ? "" : path + '.',
                static_cast<std::uint32_t>(netlist_.instances.size()),
                {}};
    netlist_.instances.push_back({path, module.name});
    bind_ports(scope, connections);
    if (path.empty()) add_ports(scope);
    for (const ModuleWord& word : module.names) add_name(scope, word);
    for (const ModuleCell& cell : module.cells) add_cell(scope, cell);
    open_.pop_back();
  }

  void bind_ports(Scope& scope, const Connections& connections) {
    for (const auto& [pin, outer] : connections) {
      const auto port =
          std::find_if(scope.module.ports.begin(), scope.module.ports.end(),
                       [&name = pin](const ModuleWord& word) { return word.name == name; });
      const std::string where = fmt::format("pin '{}' of instance '{}' (module '{}')", pin,
                                            scope.prefix, scope.module.name);
      if (port == scope.module.ports.end()) {
        fail("netlist.instance", where + " is not a port of the module");
      }
      if (port->bits.size() != outer.size()) {
        fail("netlist.instance", fmt::format("{} is {} bits wide, the module's port {}", where,
                                             outer.size(), port->bits.size()));
      }
      for (std::size_t bit = 0; bit < outer.size(); ++bit) {
        if (!wires_.join(net(scope, port->bits[bit]), outer[bit])) {
          fail("netlist.short", where + " joins two constants");
        }
      }
    }
  }

  void add_ports(Scope& scope) {
    for (const ModuleWord& port : scope.module.ports) {
      if (port.direction != "input" && port.direction != "output") {
        fail("netlist.port", fmt::format("port '{}' has the direction '{}'; inputs and outputs are "
                                         "known",
                                         port.name, port.direction));
      }
      netlist_.ports.push_back({port.name, direction(port.direction), nets(scope, port.bits)});
    }
  }

  void add_name(Scope& scope, const ModuleWord& word) {
    NetName name{.name = scope.prefix + word.name, .bits = nets(scope, word.bits)};
    const int low = static_cast<int>(word.offset);
    const int high = low + std::max(static_cast<int>(word.bits.size()), 1) - 1;
    name.left = word.upto ? low : high;
    name.right = word.upto ? high : low;
    name.hidden = word.hidden || word.name.find("$func$") != std::string::npos;
    take(name.name, name.bits.size());
    netlist_.names.push_back(std::move(name));
  }

  void add_cell(Scope& scope, const ModuleCell& cell) {
    if (is_information(cell)) return;
    const std::string path = scope.prefix + cell.name;
    const auto module = modules_.find(cell.type);
    if (module != modules_.end() && !module->second.is_leaf) {
      Connections connections;
      for (const auto& [pin, bits] : cell.connections) {
        connections.emplace_back(pin, nets(scope, bits));
      }
      instantiate(module->second, path, connections);
      return;
    }
    take(path, 2 * cell.connections.size());
    NetlistCell flat{path, cell.type, scope.instance, {}, cell.parameters};
    for (const auto& [pin, bits] : cell.connections) {
      flat.pins.push_back({pin, pin_direction(cell, path, pin), nets(scope, bits)});
    }
    netlist_.cells.push_back(std::move(flat));
  }

  Direction pin_direction(const ModuleCell& cell, const std::string& path,
                          const std::string& pin) const {
    const auto given = std::find_if(cell.directions.begin(), cell.directions.end(),
                                    [&](const auto& entry) { return entry.first == pin; });
    if (given != cell.directions.end()) return direction(given->second);
    support::fail_input(
        "netlist.pin",
        fmt::format("cell '{}' of type '{}': pin '{}' has no direction", path, cell.type, pin),
        "read the cell library into Yosys (read_liberty -lib) before write_json",
        support::Location{source_, 0, {}});
  }

  /// Numbers the electrical nets densely, in the order in which they were first seen.
  Netlist finish() {
    std::vector<NetId> number(wires_.size(), kNoNet);
    std::iota(number.begin(), number.begin() + kFirstWire, 0);
    for (NetId wire = kFirstWire; wire < wires_.size(); ++wire) {
      if (wires_.root(wire) == wire) number[wire] = netlist_.net_count++;
    }
    const auto renumber = [&](std::vector<NetId>& bits) {
      for (NetId& bit : bits) bit = number[wires_.root(bit)];
    };
    for (NetlistPort& port : netlist_.ports) renumber(port.bits);
    for (NetName& name : netlist_.names) renumber(name.bits);
    for (NetlistCell& cell : netlist_.cells) {
      for (NetlistPin& pin : cell.pins) renumber(pin.bits);
    }
    return std::move(netlist_);
  }

  const ModuleTree& modules_;
  const std::string& source_;
  Netlist netlist_;
  Wires wires_;
  std::vector<std::string> open_;
  std::size_t taken_ = 0;
};

}  // namespace

Netlist flatten(const ModuleTree& modules, const std::string& top, const std::string& source) {
  return Flattener(modules, source).run(modules.at(top));
}

}  // namespace pann::circuit
