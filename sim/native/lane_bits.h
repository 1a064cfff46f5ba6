#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <hwy/aligned_allocator.h>

#include "sim/native/lane_plan.h"
#include "sim/program/kernels.h"
#include "sim/schedule.h"

namespace pann::sim {

/// The values of a schedule's pins, bit by bit in all lanes and steps of a block, as the engine's
/// slots hold them. Made once, read by every design that is played.
class LaneBits {
 public:
  LaneBits() = default;

  /// `words`: of the whole schedule, `stride` a cycle. Bits count through the pins in their order,
  /// each from its lowest.
  LaneBits(const std::vector<PinSlot>& pins, std::span<const std::uint64_t> words,
           std::size_t stride, const std::vector<LaneGroup>& groups, const Kernels& kernels);

  std::size_t bits() const { return bits_; }

  /// kSlotWords words; lanes that have ended hold their last cycle, lanes not in use 0.
  const std::uint64_t* at(std::size_t group, std::size_t block, std::size_t bit) const {
    return planes_.get() + ((first_block_[group] + block) * bits_ + bit) * kSlotWords;
  }

 private:
  std::size_t bits_ = 0;
  std::vector<std::size_t> first_block_;  ///< By group.
  hwy::AlignedFreeUniquePtr<std::uint64_t[]> planes_;
};

}  // namespace pann::sim
