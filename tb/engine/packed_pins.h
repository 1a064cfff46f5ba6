#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tb/engine/kernels.h"
#include "tb/engine/lane_plan.h"
#include "tb/stimulus/schedule.h"

namespace pann::tb {

/// 64 rows of 64 bits.
using BitMatrix = std::array<std::uint64_t, 64>;

/// Where the bits of a schedule's pin go: index in Program::inputs or Program::outputs; -1:
/// nowhere.
struct PinMap {
  PinSlot pin;
  std::vector<std::int32_t> bits;
};

/// Turns the words of a schedule, cycle by cycle, into bits lane by lane. Pins share a matrix as
/// long as they fit, because exchanging rows and columns costs the same for one bit and for 64.
class PackedPins {
 public:
  /// Up to 64 bits of one or more pins.
  struct Pack {
    struct Field {
      std::size_t word = 0;  ///< Of the cycle's words.
      int shift = 0;
      std::uint64_t mask = 0;
    };
    std::vector<Field> fields;
    std::vector<std::int32_t> targets;  ///< By bit: as PinMap::bits.
    unsigned step_bits = 0;             ///< 2^step_bits steps share a matrix: 1, 2, 4 or 8.

    /// The lanes' values of a bit at a step of the block.
    std::uint64_t at(const std::array<BitMatrix, kSteps>& matrices, std::size_t step,
                     std::size_t bit) const {
      const std::size_t within = step & ((std::size_t{1} << step_bits) - 1);
      return matrices[step >> step_bits][(within << (6 - step_bits)) + bit];
    }
  };

  /// `stride`: words a cycle.
  PackedPins(const std::vector<PinMap>& pins, std::size_t stride);

  const std::vector<Pack>& packs() const { return packs_; }

  /// Lays the words of a group's lanes out for `gather`: lane by lane, no wider than they have to
  /// be, each followed by enough copies of its last cycle.
  void begin_group(std::span<const std::uint64_t> words, const LaneGroup& group);

  /// Lanes [64 * column, 64 * column + 64) of a pack in all steps of a block of the group, for
  /// Pack::at; lanes that have ended hold their last cycle.
  void gather(std::size_t pack, const LaneGroup& group, std::size_t block, std::size_t column,
              const Kernels& kernels, std::array<BitMatrix, kSteps>& matrices) const;

 private:
  template <class Element>
  void lay_out(const Pack& pack, const std::uint64_t* words, const Lane& lane,
               unsigned char* elements) const;
  template <unsigned kStepBits>
  void gather_rows(const unsigned char* elements, const LaneGroup& group, std::size_t first_lane,
                   std::size_t lanes, std::size_t first_step,
                   std::array<BitMatrix, kSteps>& matrices) const;

  std::size_t stride_;
  std::vector<Pack> packs_;
  std::vector<std::vector<unsigned char>>
      elements_;                            ///< By pack: the group's cycles, lane by lane.
  std::vector<std::size_t> first_element_;  ///< By lane.
};

}  // namespace pann::tb
