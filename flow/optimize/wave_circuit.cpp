#include "flow/optimize/wave_circuit.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "circuit/net_sources.h"
#include "support/diagnostic.h"

namespace pann::flow {

using circuit::NetId;
using circuit::Netlist;
using circuit::TruthTable;

namespace {

constexpr std::uint32_t kNoGate = ~std::uint32_t{0};

std::uint32_t pin_index(const circuit::NetlistCell& cell, const std::string& name) {
  for (std::uint32_t i = 0; i < cell.pins.size(); ++i) {
    if (cell.pins[i].name == name) return i;
  }
  return ~std::uint32_t{0};
}

NetId net_of(const circuit::NetlistCell& cell, std::uint32_t pin) {
  const bool is_there = pin < cell.pins.size() && !cell.pins[pin].bits.empty();
  return is_there ? cell.pins[pin].bits.front() : circuit::kNetZero;
}

/// Adds a toggle at the edge itself wherever the value differs from that of the cycle before.
Wave settled_wave(bool before, const std::vector<bool>& values) {
  Wave wave;
  wave.before = before;
  for (const bool value : values) {
    if (value != before) wave.times.push_back(0);
    before = value;
    wave.first.push_back(static_cast<std::uint32_t>(wave.times.size()));
  }
  return wave;
}

[[noreturn]] void fail_registers(const std::string& cell) {
  support::fail_input("optimize.registers",
                      "'" + cell + "' stores at the falling edge of the clock",
                      "optimize a design whose registers store at the rising edge");
}

}  // namespace

WaveCircuit::WaveCircuit(const Netlist& netlist, const circuit::CellFunctions& functions,
                         const sim::Schedule& schedule)
    : schedule_(schedule), cycles_(schedule.cycles()) {
  add_gates(netlist, functions);
  for (const sim::CycleFlags& flags : schedule.flags) counted_cycles_ += flags.counted ? 1 : 0;
  find_order();
  settle_sources(netlist);
  accepted_ = gates_;
}

void WaveCircuit::add_gates(const Netlist& netlist, const circuit::CellFunctions& functions) {
  for (std::uint32_t cell = 0; cell < netlist.cells.size(); ++cell) {
    const auto found = functions.find(netlist.cells[cell].type);
    if (found == functions.end()) continue;
    const circuit::CellFunction& function = found->second;
    const auto state = static_cast<std::uint32_t>(netlist.net_count + flip_flops_.size());
    if (function.flip_flop) {
      if (function.flip_flop->falling_edge || function.flip_flop->is_latch)
        fail_registers(netlist.cells[cell].name);
      flip_flops_.push_back({cell, state, &*function.flip_flop});
    }
    for (const auto& output : function.outputs) {
      const NetId net = net_of(netlist.cells[cell], pin_index(netlist.cells[cell], output.pin));
      if (circuit::is_constant_net(net)) continue;
      Gate gate{cell, net, &output.function, function.flip_flop.has_value(), {}};
      for (const std::string& name : output.function.inputs) {
        Input input{pin_index(netlist.cells[cell], name), state, {}};
        if (input.pin != Input::kState) input.line = net_of(netlist.cells[cell], input.pin);
        gate.inputs.push_back(input);
      }
      gates_.push_back(std::move(gate));
    }
  }
  const std::size_t lines = netlist.net_count + flip_flops_.size();
  gate_of_.assign(lines, kNoGate);
  for (std::uint32_t i = 0; i < gates_.size(); ++i) gate_of_[gates_[i].line] = i;
  waves_.resize(lines);
  tried_.resize(lines);
  is_changed_.assign(lines, false);
  is_fixed_.assign(lines, false);
  for (const circuit::NetlistPort& port : netlist.ports) {
    if (port.direction != generator::Direction::output) continue;
    for (const NetId net : port.bits) is_fixed_[net] = true;
  }
  for (const FlipFlop& flip_flop : flip_flops_) {
    for (const circuit::NetlistPin& pin : netlist.cells[flip_flop.cell].pins) {
      if (pin.direction != generator::Direction::input) continue;
      for (const NetId net : pin.bits) is_fixed_[net] = true;
    }
  }
}

/// Plays without delays, cycle by cycle: what the inputs and the stored bits are in each.
void WaveCircuit::settle_sources(const Netlist& netlist) {
  std::vector<bool> values(waves_.size(), false);
  values[circuit::kNetOne] = true;
  std::vector<std::vector<bool>> states(flip_flops_.size());
  const auto evaluate = [&values](const TruthTable& table, const auto& line_of) {
    std::uint32_t row = 0;
    for (std::size_t k = 0; k < table.inputs.size(); ++k) {
      row |= (values[line_of(k)] ? 1U : 0U) << k;
    }
    return !table.bits.empty() && circuit::value_at(table, row);
  };
  const auto settle = [&] {
    for (const std::uint32_t i : order_) {
      const Gate& gate = gates_[i];
      values[gate.line] =
          evaluate(*gate.table, [&gate](std::size_t k) { return gate.inputs[k].line; });
    }
  };
  const auto function_of = [&](const FlipFlop& flip_flop, const TruthTable& table) {
    const circuit::NetlistCell& cell = netlist.cells[flip_flop.cell];
    return evaluate(table, [&](std::size_t k) -> std::uint32_t {
      const std::uint32_t pin = pin_index(cell, table.inputs[k]);
      return pin == Input::kState ? flip_flop.line : net_of(cell, pin);
    });
  };
  const auto force = [&] {
    bool moved = false;
    for (const FlipFlop& flip_flop : flip_flops_) {
      const circuit::FlipFlopFunction& function = *flip_flop.function;
      const bool clears = function.clear && function_of(flip_flop, *function.clear);
      const bool presets = function.preset && function_of(flip_flop, *function.preset);
      if (!clears && !presets) continue;
      const bool value = presets && (function.preset_wins || !clears);
      moved = moved || values[flip_flop.line] != value;
      values[flip_flop.line] = value;
    }
    return moved;
  };
  const auto settle_all = [&] {
    settle();
    while (force()) settle();
  };
  settle_all();
  const std::vector<bool> start = values;
  std::map<NetId, std::vector<bool>> inputs;
  for (std::size_t cycle = 0; cycle < cycles_; ++cycle) {
    if (cycle > 0) {
      std::vector<bool> next;
      for (const FlipFlop& flip_flop : flip_flops_) {
        next.push_back(function_of(flip_flop, flip_flop.function->next));
      }
      for (std::size_t i = 0; i < next.size(); ++i) values[flip_flops_[i].line] = next[i];
    }
    for (const sim::PinSlot& slot : schedule_.inputs) {
      const circuit::NetlistPort* port = netlist.find_port(slot.port);
      for (std::size_t bit = 0; port != nullptr && bit < port->bits.size(); ++bit) {
        const std::uint64_t word = schedule_.input(cycle)[slot.first_word + bit / 64];
        values[port->bits[bit]] = ((word >> (bit % 64)) & 1U) != 0;
        inputs[port->bits[bit]].push_back(values[port->bits[bit]]);
      }
    }
    settle_all();
    for (std::size_t i = 0; i < states.size(); ++i)
      states[i].push_back(values[flip_flops_[i].line]);
  }
  for (std::uint32_t line = 0; line < waves_.size(); ++line) {
    waves_[line].before = start[line];
    waves_[line].first.assign(cycles_ + 1, 0);
  }
  for (const auto& [net, all] : inputs) waves_[net] = settled_wave(start[net], all);
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::uint32_t line = flip_flops_[i].line;
    waves_[line] = settled_wave(start[line], states[i]);
  }
}

