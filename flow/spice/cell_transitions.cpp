#include "flow/spice/cell_transitions.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "activity/activity.h"
#include "flow/spice/spice_run.h"
#include "generator/manifest.h"
#include "support/diagnostic.h"
#include "synth/power/power.h"
#include "synth/si_units.h"

namespace pann::flow {

namespace {

using synth::kFemto;
constexpr std::size_t kMostInputs = 6;
/// At rest, the input rises, the input falls.
constexpr std::size_t kCyclesPerTransition = 3;

struct Pins {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

Pins pins_of(const synth::Cell& cell) {
  Pins pins;
  for (const synth::Pin& pin : cell.pins) {
    if (pin.direction == synth::PinDirection::input) pins.inputs.push_back(pin.name);
    if (pin.direction == synth::PinDirection::output) pins.outputs.push_back(pin.name);
  }
  return pins;
}

const synth::Cell& require_cell(const CellExperiment& experiment) {
  const synth::Cell* cell = experiment.library.find(experiment.cell);
  if (cell == nullptr) {
    support::fail_input("spice.cell", fmt::format("the library has no cell '{}'", experiment.cell),
                        "its Liberty file names them all");
  }
  const bool has_functions = std::all_of(
      cell->pins.begin(), cell->pins.end(),
      [](const synth::Pin& pin) { return !pin.is_output() || pin.function.has_value(); });
  const Pins pins = pins_of(*cell);
  if (cell->is_sequential() || !has_functions || pins.outputs.empty() || pins.inputs.empty() ||
      pins.inputs.size() > kMostInputs) {
    support::fail_input(
        "spice.cell",
        fmt::format("'{}' is no combinational cell of at most {} inputs", cell->name, kMostInputs),
        "cells that store are measured within a netlist: pann spice DIR");
  }
  return *cell;
}

/// The cell alone, a port a pin.
circuit::Netlist netlist_of(const synth::Cell& cell, const Pins& pins) {
  circuit::Netlist netlist;
  netlist.top = "cell";
  netlist.instances = {{"", "cell"}};
  circuit::NetlistCell instance{"u", cell.name, 0, {}, {}};
  const auto add = [&](const std::string& pin, generator::Direction direction) {
    const circuit::NetId net = netlist.net_count++;
    netlist.ports.push_back({pin, direction, {net}});
    netlist.names.push_back({pin, 0, 0, false, {net}});
    instance.pins.push_back({pin, direction, {net}});
  };
  for (const std::string& pin : pins.inputs) add(pin, generator::Direction::input);
  for (const std::string& pin : pins.outputs) add(pin, generator::Direction::output);
  netlist.cells = {instance};
  return netlist;
}

/// Input `pin` with the others in a state: bit i of `others` is the i-th other input.
struct Case {
  std::size_t pin = 0;
  std::uint64_t others = 0;

