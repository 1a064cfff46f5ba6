#pragma once

#include <cstdint>
#include <vector>

#include <hwy/aligned_allocator.h>

#include "tb/engine/kernels.h"
#include "tb/engine/lane_plan.h"
#include "tb/engine/packed_pins.h"
#include "tb/engine/program.h"
#include "tb/engine/simulation.h"
#include "tb/stimulus/schedule.h"

namespace pann::tb {

/// Toggles and levels of one counter, all lanes together.
struct CounterSum {
  std::uint64_t toggles = 0;
  std::int64_t balance = 0;  ///< Rises minus falls.
  std::uint64_t ones = 0;    ///< Counted cycles at 1.

  CounterSum& operator+=(const CounterSum& other);
};

/// What playing lane groups gave.
struct PlayResult {
  std::vector<CounterSum> counters;
  std::uint64_t mismatches = 0;
  std::vector<Mismatch> first_mismatches;  ///< In order of cycle and port.
  std::vector<std::size_t> unknown_at;     ///< By condition: first cycle that breaks it, or kNever.

  static constexpr std::size_t kNever = ~std::size_t{0};

  void merge(const PlayResult& other);
};

/// What is played, for all groups.
struct PlayJob {
  const Program& program;
  const Schedule& schedule;
  const std::vector<PinMap>& inputs;
  const std::vector<PinMap>& outputs;
  const Kernels& kernels;
  bool levels = true;
  /// By counter: what a change adds to the sum of its cycle; empty: no sums are kept.
  const std::vector<std::uint32_t>* weights = nullptr;
  std::vector<std::uint64_t>* sums = nullptr;  ///< By cycle of the schedule; with `weights`.
};

/// Plays lane groups one after the other in memory of its own; nothing is allocated in the loop
/// over blocks.
class Player {
 public:
  explicit Player(const PlayJob& job);

  /// Plays a group and adds what it counts.
  void play(const LaneGroup& group);

  PlayResult finish() const;

 private:
  using Words = hwy::AlignedFreeUniquePtr<std::uint64_t[]>;

  std::uint64_t* slot(std::uint32_t index) { return slots_.get() + index * kSlotWords; }

  void begin_group(const LaneGroup& group);
  void load_inputs(const LaneGroup& group, std::size_t block);
  void evaluate(const LaneGroup& group, bool uniform);
  void evaluate_stateful(bool first_block);
  void count(const std::vector<CountedSlot>& counted, std::size_t first, std::size_t count,
             bool uniform, const LaneGroup& group, const CountMasks& masks);
  void add_balance(const LaneGroup& group, bool entering);
  void add_changes(const CountedSlot* slots, std::size_t number, bool uniform,
                   const LaneGroup& group, const CountMasks& masks);
  void write_sums(const LaneGroup& group, std::size_t block, bool uniform);
  void check_conditions(const LaneGroup& group, std::size_t block);
  void compare(const LaneGroup& group, std::size_t block, bool uniform);
  void compare_pack(const LaneGroup& group, std::size_t index, std::size_t block,
                    std::array<LaneWord, kSteps>& wrong);
  void keep_mismatches(const LaneGroup& group, std::size_t block, bool uniform,
                       const std::array<LaneWord, kSteps>& wrong);
  void keep_mismatch(const LaneGroup& group, std::size_t block, std::size_t step, std::size_t lane);

  const PlayJob& job_;
  PackedPins inputs_;
  PackedPins outputs_;
  std::array<BitMatrix, kSteps> matrices_{};
  Words slots_;
  Words next_;  ///< By state: next value at the end of the block before.
  Words previous_;
  Words toggles_;
  Words balance_;
  Words ones_;
  Words planes_;  ///< Bit-sliced sums of the block's cycles.
  BlockMasks masks_;
  PlayResult result_;
};

}  // namespace pann::tb
