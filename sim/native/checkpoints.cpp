#include "sim/native/checkpoints.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>

#include <hwy/aligned_allocator.h>

#include "support/cancellation.h"

namespace pann::sim {

namespace {

/// Cycles whose stateless logic is evaluated together: bit b of word w of a slot is cycle 64 w + b.
constexpr std::size_t kChunk = 64 * kSlotWords;

/// A function of the stateful part, by its truth table.
struct BitOperation {
  std::uint8_t table = 0;
  Operation slots;
};

/// Plays one stream after the other, a cycle at a time.
class StateWalk {
 public:
  StateWalk(const Program& program, const Schedule& schedule, const std::vector<PinMap>& inputs,
            const Kernels& kernels)
      : program_(program),
        schedule_(schedule),
        inputs_(inputs),
        kernels_(kernels),
        slots_(hwy::AllocateAligned<std::uint64_t>(program.slots * kSlotWords)),
        bits_(program.slots, 0),
        stored_(program.states.size(), 0) {
    std::fill_n(slots_.get(), program.slots * kSlotWords, 0);
    find_operations();
    find_boundary();
  }

  /// Plays cycles [first, last] of a stream from its beginning; `on_cycle` hears of every cycle,
  /// with the stored bits in it.
  template <class OnCycle>
  void play(std::size_t first, std::size_t last, const OnCycle& on_cycle) {
    std::fill(stored_.begin(), stored_.end(), 0);
    for (std::size_t chunk = first; chunk <= last; chunk += kChunk) {
      support::check_cancelled();
      const std::size_t cycles = std::min(kChunk, last + 1 - chunk);
      evaluate_stateless(chunk, cycles);
      for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
        on_cycle(chunk + cycle, stored_);
        step(cycle);
      }
    }
  }

 private:
  void find_operations() {
    for (const Run& run : program_.stateful) {
      for (std::uint32_t i = 0; i < run.count; ++i) {
        operations_.push_back(
            {static_cast<std::uint8_t>(2 * run.table), program_.operations[run.first + i]});
      }
    }
  }
  /// Slots that the stateful part reads and does not write.
  void find_boundary() {
    std::set<std::uint32_t> read;
    for (const BitOperation& operation : operations_) {
      read.insert(operation.slots.operands.begin(), operation.slots.operands.end());
    }
    for (const StateSlot& state : program_.states) read.insert(state.next.slot);
    for (const BitOperation& operation : operations_) read.erase(operation.slots.result);
    for (const StateSlot& state : program_.states) read.erase(state.slot);
    boundary_.assign(read.begin(), read.end());
  }

  void evaluate_stateless(std::size_t first, std::size_t cycles) {
    for (const PinMap& pin : inputs_) load(pin, first, cycles);
    for (const Run& run : program_.stateless) {
      kernels_.block[run.table](program_.operations.data() + run.first, run.count, slots_.get());
    }
  }
  void load(const PinMap& pin, std::size_t first, std::size_t cycles) {
    for (std::size_t bit = 0; bit < pin.bits.size(); bit += 64) {
      for (std::size_t at = 0; at < cycles; at += 64) {
        std::array<std::uint64_t, 64> matrix{};
        for (std::size_t row = 0; row < 64 && at + row < cycles; ++row) {
          matrix[row] = schedule_.input(first + at + row)[pin.pin.first_word + bit / 64];
        }
        kernels_.transpose(matrix.data());
        for (std::size_t i = 0; i < 64 && bit + i < pin.bits.size(); ++i) {
          if (pin.bits[bit + i] < 0) continue;
          const std::uint32_t slot = program_.inputs[static_cast<std::size_t>(pin.bits[bit + i])];
          slots_[slot * kSlotWords + at / 64] = matrix[i];
        }
      }
    }
  }

  void step(std::size_t cycle) {
    for (const std::uint32_t slot : boundary_) {
      bits_[slot] = (slots_[slot * kSlotWords + cycle / 64] >> (cycle % 64)) & 1U;
    }
    for (std::size_t i = 0; i < stored_.size(); ++i) bits_[program_.states[i].slot] = stored_[i];
    for (const BitOperation& operation : operations_) {
      const auto& operands = operation.slots.operands;
      const unsigned row =
          bits_[operands[0]] | (bits_[operands[1]] << 1U) | (bits_[operands[2]] << 2U);
      bits_[operation.slots.result] = (operation.table >> row) & 1U;
    }
    for (std::size_t i = 0; i < stored_.size(); ++i) {
      const SlotLiteral& next = program_.states[i].next;
      stored_[i] = bits_[next.slot] ^ static_cast<std::uint8_t>(next.inverted);
    }
  }

  const Program& program_;
  const Schedule& schedule_;
  const std::vector<PinMap>& inputs_;
  const Kernels& kernels_;
  hwy::AlignedFreeUniquePtr<std::uint64_t[]> slots_;
  std::vector<std::uint8_t> bits_;    ///< By slot, in the cycle that is played.
  std::vector<std::uint8_t> stored_;  ///< By state.
  std::vector<BitOperation> operations_;
  std::vector<std::uint32_t> boundary_;
};

/// Where the stored bits of a cycle are wanted.
struct Place {
  std::size_t group = 0;
  std::size_t lane = 0;
};

/// The first cycles of pieces that begin within a stream.
std::map<std::size_t, Place> wanted_cycles(const std::vector<LaneGroup>& groups) {
  std::map<std::size_t, Place> wanted;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    const std::vector<Lane>& lanes = groups[group].lanes;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      if (lanes[lane].repeats) wanted[lanes[lane].first] = {group, lane};
    }
  }
  return wanted;
}

}  // namespace

std::vector<InitialStates> find_initial_states(const Program& program, const Schedule& schedule,
                                               const std::vector<PinMap>& inputs,
                                               const std::vector<LaneGroup>& groups,
                                               const Kernels& kernels) {
  std::vector<InitialStates> initial(groups.size());
  if (program.states.empty()) return initial;
  const std::map<std::size_t, Place> wanted = wanted_cycles(groups);
  if (wanted.empty()) return initial;
  StateWalk walk(program, schedule, inputs, kernels);
  const auto keep = [&](std::size_t cycle, const std::vector<std::uint8_t>& stored) {
    const auto found = wanted.find(cycle);
    if (found == wanted.end()) return;
    InitialStates& words = initial[found->second.group];
    words.resize(program.states.size() * kLaneWords, 0);
    const std::size_t lane = found->second.lane;
    for (std::size_t i = 0; i < stored.size(); ++i) {
      words[i * kLaneWords + lane / 64] |= std::uint64_t{stored[i]} << (lane % 64);
    }
  };
  for (const StreamSpan& stream : schedule.streams) {
    if (stream.cycles == 0) continue;
    const auto after = wanted.lower_bound(stream.first_cycle + stream.cycles);
    if (after == wanted.begin() || std::prev(after)->first < stream.first_cycle) continue;
    walk.play(stream.first_cycle, std::prev(after)->first, keep);
  }
  return initial;
}

}  // namespace pann::sim
