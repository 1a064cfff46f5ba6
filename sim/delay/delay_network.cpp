#include "sim/delay/delay_network.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "circuit/net_sources.h"
#include "support/diagnostic.h"
#include "support/name_pattern.h"

namespace pann::sim {

namespace {

/// Delays of one pair of pins by the edge of the input: fall, rise.
using Delay = std::array<DelayPair, 2>;

/// The shorter of each.
void shorten(DelayPair& known, const DelayPair& other) {
  known.rise = std::min(known.rise, other.rise);
  known.fall = std::min(known.fall, other.fall);
}

/// Collects items net by net.
template <class Item>
class ListBuilder {
 public:
  explicit ListBuilder(std::size_t nets) : items_(nets) {}
  void add(circuit::NetId net, const Item& item) { items_[net].push_back(item); }
  std::vector<Item>& of(circuit::NetId net) { return items_[net]; }
  NetLists<Item> finish() const {
    NetLists<Item> lists;
    for (const auto& of_net : items_) {
      lists.first.push_back(static_cast<std::uint32_t>(lists.items.size()));
      lists.items.insert(lists.items.end(), of_net.begin(), of_net.end());
    }
    lists.first.push_back(static_cast<std::uint32_t>(lists.items.size()));
    return lists;
  }

 private:
  std::vector<std::vector<Item>> items_;
};

/// A net on several pins of a gate is one reader.
void join_readers(std::vector<DelayReader>& readers) {
  std::vector<DelayReader> joined;
  for (const DelayReader& reader : readers) {
    const auto same = std::find_if(joined.begin(), joined.end(), [&](const DelayReader& known) {
      return known.gate == reader.gate;
    });
    if (same == joined.end()) {
      joined.push_back(reader);
    } else {
      same->mask |= reader.mask;
      for (std::size_t edge = 0; edge < reader.after.size(); ++edge) {
        shorten(same->after[edge], reader.after[edge]);
      }
    }
  }
  readers = std::move(joined);
}

class Builder {
 public:
  Builder(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
          const NetlistDelays& delays)
      : netlist_(netlist), sources_(netlist, functions, true) {
    sort_delays(delays.pins);
    sort_wires(delays.wires);
    support::throw_if_any(std::move(faults_));
  }

  DelayNetwork run(const std::vector<std::string>& registers) {
    network_.nets = netlist_.net_count;
    network_.ports = netlist_.ports;
    number_states();
    readers_ = ListBuilder<DelayReader>(network_.values.size());
    asynchronous_ = ListBuilder<std::uint32_t>(network_.values.size());
    gated_ = ListBuilder<std::uint32_t>(network_.values.size());
    find_clock_nets();
    for (std::uint32_t cell = 0; cell < netlist_.cells.size(); ++cell) add_cell(cell);
    for (const Wire& wire : wires_) add_wire(wire);
    for (circuit::NetId net = 0; net < network_.values.size(); ++net)
      join_readers(readers_.of(net));
    network_.readers = readers_.finish();
    network_.asynchronous = asynchronous_.finish();
    network_.gated = gated_.finish();
    mark_registers(registers);
    settle();
    finish_gates();
    return std::move(network_);
  }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// A wire with delays, from a net to one input.
  struct Wire {
    circuit::NetId net = 0;
    std::uint32_t rise = 0;
    std::uint32_t fall = 0;
    circuit::NetId far_end = 0;
  };

