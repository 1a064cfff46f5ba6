#include "sim/native/reset_check.h"

#include <cstdint>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::sim {

namespace {

/// A value with the ways it can turn out: bit 0 "may be 0", bit 1 "may be 1".
using Ternary = std::uint8_t;
constexpr Ternary kZero = 1;
constexpr Ternary kOne = 2;
constexpr Ternary kEither = 3;

Ternary inverted(Ternary value) {
  return static_cast<Ternary>(((value & kZero) << 1U) | (value >> 1U));
}

Ternary evaluate(const LogicNode& node, const std::vector<Ternary>& values) {
  Ternary result = 0;
  for (unsigned row = 0; row < (1U << node.arity); ++row) {
    bool possible = true;
    for (std::size_t k = 0; k < node.arity; ++k) {
      const Ternary needed = ((row >> k) & 1U) != 0 ? kOne : kZero;
      possible = possible && (values[node.fanins[k]] & needed) != 0;
    }
    if (possible) result |= ((node.table >> row) & 1U) != 0 ? kOne : kZero;
  }
  return result;
}

class ResetCheck {
 public:
  ResetCheck(const CompiledDesign& design, const Schedule& schedule,
             const std::vector<PinMap>& inputs)
      : design_(design),
        schedule_(schedule),
        inputs_(inputs),
        values_(design.network.size(), kZero) {}

  /// The cycles of a stream before the first that counts; at least one.
  std::span<const std::uint64_t> prefix(const StreamSpan& stream) const {
    std::size_t cycles = 1;
    while (cycles < stream.cycles && !counts(stream.first_cycle + cycles)) ++cycles;
    return std::span(schedule_.values)
        .subspan(stream.first_cycle * schedule_.input_words, cycles * schedule_.input_words);
  }

  void check(const StreamSpan& stream) {
    std::vector<Ternary> stored(design_.states.size(), kEither);
    const std::size_t cycles =
        schedule_.input_words == 0 ? 1 : prefix(stream).size() / schedule_.input_words;
    for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
      settle(stream.first_cycle + cycle, stored);
      if (cycle + 1 < cycles) store(stored);
    }
    tell_unknown(stream);
  }

 private:
  bool counts(std::size_t cycle) const {
    const CycleFlags& flags = schedule_.flags[cycle];
    return flags.counted || flags.registers_counted || flags.sampled;
  }

  void settle(std::size_t cycle, const std::vector<Ternary>& stored) {
    for (const PinMap& pin : inputs_) {
      for (std::size_t bit = 0; bit < pin.bits.size(); ++bit) {
        if (pin.bits[bit] < 0) continue;
        const std::uint64_t word = schedule_.input(cycle)[pin.pin.first_word + bit / 64];
        const NodeId node = design_.input_nodes[static_cast<std::size_t>(pin.bits[bit])];
        values_[node] = ((word >> (bit % 64)) & 1U) != 0 ? kOne : kZero;
      }
    }
    for (std::size_t i = 0; i < stored.size(); ++i) values_[design_.states[i].source] = stored[i];
    const std::vector<LogicNode>& nodes = design_.network.nodes();
    for (NodeId id = 0; id < nodes.size(); ++id) {
      if (nodes[id].arity > 0) values_[id] = evaluate(nodes[id], values_);
    }
  }
  void store(std::vector<Ternary>& stored) const {
    for (std::size_t i = 0; i < stored.size(); ++i) {
      const Literal next = design_.states[i].next;
      stored[i] = next.inverted ? inverted(values_[next.node]) : values_[next.node];
    }
  }

  void tell_unknown(const StreamSpan& stream) const {
    constexpr std::size_t kShown = 5;
    std::string names;
    std::size_t count = 0;
    for (const StateBit& state : design_.states) {
      if (values_[state.visible.node] != kEither) continue;
      if (count++ >= kShown) continue;
      names += fmt::format("{}'{}'", names.empty() ? "" : ", ", state.label);
    }
    if (count == 0) return;
    support::fail_input(
        "engine.reset",
        fmt::format(
            "{} register bits are not reset when the stream of cycle {} begins to count: {}{}",
            count, stream.first_cycle, names, count > kShown ? ", ..." : ""),
        "reset every register, or use --engine verilator, which starts each stream where the last "
        "one "
        "ended");
  }

  const CompiledDesign& design_;
  const Schedule& schedule_;
  const std::vector<PinMap>& inputs_;
  std::vector<Ternary> values_;
};

}  // namespace

void check_reset(const CompiledDesign& design, const Schedule& schedule,
                 const std::vector<PinMap>& inputs) {
  if (design.states.empty()) return;
  ResetCheck check(design, schedule, inputs);
  std::set<std::vector<std::uint64_t>> known;
  for (const StreamSpan& stream : schedule.streams) {
    if (stream.cycles == 0) continue;
    const auto prefix = check.prefix(stream);
    if (known.insert({prefix.begin(), prefix.end()}).second) check.check(stream);
  }
}

}  // namespace pann::sim
