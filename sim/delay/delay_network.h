#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/delay/delay_engine.h"

namespace pann::sim {

/// 0 or 1; no character type, which could stand for any other in memory.
using NetValue = std::uint32_t;

/// One output of a cell, as it is while a cycle is played.
struct DelayGate {
  static constexpr std::uint32_t kNoDelay = ~std::uint32_t{0};
  static constexpr unsigned kNarrow = 6;  ///< Inputs whose table fits into one word.

  std::uint64_t table = 0;  ///< The function's values; of wide gates, where they begin.
  std::uint32_t row = 0;    ///< Bit k: input k.
  std::uint32_t net = 0;
  std::uint32_t first_reader = 0;  ///< Of its net, in DelayNetwork::readers.
  std::uint32_t last_reader = 0;
  /// Shortest delays over the inputs that have just changed.
  std::uint32_t rise = kNoDelay;
  std::uint32_t fall = kNoDelay;
  bool wanted = false;  ///< What the inputs ask for; the net follows after the delay.
  bool value = false;   ///< Of the net.
  bool is_wide = false;
  bool is_dirty = false;     ///< An input has changed at the present time.
  bool is_register = false;  ///< Its net counts the storing edge that ends a stream.
  bool is_reset = false;     ///< Its net clears, presets or clocks flip-flops.
};

/// Delays to the rise and the fall of an output.
struct DelayPair {
  std::uint32_t rise = DelayGate::kNoDelay;
  std::uint32_t fall = DelayGate::kNoDelay;
};

/// A gate that a net leads to: which of its inputs (0: none, the net only causes edges), and the
/// delays from there.
struct DelayReader {
  std::uint32_t gate = 0;
  std::uint32_t mask = 0;
  std::array<DelayPair, 2> after{};  ///< The net's fall, its rise.
};

/// A function of nets, evaluated where it is needed.
struct NetFunction {
  std::vector<circuit::NetId> inputs;
  std::vector<std::uint64_t> bits;  ///< As TruthTable::bits; empty: always 0.

  bool at(std::span<const NetValue> values) const;
};

/// A stored bit; it has a net number of its own behind those of the netlist.
struct DelayFlipFlop {
  circuit::NetId state = 0;
  NetFunction next;
  NetFunction clear;
  NetFunction preset;
  bool preset_wins = false;
  bool falling = false;          ///< Stores where the clock port falls.
  std::uint32_t first_wake = 0;  ///< In DelayNetwork::wakes: its outputs, from the clock pin.
  std::uint32_t last_wake = 0;
  bool is_gated = false;   ///< Its clock is a net of gates: it stores when that arrives.
  bool pin_falls = false;  ///< And falls.
  std::string label{};     ///< Where gated: a name for messages.

  /// Whether clear or preset holds it, and at what.
  bool is_forced(std::span<const NetValue> values, bool& forced) const;
};

/// A list of items for each net, one after the other.
template <class Item>
struct NetLists {
  std::vector<std::uint32_t> first;  ///< By net, and one more.
  std::vector<Item> items;

  std::span<const Item> of(circuit::NetId net) const {
    return {items.data() + first[net], items.data() + first[net + 1]};
  }
};

/// A netlist as the delay engine plays it.
struct DelayNetwork {
  circuit::NetId nets = 0;  ///< Of the netlist; numbers from there on are stored bits and the far
                            ///< ends of wires with delays.
  std::vector<DelayGate> gates;          ///< At rest with all inputs and stored bits 0.
  std::vector<NetValue> values;          ///< By net, stored bits behind them; likewise.
  std::vector<std::uint64_t> wide;       ///< Tables of gates with more than kNarrow inputs.
  NetLists<DelayReader> readers;         ///< By net and stored bit.
  NetLists<std::uint32_t> asynchronous;  ///< By net: flip-flops that it clears or presets.
  NetLists<std::uint32_t> gated;         ///< By net: flip-flops that it clocks.
  /// Those of an ungated clock, where something reads them.
  std::vector<circuit::NetId> clock_nets;
  std::vector<DelayFlipFlop> flip_flops;
  std::vector<DelayReader> wakes;
  std::vector<circuit::NetlistPort> ports;
  std::vector<circuit::NetId> net_of_wire;  ///< Of each far end, the last numbers, the net.
  std::uint32_t longest_delay = 0;
  bool has_falling = false;  ///< A flip-flop or latch stores where the clock port falls, or one
                             ///< is open until it rises.
  bool half_cycles = false;  ///< A flip-flop stores where the clock port falls.

  /// Whether the number is one of the netlist's nets.
  bool is_net(circuit::NetId net) const { return net < nets; }
  /// The netlist's net that a far end belongs to; any other number itself.
  circuit::NetId electrical(circuit::NetId net) const {
    const auto first = static_cast<circuit::NetId>(values.size() - net_of_wire.size());
    return net < first ? net : net_of_wire[net - first];
  }
  bool value_of(const DelayGate& gate) const {
    if (!gate.is_wide) return ((gate.table >> gate.row) & 1U) != 0;
    return ((wide[gate.table + gate.row / 64] >> (gate.row % 64)) & 1U) != 0;
  }
};

DelayNetwork build_delay_network(const circuit::Netlist& netlist,
                                 const circuit::CellFunctions& functions,
                                 const NetlistDelays& delays,
                                 const std::vector<std::string>& registers);

}  // namespace pann::sim