  void sort_delays(const std::vector<PinDelay>& delays) {
    for (const PinDelay& delay : delays) {
      const circuit::NetlistCell& cell = netlist_.cells.at(delay.cell);
      if (cell.find(delay.from) == nullptr || cell.find(delay.to) == nullptr) {
        faults_.push_back({"delay.pin",
                           fmt::format("cell '{}' ({}) has no pins '{}' and '{}'", cell.name,
                                       cell.type, delay.from, delay.to),
                           "give the delays of this netlist", std::nullopt});
        continue;
      }
      if (fits(delay.rise_fs) && fits(delay.fall_fs)) {
        take(delay);
        continue;
      }
      too_long(fmt::format("from '{}' to '{}' of cell '{}'", delay.from, delay.to, cell.name),
               delay.rise_fs, delay.fall_fs);
    }
  }
  void too_long(const std::string& what, std::uint64_t rise_fs, std::uint64_t fall_fs) {
    faults_.push_back(
        {"delay.range", fmt::format("the delay {} is {} and {} fs", what, rise_fs, fall_fs),
         "delays are shorter than 4.29 microseconds: look at loads and slews", std::nullopt});
  }
  /// Keeps the wires that delay something.
  void sort_wires(const std::vector<WireDelay>& wires) {
    for (const WireDelay& wire : wires) {
      const circuit::NetlistCell& cell = netlist_.cells.at(wire.cell);
      const auto net = circuit::NetSources::net_at(cell, wire.pin);
      if (cell.find(wire.pin) == nullptr) {
        faults_.push_back(
            {"delay.pin",
             fmt::format("cell '{}' ({}) has no pin '{}'", cell.name, cell.type, wire.pin),
             "give the delays of this netlist", std::nullopt});
      } else if (!fits(wire.rise_fs) || !fits(wire.fall_fs)) {
        too_long(fmt::format("of the wire to '{}' of cell '{}'", wire.pin, cell.name), wire.rise_fs,
                 wire.fall_fs);
      } else if (net && !circuit::is_constant_net(*net) && (wire.rise_fs | wire.fall_fs) != 0 &&
                 sources_.driver(*net).kind != circuit::NetDriver::clock) {
        wires_.push_back({*net, narrow(wire.rise_fs), narrow(wire.fall_fs)});
        far_end_[{wire.cell, wire.pin}] = static_cast<std::uint32_t>(wires_.size() - 1);
      }
    }
  }
  static bool fits(std::uint64_t delay_fs) {
    return delay_fs == PinDelay::kNone || delay_fs < DelayGate::kNoDelay;
  }
  std::uint32_t narrow(std::uint64_t delay_fs) {
    if (delay_fs == PinDelay::kNone) return DelayGate::kNoDelay;
    const auto value = static_cast<std::uint32_t>(delay_fs);
    network_.longest_delay = std::max(network_.longest_delay, value);
    return value;
  }
  void take(const PinDelay& delay) {
    const DelayPair given{narrow(delay.rise_fs), narrow(delay.fall_fs)};
    Delay& known = delays_[{delay.cell, delay.to}][delay.from];
    if (delay.cause != CauseEdge::rise) shorten(known[0], given);
    if (delay.cause != CauseEdge::fall) shorten(known[1], given);
  }

  void number_states() {
    circuit::NetId count = netlist_.net_count;
    state_of_.assign(netlist_.cells.size(), kNone);
    for (std::uint32_t cell = 0; cell < netlist_.cells.size(); ++cell) {
      if (sources_.function(cell).flip_flop) state_of_[cell] = count++;
    }
    for (Wire& wire : wires_) {
      network_.net_of_wire.push_back(wire.net);
      wire.far_end = count++;
    }
    network_.values.assign(count, 0);
    network_.values[circuit::kNetOne] = 1;
  }

  /// Latches and gates read the clock, before it rises for the first time.
  void find_clock_nets() {
    if (!sources_.has_latches()) return;
    network_.has_falling = true;
    for (circuit::NetId net = circuit::kFirstWire; net < netlist_.net_count; ++net) {
      if (sources_.driver(net).kind != circuit::NetDriver::clock) continue;
      network_.clock_nets.push_back(net);
      network_.values[net] = sources_.driver(net).inverted ? 1 : 0;
    }
  }

  /// The nets of a table's inputs; what is not connected stands at 0.
  std::vector<circuit::NetId> nets_of(std::uint32_t cell, const circuit::TruthTable& table) const {
    const circuit::CellFunction& type = sources_.function(cell);
    std::vector<circuit::NetId> nets;
    for (const std::string& pin : table.inputs) {
      const bool is_state = type.flip_flop && pin == type.flip_flop->state;
      nets.push_back(is_state ? state_of_[cell] : input_net(cell, pin).value_or(circuit::kNetZero));
    }
    return nets;
  }
  /// The net at an input, or the far end of its wire; nothing where it is not connected.
  std::optional<circuit::NetId> input_net(std::uint32_t cell, const std::string& pin) const {
    const auto wire = far_end_.find({cell, pin});
    if (wire != far_end_.end()) return wires_[wire->second].far_end;
    return circuit::NetSources::net_at(netlist_.cells[cell], pin);
  }
  /// A wire is a buffer that no name shows.
  void add_wire(const Wire& wire) {
    constexpr std::uint64_t kBuffer = 0b10;
    const auto index = static_cast<std::uint32_t>(network_.gates.size());
    DelayGate gate;
    gate.net = wire.far_end;
    gate.table = kBuffer;
    network_.gates.push_back(gate);
    const DelayPair delay{wire.rise, wire.fall};
    readers_.add(wire.net, {index, 1, {delay, delay}});
  }