  /// All inputs, bit i the i-th.
  std::uint64_t inputs(bool level) const {
    const std::uint64_t below = others & ((std::uint64_t{1} << pin) - 1);
    return below | (std::uint64_t{level} << pin) | ((others >> pin) << (pin + 1));
  }
};

std::vector<Case> cases_of(std::size_t inputs) {
  std::vector<Case> cases;
  for (std::size_t pin = 0; pin < inputs; ++pin) {
    for (std::uint64_t others = 0; others < (std::uint64_t{1} << (inputs - 1)); ++others) {
      cases.push_back({pin, others});
    }
  }
  return cases;
}

sim::Schedule schedule_of(const Pins& pins, const std::vector<Case>& cases) {
  sim::Schedule schedule;
  schedule.input_words = pins.inputs.size();
  for (std::size_t i = 0; i < pins.inputs.size(); ++i) {
    schedule.inputs.push_back({pins.inputs[i], 1, i});
  }
  for (const Case& one : cases) {
    for (std::size_t k = 0; k < kCyclesPerTransition; ++k) {
      const std::uint64_t inputs = one.inputs(k == 1);
      for (std::size_t i = 0; i < pins.inputs.size(); ++i) {
        schedule.values.push_back((inputs >> i) & 1U);
      }
      schedule.flags.push_back({k > 0, k > 0, false});
    }
  }
  schedule.streams = {{0, schedule.cycles(), 0}};
  return schedule;
}

bool value_of(const synth::Cell& cell, const std::string& output, const Pins& pins,
              std::uint64_t inputs) {
  const synth::BooleanExpression& function = *cell.find_pin(output)->function;
  std::vector<std::uint64_t> words;
  for (const std::string& name : function.pins()) {
    const auto at = std::find(pins.inputs.begin(), pins.inputs.end(), name);
    words.push_back(((inputs >> (at - pins.inputs.begin())) & 1U) != 0 ? ~std::uint64_t{0} : 0);
  }
  return (function.evaluate(words) & 1U) != 0;
}

/// The input rises and falls once in two cycles of 10 ticks.
activity::Activity activity_of(const synth::Cell& cell, const Pins& pins, const Case& one) {
  constexpr std::uint64_t kHalf = 10;
  activity::Activity activity;
  activity.nets.resize(circuit::kFirstWire);
  activity.duration = 2 * kHalf;
  activity.operations = 1;
  const auto add = [&](const std::string& name, bool low_level, bool high_level) {
    activity::NetCounts counts;
    counts.rises = counts.falls = low_level != high_level ? 1 : 0;
    counts.time_high = kHalf * (std::uint64_t{low_level} + std::uint64_t{high_level});
    counts.time_low = activity.duration - counts.time_high;
    activity.signals.push_back(
        {name, 0, 0, false, {static_cast<circuit::NetId>(activity.nets.size())}});
    activity.nets.push_back(counts);
  };
  const std::uint64_t low = one.inputs(false);
  const std::uint64_t high = one.inputs(true);
  for (std::size_t i = 0; i < pins.inputs.size(); ++i) {
    add(pins.inputs[i], ((low >> i) & 1U) != 0, ((high >> i) & 1U) != 0);
  }
  for (const std::string& output : pins.outputs) {
    add(output, value_of(cell, output, pins, low), value_of(cell, output, pins, high));
  }
  return activity;
}

synth::WireModel loads_of(const CellExperiment& experiment, const Pins& pins) {
  auto spef = std::make_shared<synth::SpefFile>();
  spef->source = "the load of the measurement";
  for (const std::string& pin : pins.inputs) spef->nets[pin] = 0.0;
  for (const std::string& pin : pins.outputs) spef->nets[pin] = experiment.load_f;
  return {.kind = synth::WireModel::Kind::per_net, .spef = std::move(spef)};
}

/// Inside the cell, by the library's tables.
double table_fj(const CellExperiment& experiment, const circuit::Netlist& netlist,
                const activity::Activity& activity, const synth::WireModel& wires) {
  generator::Manifest manifest;
  manifest.top = netlist.top;
  const synth::PowerReport report =
      synth::compute_power({.manifest = manifest,
                            .netlist = netlist,
                            .library = experiment.library,
                            .activity = activity},
                           {.input_slew_s = experiment.input_slew_s, .wires = wires});
  return report.total.internal_w * report.time_s * kFemto;
}

std::string state_of(const Pins& pins, const Case& one) {
  std::string text;
  for (std::size_t i = 0; i < pins.inputs.size(); ++i) {
    if (i == one.pin) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", pins.inputs[i],
                        (one.inputs(false) >> i) & 1U);
  }
  return text;
}

CellTransition transition_of(const CellExperiment& experiment, const synth::Cell& cell,
                             const Pins& pins, const Case& one) {
  CellTransition transition;
  transition.pin = pins.inputs[one.pin];
  transition.state = state_of(pins, one);
  const double voltage_v = experiment.library.conditions.voltage_v;
  const double charge_fj = experiment.load_f * voltage_v * voltage_v * kFemto;
  for (const std::string& output : pins.outputs) {
    const bool low = value_of(cell, output, pins, one.inputs(false));
    const bool high = value_of(cell, output, pins, one.inputs(true));
    if (low == high) continue;
    transition.outputs.push_back(output);
    (high ? transition.rise_fj : transition.fall_fj) -= charge_fj;
  }
  return transition;
}

}  // namespace

CellTransitions measure_cell(const CellExperiment& experiment, support::Progress& progress) {
  const synth::Cell& cell = require_cell(experiment);
  const Pins pins = pins_of(cell);
  const circuit::Netlist netlist = netlist_of(cell, pins);
  const std::vector<Case> cases = cases_of(pins.inputs.size());
  const sim::Schedule schedule = schedule_of(pins, cases);
  const SpiceCells cells = read_spice_cells(experiment.sources.cells);
  SpiceDesign design{.netlist = netlist,
                     .library = experiment.library,
                     .cells = cells,
                     .schedule = schedule,
                     .voltage_v = experiment.library.conditions.voltage_v,
                     .temperature_c = experiment.library.conditions.temperature_c};
  design.times.ramp_ns = spice_ramp_ns(experiment.library, experiment.input_slew_s);
  design.output_load_f = experiment.load_f;
  const SpiceRun run = run_spice(design, experiment.sources, progress);
  const synth::WireModel wires = loads_of(experiment, pins);
  CellTransitions result{
      cell.name, experiment.load_f, experiment.input_slew_s, design.voltage_v, {}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CellTransition transition = transition_of(experiment, cell, pins, cases[i]);
    transition.rise_fj += run.energy_fj[i * kCyclesPerTransition + 1];
    transition.fall_fj += run.energy_fj[i * kCyclesPerTransition + 2];
    activity::Activity activity = activity_of(cell, pins, cases[i]);
    activity.tick_seconds = design.times.period_ns * 1e-9 / 10.0;
    transition.table_fj = table_fj(experiment, netlist, activity, wires);
    result.transitions.push_back(std::move(transition));
  }
  return result;
}

}  // namespace pann::flow
