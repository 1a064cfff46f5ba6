#pragma once

#include <cstdint>
#include <vector>

#include "sim/native/checkpoints.h"
#include "sim/native/lane_plan.h"
#include "sim/native/pin_map.h"
#include "sim/native/prepared_schedule.h"
#include "sim/program/kernels.h"
#include "sim/program/program.h"
#include "sim/program/scratch_words.h"
#include "sim/schedule.h"
#include "sim/simulation.h"

namespace pann::sim {

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
  const PreparedSchedule& prepared;
  const std::vector<PinMap>& inputs;
  const std::vector<PinMap>& outputs;  ///< Compared; none: nothing is.
  const Kernels& kernels;
  bool levels = true;
  /// By counter: what a change adds to the sum of its cycle; empty: no sums are kept.
  const std::vector<std::uint32_t>* weights = nullptr;
  std::vector<std::uint64_t>* sums = nullptr;  ///< By cycle of the schedule; with `weights`.

  bool has_state() const { return !program.states.empty(); }
  const Schedule& schedule() const { return prepared.schedule(); }
};

/// Plays lane groups one after the other in memory of its own; nothing is allocated in the loop
/// over blocks.
class Player {
 public:
  explicit Player(const PlayJob& job);

  /// Plays a group of the prepared schedule and adds what it counts; `initial`: as
  /// find_initial_states gives it.
  void play(std::size_t group, const InitialStates& initial);

  PlayResult finish() const;

 private:
  std::uint64_t* slot(std::uint32_t index) { return slots_.get() + index * kSlotWords; }

  /// The block that is being played.
  struct Block {
    const LaneGroup& group;
    std::size_t group_index = 0;
    std::size_t index = 0;
    bool uniform = false;  ///< LaneGroup::is_uniform.

    /// Whether step 0 only sets the scene for the others.
    bool begins_uniform() const { return uniform && index == 0; }
  };

  void begin_group();
  void load_inputs(const Block& block);
  void evaluate(const Block& block);
  void evaluate_stateful(const Block& block, const InitialStates& initial);
  void count(const std::vector<CountedSlot>& counted, std::size_t first, std::size_t count,
             const Block& block, const CountMasks& masks);
  CounterArrays counters();
  void add_balance(const LaneGroup& group, bool entering);
  void add_changes(const CountedSlot* slots, std::size_t number, const Block& block,
                   const CountMasks& masks);
  void write_sums(const Block& block);
  void check_conditions(const Block& block);
  void compare(const Block& block);
  void keep_mismatches(const Block& block);
  void keep_mismatch(const Block& block, std::size_t step, std::size_t lane);

  const PlayJob& job_;
  const LaneBits& inputs_;
  std::vector<std::int64_t> input_slots_;  ///< By bit of the inputs; -1: not read.
  std::vector<SlotLiteral> compared_;      ///< By bit of the outputs.
  ScratchWords slots_;
  ScratchWords next_;  ///< By state: next value at the end of the block before.
  ScratchWords previous_;
  ScratchWords toggles_;
  ScratchWords balance_;
  ScratchWords ones_;
  ScratchWords planes_;  ///< Bit-sliced sums of the block's cycles.
  ScratchWords wrong_;   ///< Lanes and steps of the block in which an output is wrong.
  BlockMasks masks_;
  PlayResult result_;
};

}  // namespace pann::sim
