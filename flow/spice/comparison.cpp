#include "flow/spice/comparison.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "flow/cycle_energy.h"
#include "sim/native/native_engine.h"
#include "support/diagnostic.h"
#include "synth/liberty/cell_functions.h"
#include "synth/power/power.h"
#include "synth/si_units.h"
#include "synth/timing/critical_path.h"
#include "tb/model/played_operands.h"
#include "tb/model/schedule_builder.h"

namespace pann::flow {

namespace {

using synth::kFemto;
constexpr double kNormal95 = 1.96;  ///< Quantile of the 95 % interval.

double mean_of(const std::vector<double>& values) {
  if (values.empty()) return 0.0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Mean of the products of deviations, n - 1 in the denominator; 0 below two values.
double covariance(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() < 2) return 0.0;
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size() - 1);
}

double correlation_of(const std::vector<double>& a, const std::vector<double>& b) {
  const double spread = std::sqrt(covariance(a, a) * covariance(b, b));
  return spread > 0.0 ? covariance(a, b) / spread : 0.0;
}

/// The schedule without the storing edges that end streams: there registers count alone, which the
/// supply's current does not tell apart.
sim::Schedule operations_alone(const generator::Manifest& manifest,
                               const tb::OperandStreams& operands) {
  sim::Schedule schedule = tb::make_schedule(manifest, operands);
  for (sim::CycleFlags& flags : schedule.flags) flags.registers_counted = flags.counted;
  return schedule;
}

/// Sums of a value of the cycles by operation.
class ByOperation {
 public:
  ByOperation(const SpiceExperiment& experiment, const sim::Schedule& schedule)
      : owners_(operation_of_cycles(experiment.files.manifest, experiment.operands, schedule)),
        operations_(experiment.operands.operations()) {
    for (std::size_t cycle = 0; cycle < owners_.size(); ++cycle) {
      if (!schedule.flags[cycle].counted) owners_[cycle] = kNoOperation;
    }
  }

  template <class Value>
  std::vector<double> sums(const std::vector<Value>& by_cycle, double unit,
                           double for_each_cycle = 0.0) const {
    std::vector<double> sums(operations_, 0.0);
    for (std::size_t cycle = 0; cycle < owners_.size(); ++cycle) {
      if (owners_[cycle] == kNoOperation) continue;
      sums[owners_[cycle]] += static_cast<double>(by_cycle[cycle]) * unit + for_each_cycle;
    }
    return sums;
  }

 private:
  std::vector<std::size_t> owners_;
  std::size_t operations_;
};

struct Played {
  activity::Activity activity;
  activity::Activity functional;
  double latest_ns = 0.0;
};

Played play(const SpiceExperiment& experiment, const sim::Schedule& schedule,
            const GateActivityOptions& options) {
  const circuit::CellFunctions functions =
      synth::cell_functions(experiment.netlist, experiment.library);
  if (options.delays == GateDelays::zero) {
    const sim::NativeDesign design =
        sim::compile(experiment.netlist, functions,
                     {.every_net = true, .registers = experiment.files.manifest.registers});
    Played played{sim::run(design, schedule).activity, {}};
    played.functional = played.activity;
    return played;
  }
  const synth::ArcDelays delays = gate_delays(experiment.netlist, experiment.library, options);
  const sim::DelayDesign design =
      sim::compile_with_delays(experiment.netlist, functions, synth::engine_delays(delays),
                               experiment.files.manifest.registers);
  sim::DelaySimulation simulation = sim::run(design, schedule, {.pulses = options.pulses});
  constexpr double kFemtoseconds = 1e6;
  return {std::move(simulation.result.activity), std::move(simulation.settled.activity),
          static_cast<double>(simulation.latest.time_fs) / kFemtoseconds};
}

void set_beside(const SpiceComparison& spice, GateLevel& gate) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < gate.operations_fj.size(); ++i) {
    differences.push_back(gate.operations_fj[i] - spice.operations_fj[i]);
  }
  gate.mean_fj = mean_of(gate.operations_fj);
  const double error =
      std::sqrt(covariance(differences, differences) / static_cast<double>(differences.size()));
  if (spice.mean_fj > 0.0) {
    gate.difference_percent = 100.0 * mean_of(differences) / spice.mean_fj;
    gate.half_width_percent = 100.0 * kNormal95 * error / spice.mean_fj;
  }
  gate.correlation = correlation_of(gate.operations_fj, spice.operations_fj);
  for (const circuit::NetId net : spice.nets) {
    gate.total_toggles += gate.toggles[net];
    if (gate.toggles[net] == spice.crossings[net]) ++gate.equal_nets;
  }
}

GateLevel gate_level(const std::string& name, const SpiceExperiment& experiment,
                     const sim::Schedule& schedule, const ByOperation& by_operation,
                     const GateActivityOptions& options, SpiceComparison& comparison) {
  const Played played = play(experiment, schedule, options);
  const double clock_mhz = 1000.0 / comparison.times.period_ns;
  const synth::PowerReport report = synth::compute_power(
      {.manifest = experiment.files.manifest,
       .netlist = experiment.netlist,
       .library = experiment.library,
       .activity = played.activity,
       .functional = options.delays == GateDelays::zero ? nullptr : &played.functional},
      {.clock_mhz = clock_mhz, .input_slew_s = experiment.input_slew_s});
  const CycleEnergies energies = cycle_energies(experiment.files, experiment.netlist,
                                                experiment.library, schedule, options, report);
  const double leakage_fj = report.total.leakage_w * comparison.times.period_ns * 1e-9 * kFemto;
  GateLevel gate{name};
  gate.operations_fj = by_operation.sums(energies.cycles, energies.unit_j * kFemto, leakage_fj);
  for (const activity::NetCounts& net : played.activity.nets) {
    gate.toggles.push_back(net.toggles());
  }
  gate.settle_ns = played.latest_ns;
  set_beside(comparison, gate);
  return gate;
}

