#include "analysis/main_job/main_job.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analysis/main_job/array_units.h"
#include "analysis/main_job/best_units.h"
#include "analysis/main_job/unit_cost.h"
#include "analysis/network/shipped_network.h"
#include "flow/synthesize.h"
#include "support/diagnostic.h"
#include "synth/liberty/library.h"
#include "synth/yosys/clock_gate_techmap.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

void require_distinct(const std::vector<int>& budgets) {
  for (auto bits = budgets.begin(); bits != budgets.end(); ++bits) {
    if (std::find(budgets.begin(), bits, *bits) == bits) continue;
    support::fail_input("run.budget", fmt::format("--budget {} is given twice", *bits),
                        "give every width once");
  }
}

std::vector<NetworkOperands> operands_of(const MainJobOptions& options) {
  const fs::path network = network_place(options.network);
  std::vector<NetworkOperands> operands;
  for (const int bits : options.budgets) {
    NetworkStreamOptions streams = options.streams;
    streams.bits = bits;
    if (options.all_units) streams.positions = static_cast<std::size_t>(options.pann_positions);
    operands.push_back(network_operands(network, streams));
  }
  if (auto given = given_operands(network, options.streams)) operands.push_back(std::move(*given));
  return operands;
}

/// As many flip-flops as a clock gate is given by default, or as the library's can drive; 0: it has
/// none.
int gate_fanout_of(const synth::Library& library) {
  const double load_f = synth::clock_pin_capacitance(library);
  int fanout = generator::DesignSpec{}.gate_fanout;
  while (fanout > 0 && !synth::find_clock_gate(library, fanout * load_f).is_complete()) --fanout;
  return fanout;
}

std::vector<UnitJob> jobs_at(const NetworkOperands& operands, const MainJobOptions& options,
                             int gate_fanout) {
  std::vector<UnitJob> jobs = unit_jobs(operands, options.acc_width);
  if (!options.all_units) return jobs;
  for (UnitJob& job : best_unit_jobs(operands, options.pann_lanes)) jobs.push_back(std::move(job));
  const ArrayChoice arrays{options.pann_lanes, options.pann_window, gate_fanout};
  for (UnitJob& job : array_unit_jobs(operands, arrays)) jobs.push_back(std::move(job));
  return jobs;
}

std::vector<PlannedUnit> plan(const std::vector<NetworkOperands>& operands,
                              const MainJobOptions& options, int gate_fanout) {
  std::vector<PlannedUnit> units;
  for (const NetworkOperands& network : operands) {
    for (UnitJob& job : jobs_at(network, options, gate_fanout)) {
      std::string directory = group_name(network.bits, network.given) + "/" + job.name;
      const std::uint64_t elements = job.elements == 0 ? network.elements : job.elements;
      units.push_back({std::move(job), network.bits, std::move(directory), elements,
                       network.macs_per_inference, network.given});
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
  operands.mac_positions = {};
  operands.pann_positions = {};
}

}  // namespace

std::vector<const UnitReport*> MainJobReport::units_on(const NetworkOperands& fed) const {
  std::vector<const UnitReport*> found;
  for (const UnitReport& unit : units) {
    if (unit.bits == fed.bits && unit.given == fed.given) found.push_back(&unit);
  }
  return found;
}

std::string group_name(int bits, bool given) {
  return given ? "given" : fmt::format("b{}", bits);
}

std::string group_title(int bits, bool given) {
  return given ? "as given" : fmt::format("b = {}", bits);
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
  report.units = cost_units(plan(report.operands, options, gate_fanout_of(library)), pdk, library,
                            report.clock_mhz, options, output, stage);
  for (NetworkOperands& operands : report.operands) drop_streams(operands);
  return report;
}

}  // namespace pann::analysis
