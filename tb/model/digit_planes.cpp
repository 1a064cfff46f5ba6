#include "tb/model/digit_planes.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <iterator>
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
      fmt::format("the weight {} has {} digits, the unit lanes for {} planes", w, digits, planes),
      "give lanes for more planes, or use smaller weights (--w-range)");
}

[[noreturn]] void refuse_repetitions(std::int64_t w) {
  support::fail_input(
      "stimulus.planes",
      fmt::format("the weight {} asks for more additions of x than {}", w, kMostRepetitions),
      "use smaller weights (--w-range), or --planes signed-digit");
}

void refuse_weight(OperandBits w) {
  support::fail_input("stimulus.planes", fmt::format("the weight {} is beyond 2^62", w),
                      "use smaller weights (--w-range)");
}

/// A weight as an integer; beyond 2^62 it has no digits of ours.
std::int64_t weight_of(OperandBits word, bool is_signed) {
  const auto w = static_cast<std::int64_t>(word);
  const bool fits = w >= -kLargestDigitWeight && w <= kLargestDigitWeight;
  if (!fits || (!is_signed && w < 0)) refuse_weight(word);
  return w;
}

[[noreturn]] void refuse_positions(std::size_t stream, std::size_t element) {
  support::fail_input("stimulus.positions",
                      fmt::format("the positions of stream {}, element {}, have different weights",
                                  stream + 1, element + 1),
                      "a pann_array multiplies the x of all its positions by the same w: put rows "
                      "with equal w side "
                      "by side");
}

/// The words of all positions that a lane's element number stands for; number 0 is none.
void append_lane_words(std::span<const OperandBits> x, std::size_t positions,
                       std::span<const OperandBits> numbers, std::vector<OperandBits>& words) {
  for (std::size_t position = 0; position < positions; ++position) {
    for (const OperandBits number : numbers) {
      words.push_back(number == 0 ? 0 : x[(number - 1) * positions + position]);
    }
  }
}

struct SignedPlanes {
  PlaneOperands positive;
  PlaneOperands negative;
};

std::vector<std::int8_t> digits_of(std::int64_t w, Planes planes) {
  return planes == Planes::binary ? binary_digits(w) : signed_digits(w);
}

/// How often x goes into a lane of each plane; refused where that takes more planes.
std::vector<std::int8_t> lane_digits(std::int64_t w, std::size_t planes, Planes kind) {
  std::vector<std::int8_t> digits = digits_of(w, kind);
  const bool is_lowest = kind == Planes::binary && digits.size() == planes + 1 &&
                         std::count(digits.begin(), digits.end(), 0) == std::ssize(digits) - 1;
  if (is_lowest) {
    const auto twice = static_cast<std::int8_t>(2 * digits.back());
    digits.pop_back();
    digits.back() = twice;
  }
  if (digits.size() > planes) refuse_digit(w, digits.size(), planes);
  return digits;
}

