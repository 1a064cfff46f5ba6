#include "flow/operation_energy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/native/native_engine.h"
#include "synth/liberty/cell_functions.h"
#include "tb/model/schedule_builder.h"

namespace pann::flow {

namespace {

/// Energies as whole numbers of a unit: `unit_j` is so small that rounding does not show.
struct Weights {
  std::vector<std::uint32_t> nets;
  double unit_j = 0.0;
};

Weights weights_of(const synth::PowerReport& report) {
  constexpr double kMostWeight = 1U << 22U;
  Weights weights;
  const double most = *std::max_element(report.toggle_j.begin(), report.toggle_j.end());
  weights.unit_j = most > 0.0 ? most / kMostWeight : 1.0;
  for (const double energy_j : report.toggle_j) {
    const double units = std::round(std::max(0.0, energy_j) / weights.unit_j);
    weights.nets.push_back(static_cast<std::uint32_t>(units));
  }
  return weights;
}

std::vector<std::uint64_t> energy_by_cycle(const tb::DesignFiles& files,
                                           const circuit::Netlist& netlist,
                                           const synth::Library& library,
                                           const sim::Schedule& schedule,
                                           const GateActivityOptions& options,
                                           const std::vector<std::uint32_t>& weights) {
  const circuit::CellFunctions functions = synth::cell_functions(netlist, library);
  if (options.delays == GateDelays::zero) {
    return sim::run_series(sim::compile(netlist, functions,
                                        {.every_net = true, .registers = files.manifest.registers}),
                           schedule, weights);
  }
  const synth::ArcDelays delays = gate_delays(netlist, library, options);
  return sim::run_series(sim::compile_with_delays(netlist, functions, synth::pin_delays(delays),
                                                  files.manifest.registers),
                         schedule, weights, {.pulses = options.pulses});
}

/// Energies of the operations from those of the cycles, in the same unit.
std::vector<std::uint64_t> by_operation(const generator::Manifest& manifest,
                                        const tb::OperandStreams& operands,
                                        const sim::Schedule& schedule,
                                        const std::vector<std::uint64_t>& cycles) {
  const auto model = tb::unit_model(manifest);
  std::vector<std::uint64_t> energies(operands.operations(), 0);
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    std::size_t cycle = schedule.streams[stream].first_cycle;
    const std::size_t end = cycle + schedule.streams[stream].cycles;
    while (cycle < end && !schedule.flags[cycle].counted) ++cycle;
    const std::size_t last = operands.first[stream + 1];
    for (std::size_t i = operands.first[stream]; i < last; ++i) {
      std::uint64_t count = model->cycles(tb::operation_of(operands, i));
      if (i + 1 == last) count = end - cycle;  // with the storing edge
      for (; count > 0; --count) energies[i] += cycles[cycle++];
    }
  }
  return energies;
}

OperandPair pair_at(const tb::OperandStreams& operands, std::size_t index) {
  return {operands.x[index], operands.w.empty() ? 0 : operands.w[index]};
}

OperationEnergy describe(const std::vector<std::uint64_t>& energies,
                         const tb::OperandStreams& operands, double unit_fj) {
  OperationEnergy result;
  if (energies.empty()) return result;
  const auto in_fj = [&](std::uint64_t energy) { return static_cast<double>(energy) * unit_fj; };
  const auto peak = std::max_element(energies.begin(), energies.end());
  result.peak = static_cast<std::size_t>(peak - energies.begin());
  result.at_peak = pair_at(operands, result.peak);
  const bool begins = std::binary_search(operands.first.begin(), operands.first.end(), result.peak);
  if (!begins) result.before_peak = pair_at(operands, result.peak - 1);
  for (std::size_t i = 0; i < energies.size(); ++i) {
    result.series_fj.push_back(in_fj(energies[i]));
    result.operands.push_back(pair_at(operands, i));
  }
  std::vector<std::uint64_t> sorted = energies;
  std::sort(sorted.begin(), sorted.end());
  result.minimum_fj = in_fj(sorted.front());
  result.maximum_fj = in_fj(sorted.back());
  const std::uint64_t sum = std::accumulate(sorted.begin(), sorted.end(), std::uint64_t{0});
  result.mean_fj = in_fj(sum) / static_cast<double>(sorted.size());
  for (const double share : {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    result.quantiles.emplace_back(share, in_fj(sorted[rank - 1]));
  }
  return result;
}

}  // namespace

OperationEnergy operation_energy(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                                 const synth::Library& library, const tb::OperandStreams& operands,
                                 const GateActivityOptions& options,
                                 const synth::PowerReport& report) {
  constexpr double kFemtojoules = 1e15;
  const Weights weights = weights_of(report);
  const sim::Schedule schedule = tb::make_schedule(files.manifest, operands);
  const std::vector<std::uint64_t> cycles =
      energy_by_cycle(files, netlist, library, schedule, options, weights.nets);
  return describe(by_operation(files.manifest, operands, schedule, cycles), operands,
                  weights.unit_j * kFemtojoules);
}

}  // namespace pann::flow
