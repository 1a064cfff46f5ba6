#include "tb/engine/packed_pins.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace pann::tb {

namespace {

constexpr std::size_t kPackBits = 64;

std::uint64_t low_bits(std::size_t count) {
  return count == kPackBits ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace

PackedPins::PackedPins(const std::vector<PinMap>& pins, std::size_t stride) : stride_(stride) {
  for (const PinMap& pin : pins) {
    for (std::size_t first = 0; first < pin.bits.size(); first += kPackBits) {
      const std::size_t count = std::min(kPackBits, pin.bits.size() - first);
      if (packs_.empty() || packs_.back().targets.size() + count > kPackBits) packs_.emplace_back();
      Pack& pack = packs_.back();
      pack.fields.push_back({pin.pin.first_word + first / kPackBits,
                             static_cast<int>(pack.targets.size()), low_bits(count)});
      const auto begin = pin.bits.begin() + static_cast<std::ptrdiff_t>(first);
      pack.targets.insert(pack.targets.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
    }
  }
  for (Pack& pack : packs_) {
    constexpr unsigned kMostStepBits = 3;
    while (pack.step_bits < kMostStepBits &&
           pack.targets.size() << (pack.step_bits + 1) <= kPackBits) {
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
  const std::uint64_t* first = words + lane.first * stride_;
  bool begins = true;
  for (const Pack::Field& field : pack.fields) {
    const std::uint64_t* word = first + field.word;
    for (std::size_t cycle = 0; cycle < lane.cycles; ++cycle, word += stride_) {
      auto value = static_cast<Element>((*word & field.mask) << field.shift);
      unsigned char* place = elements + cycle * sizeof(Element);
      Element known{};
      if (!begins) std::memcpy(&known, place, sizeof(Element));
      value = static_cast<Element>(value | known);
      std::memcpy(place, &value, sizeof(Element));
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

}  // namespace pann::tb