SignedPlanes sort_digits(std::span<const OperandBits> x, std::span<const std::int64_t> w,
                         std::size_t planes, Planes kind) {
  SignedPlanes sorted{PlaneOperands(planes), PlaneOperands(planes)};
  for (std::size_t i = 0; i < w.size(); ++i) {
    const std::vector<std::int8_t> digits = lane_digits(w[i], planes, kind);
    for (std::size_t plane = 0; plane < digits.size(); ++plane) {
      PlaneOperands& sign = digits[plane] > 0 ? sorted.positive : sorted.negative;
      sign[plane].insert(sign[plane].end(), static_cast<std::size_t>(std::abs(digits[plane])),
                         x[i]);
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

/// x of the elements with weights of this sign, and |w|, the largest first.
struct Repetitions {
  std::vector<OperandBits> x;
  std::vector<std::int64_t> count;
};

Repetitions repetitions_of(std::span<const OperandBits> x, std::span<const std::int64_t> w,
                           std::int64_t sign) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const std::int64_t count = sign * w[i];
    if (count > kMostRepetitions) refuse_repetitions(w[i]);
    if (count > 0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sign * w[a] > sign * w[b]; });
  Repetitions repetitions;
  for (const std::size_t i : order) {
    repetitions.x.push_back(x[i]);
    repetitions.count.push_back(sign * w[i]);
  }
  return repetitions;
}

/// The groups of elements one after the other, each for as many cycles as its first one takes.
void append_repetitions(const Repetitions& elements, std::size_t lanes, bool is_negative,
                        std::vector<PlaneCycle>& schedule) {
  for (std::size_t first = 0; first < elements.x.size(); first += lanes) {
    for (std::int64_t pass = 0; pass < elements.count[first]; ++pass) {
      PlaneCycle entry{is_negative, std::vector<OperandBits>(lanes, 0)};
      const std::size_t last = std::min(first + lanes, elements.x.size());
      for (std::size_t i = first; i < last && elements.count[i] > pass; ++i) {
        entry.x[i - first] = elements.x[i];
      }
      schedule.push_back(std::move(entry));
    }
  }
}

std::vector<PlaneCycle> schedule_repetitions(std::span<const OperandBits> x,
                                             std::span<const std::int64_t> w, std::size_t lanes) {
  std::vector<PlaneCycle> schedule;
  append_repetitions(repetitions_of(x, w, -1), lanes, true, schedule);
  append_repetitions(repetitions_of(x, w, 1), lanes, false, schedule);
  if (schedule.empty() || schedule.back().is_negative) {
    schedule.push_back({false, std::vector<OperandBits>(lanes, 0)});
  }
  return schedule;
}

/// Digits by plane of one sign of one dot product.
using DigitCounts = std::vector<std::size_t>;

std::vector<DigitCounts> count_digits(std::span<const std::vector<std::int64_t>> streams,
                                      Planes planes) {
  std::vector<DigitCounts> counts;
  for (const std::vector<std::int64_t>& weights : streams) {
    DigitCounts positive;
    DigitCounts negative;
    for (const std::int64_t w : weights) {
      const std::vector<std::int8_t> digits = digits_of(w, planes);
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

std::vector<std::int8_t> binary_digits(std::int64_t w) {
  assert(w >= -kLargestDigitWeight && w <= kLargestDigitWeight);
  std::vector<std::int8_t> digits;
  // Of a negative w remainders are 0 or -1, and halves rounded toward 0.
  for (; w != 0; w /= 2) digits.push_back(static_cast<std::int8_t>(w % 2));
  return digits;
}

std::vector<PlaneCycle> schedule_planes(std::span<const OperandBits> x,
                                        std::span<const std::int64_t> w, std::span<const int> lanes,
                                        Planes planes) {
  assert(x.size() == w.size());
  if (planes == Planes::repetition) {
    return schedule_repetitions(x, w, static_cast<std::size_t>(lanes[0]));
  }
  const SignedPlanes sorted = sort_digits(x, w, lanes.size(), planes);
  std::vector<PlaneCycle> schedule;
  append_cycles(sorted.negative, lanes, true, cycles_of(sorted.negative, lanes), schedule);
  append_cycles(sorted.positive, lanes, false,
                std::max<std::size_t>(cycles_of(sorted.positive, lanes), 1), schedule);
  return schedule;
}

std::vector<PlaneCycle> schedule_elements(std::span<const std::int64_t> w,
                                          std::span<const int> lanes, Planes planes) {
  std::vector<OperandBits> numbers(w.size());
  std::iota(numbers.begin(), numbers.end(), OperandBits{1});
  return schedule_planes(numbers, w, lanes, planes);
}

std::vector<std::int64_t> shared_weights(const OperandStreams& elements, std::size_t stream,
                                         bool w_is_signed) {
  std::vector<std::int64_t> weights;
  const std::size_t first = elements.first[stream];
  for (std::size_t i = first; i < elements.first[stream + 1]; ++i) {
    const std::size_t shared = i * elements.lanes;
    for (std::size_t at = shared + 1; at < shared + elements.lanes; ++at) {
      const bool differs = elements.w[at] != elements.w[shared];
      if (differs && elements.x[at] != 0) refuse_positions(stream, i - first);
    }
    weights.push_back(weight_of(elements.w[shared], w_is_signed));
  }
  return weights;
}

OperandStreams pack_planes(const OperandStreams& elements, bool w_is_signed,
                           std::span<const int> lanes, Planes planes) {
  const std::size_t positions = elements.lanes;
  OperandStreams packed;
  packed.origin = elements.origin;
  packed.first = {0};
  packed.lanes =
      positions * static_cast<std::size_t>(std::accumulate(lanes.begin(), lanes.end(), 0));
  std::size_t cycles = 0;
  for (std::size_t stream = 0; stream < elements.streams(); ++stream) {
    const std::vector<std::int64_t> weights = shared_weights(elements, stream, w_is_signed);
    const auto x = std::span(elements.x).subspan(elements.first[stream] * positions);
    for (const PlaneCycle& cycle : schedule_elements(weights, lanes, planes)) {
      append_lane_words(x, positions, cycle.x, packed.x);
      packed.w.insert(packed.w.end(), packed.lanes,
                      cycle.is_negative ? ~OperandBits{0} : OperandBits{1});
      ++cycles;
    }
    packed.first.push_back(cycles);
  }
  return packed;
}

std::vector<int> share_lanes(std::span<const std::vector<std::int64_t>> streams, int total,
                             Planes planes) {
  if (planes == Planes::repetition) return {total};
  const std::vector<DigitCounts> counts = count_digits(streams, planes);
  std::size_t last = 1;
  for (const DigitCounts& digits : counts) last = std::max(last, digits.size());
  std::vector<int> lanes(last, 1);
  for (int shared = static_cast<int>(last); shared < total; ++shared) {
    std::size_t best = 0;
    std::size_t fewest = 0;
    for (std::size_t plane = 0; plane < last; ++plane) {
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
