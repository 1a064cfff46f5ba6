#include "tb/engine/network_builder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "tb/engine/yosys_cells.h"

namespace pann::tb {

using generator::Direction;

namespace {

constexpr std::size_t kMostDiagnostics = 20;
constexpr std::uint32_t kNoCell = ~std::uint32_t{0};
constexpr const char* kFallBack = "mend the design, or use --engine verilator";

/// What drives a net.
struct Driver {
  NetDriver kind = NetDriver::none;
  std::uint32_t cell = kNoCell;
  std::uint32_t output = 0;  ///< Index in CellFunction::outputs.
};

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

/// A net that a cell's function reads.
struct Use {
  NetId net = 0;
  std::string pin;
};

class Builder {
 public:
  Builder(const Netlist& netlist, const CellFunctions& functions, bool every_net)
      : netlist_(netlist), given_(functions), every_net_(every_net), drivers_(netlist.net_count) {}

  NetworkModel run() {
    find_functions();
    throw_if_faulty();
    find_drivers();
    throw_if_faulty();
    find_clock();
    throw_if_faulty();
    add_sources();
    for (const NetId net : roots()) evaluate(net);
    throw_if_faulty();
    add_next_states();
    finish_drivers();
    return std::move(model_);
  }

 private:
  // --- faults
  // -------------------------------------------------------------------------------------

  void fault(const char* code, std::string message, const char* hint = kFallBack) {
    if (faults_.size() < kMostDiagnostics) {
      faults_.push_back({code, std::move(message), hint, std::nullopt});
    }
  }
  void throw_if_faulty() { support::throw_if_any(std::move(faults_)); }
  const std::string& label(NetId net) {
    if (labels_.empty()) labels_ = net_labels(netlist_);
    return labels_[net];
  }

  // --- what the cells do and what drives the nets
  // ---------------------------------------------------

  const CellFunction* function_of(const NetlistCell& cell) const {
    return functions_.at(cell.type);
  }

  void find_functions() {
    std::set<std::string> told;
    for (const NetlistCell& cell : netlist_.cells) {
      if (functions_.count(cell.type) == 0) functions_[cell.type] = look_up(cell.type);
      const CellFunction* function = functions_[cell.type];
      if (function != nullptr && function->refusal.empty()) continue;
      if (!told.insert(cell.type).second) continue;
      const std::string what =
          function == nullptr ? "has no known function" : "is " + function->refusal;
      fault("netlist.cell",
            fmt::format("cell '{}': its type '{}' {}, which the native engine cannot evaluate",
                        cell.name, cell.type, what));
    }
  }
  const CellFunction* look_up(const std::string& type) {
    if (type == "$scopeinfo") return &nothing_;
    const auto given = given_.find(type);
    if (given != given_.end()) return &given->second;
    std::optional<CellFunction> known = yosys_cell(type);
    return known ? &(own_[type] = std::move(*known)) : nullptr;
  }

  void find_drivers() {
    for (const NetlistPort& port : netlist_.ports) {
      if (port.direction != Direction::input) continue;
      for (const NetId net : port.bits) drive(net, {NetDriver::input}, "port " + port.name);
    }
    for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) drive_outputs(index);
  }
  void drive_outputs(std::uint32_t index) {
    const NetlistCell& cell = netlist_.cells[index];
    const CellFunction& function = *function_of(cell);
    const auto kind = function.flip_flop ? NetDriver::flip_flop : NetDriver::gate;
    for (const NetlistPin& pin : cell.pins) {
      if (pin.direction != Direction::output) continue;
      const auto output = std::find_if(function.outputs.begin(), function.outputs.end(),
                                       [&](const auto& known) { return known.pin == pin.name; });
      if (output == function.outputs.end() || pin.bits.size() > 1) {
        fault("netlist.pin",
              fmt::format("cell '{}': nothing is known of the output '{}' of type '{}'", cell.name,
                          pin.name, cell.type));
        continue;
      }
      const auto place = static_cast<std::uint32_t>(output - function.outputs.begin());
      for (const NetId net : pin.bits) drive(net, {kind, index, place}, "cell " + cell.name);
    }
  }
  void drive(NetId net, const Driver& driver, const std::string& what) {
    if (is_constant_net(net) || drivers_[net].kind != NetDriver::none) {
      const std::uint32_t other = drivers_[net].cell;
      fault("netlist.drivers",
            fmt::format("net '{}' is driven by {} and by {}", label(net), what,
                        is_constant_net(net) ? "a constant"
                        : other == kNoCell   ? "an input port"
                                             : "cell " + netlist_.cells[other].name));
      return;
    }
    drivers_[net] = driver;
  }

