#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kLaneSection = R"tb(
namespace tb {

/// What lanes take a weight for: signed digits, no two neighbours other than 0, the bits of |w|, or
/// |w| additions of x.
enum class Planes { signed_digit, binary, repetition };

/// The cycles of one sign of one dot product, each with an x for every lane.
using LaneCycles = std::vector<std::vector<std::uint64_t>>;

struct WeightedX {
  std::uint64_t x;
  Integer w;
};

/// The digits' x on lanes of the same plane, evenly over the cycles.
inline LaneCycles cycles_of_digits(const std::vector<WeightedX>& elements,
                                   const std::vector<int>& lanes, Planes kind, int sign) {
  std::vector<std::vector<std::uint64_t>> planes(lanes.size());
  for (const WeightedX& element : elements) {
    Integer w = element.w;
    const Integer beyond = Integer{1} << lanes.size();
    if (kind == Planes::binary && (w == beyond || w == -beyond)) {
      // Twice in the last plane.
      if ((w < 0) == (sign < 0)) planes.back().insert(planes.back().end(), 2, element.x);
      continue;
    }
    for (std::size_t plane = 0; w != 0; ++plane, w /= 2) {
      if (plane == lanes.size()) throw Fault("a weight has more digits than planes");
      const int rest = static_cast<int>(w % 2);
      const int digit = rest == 0 || kind == Planes::binary ? rest : 2 - static_cast<int>(w & 3);
      w -= digit;
      if (digit == sign) planes[plane].push_back(element.x);
    }
  }
  std::size_t cycles = 0;
  for (std::size_t plane = 0; plane < planes.size(); ++plane) {
    const auto count = static_cast<std::size_t>(lanes[plane]);
    cycles = std::max(cycles, (planes[plane].size() + count - 1) / count);
  }
  LaneCycles taken(cycles);
  for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
    for (std::size_t plane = 0; plane < planes.size(); ++plane) {
      const std::size_t first = planes[plane].size() * cycle / cycles;
      const std::size_t last = planes[plane].size() * (cycle + 1) / cycles;
      for (std::size_t lane = 0; lane < static_cast<std::size_t>(lanes[plane]); ++lane) {
        taken[cycle].push_back(first + lane < last ? planes[plane][first + lane] : 0);
      }
    }
  }
  return taken;
}

/// Groups of as many elements as lanes, the largest |w| first; x stays for |w| cycles.
inline LaneCycles cycles_of_repetitions(std::vector<WeightedX> elements, std::size_t lanes,
                                        int sign) {
  LaneCycles taken;
  const auto is_larger = [sign](const WeightedX& a, const WeightedX& b) {
    return sign * a.w > sign * b.w;
  };
  std::stable_sort(elements.begin(), elements.end(), is_larger);
  for (std::size_t first = 0; first < elements.size(); first += lanes) {
    for (Integer pass = 0; pass < sign * elements[first].w; ++pass) {
      std::vector<std::uint64_t>& x = taken.emplace_back(lanes, 0);
      for (std::size_t i = first; i < std::min(first + lanes, elements.size()); ++i) {
        if (sign * elements[i].w > pass) x[i - first] = elements[i].x;
      }
    }
  }
  return taken;
}

/// What the lanes of a position add in a cycle: 0 for nothing, n for element n - 1.
struct LaneCycle {
  bool is_negative = false;
  std::vector<std::uint64_t> number;
};

inline bool is_empty(const LaneCycle& cycle) {
  return std::all_of(cycle.number.begin(), cycle.number.end(),
                     [](std::uint64_t number) { return number == 0; });
}

/// Negative weights or digits first, at least one cycle of positive ones.
inline std::vector<LaneCycle> lane_cycles(const std::vector<Integer>& w,
                                          const std::vector<int>& lanes, Planes planes) {
  std::size_t count = 0;
  for (const int number : lanes) count += static_cast<std::size_t>(number);
  std::vector<WeightedX> elements;
  for (const Integer weight : w) elements.push_back({elements.size() + 1, weight});
  std::vector<LaneCycle> taken;
  for (const int sign : {-1, 1}) {
    LaneCycles cycles = planes == Planes::repetition
                            ? cycles_of_repetitions(elements, count, sign)
                            : cycles_of_digits(elements, lanes, planes, sign);
    if (sign > 0 && cycles.empty()) cycles.emplace_back(count, 0);
    for (std::vector<std::uint64_t>& cycle : cycles) taken.push_back({sign < 0, cycle});
  }
  return taken;
}

/// The weights of a stream, which the words of an operation share.
inline std::vector<Integer> weights_of(const Streams& from, std::size_t stream) {
  std::vector<Integer> w;
  for (std::size_t i = from.first[stream]; i < from.first[stream + 1]; ++i) {
    for (std::size_t at = i * from.lanes; at < (i + 1) * from.lanes; ++at) {
      if (from.w[at] != from.w[i * from.lanes] && from.x[at] != 0) {
        throw Fault("rows side by side have different weights: a pann_array has one w for all x");
      }
    }
    w.push_back(static_cast<std::int64_t>(from.w[i * from.lanes]));
  }
  return w;
}

