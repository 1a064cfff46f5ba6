#include "flow/choice/comparison.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::flow {

namespace {

std::array<double, 3> figures(const ComparedDesign& design) {
  return {design.area, design.delay_ns, design.energy_fj};
}

/// Whether `one` is no worse in any figure and better in one.
bool dominates(const ComparedDesign& one, const ComparedDesign& other) {
  const auto mine = figures(one);
  const auto theirs = figures(other);
  bool is_better = false;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    if (mine[i] > theirs[i]) return false;
    is_better = is_better || mine[i] < theirs[i];
  }
  return is_better;
}

ComparedDesign summary(const Candidate& candidate, const CostReport& report) {
  const synth::PowerReport& power = report.mapped.power;
  ComparedDesign design;
  design.name = candidate.name;
  design.cells = report.mapping.cells;
  design.area = report.mapping.area;
  design.delay_ns = report.delay_ns();
  design.energy_fj = power.per_operation_fj(power.total.total_w());
  if (power.has_glitches) design.glitches_fj = power.per_operation_fj(power.glitch_w());
  design.clock_mhz = power.clock_mhz;
  design.operations = report.rtl.result.operations;
  design.checked = report.rtl.result.checked + report.mapped.gates.checked;
  return design;
}

CostReport cost_of(const Candidate& candidate, const ComparisonSetup& setup) {
  try {
    return cost(Experiment{.design = candidate.files,
                           .operands = candidate.operands,
                           .pdk = setup.pdk,
                           .library = setup.library,
                           .mapping = setup.mapping,
                           .activity = setup.activity});
  } catch (const support::Failure& failure) {
    auto diagnostics = failure.diagnostics();
    for (support::Diagnostic& one : diagnostics) {
      one.message = fmt::format("{}: {}", candidate.name, one.message);
    }
    throw support::Failure(failure.exit_code(), std::move(diagnostics));
  }
}

}  // namespace

void mark_pareto(std::vector<ComparedDesign>& designs) {
  for (ComparedDesign& design : designs) {
    design.is_pareto =
        std::none_of(designs.begin(), designs.end(),
                     [&](const ComparedDesign& other) { return dominates(other, design); });
  }
}

std::vector<ComparedDesign> compare(const std::vector<Candidate>& candidates,
                                    const ComparisonSetup& setup, support::Progress& progress) {
  std::vector<ComparedDesign> designs;
  for (const Candidate& candidate : candidates) {
    progress.stage(
        fmt::format("{} of {}: {}", designs.size() + 1, candidates.size(), candidate.name));
    designs.push_back(summary(candidate, cost_of(candidate, setup)));
  }
  mark_pareto(designs);
  return designs;
}

}  // namespace pann::flow
