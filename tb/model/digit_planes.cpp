#include "tb/model/digit_planes.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::tb {

namespace {

/// The x of each plane's digits of one sign, in the order of the elements.
using PlaneOperands = std::vector<std::vector<OperandBits>>;

constexpr std::int64_t kLargestDigitWeight = std::int64_t{1} << 62U;

[[noreturn]] void refuse_digit(std::int64_t w, std::size_t digits, std::size_t planes) {
  support::fail_input(
      "stimulus.planes",
      fmt::format("the weight {} has {} signed digits, the unit lanes for {} planes", w, digits,
                  planes),
      "give lanes for more planes, or use smaller weights (--w-range)");
}

void refuse_weight(OperandBits w) {
  support::fail_input("stimulus.planes", fmt::format("the weight {} is beyond 2^62", w),
                      "use smaller weights (--w-range)");
}

/// The weights as integers; beyond 2^62 they have no digits of ours.
std::vector<std::int64_t> weights_of(std::span<const OperandBits> words, bool is_signed) {
  std::vector<std::int64_t> weights;
  for (const OperandBits word : words) {
    const auto w = static_cast<std::int64_t>(word);
    const bool fits = w >= -kLargestDigitWeight && w <= kLargestDigitWeight;
    if (!fits || (!is_signed && w < 0)) refuse_weight(word);
    weights.push_back(w);
  }
  return weights;
}

struct SignedPlanes {
  PlaneOperands positive;
  PlaneOperands negative;
};

SignedPlanes sort_digits(std::span<const OperandBits> x, std::span<const std::int64_t> w,
                         std::size_t planes) {
  SignedPlanes sorted{PlaneOperands(planes), PlaneOperands(planes)};
  for (std::size_t i = 0; i < w.size(); ++i) {
    const std::vector<std::int8_t> digits = signed_digits(w[i]);
    if (digits.size() > planes) refuse_digit(w[i], digits.size(), planes);
    for (std::size_t plane = 0; plane < digits.size(); ++plane) {
      if (digits[plane] > 0) sorted.positive[plane].push_back(x[i]);
      if (digits[plane] < 0) sorted.negative[plane].push_back(x[i]);
    }
  }
  return sorted;
}

std::size_t divide_up(std::size_t count, int by) {
  const auto divisor = static_cast<std::size_t>(by);
  return (count + divisor - 1) / divisor;
}

std::size_t cycles_of(const PlaneOperands& planes, std::span<const int> lanes) {
  std::size_t cycles = 0;
  for (std::size_t plane = 0; plane < planes.size(); ++plane) {
    cycles = std::max(cycles, divide_up(planes[plane].size(), lanes[plane]));
  }
  return cycles;
}

void append_cycles(const PlaneOperands& planes, std::span<const int> lanes, bool is_negative,
                   std::size_t cycles, std::vector<PlaneCycle>& schedule) {
  for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
    PlaneCycle entry{is_negative, {}};
    for (std::size_t plane = 0; plane < planes.size(); ++plane) {
      const std::vector<OperandBits>& operands = planes[plane];
      const std::size_t first = operands.size() * cycle / cycles;
      const std::size_t last = operands.size() * (cycle + 1) / cycles;
      entry.x.insert(entry.x.end(), operands.begin() + static_cast<std::ptrdiff_t>(first),
                     operands.begin() + static_cast<std::ptrdiff_t>(last));
      entry.x.resize(entry.x.size() + static_cast<std::size_t>(lanes[plane]) - (last - first), 0);
    }
    schedule.push_back(std::move(entry));
  }
}

/// Digits by plane of one sign of one dot product.
using DigitCounts = std::vector<std::size_t>;

