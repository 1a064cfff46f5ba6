#include "flow/operation_energy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "flow/cycle_energy.h"
#include "tb/model/schedule_builder.h"

namespace pann::flow {

namespace {

/// Energies of the operations from those of the cycles, in the same unit.
std::vector<std::uint64_t> by_operation(const generator::Manifest& manifest,
                                        const tb::OperandStreams& operands,
                                        const sim::Schedule& schedule,
                                        const std::vector<std::uint64_t>& cycles) {
  std::vector<std::uint64_t> energies(operands.operations(), 0);
  const std::vector<std::size_t> owners = operation_of_cycles(manifest, operands, schedule);
  for (std::size_t cycle = 0; cycle < owners.size(); ++cycle) {
    if (owners[cycle] != kNoOperation) energies[owners[cycle]] += cycles[cycle];
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
  const sim::Schedule schedule = tb::make_schedule(files.manifest, operands);
  const CycleEnergies energies = cycle_energies(files, netlist, library, schedule, options, report);
  return describe(by_operation(files.manifest, operands, schedule, energies.cycles), operands,
                  energies.unit_j * kFemtojoules);
}

}  // namespace pann::flow