/// Elements as the lanes take them, an x a position; w is the cycle's sign.
inline Streams packed_lanes(const Streams& from, const std::vector<int>& lanes, Planes planes) {
  Streams packed;
  packed.origin = from.origin;
  for (std::size_t stream = 0; stream + 1 < from.first.size(); ++stream) {
    std::size_t cycles = packed.first.back();
    for (const LaneCycle& cycle : lane_cycles(weights_of(from, stream), lanes, planes)) {
      packed.lanes = from.lanes * cycle.number.size();
      for (std::size_t position = 0; position < from.lanes; ++position) {
        for (const std::uint64_t number : cycle.number) {
          const std::size_t element = from.first[stream] + number - 1;
          packed.x.push_back(number == 0 ? 0 : from.x[element * from.lanes + position]);
        }
      }
      packed.w.insert(packed.w.end(), packed.lanes, cycle.is_negative ? ~std::uint64_t{0} : 1);
      ++cycles;
    }
    packed.first.push_back(cycles);
  }
  return packed;
}

/// A cycle of a unit with a window; `loads`: the window from element `first` on is taken meanwhile.
struct WindowCycle {
  LaneCycle lanes;
  bool loads = false;
  std::size_t first = 0;
};

/// `window` elements at a time, each with the sign first that the ones before ended with, the next
/// ones loaded with the last cycle of those before; a positive cycle is the last.
inline std::vector<WindowCycle> window_cycles(const std::vector<Integer>& w,
                                              const std::vector<int>& lanes, Planes planes,
                                              std::size_t window) {
  const LaneCycle nothing{false, lane_cycles({}, lanes, planes)[0].number};
  std::vector<WindowCycle> taken{{nothing}};
  for (std::size_t first = 0; first < w.size(); first += window) {
    const std::vector<Integer> part(
        w.begin() + static_cast<std::ptrdiff_t>(first),
        w.begin() + static_cast<std::ptrdiff_t>(std::min(first + window, w.size())));
    std::vector<LaneCycle> cycles = lane_cycles(part, lanes, planes);
    if (cycles.size() > 1 && is_empty(cycles.back())) cycles.pop_back();
    if (first != 0 && !taken.back().lanes.is_negative) {
      std::rotate(cycles.begin(),
                  std::find_if(cycles.begin(), cycles.end(),
                               [](const LaneCycle& cycle) { return !cycle.is_negative; }),
                  cycles.end());
    }
    taken.back().loads = true;
    taken.back().first = first;
    for (const LaneCycle& cycle : cycles) taken.push_back({cycle});
  }
  if (taken.back().lanes.is_negative) taken.push_back({nothing});
  return taken;
}

/// Elements as that unit takes them. x: what is at the port, which stays until the next load, then
/// the words of the lanes; w: sign, load, and each lane's index.
inline Streams packed_window(const Streams& from, const std::vector<int>& lanes, Planes planes,
                             std::size_t window) {
  Streams packed;
  packed.origin = from.origin;
  const std::size_t row_words = from.lanes * window;
  for (std::size_t stream = 0; stream + 1 < from.first.size(); ++stream) {
    const std::vector<Integer> w = weights_of(from, stream);
    std::vector<std::uint64_t> row(row_words, 0);
    std::vector<std::uint64_t> held = row;
    for (const WindowCycle& cycle : window_cycles(w, lanes, planes, window)) {
      const std::vector<std::uint64_t>& index = cycle.lanes.number;
      packed.lanes = std::max(row_words + from.lanes * index.size(), 2 + index.size());
      const std::size_t end = packed.x.size() + packed.lanes;
      for (std::size_t i = 0; cycle.loads && i < row_words; ++i) {
        const std::size_t element = cycle.first + i % window;
        const std::size_t at = (from.first[stream] + element) * from.lanes + i / window;
        row[i] = element < w.size() ? from.x[at] : 0;
      }
      packed.x.insert(packed.x.end(), row.begin(), row.end());
      for (std::size_t position = 0; position < from.lanes; ++position) {
        for (const std::uint64_t word : index) {
          packed.x.push_back(word == 0 ? 0 : held[position * window + word - 1]);
        }
      }
      packed.x.resize(end, 0);
      packed.w.push_back(cycle.lanes.is_negative ? ~std::uint64_t{0} : 1);
      packed.w.push_back(cycle.loads ? 1 : 0);
      packed.w.insert(packed.w.end(), index.begin(), index.end());
      packed.w.resize(end, 0);
      held = row;
    }
    packed.first.push_back(packed.x.size() / packed.lanes);
  }
  return packed;
}

/// `window`: words that the unit holds; 0: its lanes take theirs from outside.
inline Streams packed(const Streams& from, const std::vector<int>& lanes, Planes planes,
                      std::size_t window) {
  return window == 0 ? packed_lanes(from, lanes, planes)
                     : packed_window(from, lanes, planes, window);
}

}  // namespace tb
)tb";

}  // namespace pann::generator
