#include "tb/model/schedule_builder.h"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "tb/model/arithmetic.h"
#include "tb/model/pin_recorder.h"

namespace pann::tb {

using generator::DesignSpec;
using generator::Kind;
using generator::Role;

namespace {

constexpr sim::CycleFlags kUncounted{};
constexpr sim::CycleFlags kOperation{.counted = true, .registers_counted = true, .sampled = true};
constexpr sim::CycleFlags kStoringEdge{
    .counted = false, .registers_counted = true, .sampled = true};
constexpr std::uint64_t kMaximumCycles = std::uint64_t{1} << 26U;

struct Stream {
  std::span<const OperandBits> x;
  std::span<const OperandBits> w;  // empty for the accumulator
};

Stream stream_of(const OperandStreams& operands, std::size_t index) {
  const std::size_t first = operands.first[index];
  const std::size_t count = operands.first[index + 1] - first;
  const auto part = [&](const std::vector<OperandBits>& words) {
    return words.empty() ? std::span<const OperandBits>() : std::span(words).subspan(first, count);
  };
  return {part(operands.x), part(operands.w)};
}

std::uint64_t repetitions(const DesignSpec& spec, OperandBits w) {
  return magnitude(w, spec.w_signed);
}

void check_ports(const PinRecorder& recorder, const DesignSpec& spec) {
  recorder.require(Role::x, spec.x_width);
  if (spec.kind == Kind::adder) {
    recorder.require(Role::w, spec.x_width);
    recorder.require(Role::sum, spec.x_width);
    return;
  }
  const bool external =
      spec.kind == Kind::pann_mac && spec.sequencer == generator::Sequencer::external;
  if (spec.kind != Kind::accumulator && !external) recorder.require(Role::w, spec.w_width);
  if (generator::has_register(spec.kind)) recorder.require(Role::accumulator, spec.acc_width);
  if (spec.kind == Kind::pann_mac && external) {
    recorder.require(Role::enable, 1);
    recorder.require(Role::negative, 1);
  }
  if (spec.kind == Kind::pann_mac && !external) recorder.require(Role::start, 1);
}

void check_length(const DesignSpec& spec, const OperandStreams& operands) {
  if (spec.kind != Kind::pann_mac) return;
  std::uint64_t cycles = 0;
  for (const OperandBits w : operands.w) {
    const std::uint64_t count = repetitions(spec, w);
    cycles = count > kMaximumCycles ? kMaximumCycles + 1 : cycles + count;
    if (cycles > kMaximumCycles) {
      support::fail_input(
          "stimulus.additions",
          fmt::format("these weights take more than {} repeated additions", kMaximumCycles),
          "use fewer vectors or a narrower range of w (--vectors, --w-range)");
    }
  }
}

/// Operand pairs through a combinational unit, the adder or a multiplier.
void record_combinational(PinRecorder& recorder, const DesignSpec& spec, const Stream& stream) {
  recorder.clear_pins();
  recorder.cycle(kUncounted);
  for (std::size_t i = 0; i < stream.x.size(); ++i) {
    const OperandBits x = stream.x[i];
    const OperandBits w = stream.w[i];
    recorder.set(Role::x, x);
    recorder.set(Role::w, w);
    if (spec.kind == Kind::adder) {
      const Wide sum = truncate(x, spec.x_width) + truncate(w, spec.x_width);
      recorder.expect(Role::sum, sum);
      recorder.expect(Role::carry_out, sum >> spec.x_width);
    } else {
      recorder.expect(Role::product, multiply(spec, x, w));
    }
    recorder.cycle(kOperation);
  }
}

/// One addition a cycle: accumulator, mac, split_mac. `accumulator` is what is stored so far.
void record_multiply_accumulate(PinRecorder& recorder, const DesignSpec& spec, const Stream& stream,
                                Wide& accumulator) {
  for (std::size_t i = 0; i < stream.x.size(); ++i) {
    const OperandBits x = stream.x[i];
    recorder.set(Role::x, x);
    if (!stream.w.empty()) recorder.set(Role::w, stream.w[i]);
    recorder.expect(Role::accumulator, accumulator);
    recorder.cycle(kOperation);
    accumulator +=
        spec.kind == Kind::accumulator ? extend(x, spec.x_signed) : multiply(spec, x, stream.w[i]);
  }
}

/// |w| additions an element, at least one cycle.
void record_repeated_addition(PinRecorder& recorder, const DesignSpec& spec, const Stream& stream,
                              Wide& accumulator) {
  for (std::size_t i = 0; i < stream.x.size(); ++i) {
    const OperandBits w = stream.w[i];
    const std::uint64_t additions = repetitions(spec, w);
    const std::uint64_t cycles = std::max<std::uint64_t>(additions, 1);
    const bool negative = is_negative(w, spec.w_signed);
    const Wide addend = extend(stream.x[i], spec.x_signed);
    recorder.set(Role::x, stream.x[i]);
    recorder.set(Role::w, w);
    recorder.set(Role::enable, additions > 0 ? 1 : 0);
    recorder.set(Role::negative, negative ? 1 : 0);
    for (std::uint64_t cycle = 0; cycle < cycles; ++cycle) {
      recorder.set(Role::start, cycle == 0 ? 1 : 0);
      recorder.expect(Role::accumulator, accumulator);
      recorder.expect(Role::ready, cycle + 1 == cycles ? 1 : 0);
      recorder.cycle(kOperation);
      if (additions > 0) accumulator += negative ? Wide{0} - addend : addend;
    }
  }
}

/// A dot product: two cycles in reset, the operations, the storing edge.
void record_dot_product(PinRecorder& recorder, const DesignSpec& spec, const Stream& stream) {
  recorder.clear_pins();
  recorder.cycle(kUncounted);
  recorder.cycle(kUncounted);
  recorder.set(Role::reset, 1);
  Wide accumulator = 0;
  if (spec.kind == Kind::pann_mac) {
    record_repeated_addition(recorder, spec, stream, accumulator);
  } else {
    record_multiply_accumulate(recorder, spec, stream, accumulator);
  }
  recorder.set(Role::start, 0);
  recorder.expect(Role::accumulator, accumulator);
  recorder.expect(Role::ready, 1);
  recorder.cycle(kStoringEdge);
}

}  // namespace

sim::Schedule make_schedule(const generator::Manifest& manifest, const OperandStreams& operands) {
  const DesignSpec& spec = manifest.design;
  PinRecorder recorder(manifest);
  check_ports(recorder, spec);
  check_length(spec, operands);
  std::uint64_t additions = 0;
  for (std::size_t index = 0; index < operands.streams(); ++index) {
    const Stream stream = stream_of(operands, index);
    recorder.begin_stream();
    if (generator::has_register(spec.kind)) {
      record_dot_product(recorder, spec, stream);
    } else {
      record_combinational(recorder, spec, stream);
    }
    recorder.end_stream(stream.x.size());
    if (spec.kind == Kind::pann_mac) {
      for (const OperandBits w : stream.w) additions += repetitions(spec, w);
    }
  }
  return recorder.finish(additions);
}

activity::CountedWindows counted_windows(const generator::Manifest& manifest,
                                         const sim::Schedule& schedule) {
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
