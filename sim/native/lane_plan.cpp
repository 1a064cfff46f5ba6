#include "sim/native/lane_plan.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pann::sim {

namespace {

/// Changes in a piece; with the cycle that sets its scene it fills whole blocks. A shorter piece
/// would spend too much on that cycle.
constexpr std::size_t kShortestPiece = kSteps - 1;
/// Pieces longer than this gain little; more groups keep more threads busy.
constexpr std::size_t kLongestPiece = 16 * kSteps - 1;
/// Streams are cut when the longest takes this many times the steps that it takes in pieces.
constexpr std::size_t kWorthCutting = 8;

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
  group.silent_start = true;
  for (std::size_t i = 0; i < group.lanes.size(); ++i) {
    const auto [from, to] = counted_steps(runs, group.lanes[i]);
    group.steps = std::max(group.steps, group.lanes[i].cycles);
    group.uniform_from = std::max(group.uniform_from, from);
    group.uniform_to = std::min(group.uniform_to, to);
    const Lane& lane = group.lanes[i];
    if (!lane.repeats && run_at(runs, lane.first)->flags.counted) group.silent_start = false;
    set_bit(group.mask, i);
  }
  group.uniform_to = std::max(group.uniform_to, group.uniform_from);
  group.sampled = sampled_steps(runs, group);
  return group;
}

/// Lanes of two lengths, which keep to groups of their own.
struct Pieces {
  std::vector<Lane> whole;  ///< As long as asked for.
  std::vector<Lane> rest;   ///< Short ones.

  /// Cuts cycles [first, first + cycles) into pieces of `changes`, and of kShortestPiece what is
  /// left.
  void cut(std::size_t first, std::size_t cycles, std::size_t changes) {
    std::size_t at = 0;
    for (; at + changes < cycles; at += changes) {
      whole.push_back({first + at, changes + 1, at != 0});
    }
    while (at + 1 < cycles || at == 0) {
      const std::size_t next = std::min(at + kShortestPiece, cycles - 1);
      rest.push_back({first + at, next - at + 1, at != 0});
      if (next + 1 >= cycles) return;
      at = next;
    }
  }
};

/// Changes of a piece such that `changes` in all fill lanes and blocks well.
std::size_t piece_length(std::size_t changes) {
  const auto ceiling = [](std::size_t a, std::size_t b) { return (a + b - 1) / b; };
  const std::size_t groups = std::max<std::size_t>(ceiling(changes, kLanes * kLongestPiece), 1);
  const std::size_t even = ceiling(changes, groups * kLanes) + 1;
  return std::max(ceiling(even, kSteps) * kSteps - 1, kShortestPiece);
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

void add_groups(std::vector<LaneGroup>& groups, const Runs& runs, const std::vector<Lane>& lanes) {
  for (std::size_t first = 0; first < lanes.size(); first += kLanes) {
    const auto begin = lanes.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(kLanes, lanes.size() - first);
    groups.push_back(make_group(runs, {begin, begin + static_cast<std::ptrdiff_t>(count)}));
  }
}

/// Whether streams leave most lanes idle.
bool worth_cutting(const std::vector<Lane>& streams, std::size_t cycles) {
  return !streams.empty() && streams.front().cycles > kWorthCutting * (piece_length(cycles) + 1);
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
  Pieces pieces;
  const std::size_t changes = piece_length(schedule.cycles() - 1);
  if (!has_state) {
    pieces.cut(0, schedule.cycles(), changes);
  } else {
    const std::vector<Lane> streams = sort_streams(schedule);
    if (!worth_cutting(streams, schedule.cycles())) {
      add_groups(groups, runs, streams);
      return groups;
    }
    for (const Lane& stream : streams) pieces.cut(stream.first, stream.cycles, changes);
  }
  add_groups(groups, runs, pieces.whole);
  add_groups(groups, runs, pieces.rest);
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

}  // namespace pann::sim