  /// The net at a pin; nothing where the pin is not connected.
  static std::optional<NetId> net_at(const NetlistCell& cell, const std::string& name) {
    const NetlistPin* pin = cell.find(name);
    if (pin == nullptr || pin->bits.size() != 1) return std::nullopt;
    return pin->bits[0];
  }

  // --- the clock
  // ------------------------------------------------------------------------------------

  void find_clock() {
    for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) {
      const CellFunction& function = *function_of(netlist_.cells[index]);
      if (function.flip_flop) trace_clock(netlist_.cells[index], *function.flip_flop);
    }
    for (const NetlistPort& port : netlist_.ports) {
      for (const NetId net : port.bits) {
        if (clock_root_ && net == *clock_root_ && port.direction == Direction::input) {
          model_.clock = port.name;
        }
      }
    }
  }

  /// Follows the clock pin back through buffers and inverters to a port, the same for every
  /// flip-flop, and marks the nets on the way.
  void trace_clock(const NetlistCell& cell, const FlipFlopFunction& function) {
    const std::optional<NetId> pin = net_at(cell, function.clock);
    if (!pin) {
      fault("netlist.clock", fmt::format("flip-flop '{}' has no clock", cell.name));
      return;
    }
    NetId net = *pin;
    bool inverted = function.falling_edge;
    std::vector<NetId> path{net};
    while (drivers_[net].kind == NetDriver::gate && path.size() <= netlist_.net_count) {
      const std::optional<std::pair<NetId, bool>> source = wire_through(drivers_[net]);
      if (!source) break;
      net = source->first;
      inverted = inverted != source->second;
      path.push_back(net);
    }
    if (drivers_[net].kind != NetDriver::input) {
      fault("netlist.clock",
            fmt::format("flip-flop '{}' is clocked by '{}', which is no clock port: "
                        "gated and divided clocks are not known here",
                        cell.name, label(net)));
    } else if (clock_root_ && *clock_root_ != net) {
      fault("netlist.clock",
            fmt::format("flip-flop '{}' is clocked by '{}', others by '{}': only one "
                        "clock is known here",
                        cell.name, label(net), label(*clock_root_)));
    } else if (inverted) {
      fault("netlist.clock", fmt::format("flip-flop '{}' stores at the falling edge of '{}'",
                                         cell.name, label(net)));
    } else {
      clock_root_ = net;
      for (const NetId step : path) clock_nets_.insert(step);
    }
  }
  /// The net that a buffer or inverter passes on, and whether inverted; nothing for other gates.
  std::optional<std::pair<NetId, bool>> wire_through(const Driver& driver) const {
    const NetlistCell& cell = netlist_.cells[driver.cell];
    const TruthTable& table = function_of(cell)->outputs[driver.output].function;
    if (table.inputs.size() != 1 || !depends_on_input(table, 0)) return std::nullopt;
    const std::optional<NetId> net = net_at(cell, table.inputs[0]);
    if (!net) return std::nullopt;
    return std::pair(*net, value_at(table, 0));
  }

  // --- values
  // -----------------------------------------------------------------------------------------

  void add_sources() {
    model_.nets.resize(netlist_.net_count);
    done_.assign(netlist_.net_count, Mark::fresh);
    model_.nets[kNetOne] = kLiteralOne;
    done_[kNetZero] = done_[kNetOne] = Mark::done;
    for (NetId net = kFirstWire; net < netlist_.net_count; ++net) {
      if (clock_nets_.count(net) != 0) {
        done_[net] = Mark::done;
      } else if (drivers_[net].kind == NetDriver::input) {
        model_.nets[net] = model_.network.add_source();
        done_[net] = Mark::done;
      }
    }
    for (std::uint32_t index = 0; index < netlist_.cells.size(); ++index) {
      if (!function_of(netlist_.cells[index])->flip_flop) continue;
      state_of_[index] = model_.states.size();
      model_.states.push_back({model_.network.add_source().node, {}, {}});
    }
  }

