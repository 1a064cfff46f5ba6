#include "sim/delay/delay_engine.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/task_arena.h>

#include "sim/delay/delay_network.h"
#include "sim/delay/event_player.h"
#include "support/diagnostic.h"
#include "support/parallel.h"
#include "support/threads.h"

namespace pann::sim {

namespace {

/// Cycles of a combinational unit that one player plays in a row.
constexpr std::size_t kPieceCycles = 256;

const std::vector<circuit::NetId>* find_bits(const DelayNetwork& network, const std::string& port) {
  const auto found =
      std::find_if(network.ports.begin(), network.ports.end(),
                   [&](const circuit::NetlistPort& known) { return known.name == port; });
  return found == network.ports.end() ? nullptr : &found->bits;
}

/// Calls `use` with the word, the bit and the net of each bit of the pins. That they are ports of
/// the netlist the native engine has made sure of.
template <class Use>
void for_each_bit(const DelayNetwork& network, const std::vector<PinSlot>& pins, const Use& use) {
  for (const PinSlot& pin : pins) {
    const std::vector<circuit::NetId>* bits = find_bits(network, pin.port);
    for (std::size_t bit = 0; bits != nullptr && bit < bits->size(); ++bit) {
      use(pin.first_word + bit / 64, static_cast<unsigned>(bit % 64), (*bits)[bit]);
    }
  }
}

DelayJob make_job(const DelayNetwork& network, const Schedule& schedule,
                  const DelaySimulationOptions& options) {
  DelayJob job{network,
               schedule,
               std::vector<circuit::NetId>(schedule.input_words * 64, circuit::kNetFloating),
               {},
               options.pulses};
  for_each_bit(network, schedule.inputs, [&](std::size_t word, unsigned bit, circuit::NetId net) {
    job.inputs[word * 64 + bit] = net;
  });
  for_each_bit(network, schedule.outputs, [&](std::size_t word, unsigned bit, circuit::NetId net) {
    job.outputs.push_back({word, bit, net});
  });
  return job;
}

/// Units with stored bits go stream by stream; others in pieces that begin with the last cycle of
/// the piece before, at rest.
std::vector<DelayPiece> cut(const DelayNetwork& network, const Schedule& schedule) {
  std::vector<DelayPiece> pieces;
  if (!network.flip_flops.empty()) {
    for (const StreamSpan& stream : schedule.streams) {
      pieces.push_back({stream.first_cycle, stream.cycles, true});
    }
    return pieces;
  }
  for (std::size_t first = 0; first == 0 || first + 1 < schedule.cycles(); first += kPieceCycles) {
    const std::size_t cycles = std::min(kPieceCycles + 1, schedule.cycles() - first);
    pieces.push_back({first, cycles, first == 0});
  }
  return pieces;
}

DelayCounts play_all(const DelayJob& job, unsigned threads) {
  const std::vector<DelayPiece> pieces = cut(job.network, job.schedule);
  if (threads == 1) {
    EventPlayer player(job);
    for (const DelayPiece& piece : pieces) player.play(piece);
    return player.counts();
  }
  tbb::enumerable_thread_specific<EventPlayer> players([&] { return EventPlayer(job); });
  tbb::task_arena arena(support::thread_count(threads));
  arena.execute([&] {
    support::parallel_for(std::size_t{0}, pieces.size(),
                          [&](std::size_t i) { players.local().play(pieces[i]); });
  });
  DelayCounts counts;
  for (const EventPlayer& player : players) counts.merge(player.counts());
  return counts;
}

ClockRaces races_of(const DelayNetwork& network, const DelayCounts& counts) {
  if (counts.races == 0) return {};
  const DelayCounts::Race& first = counts.first_race;
  return {counts.races, network.flip_flops[first.flip_flop].label, first.cycle, first.time_fs};
}

/// All toggles of a net from the settled ones: a net rises and falls in turn and ends where it ends
/// without delays, so that rises minus falls are the same.
activity::NetCounts with_glitches(const activity::NetCounts& settled, std::uint64_t toggles) {
  if (toggles < settled.toggles() || (toggles - settled.toggles()) % 2 != 0) {
    throw std::logic_error("delay simulation settles to other values than zero delay");
  }
  activity::NetCounts counts = settled;
  counts.glitches = toggles - settled.toggles();
  counts.rises += counts.glitches / 2;
  counts.falls += counts.glitches / 2;
  return counts;
}

}  // namespace

DelayDesign::DelayDesign(NativeDesign zero_delay, std::shared_ptr<const DelayNetwork> network)
    : zero_delay_(std::move(zero_delay)), network_(std::move(network)) {}

DelayDesign compile_with_delays(const circuit::Netlist& netlist,
                                const circuit::CellFunctions& functions,
                                const NetlistDelays& delays,
                                const std::vector<std::string>& registers) {
  NativeDesign native = compile(netlist, functions, {.every_net = true, .registers = registers});
  DelayNetwork network = build_delay_network(netlist, functions, delays, registers);
  if (network.gates.size() >> EventQueue::kGateBits != 0) {
    support::fail_input("delay.gates",
                        fmt::format("the netlist has {} gates", network.gates.size()),
                        "simulate parts of at most 16 million gates with delays");
  }
  return {std::move(native), std::make_shared<const DelayNetwork>(std::move(network))};
}

DelaySimulation run(const DelayDesign& design, const Schedule& schedule,
                    const DelaySimulationOptions& options) {
  DelaySimulation simulation;
  simulation.settled = run(design.zero_delay(), schedule, {.threads = options.threads});
  const DelayJob job = make_job(design.network(), schedule, options);
  const DelayCounts counts = play_all(job, options.threads);
  simulation.races = races_of(design.network(), counts);
  simulation.result = simulation.settled;
  simulation.result.engine = "delay";
  std::vector<activity::NetCounts>& nets = simulation.result.activity.nets;
  for (const DelayGate& gate : design.network().gates) {
    if (!design.network().is_net(gate.net)) continue;
    nets[gate.net] = with_glitches(nets[gate.net], counts.toggles[gate.net]);
  }
  if (counts.mismatches != simulation.settled.mismatches) {
    throw std::logic_error("delay simulation gives other results than zero delay");
  }
  simulation.latest = counts.latest;
  simulation.latest.net = design.network().electrical(counts.latest.net);
  simulation.half_cycles = design.network().half_cycles;
  simulation.simultaneous = counts.simultaneous;
  return simulation;
}

std::vector<std::uint64_t> run_series(const DelayDesign& design, const Schedule& schedule,
                                      const std::vector<std::uint32_t>& weights,
                                      const DelaySimulationOptions& options) {
  // Also checks schedule and weights, and knows the nets that no gate drives.
  std::vector<std::uint32_t> driven_elsewhere = weights;
  for (const DelayGate& gate : design.network().gates) {
    if (gate.net < driven_elsewhere.size()) driven_elsewhere[gate.net] = 0;
  }
  std::vector<std::uint64_t> sums =
      run_series(design.zero_delay(), schedule, driven_elsewhere, {.threads = options.threads});
  DelayJob job = make_job(design.network(), schedule, options);
  std::vector<std::uint64_t> gate_sums(schedule.cycles(), 0);
  std::vector<std::uint32_t> gate_weights(design.network().values.size(), 0);
  for (const DelayGate& gate : design.network().gates) {
    if (design.network().is_net(gate.net)) gate_weights[gate.net] = weights[gate.net];
  }
  job.outputs.clear();
  job.weights = &gate_weights;
  job.sums = &gate_sums;
  play_all(job, options.threads);
  for (std::size_t cycle = 0; cycle < sums.size(); ++cycle) sums[cycle] += gate_sums[cycle];
  return sums;
}

}  // namespace pann::sim
