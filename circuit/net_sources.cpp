#include "circuit/net_sources.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "circuit/yosys_cells.h"

namespace pann::circuit {

using generator::Direction;

namespace {

constexpr std::size_t kMostDiagnostics = 20;
constexpr const char* kFallBack = "mend the design, or use --engine verilator";

}  // namespace

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
      falling_(netlist.cells.size(), false),
      stores_first_(netlist.cells.size(), true),
      reads_clock_(netlist.cells.size(), false) {
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
  const bool stores = type.flip_flop && !type.flip_flop->is_latch;
  const auto kind = stores ? NetDriver::flip_flop : NetDriver::gate;
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
  trace_clocks(false);
  trace_clocks(true);
  if (!clock_root_) return;
  trace_unused_clocks();
  if (has_latches_) mark_gated_nets();
  for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) {
    if (gates_.contains(index)) trace_gated_clock(index);
  }
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

/// Follows the clock pins of all flip-flops, or of all latches, back through buffers and inverters
/// to a port, the same for every one, and marks the nets on the way. Those that end at a gate are
/// noted: what they are is known once the latches are.
void NetSources::trace_clocks(bool latches) {
  for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) {
    if (!function(index).flip_flop || is_latch(index) != latches) continue;
    has_latches_ = has_latches_ || latches;
    reads_clock_[index] = latches;
    const NetlistCell& cell = netlist_.cells[index];
    const std::optional<NetId> pin = net_at(cell, function(index).flip_flop->clock);
    if (!pin) {
      fault("netlist.clock",
            fmt::format("{} '{}' has no clock", latches ? "latch" : "flip-flop", cell.name));
      continue;
    }
    const Path path = path_to(*pin);
    if (!latches && drivers_[path.nets.back()].kind == NetDriver::gate) {
      gates_[index] = {};
    } else {
      trace_clock(index, *pin, path);
    }
  }
  if (latches && !clock_root_ && !gates_.empty()) fail_gated(gates_.begin()->first);
}

void NetSources::trace_clock(std::uint32_t index, NetId pin, const Path& path) {
  const NetlistCell& cell = netlist_.cells[index];
  const FlipFlopFunction& type = *function(index).flip_flop;
  const char* what = type.is_latch ? "latch" : "flip-flop";
  const NetId net = path.nets.back();
  const NetDriver kind = drivers_[net].kind;
  if (kind != NetDriver::input && kind != NetDriver::clock) {
    fault("netlist.clock", fmt::format("{} '{}' is clocked by '{}', which is no clock port: "
                                       "latches and divided clocks are known here where a clock "
                                       "port itself clocks them",
                                       what, cell.name, label(net)));
    return;
  }
  if (clock_root_ && kind == NetDriver::input) {
    fault("netlist.clock", fmt::format("{} '{}' is clocked by '{}', others by '{}': only one "
                                       "clock is known here",
                                       what, cell.name, label(net), label(*clock_root_)));
    return;
  }
  if (!clock_root_) clock_root_ = net;
  mark_clock(path);
  store_at(index, type.falling_edge != drivers_[pin].inverted);
}

void NetSources::store_at(std::uint32_t index, bool falling) {
  falling_[index] = falling;
  if (falling && !both_edges_) {
    fault("netlist.clock", fmt::format("flip-flop '{}' stores at the falling edge of '{}'",
                                       netlist_.cells[index].name, label(*clock_root_)));
  }
}

/// Gated clocks, behind buffers and inverters too.
void NetSources::mark_gated_nets() {
  is_gated_.assign(netlist_.net_count, false);
  for (NetId net = kFirstWire; net < netlist_.net_count; ++net) {
    is_gated_[net] =
        drivers_[net].kind == NetDriver::gate && find_gate(path_to(net).nets.back()).has_value();
  }
}

void NetSources::fail_gated(std::uint32_t index) {
  const NetId pin = *net_at(netlist_.cells[index], function(index).flip_flop->clock);
  fault("netlist.clock",
        fmt::format("flip-flop '{}' is clocked by '{}', which is no clock port: divided clocks "
                    "are not known here, nor gated ones but for a latch that is open between the "
                    "clock's pulses and one gate behind it, or a library's cell of both",
                    netlist_.cells[index].name, label(path_to(pin).nets.back())));
}

/// A flip-flop behind a gate stores at the edge of the clock port that begins or ends a pulse.
void NetSources::trace_gated_clock(std::uint32_t index) {
  const FlipFlopFunction& type = *function(index).flip_flop;
  const Path path = path_to(*net_at(netlist_.cells[index], type.clock));
  const std::optional<ClockGate> gate = find_gate(path.nets.back());
  if (!gate) {
    gates_.erase(index);
    fail_gated(index);
    return;
  }
  const bool stores_at_high = type.falling_edge == path.inverted.front();
  stores_first_[index] = stores_at_high != gate->idle;
  const bool pulse_is_high = gate->open_level != drivers_[gate->clock_net].inverted;
  gates_[index] = *gate;
  store_at(index, stores_first_[index] != pulse_is_high);
}