  void add_cell(std::uint32_t cell) {
    const circuit::CellFunction& type = sources_.function(cell);
    const std::size_t first_gate = network_.gates.size();
    for (const circuit::CellFunction::Output& output : type.outputs) {
      const auto net = circuit::NetSources::net_at(netlist_.cells[cell], output.pin);
      if (!net || sources_.driver(*net).kind == circuit::NetDriver::clock) continue;
      add_gate(cell, output, *net);
    }
    if (type.flip_flop) add_flip_flop(cell, *type.flip_flop, first_gate);
  }

  void add_gate(std::uint32_t cell, const circuit::CellFunction::Output& output,
                circuit::NetId net) {
    const auto index = static_cast<std::uint32_t>(network_.gates.size());
    const std::vector<circuit::NetId> nets = nets_of(cell, output.function);
    DelayGate gate;
    gate.net = net;
    gate.is_wide = nets.size() > DelayGate::kNarrow;
    gate.table = gate.is_wide ? network_.wide.size() : output.function.bits.front();
    if (gate.is_wide) {
      network_.wide.insert(network_.wide.end(), output.function.bits.begin(),
                           output.function.bits.end());
    }
    network_.gates.push_back(gate);
    std::map<std::string, Delay> delays = delays_of(cell, output.pin);
    for (std::size_t k = 0; k < nets.size(); ++k) {
      const std::uint32_t mask = std::uint32_t{1} << k;
      if (network_.values[nets[k]] != 0) network_.gates[index].row |= mask;
      if (circuit::is_constant_net(nets[k])) continue;
      const auto delay = delays.extract(output.function.inputs[k]);
      readers_.add(nets[k], {index, mask, delay.empty() ? Delay{} : delay.mapped()});
    }
    if (state_of_[cell] != kNone) add_edges(cell, index, delays);
  }

  /// The pins of a flip-flop that move an output without being in its function: the clock wakes it
  /// where the stored bit changes, clear and preset do so themselves.
  void add_edges(std::uint32_t cell, std::uint32_t gate,
                 const std::map<std::string, Delay>& delays) {
    const std::string& clock = sources_.function(cell).flip_flop->clock;
    for (const auto& [pin, delay] : delays) {
      const DelayReader reader{gate, 0, delay};
      if (pin == clock) {
        network_.wakes.push_back(reader);
      } else if (const auto net = input_net(cell, pin); net && !circuit::is_constant_net(*net)) {
        readers_.add(*net, reader);
      }
    }
  }

  std::map<std::string, Delay> delays_of(std::uint32_t cell, const std::string& output) const {
    const auto found = delays_.find({cell, output});
    return found == delays_.end() ? std::map<std::string, Delay>{} : found->second;
  }

  NetFunction function_of(std::uint32_t cell, const circuit::TruthTable& table) const {
    return {nets_of(cell, table), table.bits};
  }

  void add_flip_flop(std::uint32_t cell, const circuit::FlipFlopFunction& type,
                     std::size_t first_gate) {
    const auto index = static_cast<std::uint32_t>(network_.flip_flops.size());
    DelayFlipFlop flip_flop;
    flip_flop.state = state_of_[cell];
    flip_flop.next = function_of(cell, type.next);
    if (type.clear) flip_flop.clear = function_of(cell, *type.clear);
    if (type.preset) flip_flop.preset = function_of(cell, *type.preset);
    flip_flop.preset_wins = type.preset_wins;
    flip_flop.falling = sources_.stores_falling(cell);
    network_.has_falling = network_.has_falling || flip_flop.falling;
    network_.half_cycles = network_.half_cycles || (flip_flop.falling && !type.is_latch);
    if (sources_.gate_of(cell) != nullptr) add_gated(cell, index, flip_flop);
    flip_flop.last_wake = static_cast<std::uint32_t>(network_.wakes.size());
    flip_flop.first_wake = flip_flop.last_wake;
    while (flip_flop.first_wake > 0 &&
           network_.wakes[flip_flop.first_wake - 1].gate >= first_gate) {
      --flip_flop.first_wake;
    }
    for (const NetFunction* function : {&flip_flop.clear, &flip_flop.preset}) {
      for (const circuit::NetId net : function->inputs) {
        if (!circuit::is_constant_net(net)) asynchronous_.add(net, index);
      }
    }
    network_.flip_flops.push_back(std::move(flip_flop));
  }

  void add_gated(std::uint32_t cell, std::uint32_t index, DelayFlipFlop& flip_flop) {
    const circuit::FlipFlopFunction& type = *sources_.function(cell).flip_flop;
    flip_flop.is_gated = true;
    flip_flop.pin_falls = type.falling_edge;
    flip_flop.label = netlist_.cells[cell].name;
    gated_.add(input_net(cell, type.clock).value_or(circuit::kNetZero), index);
  }

