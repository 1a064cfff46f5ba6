#include "flow/behaviour.h"

#include <algorithm>
#include <vector>

#include "sim/native/native_engine.h"
#include "sim/native/simulate_natively.h"
#include "support/diagnostic.h"
#include "support/random.h"

namespace pann::flow {

namespace {

constexpr unsigned kScheduleWordBits = 64;
constexpr std::size_t kResetCycles = 2;
constexpr std::size_t kComparedCycles = 500;

std::size_t words_of(const sim::PinSlot& slot) {
  return (static_cast<std::size_t>(slot.width) + kScheduleWordBits - 1) / kScheduleWordBits;
}

/// Random words at all inputs, the reset (active low) held for the first cycles.
sim::Schedule random_schedule(const generator::Manifest& manifest) {
  sim::Schedule schedule;
  const generator::Port* reset = nullptr;
  for (const generator::Port& port : manifest.ports) {
    if (port.direction != generator::Direction::input) continue;
    if (port.role == generator::Role::clock) {
      schedule.clock = port.name;
      continue;
    }
    if (port.role == generator::Role::reset) reset = &port;
    schedule.inputs.push_back({port.name, port.width, schedule.input_words});
    schedule.input_words += words_of(schedule.inputs.back());
  }
  support::Random random(1);
  for (std::size_t cycle = 0; cycle < kResetCycles + kComparedCycles; ++cycle) {
    const bool in_reset = cycle < kResetCycles;
    for (const sim::PinSlot& slot : schedule.inputs) {
      for (std::size_t word = 0; word < words_of(slot); ++word) {
        const auto rest =
            static_cast<unsigned>(slot.width) - static_cast<unsigned>(word) * kScheduleWordBits;
        std::uint64_t value = random.next();
        if (rest < kScheduleWordBits) value &= (std::uint64_t{1} << rest) - 1;
        if (reset != nullptr && slot.port == reset->name) value = in_reset ? 0 : 1;
        schedule.values.push_back(value);
      }
    }
    schedule.flags.push_back({.counted = !in_reset});
  }
  schedule.streams = {{0, schedule.cycles(), kComparedCycles}};
  schedule.operations = kComparedCycles;
  return schedule;
}

/// One bit of an output port.
struct OutputBit {
  std::string port;
  std::size_t bit = 0;
};

std::vector<OutputBit> outputs_of(const circuit::Netlist& netlist) {
  std::vector<OutputBit> bits;
  for (const circuit::NetlistPort& port : netlist.ports) {
    if (port.direction != generator::Direction::output) continue;
    for (std::size_t bit = 0; bit < port.bits.size(); ++bit) bits.push_back({port.name, bit});
  }
  return bits;
}

/// Plays the schedule and tells what outputs do.
class Player {
 public:
  Player(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
         const sim::Schedule& schedule)
      : netlist_(netlist),
        schedule_(schedule),
        design_(sim::compile(netlist, functions, {.every_net = true})),
        activity_(sim::run(design_, schedule).activity) {}

  /// Nets of some output bits; floating where the netlist has no such bit.
  circuit::NetId net_of(const OutputBit& output) const {
    const circuit::NetlistPort* port = netlist_.find_port(output.port);
    if (port == nullptr || output.bit >= port->bits.size()) return circuit::kNetFloating;
    return port->bits[output.bit];
  }

  /// Ticks at 1.
  std::uint64_t time_high(const OutputBit& output) const {
    const circuit::NetId net = net_of(output);
    if (net == circuit::kNetOne) return activity_.duration;
    return circuit::is_constant_net(net) ? 0 : activity_.nets[net].time_high;
  }

  /// By cycle: bit k tells whether output k changes; at most 32 outputs.
  std::vector<std::uint64_t> changes(const std::vector<OutputBit>& outputs) const {
    std::vector<std::uint32_t> weights(design_.nets(), 0);
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const circuit::NetId net = net_of(outputs[k]);
      if (!circuit::is_constant_net(net)) weights[net] += std::uint32_t{1} << k;
    }
    return sim::run_series(design_, schedule_, weights);
  }

 private:
  const circuit::Netlist& netlist_;
  const sim::Schedule& schedule_;
  sim::NativeDesign design_;
  activity::Activity activity_;
};

/// An output that is the same in every change and in the time at 1 is the same in every cycle.
void compare(const Player& source, const Player& mapped, const std::vector<OutputBit>& outputs,
             BehaviourComparison& result) {
  const std::vector<std::uint64_t> ours = source.changes(outputs);
  const std::vector<std::uint64_t> theirs = mapped.changes(outputs);
  std::uint64_t differing = 0;
  for (std::size_t cycle = 0; cycle < ours.size(); ++cycle) {
    differing |= ours[cycle] ^ theirs[cycle];
    result.different += ours[cycle] != theirs[cycle] ? 1 : 0;
  }
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const bool is_same = ((differing >> k) & 1U) == 0 &&
                         source.time_high(outputs[k]) == mapped.time_high(outputs[k]);
    if (!is_same && result.port.empty()) result.port = outputs[k].port;
  }
}

}  // namespace

BehaviourComparison compare_behaviour(const generator::Manifest& manifest,
                                      const circuit::Netlist& source,
                                      const circuit::Netlist& mapped,
                                      const circuit::CellFunctions& functions) {
  constexpr std::size_t kOutputsAtOnce = 32;
  BehaviourComparison result;
  const sim::Schedule schedule = random_schedule(manifest);
  try {
    const Player ours(source, {}, schedule);
    const Player theirs(mapped, functions, schedule);
    const std::vector<OutputBit> outputs = outputs_of(source);
    for (std::size_t first = 0; first < outputs.size(); first += kOutputsAtOnce) {
      const std::size_t last = std::min(outputs.size(), first + kOutputsAtOnce);
      compare(ours, theirs,
              {outputs.begin() + static_cast<std::ptrdiff_t>(first),
               outputs.begin() + static_cast<std::ptrdiff_t>(last)},
              result);
    }
    result.cycles = kComparedCycles;
  } catch (const support::Failure& failure) {
    if (!sim::is_native_refusal(failure)) throw;
    result.skipped = failure.diagnostics().front().message;
  }
  return result;
}

}  // namespace pann::flow
