#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/program/kernels.h"
#include "sim/schedule.h"

namespace pann::sim {

/// What one lane plays: consecutive cycles of the schedule.
struct Lane {
  std::size_t first = 0;  ///< Cycle of the schedule at step 0.
  std::size_t cycles = 0;
  bool repeats =
      false;  ///< The first cycle belongs to another lane, too; here it only sets the scene.
};

/// Which of the steps that all lanes count are sampled.
enum class Sampled : std::uint8_t { never, sometimes, always };

/// Lanes that are played together, all beginning at step 0.
struct LaneGroup {
  std::vector<Lane> lanes;       ///< 1 to kLanes.
  std::size_t steps = 0;         ///< Longest lane.
  std::size_t uniform_from = 0;  ///< Every lane counts all of the steps [uniform_from, uniform_to).
  std::size_t uniform_to = 0;
  bool silent_start = false;         ///< No lane counts step 0, neither its change nor its levels.
  Sampled sampled = Sampled::never;  ///< Within the uniform steps.
  LaneWord mask{};                   ///< The lanes in use.

  std::size_t blocks() const { return (steps + kSteps - 1) / kSteps; }
  /// Whether every lane counts all steps of a block, of the first block all but step 0.
  bool is_uniform(std::size_t block) const {
    const bool begins =
        block == 0 ? silent_start && uniform_from <= 1 : block * kSteps >= uniform_from;
    return begins && (block + 1) * kSteps <= uniform_to;
  }
};

/// Consecutive cycles with the same flags.
struct FlagRun {
  std::size_t first = 0;
  std::size_t end = 0;
  CycleFlags flags;
};

/// The flags of a schedule, run by run.
std::vector<FlagRun> flag_runs(const Schedule& schedule);

/// Distributes a schedule over lanes. Without stored bits lanes are pieces of the whole sequence,
/// each beginning with the last cycle of the one before, so that the change into every cycle is
/// seen by exactly one lane. With stored bits a lane is a stream, and streams of like length share
/// a group; streams so long that most lanes would rest are cut into pieces as well, whose stored
/// bits at the beginning have to be found first (sim/native/checkpoints.h).
std::vector<LaneGroup> plan_lanes(const Schedule& schedule, const std::vector<FlagRun>& runs,
                                  bool has_state);

/// The masks of one block for logic and for registers (which count one edge more).
struct BlockMasks {
  CountMasks logic;
  CountMasks registers;
  CountMasks samples;  ///< `toggles`: lanes whose outputs are compared.
};

BlockMasks make_masks(const Schedule& schedule, const LaneGroup& group, std::size_t block);

}  // namespace pann::sim