void WaveCircuit::find_places(const Netlist& netlist, const std::vector<sim::PinDelay>& delays) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> gates_of_cell;
  for (std::uint32_t i = 0; i < gates_.size(); ++i) gates_of_cell[gates_[i].cell].push_back(i);
  for (const sim::PinDelay& delay : delays) {
    std::vector<DelayPlace> places;
    const circuit::NetlistCell& cell = netlist.cells[delay.cell];
    const std::uint32_t from = pin_index(cell, delay.from);
    const NetId to = net_of(cell, pin_index(cell, delay.to));
    for (const std::uint32_t i : gates_of_cell[delay.cell]) {
      if (gates_[i].line != to) continue;
      for (std::uint32_t k = 0; k < gates_[i].inputs.size(); ++k) {
        const std::uint32_t pin = gates_[i].inputs[k].pin;
        if (pin == from) {
          places.push_back(
              {i, k, delay.cause != sim::CauseEdge::rise, delay.cause != sim::CauseEdge::fall});
        } else if (pin == Input::kState) {
          // The stored bit moves the output with the clock, whichever way it goes.
          places.push_back({i, k});
        }
      }
    }
    places_.push_back(std::move(places));
  }
}

/// The nets on the pins and the delays, into gates_.
void WaveCircuit::take_over(const Netlist& netlist, const std::vector<sim::PinDelay>& delays) {
  for (Gate& gate : gates_) {
    for (Input& input : gate.inputs) {
      input.after = {};
      if (input.pin != Input::kState) input.line = net_of(netlist.cells[gate.cell], input.pin);
    }
  }
  const auto shorter = [](std::uint32_t& known, std::uint64_t delay) {
    if (delay != sim::PinDelay::kNone) known = std::min(known, static_cast<std::uint32_t>(delay));
  };
  for (std::size_t i = 0; i < delays.size(); ++i) {
    for (const DelayPlace& place : places_[i]) {
      Input& input = gates_[place.gate].inputs[place.input];
      for (const bool rose : {false, true}) {
        if (rose ? !place.rise : !place.fall) continue;
        shorter(input.after[rose ? 1 : 0].rise, delays[i].rise_fs);
        shorter(input.after[rose ? 1 : 0].fall, delays[i].fall_fs);
      }
    }
  }
}