  /// Register nets as the native engine has them: those that flip-flops drive, and those that the
  /// manifest names where they show a register's value through inverters and buffers.
  void mark_registers(const std::vector<std::string>& patterns) {
    std::vector<bool> named(netlist_.net_count, false);
    const support::NamePatterns names(patterns);
    for (const circuit::NetName& name : netlist_.names) {
      if (name.hidden || !names.match(name.name)) continue;
      for (const circuit::NetId net : name.bits) named[net] = true;
    }
    for (DelayGate& gate : network_.gates) {
      if (!network_.is_net(gate.net)) continue;
      gate.is_register = sources_.driver(gate.net).kind == circuit::NetDriver::flip_flop ||
                         (named[gate.net] && shows_register(gate.net));
    }
  }

  bool shows_register(circuit::NetId net) const {
    for (circuit::NetId steps = 0; steps < netlist_.net_count; ++steps) {
      const circuit::NetSources::Driver& driver = sources_.driver(net);
      if (driver.kind == circuit::NetDriver::flip_flop) return true;
      if (driver.kind != circuit::NetDriver::gate) return false;
      const circuit::TruthTable& table =
          sources_.function(driver.cell).outputs[driver.output].function;
      if (table.inputs.size() != 1) return false;
      net = circuit::NetSources::net_at(netlist_.cells[driver.cell], table.inputs[0])
                .value_or(circuit::kNetZero);
    }
    return false;
  }

  /// Brings everything to rest at inputs and stored bits of 0; there are no loops.
  void settle() {
    for (const DelayFlipFlop& flip_flop : network_.flip_flops) flip(flip_flop.state, false);
    bool changed = true;
    while (changed) {
      changed = false;
      for (const DelayFlipFlop& flip_flop : network_.flip_flops) {
        bool forced = false;
        if (!flip_flop.is_forced(network_.values, forced)) continue;
        changed = flip(flip_flop.state, forced) || changed;
      }
      for (DelayGate& gate : network_.gates) {
        gate.wanted = network_.value_of(gate);
        changed = flip(gate.net, gate.wanted) || changed;
      }
    }
  }
  void finish_gates() {
    for (DelayGate& gate : network_.gates) {
      gate.value = gate.wanted;
      gate.first_reader = network_.readers.first[gate.net];
      gate.last_reader = network_.readers.first[gate.net + 1];
      gate.is_reset =
          !network_.asynchronous.of(gate.net).empty() || !network_.gated.of(gate.net).empty();
    }
  }
  /// Gives a net its value; whether it is another than before.
  bool flip(circuit::NetId net, bool value) {
    if ((network_.values[net] != 0) == value) return false;
    network_.values[net] = value ? 1 : 0;
    for (const DelayReader& reader : network_.readers.of(net)) {
      network_.gates[reader.gate].row ^= reader.mask;
    }
    return true;
  }

  const circuit::Netlist& netlist_;
  circuit::NetSources sources_;
  std::map<std::pair<std::uint32_t, std::string>, std::map<std::string, Delay>> delays_;
  std::vector<Wire> wires_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> far_end_;  ///< Index in wires_.
  std::vector<support::Diagnostic> faults_;
  std::vector<circuit::NetId> state_of_;  ///< By cell; kNone: no flip-flop.
  ListBuilder<DelayReader> readers_{0};
  ListBuilder<std::uint32_t> asynchronous_{0};
  ListBuilder<std::uint32_t> gated_{0};
  DelayNetwork network_;
};

}  // namespace

bool NetFunction::at(std::span<const NetValue> values) const {
  if (bits.empty()) return false;
  std::size_t row = 0;
  for (std::size_t k = 0; k < inputs.size(); ++k) row |= std::size_t{values[inputs[k]]} << k;
  return ((bits[row / 64] >> (row % 64)) & 1U) != 0;
}

bool DelayFlipFlop::is_forced(std::span<const NetValue> values, bool& forced) const {
  const bool clears = clear.at(values);
  const bool presets = preset.at(values);
  forced = presets && (preset_wins || !clears);
  return clears || presets;
}

DelayNetwork build_delay_network(const circuit::Netlist& netlist,
                                 const circuit::CellFunctions& functions,
                                 const NetlistDelays& delays,
                                 const std::vector<std::string>& registers) {
  return Builder(netlist, functions, delays).run(registers);
}

}  // namespace pann::sim
