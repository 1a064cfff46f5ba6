#include "circuit/net_sources.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "circuit/yosys_cells.h"

namespace pann::circuit {

using generator::Direction;

namespace {

constexpr std::size_t kMostDiagnostics = 20;
constexpr const char* kFallBack = "mend the design, or use --engine verilator";

}  // namespace

bool value_at(const TruthTable& table, std::size_t row) {
  return ((table.bits[row / 64] >> (row % 64)) & 1U) != 0;
}

bool depends_on_input(const TruthTable& table, std::size_t input) {
  const std::size_t rows = std::size_t{1} << table.inputs.size();
  for (std::size_t row = 0; row < rows; ++row) {
    if (value_at(table, row) != value_at(table, row ^ (std::size_t{1} << input))) return true;
  }
  return false;
}

/// From a net back through buffers and inverters.
struct NetSources::Path {
  std::vector<NetId> nets;     ///< The net itself first, the source last.
  std::vector<bool> inverted;  ///< Net by net: against the source.
};

NetSources::NetSources(const Netlist& netlist, const CellFunctions& functions, bool both_edges)
    : netlist_(netlist),
      drivers_(netlist.net_count),
      both_edges_(both_edges),
      falling_(netlist.cells.size(), false) {
  find_functions(functions);
  throw_if_faulty();
  find_drivers();
  throw_if_faulty();
  find_clock();
  throw_if_faulty();
}

void NetSources::fault(const char* code, std::string message) {
  if (faults_.size() < kMostDiagnostics) {
    faults_.push_back({code, std::move(message), kFallBack, std::nullopt});
  }
}

void NetSources::throw_if_faulty() {
  support::throw_if_any(std::move(faults_));
}

const std::string& NetSources::label(NetId net) {
  if (labels_.empty()) labels_ = net_labels(netlist_);
  return labels_[net];
}

std::optional<NetId> NetSources::net_at(const NetlistCell& cell, const std::string& name) {
  const NetlistPin* pin = cell.find(name);
  if (pin == nullptr || pin->bits.size() != 1) return std::nullopt;
  return pin->bits[0];
}

void NetSources::find_functions(const CellFunctions& given) {
  std::map<std::string, const CellFunction*, std::less<>> known;
  for (const NetlistCell& cell : netlist_.cells) {
    const auto [entry, is_new] = known.try_emplace(cell.type, nullptr);
    if (is_new) {
      entry->second = look_up(cell.type, given);
      const CellFunction* function = entry->second;
      if (function == nullptr || !function->refusal.empty()) {
        fault(
            "netlist.cell",
            fmt::format("cell '{}': its type '{}' {}, which the native engine cannot evaluate",
                        cell.name, cell.type,
                        function == nullptr ? "has no known function" : "is " + function->refusal));
      }
    }
    functions_.push_back(entry->second);
  }
}

const CellFunction* NetSources::look_up(const std::string& type, const CellFunctions& given) {
  const auto found = given.find(type);
  if (found != given.end()) return &found->second;
  std::optional<CellFunction> known = yosys_cell(type);
  return known ? &(own_[type] = std::move(*known)) : nullptr;
}

void NetSources::find_drivers() {
  drivers_[kNetZero].kind = drivers_[kNetOne].kind = NetDriver::constant;
  for (const NetlistPort& port : netlist_.ports) {
    if (port.direction != Direction::input) continue;
    for (const NetId net : port.bits) drive(net, {NetDriver::input}, "port " + port.name);
  }
  for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) drive_outputs(index);
}

void NetSources::drive_outputs(std::uint32_t index) {
  const NetlistCell& cell = netlist_.cells[index];
  const CellFunction& type = function(index);
  const auto kind = type.flip_flop ? NetDriver::flip_flop : NetDriver::gate;
  for (const NetlistPin& pin : cell.pins) {
    if (pin.direction != Direction::output) continue;
    const auto output = std::find_if(type.outputs.begin(), type.outputs.end(),
                                     [&](const auto& known) { return known.pin == pin.name; });
    if (output == type.outputs.end() || pin.bits.size() > 1) {
      fault("netlist.pin",
            fmt::format("cell '{}': nothing is known of the output '{}' of type '{}'", cell.name,
                        pin.name, cell.type));
      continue;
    }
    const auto place = static_cast<std::uint32_t>(output - type.outputs.begin());
    for (const NetId net : pin.bits) drive(net, {kind, index, place}, "cell " + cell.name);
  }
}

void NetSources::drive(NetId net, const Driver& driver, const std::string& what) {
  Driver& known = drivers_[net];
  if (!is_constant_net(net) && known.kind == NetDriver::none) {
    known = driver;
    return;
  }
  const std::string other = is_constant_net(net)    ? "a constant"
                            : known.cell == kNoCell ? "an input port"
                                                    : "cell " + netlist_.cells[known.cell].name;
  fault("netlist.drivers",
        fmt::format("net '{}' is driven by {} and by {}", label(net), what, other));
}

void NetSources::find_clock() {
  for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) {
    if (function(index).flip_flop) trace_clock(index);
  }
  if (!clock_root_) return;
  trace_unused_clocks();
  for (const NetlistPort& port : netlist_.ports) {
    const bool holds =
        std::find(port.bits.begin(), port.bits.end(), *clock_root_) != port.bits.end();
    if (holds && port.direction == Direction::input) clock_port_ = port.name;
  }
}

