#include "flow/cycle_energy.h"

#include <algorithm>
#include <cmath>

#include "sim/native/native_engine.h"
#include "synth/liberty/cell_functions.h"
#include "tb/model/played_operands.h"
#include "tb/model/unit_model.h"

namespace pann::flow {

namespace {

/// By net, in units of `unit_j`.
std::vector<std::uint32_t> weights_of(const synth::PowerReport& report, double unit_j) {
  std::vector<std::uint32_t> weights;
  for (const double energy_j : report.toggle_j) {
    weights.push_back(static_cast<std::uint32_t>(std::round(std::max(0.0, energy_j) / unit_j)));
  }
  return weights;
}

double unit_of(const synth::PowerReport& report) {
  constexpr double kMostWeight = 1U << 22U;
  const double most = *std::max_element(report.toggle_j.begin(), report.toggle_j.end());
  return most > 0.0 ? most / kMostWeight : 1.0;
}

}  // namespace

CycleEnergies cycle_energies(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                             const synth::Library& library, const sim::Schedule& schedule,
                             const GateActivityOptions& options, const synth::PowerReport& report) {
  const circuit::CellFunctions functions = synth::cell_functions(netlist, library);
  CycleEnergies energies{{}, unit_of(report)};
  const std::vector<std::uint32_t> weights = weights_of(report, energies.unit_j);
  if (options.delays == GateDelays::zero) {
    energies.cycles =
        sim::run_series(sim::compile(netlist, functions,
                                     {.every_net = true, .registers = files.manifest.registers}),
                        schedule, weights);
    return energies;
  }
  const synth::ArcDelays delays = gate_delays(netlist, library, options);
  energies.cycles =
      sim::run_series(sim::compile_with_delays(netlist, functions, synth::engine_delays(delays),
                                               files.manifest.registers),
                      schedule, weights, {.pulses = options.pulses});
  return energies;
}

std::vector<std::size_t> operation_of_cycles(const generator::Manifest& manifest,
                                             const tb::OperandStreams& operands,
                                             const sim::Schedule& schedule) {
  const auto model = tb::unit_model(manifest);
  std::vector<std::size_t> owners(schedule.cycles(), kNoOperation);
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    std::size_t cycle = schedule.streams[stream].first_cycle;
    const std::size_t end = cycle + schedule.streams[stream].cycles;
    while (cycle < end && !schedule.flags[cycle].counted) ++cycle;
    const std::size_t last = operands.first[stream + 1];
    for (std::size_t i = operands.first[stream]; i < last; ++i) {
      std::uint64_t count = model->cycles(tb::operation_of(operands, i));
      if (i + 1 == last) count = end - cycle;  // with the storing edge
      for (; count > 0; --count) owners[cycle++] = i;
    }
  }
  return owners;
}

}  // namespace pann::flow
