#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/program/small_table.h"

namespace pann::sim {

/// Geometry of a block: each slot holds the values of one node in kSteps consecutive cycles of
/// 64 * kLaneWords independent lanes, cycle by cycle.
inline constexpr std::size_t kLaneWords = 8;
inline constexpr std::size_t kLanes = 64 * kLaneWords;
inline constexpr std::size_t kSteps = 8;
inline constexpr std::size_t kSlotWords = kLaneWords * kSteps;

using LaneWord = std::array<std::uint64_t, kLaneWords>;

/// One evaluation: slots of the result and of up to three operands (unused ones repeat the first).
struct Operation {
  std::uint32_t result = 0;
  std::array<std::uint32_t, 3> operands{};
  std::uint32_t counter = 0;  ///< Where the result's changes are counted.
};

/// A slot whose changes are counted, and where.
struct CountedSlot {
  std::uint32_t slot = 0;
  std::uint32_t counter = 0;
};

/// Which changes and levels of a block count, one bit a lane.
struct CountMasks {
  std::array<LaneWord, kSteps> toggles{};  ///< The change from the cycle before.
  std::array<LaneWord, kSteps> levels{};   ///< The cycle's time at 1.
};

/// Sums over the blocks, kLaneWords partial sums a counter.
struct CounterArrays {
  std::uint64_t* previous = nullptr;  ///< Value in the last cycle of the block before.
  std::uint64_t* toggles = nullptr;
  std::uint64_t* balance = nullptr;  ///< Rises minus falls, modulo 2^64.
  std::uint64_t* ones = nullptr;     ///< Cycles at 1; null: not wanted.
};

/// Tables in which the operands may be permuted until the table is the smallest; of these every
/// function has exactly one.
inline constexpr std::size_t kTables = 128;

struct CanonicalTable {
  std::uint8_t table = 0;
  std::array<std::uint8_t, 3> order{};  ///< Operand k of the canonical table is operand order[k].
};

constexpr std::uint8_t permuted_table(std::uint8_t table,
                                      const std::array<std::uint8_t, 3>& order) {
  unsigned result = 0;
  for (unsigned row = 0; row < 8; ++row) {
    unsigned source = 0;
    for (unsigned k = 0; k < 3; ++k) source |= ((row >> k) & 1U) << order[k];
    result |= ((static_cast<unsigned>(table) >> source) & 1U) << row;
  }
  return static_cast<std::uint8_t>(result);
}

constexpr CanonicalTable canonical_table(std::uint8_t table) {
  constexpr std::array<std::array<std::uint8_t, 3>, 6> kOrders{
      {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
  CanonicalTable best{table, kOrders[0]};
  for (const auto& order : kOrders) {
    const std::uint8_t candidate = permuted_table(table, order);
    if (candidate < best.table) best = {candidate, order};
  }
  return best;
}

/// The inner loops, compiled for each instruction set.
struct Kernels {
  using Evaluate = void (*)(const Operation* operations, std::size_t count, std::uint64_t* slots);
  using EvaluateStep = void (*)(const Operation* operations, std::size_t count,
                                std::uint64_t* slots, std::size_t step);

  using EvaluateAndCount = void (*)(const Operation* operations, std::size_t count,
                                    std::uint64_t* slots, const CounterArrays& counters,
                                    const LaneWord& lanes);
  using Count = void (*)(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                         const CounterArrays& counters, const LaneWord& lanes);

  const char* name = "";
  std::array<Evaluate, kTables> block{};  ///< By canonical table: all steps.
  /// As `block` and then `count_all` of the results, without another look at them.
  std::array<EvaluateAndCount, kTables> counted_block{};
  std::array<EvaluateStep, kTables> step{};  ///< One step.
  /// Every change of every lane in `lanes` counts, and every step's level.
  Count count_all = nullptr;
  /// As count_all, but step 0 only sets the scene: what it holds is where the counting begins, also
  /// for the balance.
  Count count_from_first = nullptr;
  /// Adds weights[counter] to the bit-sliced sums of every lane and step in which a slot's masked
  /// change is 1; plane k of `planes` (kSlotWords words each) holds bit k of the sums.
  void (*add_changes)(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                      const std::uint64_t* previous, const std::uint32_t* weights,
                      const CountMasks& masks, std::uint64_t* planes) = nullptr;
  /// Adds to `sums` (kLaneWords a counter) the ones within each of `planes` masks of kSlotWords
  /// words, those of mask k with the weight 2^k.
  void (*count_weighted)(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                         const std::uint64_t* masks, std::size_t planes,
                         std::uint64_t* sums) = nullptr;
  /// 64 rows of 64 bits: exchanges rows and columns.
  void (*transpose)(std::uint64_t* matrix) = nullptr;
  /// Adds the ones that the first `count` counters hold in `lanes` to the balance, times `factor`
  /// (1 or -1).
  void (*add_balance)(std::size_t count, const CounterArrays& counters, const LaneWord& lanes,
                      std::int64_t factor) = nullptr;
  /// Sets in `wrong` (kSlotWords words) the lanes and steps in which two values differ; `flip` is
  /// all ones where `actual` is the complement.
  void (*compare)(const std::uint64_t* actual, const std::uint64_t* expected, std::uint64_t flip,
                  std::uint64_t* wrong) = nullptr;
  /// Changes count as the masks say.
  void (*count_masked)(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                       const CounterArrays& counters, const CountMasks& masks) = nullptr;
};

/// The kernels of the best instruction set that this machine has.
const Kernels& best_kernels();

/// The kernels of every instruction set that this machine has, best first.
std::vector<const Kernels*> all_kernels();

}  // namespace pann::sim