/// Nets that cells drive.
std::vector<circuit::NetId> driven_by_cells(const circuit::Netlist& netlist) {
  std::vector<circuit::NetId> nets;
  for (const circuit::NetlistCell& cell : netlist.cells) {
    for (const circuit::NetlistPin& pin : cell.pins) {
      if (pin.direction != generator::Direction::output || pin.bits.empty()) continue;
      if (!circuit::is_constant_net(pin.bits.front())) nets.push_back(pin.bits.front());
    }
  }
  std::sort(nets.begin(), nets.end());
  nets.erase(std::unique(nets.begin(), nets.end()), nets.end());
  return nets;
}

double critical_ns(const SpiceExperiment& experiment) {
  const synth::ArcDelays delays =
      synth::compute_delays(experiment.library, experiment.netlist,
                            {.input_slew_s = experiment.input_slew_s, .wires = {}});
  return synth::critical_path(experiment.netlist, delays).period_ns();
}

SpiceTimes times_of(const SpiceExperiment& experiment, double longest_ns) {
  SpiceTimes times;
  times.ramp_ns = spice_ramp_ns(experiment.library, experiment.input_slew_s);
  const double needed_ns = 1.5 * longest_ns + times.lead_ns + times.hold_ns + times.ramp_ns + 1.0;
  times.period_ns = experiment.period_ns.value_or(std::ceil(needed_ns * 10.0) / 10.0);
  return times;
}

SpiceDesign design_of(const SpiceExperiment& experiment, const SpiceCells& cells,
                      const sim::Schedule& schedule, const SpiceTimes& times) {
  return {.netlist = experiment.netlist,
          .library = experiment.library,
          .cells = cells,
          .schedule = schedule,
          .voltage_v = experiment.library.conditions.voltage_v,
          .temperature_c = experiment.library.conditions.temperature_c,
          .times = times};
}

void add_settling(const sim::Schedule& schedule, SpiceComparison& comparison) {
  std::vector<double> settled;
  for (std::size_t cycle = 0; cycle < schedule.cycles(); ++cycle) {
    if (schedule.flags[cycle].counted) settled.push_back(comparison.run.settle_ns[cycle]);
  }
  comparison.mean_settle_ns = mean_of(settled);
  if (!settled.empty()) {
    comparison.last_settle_ns = *std::max_element(settled.begin(), settled.end());
  }
}

}  // namespace

SpiceComparison compare_with_spice(const SpiceExperiment& experiment, support::Progress& progress) {
  const generator::Manifest& manifest = experiment.files.manifest;
  if (tb::packs_elements(manifest) || generator::is_weight_stationary(manifest.design)) {
    support::fail_input("spice.elements",
                        "the unit takes several elements, or none, in a cycle, so that an element "
                        "has no energy of its own",
                        "pann power has its energy by the library's tables");
  }
  const sim::Schedule schedule = operations_alone(experiment.files.manifest, experiment.operands);
  const SpiceCells cells = read_spice_cells(experiment.sources.cells);
  SpiceComparison comparison;
  comparison.critical_ns = critical_ns(experiment);
  comparison.times = times_of(experiment, comparison.critical_ns);
  const SpiceDesign design = design_of(experiment, cells, schedule, comparison.times);
  comparison.voltage_v = design.voltage_v;
  comparison.temperature_c = design.temperature_c;
  comparison.run = run_spice(design, experiment.sources, progress);
  const ByOperation by_operation(experiment, schedule);
  comparison.operations_fj = by_operation.sums(comparison.run.energy_fj, 1.0);
  comparison.mean_fj = mean_of(comparison.operations_fj);
  comparison.crossings = comparison.run.crossings;
  comparison.nets = driven_by_cells(experiment.netlist);
  for (const circuit::NetId net : comparison.nets) {
    comparison.total_crossings += comparison.crossings[net];
  }
  add_settling(schedule, comparison);
  GateActivityOptions options;
  options.input_slew_s = experiment.input_slew_s;
  comparison.gates.push_back(
      gate_level("zero", experiment, schedule, by_operation, options, comparison));
  options.delays = GateDelays::liberty;
  comparison.gates.push_back(
      gate_level("liberty", experiment, schedule, by_operation, options, comparison));
  options.pulses = sim::PulseModel::transport;
  comparison.gates.push_back(
      gate_level("transport", experiment, schedule, by_operation, options, comparison));
  return comparison;
}

std::string first_deck(const SpiceExperiment& experiment) {
  const sim::Schedule schedule = operations_alone(experiment.files.manifest, experiment.operands);
  const SpiceCells cells = read_spice_cells(experiment.sources.cells);
  const SpiceDesign design =
      design_of(experiment, cells, schedule, times_of(experiment, critical_ns(experiment)));
  return spice_deck(design, spice_spans(schedule).front(), spice_models_line(experiment.sources));
}

}  // namespace pann::flow
