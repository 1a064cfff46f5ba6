#include "analysis/main_job/main_job.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "analysis/main_job/best_units.h"
#include "analysis/main_job/unit_cost.h"
#include "flow/synthesize.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/parallel.h"
#include "synth/liberty/library.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

struct PlannedUnit {
  UnitJob job;
  int bits = 0;
  std::uint64_t elements = 0;
  std::uint64_t macs_per_inference = 0;
};

void require_distinct(const std::vector<int>& budgets) {
  for (auto bits = budgets.begin(); bits != budgets.end(); ++bits) {
    if (std::find(budgets.begin(), bits, *bits) == bits) continue;
    support::fail_input("run.budget", fmt::format("--budget {} is given twice", *bits),
                        "give every width once");
  }
}

std::vector<NetworkOperands> operands_of(const MainJobOptions& options) {
  const fs::path network = options.network.empty() ? default_network() : options.network;
  std::vector<NetworkOperands> operands;
  for (const int bits : options.budgets) {
    NetworkStreamOptions streams = options.streams;
    streams.bits = bits;
    operands.push_back(network_operands(network, streams));
  }
  return operands;
}

std::vector<UnitJob> jobs_at(const NetworkOperands& operands, const MainJobOptions& options) {
  std::vector<UnitJob> jobs = unit_jobs(operands, options.acc_width);
  if (!options.all_units) return jobs;
  for (UnitJob& job : best_unit_jobs(operands, options.pann_lanes)) jobs.push_back(std::move(job));
  return jobs;
}

std::vector<PlannedUnit> plan(const std::vector<NetworkOperands>& operands,
                              const MainJobOptions& options) {
  std::vector<PlannedUnit> units;
  for (const NetworkOperands& network : operands) {
    for (UnitJob& job : jobs_at(network, options)) {
      units.push_back({std::move(job), network.bits, network.elements, network.macs_per_inference});
    }
  }
  return units;
}

/// The streams are large and have done their work.
void drop_streams(NetworkOperands& operands) {
  operands.mac = {};
  operands.positive = {};
  operands.negative = {};
  operands.pann = {};
}

}  // namespace

std::vector<const UnitReport*> MainJobReport::units_at(int bits) const {
  std::vector<const UnitReport*> at_budget;
  for (const UnitReport& unit : units) {
    if (unit.bits == bits) at_budget.push_back(&unit);
  }
  return at_budget;
}

std::optional<double> break_even_fetch_fj(const UnitReport& one, const UnitReport& other) {
  const double energy_fj = other.energy.total_fj() - one.energy.total_fj();
  const double bits = one.traffic.bits() - other.traffic.bits();
  if (energy_fj == 0.0 || energy_fj * bits <= 0.0) return std::nullopt;
  return energy_fj / bits;
}

MainJobReport run_main_job(const MainJobOptions& options, const synth::Pdk& pdk,
                           const fs::path& output,
                           const std::function<void(const std::string&)>& stage) {
  require_distinct(options.budgets);
  flow::require_mapping_place(output);
  stage("reading " + pdk.name);
  const synth::Library library = synth::read_library(pdk.files);
  stage("quantizing the network");
  MainJobReport report;
  report.operands = operands_of(options);
  report.network = report.operands.front().network;
  report.library = library.name;
  report.corner = pdk.corner;
  report.synthetic = pdk.synthetic;
  report.recipe = options.recipe;
  report.adder_cells = options.adder_cells;
  report.voltage = library.conditions.voltage_v;
  report.clock_mhz = options.clock_mhz.value_or(pdk.clock_mhz);
  const std::vector<PlannedUnit> units = plan(report.operands, options);
  report.units.resize(units.size());
  support::OutputDirectory directory(output);
  std::mutex mutex;
  const auto shared_stage = [&](const std::string& text) {
    const std::lock_guard lock(mutex);
    stage(text);
  };
  support::parallel_for(std::size_t{0}, units.size(), [&](std::size_t i) {
    const CostContext context{pdk,
                              library,
                              report.clock_mhz,
                              options,
                              directory.staging(),
                              units[i].elements,
                              units[i].macs_per_inference,
                              shared_stage};
    report.units[i] = cost_unit(units[i].job, units[i].bits,
                                fmt::format("b{}/{}", units[i].bits, units[i].job.name), context);
  });
  directory.commit();
  for (NetworkOperands& operands : report.operands) drop_streams(operands);
  return report;
}

}  // namespace pann::analysis
