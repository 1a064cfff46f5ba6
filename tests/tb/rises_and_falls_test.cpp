// What the native engine counts at a unit's ports, rise by rise, against the words of the schedule:
// few lanes and many, whole blocks that count and others, streams of several lengths.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine_support.h"
#include "sim/program/kernels.h"

using namespace pann;
using generator::DesignSpec;
using generator::Kind;

namespace {

bool bit_of(const std::vector<std::uint64_t>& words, std::size_t words_a_cycle, std::size_t cycle,
            const sim::PinSlot& pin, std::size_t bit) {
  return (words[cycle * words_a_cycle + pin.first_word + bit / 64] >> (bit % 64) & 1) != 0;
}

/// A bit's value by cycle.
using BitValue = std::function<bool(std::size_t cycle)>;

/// That of a port's bit, driven or expected; empty for ports that the schedule does not hold.
BitValue value_of(const sim::Schedule& schedule, const std::string& port, std::size_t bit) {
  for (const sim::PinSlot& pin : schedule.inputs) {
    if (pin.port != port) continue;
    return [&schedule, &pin, bit](std::size_t cycle) {
      return bit_of(schedule.values, schedule.input_words, cycle, pin, bit);
    };
  }
  for (const sim::PinSlot& pin : schedule.outputs) {
    if (pin.port != port) continue;
    return [&schedule, &pin, bit](std::size_t cycle) {
      return bit_of(schedule.expected, schedule.output_words, cycle, pin, bit);
    };
  }
  return {};
}

/// Counts of one bit by its value in every cycle; registers change with the edge before a cycle,
/// and that edge counts for them alone at a stream's end.
activity::NetCounts plain_counts(const sim::Schedule& schedule, bool is_register,
                                 const BitValue& value) {
  activity::NetCounts counts;
  for (const sim::StreamSpan& stream : schedule.streams) {
    for (std::size_t i = 0; i < stream.cycles; ++i) {
      const std::size_t cycle = stream.first_cycle + i;
      const sim::CycleFlags& flags = schedule.flags[cycle];
      if (flags.counted) {
        (value(cycle) ? counts.time_high : counts.time_low) += sim::Schedule::kTicksPerCycle;
      }
      if (i == 0 || !(flags.counted || (is_register && flags.registers_counted))) continue;
      if (value(cycle) == value(cycle - 1)) continue;
      ++(value(cycle) ? counts.rises : counts.falls);
    }
  }
  return counts;
}

void check_counts(const activity::NetCounts& counted, const activity::NetCounts& expected,
                  bool has_levels) {
  CHECK(counted.rises == expected.rises);
  CHECK(counted.falls == expected.falls);
  if (!has_levels) return;
  CHECK(counted.time_high == expected.time_high);
  CHECK(counted.time_low == expected.time_low);
}

/// Compares every bit of the ports that the schedule holds; how many these are.
std::size_t check_ports(const DesignSpec& spec, std::uint64_t vectors, std::uint64_t length,
                        const sim::EngineOptions& run) {
  test::DesignOnDisk design;
  test::emit_to(design, spec);
  const circuit::Netlist netlist = design.netlist();
  tb::StimulusSpec stimulus;
  stimulus.vectors = vectors;
  stimulus.length = length;
  const sim::Schedule schedule =
      tb::make_schedule(design.manifest, tb::make_operands(stimulus, design.manifest.design));
  const sim::SimulationResult result = sim::run(
      sim::compile(netlist, {}, {.every_net = true, .registers = design.manifest.registers}),
      schedule, run);
  CHECK(result.mismatches == 0);
  const bool has_levels = run.levels && schedule.clock.empty();
  const auto& registers = design.manifest.registers;
  std::size_t compared = 0;
  for (const circuit::NetlistPort& port : netlist.ports) {
    const bool is_register =
        std::find(registers.begin(), registers.end(), port.name) != registers.end();
    for (std::size_t bit = 0; bit < port.bits.size(); ++bit) {
      const auto value = value_of(schedule, port.name, bit);
      if (!value) continue;
      CAPTURE(port.name);
      CAPTURE(bit);
      check_counts(result.activity.nets[port.bits[bit]], plain_counts(schedule, is_register, value),
                   has_levels);
      ++compared;
    }
  }
  return compared;
}

}  // namespace

TEST_CASE("rises, falls and levels at the ports of an adder are those of its words") {
  const DesignSpec adder{.kind = Kind::adder, .x_width = 5};
  for (const bool levels : {true, false}) {
    for (const unsigned threads : {1U, 3U}) {
      for (const std::uint64_t vectors : {1ULL, 63ULL, 700ULL, 70'000ULL}) {
        CAPTURE(vectors);
        CHECK(check_ports(adder, vectors, 0, {.threads = threads, .levels = levels}) ==
              5 + 5 + 1 + 6);
      }
    }
  }
}

TEST_CASE("rises and falls at the ports of units with registers are those of their words") {
  const DesignSpec accumulator{.kind = Kind::accumulator, .x_width = 4, .acc_width = 9};
  DesignSpec counted{.kind = Kind::pann_mac, .x_width = 3, .w_width = 3, .acc_width = 9};
  counted.x_signed = false;
  for (const std::uint64_t length : {1ULL, 25ULL, 150ULL, 4000ULL}) {
    CAPTURE(length);
    for (const std::uint64_t vectors : {610ULL, 9'010ULL}) {
      CAPTURE(vectors);
      CHECK(check_ports(accumulator, vectors, length, {.threads = 2}) == 1 + 1 + 4 + 9);
      CHECK(check_ports(counted, vectors, length, {.threads = 2}) > 12);
    }
  }
}

TEST_CASE("every instruction set counts the same rises, falls and levels") {
  const DesignSpec accumulator{.kind = Kind::accumulator, .x_width = 4, .acc_width = 9};
  const DesignSpec adder{.kind = Kind::adder, .x_width = 5};
  for (const sim::Kernels* kernels : sim::all_kernels()) {
    CAPTURE(std::string(kernels->name));
    check_ports(adder, 70'000, 0, {.kernels = kernels});
    check_ports(accumulator, 9'010, 150, {.kernels = kernels});
  }
}

TEST_CASE("every instruction set weighs the same toggles cycle by cycle") {
  test::DesignOnDisk design;
  test::emit_to(design, {.kind = Kind::mac, .x_width = 4, .w_width = 4, .acc_width = 10});
  tb::StimulusSpec stimulus;
  stimulus.vectors = 9'010;
  stimulus.length = 150;
  const sim::Schedule schedule =
      tb::make_schedule(design.manifest, tb::make_operands(stimulus, design.manifest.design));
  const sim::NativeDesign compiled = sim::compile(design.netlist());
  std::vector<std::uint32_t> weights(compiled.nets());
  for (std::size_t net = 0; net < weights.size(); ++net) {
    weights[net] = static_cast<std::uint32_t>(net * 2654435761U >> 20U);
  }
  const std::vector<std::uint64_t> best = sim::run_series(compiled, schedule, weights);
  for (const sim::Kernels* kernels : sim::all_kernels()) {
    CAPTURE(std::string(kernels->name));
    CHECK(sim::run_series(compiled, schedule, weights, {.kernels = kernels}) == best);
  }
}