/// Gates after those that drive them; false for a loop.
bool WaveCircuit::find_order() {
  std::vector<std::uint32_t> missing(gates_.size(), 0);
  std::vector<std::vector<std::uint32_t>> readers(gates_.size());
  order_.clear();
  for (std::uint32_t i = 0; i < gates_.size(); ++i) {
    for (const Input& input : gates_[i].inputs) {
      const std::uint32_t driver = gate_of_[input.line];
      if (driver == kNoGate) continue;
      readers[driver].push_back(i);
      ++missing[i];
    }
    if (missing[i] == 0) order_.push_back(i);
  }
  for (std::size_t at = 0; at < order_.size(); ++at) {
    for (const std::uint32_t reader : readers[order_[at]]) {
      if (--missing[reader] == 0) order_.push_back(reader);
    }
  }
  return order_.size() == gates_.size();
}

void WaveCircuit::play_changed() {
  for (const NetId net : changed_) is_changed_[net] = false;
  changed_.clear();
  std::vector<WaveInput> inputs;
  for (const std::uint32_t i : order_) {
    const Gate& gate = gates_[i];
    const bool is_touched =
        is_first_ || gate.inputs != accepted_[i].inputs ||
        std::any_of(gate.inputs.begin(), gate.inputs.end(),
                    [this](const Input& input) { return is_changed_[input.line]; });
    if (!is_touched) continue;
    inputs.clear();
    for (const Input& input : gate.inputs) inputs.push_back({&wave(input.line), input.after});
    play_gate(*gate.table, inputs, cycles_, tried_[gate.line]);
    if (tried_[gate.line] == waves_[gate.line]) continue;
    is_changed_[gate.line] = true;
    changed_.push_back(gate.line);
  }
}

bool WaveCircuit::keeps_results() const {
  return std::all_of(changed_.begin(), changed_.end(), [this](NetId net) {
    if (!is_fixed_[net]) return true;
    const auto& now = tried_[net];
    const auto& known = waves_[net];
    for (std::size_t cycle = 0; cycle < cycles_; ++cycle) {
      if (now.settled(cycle) != known.settled(cycle)) return false;
    }
    return true;
  });
}

bool WaveCircuit::play(const Netlist& netlist, const std::vector<sim::PinDelay>& delays) {
  if (is_first_) find_places(netlist, delays);
  take_over(netlist, delays);
  if (!find_order()) return false;
  play_changed();
  return is_first_ || keeps_results();
}

void WaveCircuit::accept() {
  for (const NetId net : changed_) {
    std::swap(waves_[net], tried_[net]);
    is_changed_[net] = false;
  }
  changed_.clear();
  accepted_ = gates_;
  is_first_ = false;
}

std::uint64_t WaveCircuit::toggles(NetId net) const {
  const Wave& one = wave(net);
  const std::uint32_t gate = gate_of_[net];
  const bool is_register = gate != kNoGate && gates_[gate].is_register;
  std::uint64_t count = 0;
  for (std::size_t cycle = 0; cycle < cycles_; ++cycle) {
    const sim::CycleFlags& flags = schedule_.flags[cycle];
    if (flags.counted || (is_register && flags.registers_counted)) {
      count += one.first[cycle + 1] - one.first[cycle];
    }
  }
  return count;
}

double WaveCircuit::high(NetId net) const {
  const Wave& one = wave(net);
  std::uint64_t high = 0;
  for (std::size_t cycle = 0; cycle < cycles_; ++cycle) {
    high += schedule_.flags[cycle].counted && one.settled(cycle) ? 1 : 0;
  }
  return static_cast<double>(high) / static_cast<double>(counted_cycles_);
}

}  // namespace pann::flow
