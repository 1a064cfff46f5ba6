#include "tb/model/window_schedule.h"

#include <algorithm>
#include <numeric>

#include "tb/model/digit_planes.h"

namespace pann::tb {

namespace {

bool is_empty(const PlaneCycle& cycle) {
  return std::all_of(cycle.x.begin(), cycle.x.end(), [](OperandBits x) { return x == 0; });
}

/// The cycles of one window, by element; the sign that is `is_negative` first.
std::vector<PlaneCycle> cycles_of_window(std::span<const std::int64_t> w,
                                         std::span<const int> lanes, generator::Planes planes,
                                         bool is_negative) {
  std::vector<PlaneCycle> cycles = schedule_elements(w, lanes, planes);
  if (cycles.size() > 1 && is_empty(cycles.back())) cycles.pop_back();
  const auto positive = std::find_if(cycles.begin(), cycles.end(),
                                     [](const PlaneCycle& cycle) { return !cycle.is_negative; });
  if (!is_negative) std::rotate(cycles.begin(), positive, cycles.end());
  return cycles;
}

WindowCycle nothing(std::size_t lanes) {
  return {.index = std::vector<std::size_t>(lanes, 0)};
}

}  // namespace

std::vector<WindowCycle> schedule_windows(std::span<const std::int64_t> w,
                                          std::span<const int> lanes, generator::Planes planes,
                                          std::size_t window) {
  const auto count = static_cast<std::size_t>(std::accumulate(lanes.begin(), lanes.end(), 0));
  std::vector<WindowCycle> schedule{nothing(count)};
  for (std::size_t first = 0; first < w.size(); first += window) {
    schedule.back().load = first;
    const auto part = w.subspan(first, std::min(window, w.size() - first));
    for (const PlaneCycle& cycle :
         cycles_of_window(part, lanes, planes, first == 0 || schedule.back().is_negative)) {
      schedule.push_back({cycle.is_negative, std::nullopt, {cycle.x.begin(), cycle.x.end()}});
    }
  }
  if (schedule.back().is_negative) schedule.push_back(nothing(count));
  return schedule;
}

WindowWords::WindowWords(const generator::DesignSpec& spec)
    : positions(static_cast<std::size_t>(spec.positions)),
      window(static_cast<std::size_t>(spec.window)),
      lanes(static_cast<std::size_t>(generator::plane_lane_count(spec))) {}

std::size_t WindowWords::words() const {
  return std::max(row() + positions * lanes, kIndex + lanes);
}

namespace {

/// The x of elements `first` and up by position, zeros behind the last of them.
std::vector<OperandBits> row_of(std::span<const OperandBits> x, std::size_t first,
                                const WindowWords& words) {
  std::vector<OperandBits> row;
  for (std::size_t position = 0; position < words.positions; ++position) {
    for (std::size_t n = first; n < first + words.window; ++n) {
      const std::size_t at = n * words.positions + position;
      row.push_back(at < x.size() ? x[at] : 0);
    }
  }
  return row;
}

/// The cycles of one dot product, one behind the other.
class WindowPacker {
 public:
  WindowPacker(const WindowWords& words, std::span<const OperandBits> x)
      : words_(words), x_(x), row_(words.row(), 0), held_(words.row(), 0) {}

  void append(const WindowCycle& cycle, OperandStreams& packed) {
    if (cycle.load) row_ = row_of(x_, *cycle.load, words_);
    const std::size_t end = packed.x.size() + words_.words();
    packed.x.insert(packed.x.end(), row_.begin(), row_.end());
    for (std::size_t position = 0; position < words_.positions; ++position) {
      for (const std::size_t index : cycle.index) {
        packed.x.push_back(index == 0 ? 0 : held_[position * words_.window + index - 1]);
      }
    }
    packed.x.resize(end, 0);
    packed.w.push_back(cycle.is_negative ? ~OperandBits{0} : OperandBits{1});
    packed.w.push_back(cycle.load ? 1 : 0);
    packed.w.insert(packed.w.end(), cycle.index.begin(), cycle.index.end());
    packed.w.resize(end, 0);
    if (cycle.load) held_ = row_;
  }

 private:
  const WindowWords& words_;
  std::span<const OperandBits> x_;
  std::vector<OperandBits> row_;   ///< At the port.
  std::vector<OperandBits> held_;  ///< In the registers.
};

}  // namespace

OperandStreams pack_windows(const OperandStreams& elements, const generator::DesignSpec& spec) {
  const WindowWords words(spec);
  const std::vector<int> lanes = generator::lanes_by_plane(spec);
  OperandStreams packed;
  packed.origin = elements.origin;
  packed.first = {0};
  packed.lanes = words.words();
  for (std::size_t stream = 0; stream < elements.streams(); ++stream) {
    const std::vector<std::int64_t> weights = shared_weights(elements, stream, spec.w_signed);
    const std::size_t first = elements.first[stream] * elements.lanes;
    WindowPacker packer(words,
                        std::span(elements.x).subspan(first, weights.size() * elements.lanes));
    for (const WindowCycle& cycle : schedule_windows(weights, lanes, spec.planes, words.window)) {
      packer.append(cycle, packed);
    }
    packed.first.push_back(packed.x.size() / packed.lanes);
  }
  return packed;
}

}  // namespace pann::tb
