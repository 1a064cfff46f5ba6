#include "sim/native/clock_edges.h"

#include <string>

namespace pann::sim {

namespace {

template <class Values>
void append(std::vector<std::uint64_t>& list, const Values& values) {
  list.insert(list.end(), values.begin(), values.end());
}

}  // namespace

Schedule by_edges(const Schedule& schedule) {
  Schedule edges;
  edges.clock = schedule.clock;
  edges.inputs = schedule.inputs;
  edges.outputs = schedule.outputs;
  edges.inputs.push_back({std::string(kBeforeRising), 1, schedule.input_words});
  edges.input_words = schedule.input_words + 1;
  edges.output_words = schedule.output_words;
  edges.operations = schedule.operations;
  edges.additions = schedule.additions;
  for (const StreamSpan& stream : schedule.streams) {
    edges.streams.push_back({2 * stream.first_cycle, 2 * stream.cycles, stream.operations});
  }
  const std::vector<std::uint64_t> nothing(schedule.output_words, 0);
  for (std::size_t cycle = 0; cycle < schedule.cycles(); ++cycle) {
    const CycleFlags& flags = schedule.flags[cycle];
    append(edges.values, schedule.input(cycle));
    edges.values.push_back(0);
    append(
        edges.expected,
        std::span(schedule.expected).subspan(cycle * schedule.output_words, schedule.output_words));
    edges.flags.push_back(flags);
    append(edges.values, schedule.input(cycle));
    edges.values.push_back(1);
    append(edges.expected, nothing);
    edges.flags.push_back(
        {.counted = flags.counted, .registers_counted = flags.counted, .sampled = false});
  }
  return edges;
}

std::vector<std::uint64_t> by_cycles(const std::vector<std::uint64_t>& sums) {
  std::vector<std::uint64_t> cycles;
  for (std::size_t step = 0; step + 1 < sums.size(); step += 2) {
    cycles.push_back(sums[step] + sums[step + 1]);
  }
  return cycles;
}

}  // namespace pann::sim
