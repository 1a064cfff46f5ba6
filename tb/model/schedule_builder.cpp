#include "tb/model/schedule_builder.h"

#include <algorithm>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "tb/model/played_operands.h"
#include "tb/model/stream_player.h"
#include "tb/model/unit_model.h"

namespace pann::tb {

using generator::Manifest;
using generator::Role;

namespace {

constexpr std::uint64_t kMaximumCycles = std::uint64_t{1} << 26U;

/// Cycles that the operations take, resets and rests left out.
std::size_t checked_length(const UnitModel& model, const PlayedOperands& played) {
  std::uint64_t cycles = 0;
  for (std::size_t stream = 0; stream < played.streams().streams(); ++stream) {
    for (std::size_t i = 0; i < played.operations(stream); ++i) {
      const std::uint64_t count = model.cycles(played.operation(stream, i));
      cycles = count > kMaximumCycles ? kMaximumCycles + 1 : cycles + count;
      if (cycles > kMaximumCycles) {
        support::fail_input("stimulus.additions",
                            fmt::format("these operands take more than {} cycles", kMaximumCycles),
                            "use fewer vectors or a narrower range of w (--vectors, --w-range)");
      }
    }
  }
  return static_cast<std::size_t>(cycles);
}

}  // namespace

sim::Schedule make_schedule(const Manifest& manifest, const OperandStreams& elements) {
  const auto model = unit_model(manifest);
  PinRecorder recorder(manifest);
  model->require_ports(recorder);
  const PlayedOperands played(manifest, elements);
  const OperandStreams& operands = played.streams();
  const std::size_t length = checked_length(*model, played);
  // A stream begins and ends with at most `latency` cycles and two more.
  const std::size_t rests = 2 * (static_cast<std::size_t>(manifest.latency) + 2);
  recorder.reserve(length + operands.streams() * rests);
  StreamPlayer player(manifest, *model, recorder);
  std::uint64_t additions = 0;
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    player.begin();
    for (std::size_t i = 0; i < played.operations(stream); ++i) {
      for (const PortWords& other : operands.others) {
        const std::size_t words = words_of(other.width);
        recorder.set_port(
            other.port,
            std::span(other.words).subspan((operands.first[stream] + i) * words, words));
      }
      const Operation operation = played.operation(stream, i);
      player.play(operation);
      additions += model->additions(operation);
    }
    player.end(played.elements(stream));
  }
  return recorder.finish(additions);
}

activity::CountedWindows counted_windows(const Manifest& manifest, const sim::Schedule& schedule) {
  activity::CountedWindows counted;
  counted.registers = manifest.registers;
  counted.operations = schedule.operations;
  bool open = false;
  for (std::size_t cycle = 0; cycle < schedule.cycles(); ++cycle) {
    const sim::CycleFlags& flags = schedule.flags[cycle];
    const std::uint64_t start = cycle * sim::Schedule::kTicksPerCycle;
    if (flags.counted) {
      if (!open) counted.windows.push_back({start, start, start});
      counted.windows.back().to = start + sim::Schedule::kTicksPerCycle;
      counted.windows.back().register_to = counted.windows.back().to;
    } else if (open && flags.registers_counted) {
      counted.windows.back().register_to = start + sim::Schedule::kTicksPerCycle / 2;
    }
    open = flags.counted;
  }
  return counted;
}

}  // namespace pann::tb
