#include "flow/gate_activity.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "synth/liberty/cell_functions.h"
#include "synth/si_units.h"
#include "synth/timing/critical_path.h"
#include "synth/timing/order.h"
#include "synth/timing/sdf.h"
#include "tb/model/schedule_builder.h"

namespace pann::flow {

namespace {

using synth::kNanosecondMegahertz;

constexpr std::array<std::pair<GateDelays, std::string_view>, 2> kDelays{
    {{GateDelays::zero, "zero"}, {GateDelays::liberty, "liberty"}}};

GateActivity measure_settled(const tb::DesignFiles& files, const tb::OperandStreams& operands,
                             const GateActivityOptions& options) {
  tb::Measurement measurement = tb::measure(files, operands, options.engine);
  GateActivity result;
  result.activity = std::move(measurement.result.activity);
  result.activity.operations = measurement.result.operations;
  result.functional = result.activity;
  result.checked = measurement.result.checked;
  result.mismatches = measurement.result.mismatches;
  result.engine = std::move(measurement.result.engine);
  return result;
}

Settling settling_of(const circuit::Netlist& netlist, const synth::ArcDelays& delays,
                     const sim::DelaySimulation& simulation) {
  constexpr double kFemtoseconds = 1e6;
  const sim::LatestChange& latest = simulation.latest;
  Settling settling;
  settling.seen_ns = static_cast<double>(latest.time_fs) / kFemtoseconds;
  if (simulation.half_cycles) settling.seen_ns *= 2.0;
  if (latest.time_fs > 0) settling.net = circuit::net_labels(netlist)[latest.net];
  settling.critical_ns = synth::critical_path(netlist, delays).period_ns();
  return settling;
}

void check_clock(const Settling& settling, const std::optional<double>& clock_mhz) {
  if (!clock_mhz || settling.maximum_clock_mhz() == 0.0) return;
  const double period_ns = kNanosecondMegahertz / *clock_mhz;
  if (period_ns >= std::max(settling.seen_ns, settling.critical_ns)) return;
  support::fail_input(
      "power.clock",
      fmt::format("a clock of {:g} MHz leaves {:.4g} ns, but the critical path takes {:.4g} ns and "
                  "the last net came to rest after {:.4g} ns ('{}')",
                  *clock_mhz, period_ns, settling.critical_ns, settling.seen_ns, settling.net),
      fmt::format("at most --clock-mhz {:.4g}; energy per operation but for leakage does not "
                  "depend on it",
                  settling.maximum_clock_mhz()));
}

/// Whether the library says when the output follows its inputs; constants follow none.
bool has_delays(const synth::Cell& cell, const synth::Pin& output) {
  if (!output.function || output.function->pins().empty()) return true;
  return std::any_of(output.timing.begin(), output.timing.end(), [&](const synth::TimingArc& arc) {
    return synth::is_delay_arc(arc) && cell.find_pin(arc.related_pin) != nullptr &&
           (arc.cell_rise || arc.cell_fall);
  });
}

/// Names every used cell with an output that the library gives no delays.
void check_delays(const std::vector<synth::BoundCell>& cells) {
  std::set<std::string> told;
  std::vector<support::Diagnostic> faults;
  for (const synth::BoundCell& bound : cells) {
    for (const synth::Pin& pin : bound.cell->pins) {
      if (!pin.is_output() || has_delays(*bound.cell, pin)) continue;
      if (!told.insert(bound.cell->name).second) continue;
      faults.push_back(
          {"delay.tables",
           fmt::format("cell '{}' has no delays to its output '{}'", bound.cell->name, pin.name),
           "use --delays zero, or map to another library",
           support::Location{bound.cell->file, bound.cell->line, std::nullopt}});
    }
  }
  support::throw_if_any(std::move(faults));
}

GateActivity measure_delayed(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                             const synth::Library& library, const tb::OperandStreams& operands,
                             const GateActivityOptions& options) {
  const synth::ArcDelays delays = gate_delays(netlist, library, options);
  const sim::DelayDesign design =
      sim::compile_with_delays(netlist, synth::cell_functions(netlist, library),
                               synth::engine_delays(delays), files.manifest.registers);
  sim::DelaySimulation simulation =
      sim::run(design, tb::make_schedule(files.manifest, operands), {.pulses = options.pulses});
  GateActivity result;
  result.settling = settling_of(netlist, delays, simulation);
  check_clock(*result.settling, options.clock_mhz);
  result.activity = std::move(simulation.result.activity);
  result.functional = std::move(simulation.settled.activity);
  result.activity.scope = result.functional.scope = files.manifest.top;
  result.checked = simulation.result.checked;
  result.mismatches = simulation.result.mismatches;
  result.engine = std::move(simulation.result.engine);
  result.simultaneous = simulation.simultaneous;
  result.races = simulation.races;
  result.annotation = delays.annotation;
  return result;
}

}  // namespace

std::string_view name(GateDelays delays) {
  for (const auto& [value, text] : kDelays) {
    if (value == delays) return text;
  }
  return "?";
}

std::optional<GateDelays> gate_delays_from_name(std::string_view text) {
  for (const auto& [value, candidate] : kDelays) {
    if (candidate == text) return value;
  }
  return std::nullopt;
}

synth::ArcDelays gate_delays(const circuit::Netlist& netlist, const synth::Library& library,
                             const GateActivityOptions& options) {
  synth::ArcDelays delays = synth::compute_delays(
      library, netlist, {.input_slew_s = options.input_slew_s, .wires = options.wires});
  check_delays(delays.cells);
  if (!options.sdf.empty()) synth::apply_sdf(synth::read_sdf(options.sdf), netlist, delays);
  return delays;
}

double Settling::maximum_clock_mhz() const {
  const double longest_ns = std::max(seen_ns, critical_ns);
  return longest_ns > 0.0 ? kNanosecondMegahertz / longest_ns : 0.0;
}

std::uint64_t GateActivity::glitch_toggles() const {
  return activity::total_toggles(activity) - activity::total_toggles(functional);
}

GateActivity measure_gates(const tb::DesignFiles& files, const circuit::Netlist& netlist,
                           const synth::Library& library, const tb::OperandStreams& operands,
                           const GateActivityOptions& options) {
  return options.delays == GateDelays::zero
             ? measure_settled(files, operands, options)
             : measure_delayed(files, netlist, library, operands, options);
}

}  // namespace pann::flow
