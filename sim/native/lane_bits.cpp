#include "sim/native/lane_bits.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace pann::sim {

namespace {

constexpr std::size_t kPackBits = 64;

/// 64 rows of 64 bits.
using BitMatrix = std::array<std::uint64_t, 64>;

std::uint64_t low_bits(std::size_t count) {
  return count == kPackBits ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

/// Up to 64 bits of one or more pins.
struct Pack {
  struct Field {
    std::size_t word = 0;  ///< Of the cycle's words.
    int shift = 0;
    std::uint64_t mask = 0;
  };
  std::vector<Field> fields;
  std::size_t bits = 0;
  std::size_t first_bit = 0;  ///< Of LaneBits.
  unsigned step_bits = 0;     ///< 2^step_bits steps share a matrix: 1, 2, 4 or 8.

  /// The lanes' values of a bit at a step of the block.
  std::uint64_t at(const std::array<BitMatrix, kSteps>& matrices, std::size_t step,
                   std::size_t bit) const {
    const std::size_t within = step & ((std::size_t{1} << step_bits) - 1);
    return matrices[step >> step_bits][(within << (6 - step_bits)) + bit];
  }
};

/// Turns the words of a schedule, cycle by cycle, into bits lane by lane. Pins share a matrix as
/// long as they fit, because exchanging rows and columns costs the same for one bit and for 64.
class PackedPins {
 public:
  /// `stride`: words a cycle.
  PackedPins(const std::vector<PinSlot>& pins, std::size_t stride);

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

PackedPins::PackedPins(const std::vector<PinSlot>& pins, std::size_t stride) : stride_(stride) {
  std::size_t bits = 0;
  for (const PinSlot& pin : pins) {
    const auto width = static_cast<std::size_t>(pin.width);
    for (std::size_t first = 0; first < width; first += kPackBits) {
      const std::size_t count = std::min(kPackBits, width - first);
      if (packs_.empty() || packs_.back().bits + count > kPackBits) {
        packs_.emplace_back().first_bit = bits;
      }
      Pack& pack = packs_.back();
      pack.fields.push_back(
          {pin.first_word + first / kPackBits, static_cast<int>(pack.bits), low_bits(count)});
      pack.bits += count;
      bits += count;
    }
  }
  for (Pack& pack : packs_) {
    constexpr unsigned kMostStepBits = 3;
    while (pack.step_bits < kMostStepBits && pack.bits << (pack.step_bits + 1) <= kPackBits) {
      ++pack.step_bits;
    }
  }
}

void PackedPins::begin_group(std::span<const std::uint64_t> words, const LaneGroup& group) {
  first_element_.clear();
  std::size_t count = 0;
  for (const Lane& lane : group.lanes) {
    first_element_.push_back(count);
    count += lane.cycles + kSteps;
  }
  elements_.resize(packs_.size());
  for (std::size_t i = 0; i < packs_.size(); ++i) {
    const std::size_t size = sizeof(std::uint64_t) >> packs_[i].step_bits;
    elements_[i].resize(count * size);
    for (std::size_t lane = 0; lane < group.lanes.size(); ++lane) {
      unsigned char* place = elements_[i].data() + first_element_[lane] * size;
      switch (packs_[i].step_bits) {
        case 0:
          lay_out<std::uint64_t>(packs_[i], words.data(), group.lanes[lane], place);
          break;
        case 1:
          lay_out<std::uint32_t>(packs_[i], words.data(), group.lanes[lane], place);
          break;
        case 2:
          lay_out<std::uint16_t>(packs_[i], words.data(), group.lanes[lane], place);
          break;
        default:
          lay_out<std::uint8_t>(packs_[i], words.data(), group.lanes[lane], place);
      }
    }
  }
}

template <class Element>
void PackedPins::lay_out(const Pack& pack, const std::uint64_t* words, const Lane& lane,
                         unsigned char* elements) const {
  // Copies, since the elements, being bytes, might be anything of ours for all the compiler knows.
  const std::size_t stride = stride_;
  const std::size_t cycles = lane.cycles;
  bool begins = true;
  for (const Pack::Field& field : pack.fields) {
    const std::uint64_t* word = words + lane.first * stride + field.word;
    const std::uint64_t mask = field.mask;
    const int shift = field.shift;
    const auto bits = [&](std::size_t cycle) {
      return static_cast<Element>((word[cycle * stride] & mask) << shift);
    };
    for (std::size_t cycle = 0; begins && cycle < cycles; ++cycle) {
      const Element value = bits(cycle);
      std::memcpy(elements + cycle * sizeof(Element), &value, sizeof(Element));
    }
    for (std::size_t cycle = 0; !begins && cycle < cycles; ++cycle) {
      Element value{};
      std::memcpy(&value, elements + cycle * sizeof(Element), sizeof(Element));
      value = static_cast<Element>(value | bits(cycle));
      std::memcpy(elements + cycle * sizeof(Element), &value, sizeof(Element));
    }
    begins = false;
  }
  unsigned char* end = elements + lane.cycles * sizeof(Element);
  for (std::size_t i = 0; i < kSteps; ++i) {
    std::memcpy(end + i * sizeof(Element), end - sizeof(Element), sizeof(Element));
  }
}

void PackedPins::gather(std::size_t pack, const LaneGroup& group, std::size_t block,
                        std::size_t column, const Kernels& kernels,
                        std::array<BitMatrix, kSteps>& matrices) const {
  const std::size_t first = std::min(group.lanes.size(), 64 * column);
  const std::size_t lanes = std::min<std::size_t>(group.lanes.size() - first, 64);
  using GatherRows =
      void (PackedPins::*)(const unsigned char*, const LaneGroup&, std::size_t, std::size_t,
                           std::size_t, std::array<BitMatrix, kSteps>&) const;
  constexpr std::array<GatherRows, 4> kGatherRows{
      &PackedPins::gather_rows<0>, &PackedPins::gather_rows<1>, &PackedPins::gather_rows<2>,
      &PackedPins::gather_rows<3>};
  const unsigned step_bits = packs_[pack].step_bits;
  (this->*kGatherRows[step_bits])(elements_[pack].data(), group, first, lanes, block * kSteps,
                                  matrices);
  for (std::size_t i = 0; i < kSteps >> step_bits; ++i) {
    std::fill(matrices[i].begin() + static_cast<std::ptrdiff_t>(lanes), matrices[i].end(), 0);
    kernels.transpose(matrices[i].data());
  }
}

/// Elements of consecutive cycles that share a row are one word in memory (little endian).
template <unsigned kStepBits>
void PackedPins::gather_rows(const unsigned char* elements, const LaneGroup& group,
                             std::size_t first_lane, std::size_t lanes, std::size_t first_step,
                             std::array<BitMatrix, kSteps>& matrices) const {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::size_t kSize = sizeof(std::uint64_t) >> kStepBits;
  for (std::size_t row = 0; row < lanes; ++row) {
    const Lane& lane = group.lanes[first_lane + row];
    const std::size_t cycle =
        first_element_[first_lane + row] + std::min(first_step, lane.cycles - 1);
    const unsigned char* from = elements + cycle * kSize;
    for (std::size_t i = 0; i < kSteps >> kStepBits; ++i) {
      std::memcpy(&matrices[i][row], from + i * sizeof(std::uint64_t), sizeof(std::uint64_t));
    }
  }
}

/// Writes one block of a group: `planes` holds kSlotWords words a bit.
void fill_block(const PackedPins& pins, const LaneGroup& group, std::size_t block,
                const Kernels& kernels, std::uint64_t* planes) {
  std::array<BitMatrix, kSteps> matrices{};
  for (std::size_t i = 0; i < pins.packs().size(); ++i) {
    const Pack& pack = pins.packs()[i];
    for (std::size_t column = 0; 64 * column < group.lanes.size(); ++column) {
      pins.gather(i, group, block, column, kernels, matrices);
      for (std::size_t bit = 0; bit < pack.bits; ++bit) {
        std::uint64_t* plane = planes + (pack.first_bit + bit) * kSlotWords + column;
        for (std::size_t t = 0; t < kSteps; ++t) plane[t * kLaneWords] = pack.at(matrices, t, bit);
      }
    }
  }
}

}  // namespace

LaneBits::LaneBits(const std::vector<PinSlot>& pins, std::span<const std::uint64_t> words,
                   std::size_t stride, const std::vector<LaneGroup>& groups,
                   const Kernels& kernels) {
  for (const PinSlot& pin : pins) bits_ += static_cast<std::size_t>(pin.width);
  std::size_t blocks = 0;
  for (const LaneGroup& group : groups) {
    first_block_.push_back(blocks);
    blocks += group.blocks();
  }
  const std::size_t size = std::max<std::size_t>(blocks * bits_ * kSlotWords, 1);
  planes_ = hwy::AllocateAligned<std::uint64_t>(size);
  if (planes_ == nullptr) throw std::bad_alloc();
  std::fill_n(planes_.get(), size, 0);
  PackedPins packed(pins, stride);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    packed.begin_group(words, groups[group]);
    for (std::size_t block = 0; block < groups[group].blocks(); ++block) {
      fill_block(packed, groups[group], block, kernels,
                 planes_.get() + (first_block_[group] + block) * bits_ * kSlotWords);
    }
  }
}

}  // namespace pann::sim
