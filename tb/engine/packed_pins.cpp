#include "tb/engine/packed_pins.h"

#include <algorithm>

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

void PackedPins::gather(const Pack& pack, std::span<const std::uint64_t> words,
                        const LaneGroup& group, std::size_t block, std::size_t column,
                        const Kernels& kernels, std::array<BitMatrix, kSteps>& matrices) const {
  const std::size_t first = std::min(group.lanes.size(), 64 * column);
  const std::size_t lanes = std::min<std::size_t>(group.lanes.size() - first, 64);
  using GatherRows = void (PackedPins::*)(const Pack&, const std::uint64_t*, std::span<const Lane>,
                                          std::size_t, std::array<BitMatrix, kSteps>&) const;
  constexpr std::array<GatherRows, 4> kGatherRows{
      &PackedPins::gather_rows<0>, &PackedPins::gather_rows<1>, &PackedPins::gather_rows<2>,
      &PackedPins::gather_rows<3>};
  (this->*kGatherRows[pack.step_bits])(
      pack, words.data(), std::span(group.lanes).subspan(first, lanes), block * kSteps, matrices);
  for (std::size_t i = 0; i < kSteps >> pack.step_bits; ++i) {
    std::fill(matrices[i].begin() + static_cast<std::ptrdiff_t>(lanes), matrices[i].end(), 0);
    kernels.transpose(matrices[i].data());
  }
}

std::array<std::uint64_t, kSteps> PackedPins::values_of(const Pack& pack,
                                                        const std::uint64_t* words,
                                                        const Lane& lane,
                                                        std::size_t first_step) const {
  std::array<std::uint64_t, kSteps> values{};
  if (first_step + kSteps <= lane.cycles) {
    const std::uint64_t* cycle = words + (lane.first + first_step) * stride_;
    for (const Pack::Field& field : pack.fields) {
#pragma GCC unroll 8
      for (std::size_t t = 0; t < kSteps; ++t) {
        values[t] |= (cycle[t * stride_ + field.word] & field.mask) << field.shift;
      }
    }
    return values;
  }
  for (const Pack::Field& field : pack.fields) {
    for (std::size_t t = 0; t < kSteps; ++t) {
      const std::size_t cycle = lane.first + std::min(first_step + t, lane.cycles - 1);
      values[t] |= (words[cycle * stride_ + field.word] & field.mask) << field.shift;
    }
  }
  return values;
}

template <unsigned kStepBits>
void PackedPins::gather_rows(const Pack& pack, const std::uint64_t* words,
                             std::span<const Lane> lanes, std::size_t first_step,
                             std::array<BitMatrix, kSteps>& matrices) const {
  constexpr std::size_t kTogether = std::size_t{1} << kStepBits;
  for (std::size_t row = 0; row < lanes.size(); ++row) {
    const auto values = values_of(pack, words, lanes[row], first_step);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < kSteps; i += kTogether) {
      std::uint64_t word = values[i];
#pragma GCC unroll 8
      for (std::size_t t = 1; t < kTogether; ++t) {
        word |= values[i + t] << (t * (kPackBits / kTogether));
      }
      matrices[i / kTogether][row] = word;
    }
  }
}

}  // namespace pann::tb
