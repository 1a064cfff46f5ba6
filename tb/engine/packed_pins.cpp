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
  const std::size_t lanes =
      std::min(group.lanes.size(), 64 * (column + 1)) - std::min(group.lanes.size(), 64 * column);
  for (std::size_t row = 0; row < lanes; ++row) {
    gather_lane(pack, words, group.lanes[64 * column + row], block * kSteps, row, matrices);
  }
  for (std::size_t i = 0; i < kSteps >> pack.step_bits; ++i) {
    std::fill(matrices[i].begin() + static_cast<std::ptrdiff_t>(lanes), matrices[i].end(), 0);
    kernels.transpose(matrices[i].data());
  }
}

void PackedPins::gather_lane(const Pack& pack, std::span<const std::uint64_t> words,
                             const Lane& lane, std::size_t first_step, std::size_t row,
                             std::array<BitMatrix, kSteps>& matrices) const {
  std::array<std::uint64_t, kSteps> values{};
  const std::size_t last = lane.cycles - 1;
  if (first_step + kSteps <= lane.cycles) {
    const std::uint64_t* cycle = words.data() + (lane.first + first_step) * stride_;
    for (const Pack::Field& field : pack.fields) {
      for (std::size_t t = 0; t < kSteps; ++t) {
        values[t] |= (cycle[t * stride_ + field.word] & field.mask) << field.shift;
      }
    }
  } else {
    for (const Pack::Field& field : pack.fields) {
      for (std::size_t t = 0; t < kSteps; ++t) {
        const std::size_t cycle = lane.first + std::min(first_step + t, last);
        values[t] |= (words[cycle * stride_ + field.word] & field.mask) << field.shift;
      }
    }
  }
  const std::size_t together = std::size_t{1} << pack.step_bits;
  const std::size_t width = kPackBits >> pack.step_bits;
  for (std::size_t i = 0; i < kSteps >> pack.step_bits; ++i) {
    std::uint64_t word = 0;
    for (std::size_t t = 0; t < together; ++t) {
      word |= values[(i << pack.step_bits) + t] << (t * width);
    }
    matrices[i][row] = word;
  }
}

}  // namespace pann::tb
