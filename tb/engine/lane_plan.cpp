#include "tb/engine/lane_plan.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pann::tb {

namespace {

/// A piece shorter than this would spend too much on the cycle that sets its scene.
constexpr std::size_t kShortestPiece = kSteps - 1;
/// Pieces longer than this gain nothing more; more groups keep more threads busy.
constexpr std::size_t kLongestPiece = 32 * kSteps - 1;

void set_bit(LaneWord& word, std::size_t lane) {
  word[lane / 64] |= std::uint64_t{1} << (lane % 64);
}

using Runs = std::vector<FlagRun>;

/// The run that holds a cycle.
Runs::const_iterator run_at(const Runs& runs, std::size_t cycle) {
  return std::upper_bound(runs.begin(), runs.end(), cycle,
                          [](std::size_t value, const FlagRun& run) { return value < run.end; });
}

/// First counted step of a lane (step 0 has no cycle before it) and the step after the last of
/// those that follow without a gap.
std::pair<std::size_t, std::size_t> counted_steps(const Runs& runs, const Lane& lane) {
  const std::size_t end = lane.first + lane.cycles;
  auto run = run_at(runs, lane.first + 1);
  while (run != runs.end() && run->first < end && !run->flags.counted) ++run;
  const std::size_t from = run == runs.end() ? end : std::max(run->first, lane.first + 1);
  while (run != runs.end() && run->first < end && run->flags.counted) ++run;
  const std::size_t to = run == runs.end() ? end : std::min(run->first, end);
  return {std::min(from, end) - lane.first, to - lane.first};
}

/// Which of the uniform steps are sampled, over all lanes.
Sampled sampled_steps(const Runs& runs, const LaneGroup& group) {
  bool any = false;
  bool all = true;
  for (const Lane& lane : group.lanes) {
    const std::size_t end = lane.first + group.uniform_to;
    for (auto run = run_at(runs, lane.first + group.uniform_from);
         run != runs.end() && run->first < end; ++run) {
      (run->flags.sampled ? any : all) = run->flags.sampled;
    }
  }
  return !any ? Sampled::never : all ? Sampled::always : Sampled::sometimes;
}

LaneGroup make_group(const Runs& runs, std::vector<Lane> lanes) {
  LaneGroup group{.lanes = std::move(lanes)};
  group.uniform_to = ~std::size_t{0};
  for (std::size_t i = 0; i < group.lanes.size(); ++i) {
    const auto [from, to] = counted_steps(runs, group.lanes[i]);
    group.steps = std::max(group.steps, group.lanes[i].cycles);
    group.uniform_from = std::max(group.uniform_from, from);
    group.uniform_to = std::min(group.uniform_to, to);
    set_bit(group.mask, i);
  }
  group.uniform_to = std::max(group.uniform_to, group.uniform_from);
  group.sampled = sampled_steps(runs, group);
  return group;
}

/// Consecutive pieces of the whole sequence, equal in length but for one cycle.
std::vector<Lane> cut_sequence(const Schedule& schedule) {
  const std::size_t changes = schedule.cycles() - 1;
  const std::size_t groups = (changes + kLanes * kLongestPiece - 1) / (kLanes * kLongestPiece);
  const std::size_t most = std::max<std::size_t>(changes / kShortestPiece, 1);
  const std::size_t count = std::min(std::max<std::size_t>(groups, 1) * kLanes, most);
  std::vector<Lane> lanes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = changes * i / count;
    const std::size_t last = changes * (i + 1) / count;
    lanes.push_back({first, last - first + 1, i != 0});
  }
  return lanes;
}

/// Streams, longest first: a group's lanes then end at about the same step.
std::vector<Lane> sort_streams(const Schedule& schedule) {
  std::vector<Lane> lanes;
  for (const StreamSpan& stream : schedule.streams) {
    if (stream.cycles > 0) lanes.push_back({stream.first_cycle, stream.cycles, false});
  }
  std::stable_sort(lanes.begin(), lanes.end(),
                   [](const Lane& a, const Lane& b) { return a.cycles > b.cycles; });
  return lanes;
}

}  // namespace

std::vector<FlagRun> flag_runs(const Schedule& schedule) {
  const std::vector<CycleFlags>& flags = schedule.flags;
  const auto same = [&](std::size_t cycle, std::size_t count) {
    return std::memcmp(&flags[cycle], &flags[cycle - 1], count * sizeof(CycleFlags)) == 0;
  };
  constexpr std::size_t kStride = 64;
  std::vector<FlagRun> runs;
  for (std::size_t cycle = 0; cycle < flags.size();) {
    runs.push_back({cycle, cycle, flags[cycle]});
    ++cycle;
    while (cycle + kStride <= flags.size() && same(cycle, kStride)) cycle += kStride;
    while (cycle < flags.size() && same(cycle, 1)) ++cycle;
    runs.back().end = cycle;
  }
  return runs;
}

std::vector<LaneGroup> plan_lanes(const Schedule& schedule, const std::vector<FlagRun>& runs,
                                  bool has_state) {
  std::vector<LaneGroup> groups;
  if (schedule.cycles() == 0) return groups;
  const std::vector<Lane> lanes = has_state ? sort_streams(schedule) : cut_sequence(schedule);
  for (std::size_t first = 0; first < lanes.size(); first += kLanes) {
    const auto begin = lanes.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(kLanes, lanes.size() - first);
    groups.push_back(make_group(runs, {begin, begin + static_cast<std::ptrdiff_t>(count)}));
  }
  return groups;
}

BlockMasks make_masks(const Schedule& schedule, const LaneGroup& group, std::size_t block) {
  BlockMasks masks;
  for (std::size_t i = 0; i < group.lanes.size(); ++i) {
    const Lane& lane = group.lanes[i];
    for (std::size_t t = 0; t < kSteps; ++t) {
      const std::size_t step = block * kSteps + t;
      if (step >= lane.cycles) break;
      if (step == 0 && lane.repeats) continue;
      const CycleFlags& flags = schedule.flags[lane.first + step];
      if (flags.counted) {
        set_bit(masks.logic.levels[t], i);
        set_bit(masks.registers.levels[t], i);
        if (step > 0) set_bit(masks.logic.toggles[t], i);
      }
      const bool register_counts = flags.counted || flags.registers_counted;
      if (register_counts && step > 0) set_bit(masks.registers.toggles[t], i);
      if (flags.sampled) set_bit(masks.samples.toggles[t], i);
    }
  }
  return masks;
}

}  // namespace pann::tb