  std::vector<NetId> roots() const {
    std::vector<NetId> nets;
    const auto add = [&](const std::vector<NetId>& bits) {
      for (const NetId net : bits) {
        if (drivers_[net].kind != NetDriver::none) nets.push_back(net);
      }
    };
    for (const NetlistPort& port : netlist_.ports) add(port.bits);
    for (const NetName& name : netlist_.names) {
      if (!name.hidden) add(name.bits);
    }
    for (const auto& [cell, state] : state_of_) {
      for (const NetlistPin& pin : netlist_.cells[cell].pins) add(pin.bits);
    }
    for (NetId net = kFirstWire; every_net_ && net < netlist_.net_count; ++net) {
      if (drivers_[net].kind != NetDriver::none) nets.push_back(net);
    }
    return nets;
  }

  /// Adds the nets that `table` depends on; faults where a pin is not connected to a value.
  void collect(const NetlistCell& cell, const TruthTable& table, std::vector<Use>& uses) {
    const CellFunction& function = *function_of(cell);
    for (std::size_t k = 0; k < table.inputs.size(); ++k) {
      const std::string& pin = table.inputs[k];
      if (function.flip_flop && pin == function.flip_flop->state) continue;
      if (!depends_on_input(table, k)) continue;
      const std::optional<NetId> net = net_at(cell, pin);
      if (net) {
        uses.push_back({*net, pin});
      } else {
        fault("netlist.undriven", fmt::format("pin '{}' of cell '{}' ({}) is not connected", pin,
                                              cell.name, cell.type));
      }
    }
  }
  /// The nets that the value of a net follows without a clock edge.
  std::vector<Use> uses_of(const Driver& driver) {
    const NetlistCell& cell = netlist_.cells[driver.cell];
    const CellFunction& function = *function_of(cell);
    std::vector<Use> uses;
    collect(cell, function.outputs[driver.output].function, uses);
    if (function.flip_flop && function.flip_flop->clear) {
      collect(cell, *function.flip_flop->clear, uses);
    }
    if (function.flip_flop && function.flip_flop->preset) {
      collect(cell, *function.flip_flop->preset, uses);
    }
    return uses;
  }

  struct Frame {
    NetId net = 0;
    std::vector<Use> uses;
    std::size_t next = 0;
  };