NetSources::Path NetSources::path_to(NetId net) const {
  Path path{{net}, {}};
  std::vector<bool> steps;
  while (drivers_[net].kind == NetDriver::gate && path.nets.size() <= netlist_.net_count) {
    const std::optional<std::pair<NetId, bool>> source = wire_through(drivers_[net]);
    if (!source) break;
    net = source->first;
    path.nets.push_back(net);
    steps.push_back(source->second);
  }
  path.inverted.assign(path.nets.size(), false);
  for (std::size_t i = steps.size(); i > 0; --i) {
    path.inverted[i - 1] = path.inverted[i] != steps[i - 1];
  }
  return path;
}

void NetSources::mark_clock(const Path& path) {
  const bool source_inverted = drivers_[path.nets.back()].inverted;
  for (std::size_t i = 0; i < path.nets.size(); ++i) {
    Driver& driver = drivers_[path.nets[i]];
    driver.kind = NetDriver::clock;
    driver.inverted = path.inverted[i] != source_inverted;
  }
}

/// Follows the clock pin back through buffers and inverters to a port, the same for every
/// flip-flop, and marks the nets on the way.
void NetSources::trace_clock(std::uint32_t index) {
  const NetlistCell& cell = netlist_.cells[index];
  const FlipFlopFunction& type = *function(index).flip_flop;
  const std::optional<NetId> pin = net_at(cell, type.clock);
  if (!pin) return fault("netlist.clock", fmt::format("flip-flop '{}' has no clock", cell.name));
  const Path path = path_to(*pin);
  const NetId net = path.nets.back();
  const NetDriver kind = drivers_[net].kind;
  if (kind != NetDriver::input && kind != NetDriver::clock) {
    fault("netlist.clock", fmt::format("flip-flop '{}' is clocked by '{}', which is no clock port: "
                                       "gated and divided clocks are not known here",
                                       cell.name, label(net)));
    return;
  }
  if (clock_root_ && kind == NetDriver::input) {
    fault("netlist.clock",
          fmt::format("flip-flop '{}' is clocked by '{}', others by '{}': only one "
                      "clock is known here",
                      cell.name, label(net), label(*clock_root_)));
    return;
  }
  if (!clock_root_) clock_root_ = net;
  mark_clock(path);
  falling_[index] = type.falling_edge != drivers_[*pin].inverted;
  if (falling_[index] && !both_edges_) {
    fault("netlist.clock", fmt::format("flip-flop '{}' stores at the falling edge of '{}'",
                                       cell.name, label(*clock_root_)));
  }
}

/// Buffers and inverters of the clock that lead to no flip-flop.
void NetSources::trace_unused_clocks() {
  std::vector<bool> seen(netlist_.net_count, false);
  for (NetId net = kFirstWire; net < netlist_.net_count; ++net) {
    Path path{{net}, {}};
    // Nets that a former path has seen need no second look: a clock's are marked by then.
    for (NetId step = net; drivers_[step].kind == NetDriver::gate && !seen[step];) {
      seen[step] = true;
      const auto source = wire_through(drivers_[step]);
      if (!source) break;
      step = source->first;
      path.nets.push_back(step);
    }
    if (path.nets.size() > 1 && drivers_[path.nets.back()].kind == NetDriver::clock) {
      mark_clock(path_to(net));
    }
  }
}

/// The net that a buffer or inverter passes on, and whether inverted; nothing for other gates.
std::optional<std::pair<NetId, bool>> NetSources::wire_through(const Driver& driver) const {
  const TruthTable& table = function(driver.cell).outputs[driver.output].function;
  if (table.inputs.size() != 1 || !depends_on_input(table, 0)) return std::nullopt;
  const std::optional<NetId> net = net_at(netlist_.cells[driver.cell], table.inputs[0]);
  if (!net) return std::nullopt;
  return std::pair(*net, value_at(table, 0));
}

std::vector<NetUse> NetSources::uses(std::uint32_t index, const TruthTable& table) {
  const NetlistCell& cell = netlist_.cells[index];
  const CellFunction& type = function(index);
  std::vector<NetUse> result;
  for (std::size_t k = 0; k < table.inputs.size(); ++k) {
    const std::string& pin = table.inputs[k];
    if (type.flip_flop && pin == type.flip_flop->state) continue;
    const std::optional<NetId> net = net_at(cell, pin);
    const bool matters =
        (net && drivers_[*net].kind != NetDriver::none) || depends_on_input(table, k);
    if (!matters) continue;
    if (net) {
      result.push_back({*net, pin});
    } else {
      fault("netlist.undriven",
            fmt::format("pin '{}' of cell '{}' ({}) is not connected", pin, cell.name, cell.type));
    }
  }
  return result;
}

bool NetSources::check_use(std::uint32_t index, const NetUse& use) {
  const NetlistCell& reader = netlist_.cells[index];
  const auto where = [&] {
    return fmt::format("pin '{}' of cell '{}' ({})", use.pin, reader.name, reader.type);
  };
  const NetDriver kind = drivers_[use.net].kind;
  if (use.net == kNetUnknown) return true;
  if (kind == NetDriver::clock) {
    fault("netlist.clock", fmt::format("{} reads the clock '{}'", where(), label(use.net)));
  } else if (kind == NetDriver::none) {
    fault("netlist.undriven",
          fmt::format("{} reads net '{}', which nothing drives", where(), label(use.net)));
  } else {
    return true;
  }
  return false;
}

}  // namespace pann::circuit