std::vector<DigitCounts> count_digits(std::span<const std::vector<std::int64_t>> streams) {
  std::vector<DigitCounts> counts;
  for (const std::vector<std::int64_t>& weights : streams) {
    DigitCounts positive;
    DigitCounts negative;
    for (const std::int64_t w : weights) {
      const std::vector<std::int8_t> digits = signed_digits(w);
      positive.resize(std::max(positive.size(), digits.size()));
      negative.resize(std::max(negative.size(), digits.size()));
      for (std::size_t plane = 0; plane < digits.size(); ++plane) {
        positive[plane] += digits[plane] > 0 ? 1 : 0;
        negative[plane] += digits[plane] < 0 ? 1 : 0;
      }
    }
    counts.push_back(std::move(positive));
    counts.push_back(std::move(negative));
  }
  return counts;
}

/// Cycles that all dot products take, one sign after the other.
std::size_t total_cycles(const std::vector<DigitCounts>& counts, const std::vector<int>& lanes) {
  std::size_t total = 0;
  for (const DigitCounts& digits : counts) {
    std::size_t cycles = 0;
    for (std::size_t plane = 0; plane < digits.size(); ++plane) {
      cycles = std::max(cycles, divide_up(digits[plane], lanes[plane]));
    }
    total += cycles;
  }
  return total;
}

}  // namespace

std::vector<std::int8_t> signed_digits(std::int64_t w) {
  assert(w >= -kLargestDigitWeight && w <= kLargestDigitWeight);
  std::vector<std::int8_t> digits;
  while (w != 0) {
    std::int8_t digit = 0;
    if ((w & 1) != 0) {
      // 1 where w is 1 modulo 4, -1 where it is 3: what is left is then even twice over.
      digit = static_cast<std::int8_t>(2 - (w & 3));
      w -= digit;
    }
    digits.push_back(digit);
    w /= 2;
  }
  return digits;
}

std::vector<PlaneCycle> schedule_planes(std::span<const OperandBits> x,
                                        std::span<const std::int64_t> w,
                                        std::span<const int> lanes) {
  assert(x.size() == w.size());
  const SignedPlanes planes = sort_digits(x, w, lanes.size());
  std::vector<PlaneCycle> schedule;
  append_cycles(planes.negative, lanes, true, cycles_of(planes.negative, lanes), schedule);
  append_cycles(planes.positive, lanes, false,
                std::max<std::size_t>(cycles_of(planes.positive, lanes), 1), schedule);
  return schedule;
}

OperandStreams pack_planes(const OperandStreams& elements, bool w_is_signed,
                           std::span<const int> lanes) {
  OperandStreams packed;
  packed.origin = elements.origin;
  packed.first = {0};
  packed.lanes = static_cast<std::size_t>(std::accumulate(lanes.begin(), lanes.end(), 0));
  std::size_t cycles = 0;
  for (std::size_t stream = 0; stream < elements.streams(); ++stream) {
    const std::size_t first = elements.first[stream];
    const std::size_t count = elements.first[stream + 1] - first;
    const auto weights = weights_of(std::span(elements.w).subspan(first, count), w_is_signed);
    for (const PlaneCycle& cycle :
         schedule_planes(std::span(elements.x).subspan(first, count), weights, lanes)) {
      packed.x.insert(packed.x.end(), cycle.x.begin(), cycle.x.end());
      packed.w.insert(packed.w.end(), packed.lanes,
                      cycle.is_negative ? ~OperandBits{0} : OperandBits{1});
      ++cycles;
    }
    packed.first.push_back(cycles);
  }
  return packed;
}

std::vector<int> share_lanes(std::span<const std::vector<std::int64_t>> streams, int total) {
  const std::vector<DigitCounts> counts = count_digits(streams);
  std::size_t planes = 1;
  for (const DigitCounts& digits : counts) planes = std::max(planes, digits.size());
  std::vector<int> lanes(planes, 1);
  for (int shared = static_cast<int>(planes); shared < total; ++shared) {
    std::size_t best = 0;
    std::size_t fewest = 0;
    for (std::size_t plane = 0; plane < planes; ++plane) {
      ++lanes[plane];
      const std::size_t cycles = total_cycles(counts, lanes);
      --lanes[plane];
      if (plane != 0 && cycles >= fewest) continue;
      best = plane;
      fewest = cycles;
    }
    ++lanes[best];
  }
  return lanes;
}

}  // namespace pann::tb
