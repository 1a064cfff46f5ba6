#include "flow/spice/cell_overlay.h"

#include <algorithm>

#include "support/diagnostic.h"

namespace pann::flow {

namespace {

synth::LookupTable table_of(const OverlayGrid& grid, std::vector<double> values) {
  return {.axes = {{synth::TableVariable::input_slew, grid.slews_s},
                   {synth::TableVariable::output_load, grid.loads_f}},
          .values = std::move(values)};
}

/// By slew alone: an input's own energy where no output moves. `values` are by slew and load.
synth::LookupTable table_of_input(const OverlayGrid& grid, const std::vector<double>& values) {
  synth::LookupTable table{.axes = {{synth::TableVariable::input_slew, grid.slews_s}},
                           .values = {}};
  for (std::size_t i = 0; i < values.size(); i += grid.loads_f.size()) {
    table.values.push_back(values[i]);
  }
  return table;
}

/// "!B C" of "B=0 C=1"; nothing without other inputs.
std::optional<synth::BooleanExpression> condition_of(const std::string& state) {
  if (state.empty()) return std::nullopt;
  std::string text;
  for (std::size_t begin = 0; begin < state.size();) {
    const std::size_t equals = state.find('=', begin);
    if (!text.empty()) text += " & ";
    text += (state[equals + 1] == '0' ? "!" : "") + state.substr(begin, equals - begin);
    begin = equals + 3;
  }
  std::string error;
  std::optional<synth::BooleanExpression> condition = synth::BooleanExpression::parse(text, error);
  if (!condition) support::fail_input("spice.cell", "a pin's name is no name: " + text, error);
  return condition;
}

void add_group(synth::Cell& cell, const CellTransition& transition, const OverlayGrid& grid,
               const std::vector<double>& halves_j) {
  synth::InternalPower group;
  group.when = condition_of(transition.state);
  if (transition.outputs.empty()) {
    group.rise_power = group.fall_power = table_of_input(grid, halves_j);
  } else {
    group.related_pin = transition.pin;
    group.rise_power = group.fall_power = table_of(grid, halves_j);
  }
  const auto pin_named = [&](const std::string& name) {
    return std::find_if(cell.pins.begin(), cell.pins.end(),
                        [&](const synth::Pin& pin) { return pin.name == name; });
  };
  if (transition.outputs.empty()) {
    pin_named(transition.pin)->internal_power.push_back(std::move(group));
    return;
  }
  pin_named(transition.outputs.front())->internal_power.push_back(group);
  const std::vector<double> nothing(halves_j.size(), 0.0);
  group.rise_power = group.fall_power = table_of(grid, nothing);
  for (std::size_t i = 1; i < transition.outputs.size(); ++i) {
    pin_named(transition.outputs[i])->internal_power.push_back(group);
  }
}

}  // namespace

synth::Library measured_overlay(const CellExperiment& experiment, const OverlayGrid& grid,
                                support::Progress& progress) {
  constexpr double kJoules = 1e-15;
  std::vector<CellTransitions> measured;
  for (const double slew_s : grid.slews_s) {
    for (const double load_f : grid.loads_f) {
      CellExperiment point = experiment;
      point.input_slew_s = slew_s;
      point.load_f = load_f;
      measured.push_back(measure_cell(point, progress));
    }
  }
  synth::Library overlay = experiment.library;
  synth::Cell cell = *overlay.find(experiment.cell);
  for (synth::Pin& pin : cell.pins) {
    pin.internal_power.clear();
    pin.timing.clear();
  }
  cell.leakage.clear();
  cell.leakage_w.reset();
  for (std::size_t i = 0; i < measured.front().transitions.size(); ++i) {
    std::vector<double> halves_j;
    for (const CellTransitions& at_point : measured) {
      halves_j.push_back(std::max(0.0, at_point.transitions[i].spice_fj()) / 2.0 * kJoules);
    }
    add_group(cell, measured.front().transitions[i], grid, halves_j);
  }
  overlay.cells = {std::move(cell)};
  return overlay;
}

}  // namespace pann::flow
