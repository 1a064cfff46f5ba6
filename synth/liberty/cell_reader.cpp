#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "support/printable.h"
#include "synth/liberty/reader_context.h"

namespace pann::synth {

namespace {

std::optional<PinDirection> direction_named(std::string_view text) {
  if (text == "input") return PinDirection::input;
  if (text == "output") return PinDirection::output;
  if (text == "inout") return PinDirection::inout;
  if (text == "internal") return PinDirection::internal;
  return std::nullopt;
}

/// A capacitance attribute in farads; negative ones are faults.
std::optional<double> capacitance(const LibertyGroup& group, std::string_view attribute,
                                  ReaderContext& context) {
  const auto value = context.number(group, attribute);
  if (!value) return std::nullopt;
  if (*value < 0.0) {
    context.fault(group.find(attribute)->line, "liberty.capacitance",
                  fmt::format("{} of {} '{}' is {}", attribute, group.type,
                              support::beginning(group.argument()), *value),
                  "a capacitance is 0 or more");
    return std::nullopt;
  }
  return *value * context.scale(Quantity::capacitance);
}

/// The larger end of a capacitance range such as rise_capacitance_range; nothing where it is
/// missing.
std::optional<double> range_end(const LibertyGroup& group, std::string_view attribute,
                                ReaderContext& context) {
  const LibertyAttribute* found = group.find(attribute);
  if (found == nullptr || found->values.size() != 2) return std::nullopt;
  const auto low = liberty_number(found->values[0].text);
  const auto high = liberty_number(found->values[1].text);
  if (low && high && *low >= 0.0 && *low <= *high) {
    return *high * context.scale(Quantity::capacitance);
  }
  context.fault(found->line, "liberty.capacitance",
                fmt::format("{} of {} '{}' is no range", attribute, group.type,
                            support::beginning(group.argument())),
                "two capacitances of 0 or more, the smaller first");
  return std::nullopt;
}

void read_capacitances(const LibertyGroup& group, ReaderContext& context, Pin& pin) {
  constexpr std::array<std::string_view, 4> kDefaults{
      "default_input_pin_cap", "default_output_pin_cap", "default_inout_pin_cap", ""};
  const auto fallback =
      capacitance(context.library(), kDefaults[static_cast<std::size_t>(pin.direction)], context);
  const auto rise = capacitance(group, "rise_capacitance", context);
  const auto fall = capacitance(group, "fall_capacitance", context);
  const auto both = capacitance(group, "capacitance", context);
  const double known = std::max(rise.value_or(0.0), fall.value_or(0.0));
  pin.capacitance_f = both ? *both : (rise || fall) ? known : fallback.value_or(0.0);
  pin.rise_capacitance_f = range_end(group, "rise_capacitance_range", context)
                               .value_or(rise.value_or(pin.capacitance_f));
  pin.fall_capacitance_f = range_end(group, "fall_capacitance_range", context)
                               .value_or(fall.value_or(pin.capacitance_f));
  pin.max_capacitance_f = capacitance(group, "max_capacitance", context);
  const auto slew = context.number(group, "max_transition");
  if (slew) pin.max_transition_s = *slew * context.units().time_s;
}

void read_pin(const LibertyGroup& group, ReaderContext& context, Cell& cell) {
  Pin pin;
  const auto direction = direction_named(group.text("direction"));
  if (!direction) {
    context.fault(group.line, "liberty.missing",
                  fmt::format("pin '{}' of cell '{}' has direction '{}'",
                              support::beginning(group.argument()), cell.name,
                              support::beginning(group.text("direction"))),
                  "input, output, inout or internal");
    return;
  }
  pin.direction = *direction;
  read_capacitances(group, context, pin);
  pin.is_clock = context.flag(group, "clock");
  pin.function = context.expression(group, "function");
  pin.three_state = context.expression(group, "three_state");
  pin.related_power_pin = std::string(group.text("related_power_pin"));
  for (const LibertyGroup& inner : group.groups) {
    if (inner.type == "timing") read_timing(inner, context, pin.timing);
    if (inner.type == "internal_power") read_internal_power(inner, context, pin.internal_power);
  }
  for (const LibertyValue& name : group.arguments) {
    cell.pins.push_back(pin);
    cell.pins.back().name = std::string(name.text);
  }
}

ClearPreset clear_preset_named(std::string_view text) {
  if (text == "L") return ClearPreset::low;
  if (text == "H") return ClearPreset::high;
  if (text == "N") return ClearPreset::unchanged;
  if (text == "T") return ClearPreset::toggled;
  return ClearPreset::unknown;
}

Sequential read_sequential(const LibertyGroup& group, ReaderContext& context) {
  Sequential result;
  result.is_latch = group.type == "latch";
  result.state = std::string(group.argument());
  if (group.arguments.size() > 1) result.inverted_state = std::string(group.arguments[1].text);
  result.data = context.expression(group, result.is_latch ? "data_in" : "next_state");
  result.clock = context.expression(group, result.is_latch ? "enable" : "clocked_on");
  result.clear = context.expression(group, "clear");
  result.preset = context.expression(group, "preset");
  result.clear_preset_state = clear_preset_named(group.text("clear_preset_var1"));
  result.clear_preset_inverted = clear_preset_named(group.text("clear_preset_var2"));
  return result;
}

/// A leakage in watts; a fault where the file does not say in which unit.
std::optional<double> leakage(const LibertyGroup& group, std::string_view attribute,
                              ReaderContext& context) {
  const auto value = context.number(group, attribute);
  if (!value) return std::nullopt;
  if (!context.units().leakage_w && *value != 0.0) {
    context.fault(group.find(attribute)->line, "liberty.unit",
                  fmt::format("{} is given but the library has no leakage_power_unit", attribute),
                  "add it to the library group, e.g. leakage_power_unit : \"1nW\";");
    return std::nullopt;
  }
  return *value * context.scale(Quantity::leakage);
}

void read_leakage_group(const LibertyGroup& group, ReaderContext& context, Cell& cell) {
  const auto power = leakage(group, "value", context);
  if (!power) {
    if (group.find("value") == nullptr) {
      context.fault(group.line, "liberty.missing",
                    fmt::format("a leakage_power group of cell '{}' has no value", cell.name));
    }
    return;
  }
  cell.leakage.push_back(
      {*power, context.expression(group, "when"), std::string(group.text("related_pg_pin"))});
}

void read_cell_leakage(const LibertyGroup& group, ReaderContext& context, Cell& cell) {
  cell.leakage_w = leakage(group, "cell_leakage_power", context);
  if (cell.leakage_w || !cell.leakage.empty()) return;
  // The library's default speaks for cells that say nothing; a default of 0 says nothing either.
  const auto fallback = leakage(context.library(), "default_cell_leakage_power", context);
  if (fallback && *fallback > 0.0) cell.leakage_w = fallback;
}

/// A supply is ground where its voltage is 0; where none is known, its type tells.
SupplyPin read_supply(const LibertyGroup& group, const ReaderContext& context) {
  constexpr std::array<std::string_view, 5> kGrounds{"primary_ground", "backup_ground",
                                                     "internal_ground", "pwell", "deeppwell"};
  SupplyPin supply{std::string(group.argument()), true, std::nullopt};
  const auto found = context.supplies().find(std::string(group.text("voltage_name")));
  if (found != context.supplies().end()) supply.voltage_v = found->second;
  const std::string_view type = group.text("pg_type");
  supply.is_power = supply.voltage_v
                        ? *supply.voltage_v != 0.0
                        : std::find(kGrounds.begin(), kGrounds.end(), type) == kGrounds.end();
  return supply;
}

/// The sense of combinational arcs that do not state theirs, from the function.
void infer_senses(Cell& cell) {
  for (Pin& pin : cell.pins) {
    for (TimingArc& arc : pin.timing) {
      if (arc.type == TimingType::combinational && pin.function &&
          arc.sense == TimingSense::non_unate && pin.function->depends_on(arc.related_pin)) {
        arc.sense = sense_of(*pin.function, arc.related_pin);
      }
    }
  }
}

/// The pins that a clock gate's attributes name; nothing where one is missing.
std::optional<ClockGatePins> clock_gate_pins(const LibertyGroup& group, ReaderContext& context) {
  ClockGatePins pins;
  for (const LibertyGroup& pin : group.groups) {
    if (pin.type != "pin") continue;
    const std::string name(pin.argument());
    if (context.flag(pin, "clock_gate_clock_pin")) pins.clock = name;
    if (context.flag(pin, "clock_gate_enable_pin")) pins.enable = name;
    if (context.flag(pin, "clock_gate_test_pin")) pins.test = name;
    if (context.flag(pin, "clock_gate_out_pin")) pins.output = name;
  }
  if (pins.clock.empty() || pins.enable.empty() || pins.output.empty()) return std::nullopt;
  return pins;
}

std::optional<BooleanExpression> parsed(const std::string& text) {
  std::string error;
  return BooleanExpression::parse(text, error);
}

/// The state that an output's state_function shows where the clock is high: "IQ" of "CLK & IQ".
std::string gated_state(const BooleanExpression& function, const std::string& clock) {
  if (function.pins().size() != 2) return {};
  const std::size_t state = function.pins()[0] == clock ? 1 : 0;
  if (function.pins()[1 - state] != clock) return {};
  if (function.truth_table() != std::vector<bool>{false, false, false, true}) return {};
  return function.pins()[state];
}

/// A clock gate of the kinds that Liberty calls "latch_posedge" and "latch_posedge_precontrol"
/// becomes what these say (Liberty User Guide, "clock_gating_integrated_cell"): a latch, open while
/// the clock is low, and the output clock & state. Others stay a state table.
void read_clock_gate(const LibertyGroup& group, ReaderContext& context, Cell& cell) {
  const std::string_view kind = group.text("clock_gating_integrated_cell");
  const bool is_tested = kind == "latch_posedge_precontrol";
  if (!is_tested && kind != "latch_posedge") return;
  const std::optional<ClockGatePins> pins = clock_gate_pins(group, context);
  if (!pins || is_tested == pins->test.empty() || !cell.sequentials.empty()) return;
  const auto output = std::find_if(cell.pins.begin(), cell.pins.end(),
                                   [&](const Pin& pin) { return pin.name == pins->output; });
  const auto source = std::find_if(
      group.groups.begin(), group.groups.end(),
      [&](const LibertyGroup& pin) { return pin.type == "pin" && pin.argument() == pins->output; });
  if (output == cell.pins.end() || source == group.groups.end()) return;
  const auto function = context.expression(*source, "state_function");
  const std::string state = function ? gated_state(*function, pins->clock) : "";
  if (state.empty()) return;
  Sequential latch;
  latch.is_latch = true;
  latch.state = state;
  latch.inverted_state = state + "_n";
  latch.data = parsed(is_tested ? pins->enable + "+" + pins->test : pins->enable);
  latch.clock = parsed("!" + pins->clock);
  if (!latch.data || !latch.clock) return;
  output->function = function;
  cell.sequentials.push_back(std::move(latch));
  cell.clock_gate = pins;
  cell.has_state_table = false;
}

}  // namespace

Cell read_cell(const LibertyGroup& group, ReaderContext& context) {
  Cell cell;
  cell.name = std::string(group.argument());
  cell.file = context.source().name;
  cell.line = group.line;
  cell.area = context.number(group, "area").value_or(0.0);
  cell.dont_use = context.flag(group, "dont_use");
  cell.is_clock_gate = group.find("clock_gating_integrated_cell") != nullptr;
  for (const LibertyGroup& inner : group.groups) {
    if (inner.type == "pin") {
      read_pin(inner, context, cell);
    } else if (inner.type == "ff" || inner.type == "latch") {
      cell.sequentials.push_back(read_sequential(inner, context));
    } else if (inner.type == "leakage_power") {
      read_leakage_group(inner, context, cell);
    } else if (inner.type == "pg_pin") {
      cell.supplies.push_back(read_supply(inner, context));
    } else if (inner.type == "statetable") {
      cell.has_state_table = true;
    } else if (inner.type == "bus" || inner.type == "bundle" || inner.type == "ff_bank" ||
               inner.type == "latch_bank") {
      cell.has_buses = true;
    }
  }
  if (cell.is_clock_gate) read_clock_gate(group, context, cell);
  read_cell_leakage(group, context, cell);
  infer_senses(cell);
  return cell;
}

}  // namespace pann::synth