  /// Depth-first, without recursion: netlists are deep.
  void evaluate(NetId root) {
    if (done_[root] != Mark::fresh) return;
    std::vector<Frame> stack;
    open(stack, root);
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == frame.uses.size()) {
        close(frame.net);
        stack.pop_back();
        continue;
      }
      const Use& use = frame.uses[frame.next++];
      const NetlistCell& reader = netlist_.cells[drivers_[frame.net].cell];
      if (!check_use(reader, use)) continue;
      if (done_[use.net] == Mark::open) {
        tell_loop(stack, use.net);
        done_[use.net] = Mark::done;
      } else if (done_[use.net] == Mark::fresh) {
        open(stack, use.net);
      }
    }
  }
  void open(std::vector<Frame>& stack, NetId net) {
    done_[net] = Mark::open;
    stack.push_back({net, uses_of(drivers_[net]), 0});
  }
  bool check_use(const NetlistCell& reader, const Use& use) {
    const std::string where =
        fmt::format("pin '{}' of cell '{}' ({})", use.pin, reader.name, reader.type);
    if (use.net == kNetUnknown || use.net == kNetFloating) {
      fault("netlist.unknown", fmt::format("{} reads the {}", where, label(use.net)));
      return false;
    }
    if (clock_nets_.count(use.net) != 0) {
      fault("netlist.clock", fmt::format("{} reads the clock '{}'", where, label(use.net)));
      return false;
    }
    if (!is_constant_net(use.net) && drivers_[use.net].kind == NetDriver::none) {
      fault("netlist.undriven",
            fmt::format("{} reads net '{}', which nothing drives", where, label(use.net)));
      return false;
    }
    return true;
  }
  void tell_loop(const std::vector<Frame>& stack, NetId net) {
    constexpr std::size_t kShown = 8;
    std::string path;
    std::size_t shown = 0;
    auto frame = std::find_if(stack.begin(), stack.end(),
                              [&](const Frame& entry) { return entry.net == net; });
    for (; frame != stack.end() && shown < kShown; ++frame, ++shown) {
      path += fmt::format("'{}' <- ", label(frame->net));
    }
    path += frame == stack.end() ? fmt::format("'{}'", label(net)) : "...";
    fault("netlist.loop", "a combinational loop: " + path);
  }

  Literal apply(const NetlistCell& cell, const TruthTable& table, Literal state) {
    const CellFunction& function = *function_of(cell);
    std::vector<Literal> inputs;
    for (const std::string& pin : table.inputs) {
      if (function.flip_flop && pin == function.flip_flop->state) {
        inputs.push_back(state);
        continue;
      }
      const std::optional<NetId> net = net_at(cell, pin);
      inputs.push_back(net ? model_.nets[*net] : kLiteralZero);
    }
    return model_.network.add_function(inputs, table.bits);
  }

  /// The stored bit as its cell shows it: asynchronous clear and preset act at once.
  Literal visible_state(std::uint32_t index) {
    const NetlistCell& cell = netlist_.cells[index];
    const FlipFlopFunction& function = *function_of(cell)->flip_flop;
    Literal state{model_.states[state_of_.at(index)].source, false};
    return with_overrides(cell, function, state, state);
  }
  Literal with_overrides(const NetlistCell& cell, const FlipFlopFunction& function, Literal value,
                         Literal state) {
    const auto clear = [&] {
      if (function.clear) value = both(value, !apply(cell, *function.clear, state));
    };
    const auto preset = [&] {
      if (function.preset) value = !both(!value, !apply(cell, *function.preset, state));
    };
    if (function.preset_wins) {
      clear();
      preset();
    } else {
      preset();
      clear();
    }
    return value;
  }
  Literal both(Literal a, Literal b) {
    constexpr std::uint64_t kAnd = 8;
    return model_.network.add_function(std::array{a, b}, {&kAnd, 1});
  }

  void close(NetId net) {
    const Driver& driver = drivers_[net];
    const NetlistCell& cell = netlist_.cells[driver.cell];
    const Literal state = function_of(cell)->flip_flop ? visible_state(driver.cell) : kLiteralZero;
    if (faults_.empty()) {
      model_.nets[net] = apply(cell, function_of(cell)->outputs[driver.output].function, state);
    }
    done_[net] = Mark::done;
  }

  void add_next_states() {
    for (const auto& [index, place] : state_of_) {
      const NetlistCell& cell = netlist_.cells[index];
      const FlipFlopFunction& function = *function_of(cell)->flip_flop;
      std::vector<Use> uses;
      collect(cell, function.next, uses);
      if (function.clear) collect(cell, *function.clear, uses);
      if (function.preset) collect(cell, *function.preset, uses);
      for (const Use& use : uses) check_use(cell, use);
      if (!faults_.empty()) continue;
      const Literal state = visible_state(index);
      StateBit& bit = model_.states[place];
      bit.next = with_overrides(cell, function, apply(cell, function.next, state), state);
      const std::optional<NetId> output = first_output(cell);
      bit.label = output ? label(*output) : cell.name;
    }
    throw_if_faulty();
  }
  static std::optional<NetId> first_output(const NetlistCell& cell) {
    for (const NetlistPin& pin : cell.pins) {
      if (pin.direction == Direction::output && !pin.bits.empty()) return pin.bits[0];
    }
    return std::nullopt;
  }

  void finish_drivers() {
    model_.drivers.assign(netlist_.net_count, NetDriver::none);
    model_.drivers[kNetZero] = model_.drivers[kNetOne] = NetDriver::constant;
    for (NetId net = kFirstWire; net < netlist_.net_count; ++net) {
      if (done_[net] == Mark::done) model_.drivers[net] = drivers_[net].kind;
    }
    for (const NetId net : clock_nets_) model_.drivers[net] = NetDriver::clock;
  }

  enum class Mark : std::uint8_t { fresh, open, done };

  const Netlist& netlist_;
  const CellFunctions& given_;
  bool every_net_;
  const CellFunction nothing_{};
  std::map<std::string, CellFunction, std::less<>> own_;
  std::map<std::string, const CellFunction*, std::less<>> functions_;
  std::vector<Driver> drivers_;
  std::optional<NetId> clock_root_;
  std::set<NetId> clock_nets_;
  std::map<std::uint32_t, std::size_t> state_of_;
  std::vector<Mark> done_;
  std::vector<std::string> labels_;
  std::vector<support::Diagnostic> faults_;
  NetworkModel model_;
};

}  // namespace

NetworkModel build_network(const Netlist& netlist, const CellFunctions& functions, bool every_net) {
  return Builder(netlist, functions, every_net).run();
}

}  // namespace pann::tb