std::optional<ClockGate> NetSources::find_gate(NetId net) {
  const auto [place, is_new] = gate_at_.try_emplace(net);
  if (!is_new) return place->second;
  std::optional<ClockGate> gate = gate_shape(net);
  if (!gate) return std::nullopt;
  const bool pulse_level = gate->open_level != drivers_[gate->clock_net].inverted;
  const TruthTable& table = function(gate->cell).outputs[gate->output].function;
  for (std::size_t k = 0; gate && k < table.inputs.size(); ++k) {
    if (k == gate->clock_pin || !depends_on_input(table, k)) continue;
    const auto other = net_at(netlist_.cells[gate->cell], table.inputs[k]);
    const bool is_state =
        is_latch(gate->cell) && table.inputs[k] == function(gate->cell).flip_flop->state;
    const bool is_still = is_state ? cell_holds_still(gate->cell, pulse_level)
                                   : other && holds_still(*other, pulse_level, 0);
    if (!is_still) gate.reset();
  }
  if (gate) reads_clock_[gate->cell] = true;
  return gate_at_[net] = gate;
}

/// A gate with one pin at the clock, of which one level gives the same output whatever the others
/// are.
std::optional<ClockGate> NetSources::gate_shape(NetId net) const {
  const Driver& driver = drivers_[net];
  if (driver.kind != NetDriver::gate) return std::nullopt;
  const TruthTable& table = function(driver.cell).outputs[driver.output].function;
  std::optional<ClockGate> gate;
  for (std::size_t k = 0; k < table.inputs.size(); ++k) {
    const auto pin = net_at(netlist_.cells[driver.cell], table.inputs[k]);
    if (!pin || drivers_[*pin].kind != NetDriver::clock || !depends_on_input(table, k)) continue;
    if (gate) return std::nullopt;
    gate = ClockGate{driver.cell, driver.output, k, true, false, *pin};
  }
  if (!gate) return std::nullopt;
  for (const bool level : {false, true}) {
    std::array<bool, 2> seen{false, false};
    for (std::size_t row = 0; row < std::size_t{1} << table.inputs.size(); ++row) {
      if ((((row >> gate->clock_pin) & 1U) != 0) == level)
        seen[value_at(table, row) ? 1 : 0] = true;
    }
    if (seen[0] && seen[1]) continue;
    gate->open_level = !level;
    gate->idle = seen[1];
    return gate;
  }
  return std::nullopt;
}

/// Whether a net cannot change while the clock port is at that level, nor at the edge that ends it.
bool NetSources::holds_still(NetId net, bool level, int depth) {
  constexpr int kDeepest = 64;  // what opens a clock is a latch and a gate or two
  if (is_constant_net(net)) return net <= kNetOne;
  if (depth > kDeepest) return false;
  const auto [place, is_new] = still_.try_emplace({net, level}, false);  // of loops
  if (!is_new) return place->second;
  const Driver& driver = drivers_[net];
  bool still = false;
  if (driver.kind == NetDriver::flip_flop ||
      (driver.kind == NetDriver::gate && is_latch(driver.cell))) {
    still = cell_holds_still(driver.cell, level);
  } else if (driver.kind == NetDriver::gate) {
    const TruthTable& table = function(driver.cell).outputs[driver.output].function;
    still = std::all_of(table.inputs.begin(), table.inputs.end(), [&](const std::string& pin) {
      const auto input = net_at(netlist_.cells[driver.cell], pin);
      return input && holds_still(*input, level, depth + 1);
    });
  }
  return still_[{net, level}] = still;
}

/// A latch is to close, a flip-flop to have stored, when the level begins or before.
bool NetSources::cell_holds_still(std::uint32_t cell, bool level) {
  const FlipFlopFunction& type = *function(cell).flip_flop;
  const std::optional<NetId> pin = net_at(netlist_.cells[cell], type.clock);
  if (!pin || drivers_[*pin].kind != NetDriver::clock || type.clear || type.preset) return false;
  const bool stores_at_high = !falling_[cell];
  return type.is_latch ? stores_at_high == level : stores_at_high != level;
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

bool NetSources::is_wire(std::uint32_t cell) const {
  const CellFunction& type = function(cell);
  return !type.flip_flop && type.outputs.size() == 1 && wire_through({NetDriver::gate, cell, 0});
}

bool NetSources::is_latch(std::uint32_t cell) const {
  const CellFunction& type = function(cell);
  return type.flip_flop && type.flip_flop->is_latch;
}

const ClockGate* NetSources::gate_of(std::uint32_t cell) const {
  const auto gate = gates_.find(cell);
  return gate == gates_.end() ? nullptr : &gate->second;
}

bool NetSources::check_use(std::uint32_t index, const NetUse& use) {
  const NetlistCell& reader = netlist_.cells[index];
  const auto where = [&] {
    return fmt::format("pin '{}' of cell '{}' ({})", use.pin, reader.name, reader.type);
  };
  const NetDriver kind = drivers_[use.net].kind;
  if (use.net == kNetUnknown) return true;
  if (kind == NetDriver::clock) {
    if (reads_clock_[index]) return true;
    fault("netlist.clock", fmt::format("{} reads the clock '{}'", where(), label(use.net)));
  } else if (has_latches_ && is_gated_[use.net] && !is_wire(index)) {
    fault("netlist.clock", fmt::format("{} reads the gated clock '{}'", where(), label(use.net)));
  } else if (kind == NetDriver::none) {
    fault("netlist.undriven",
          fmt::format("{} reads net '{}', which nothing drives", where(), label(use.net)));
  } else {
    return true;
  }
  return false;
}

}  // namespace pann::circuit
