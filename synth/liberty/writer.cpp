#include "synth/liberty/writer.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "synth/si_units.h"

namespace pann::synth {

namespace {

constexpr double kPicofarads = 1e12;
constexpr double kPicojoules = 1e12;
constexpr double kNanowatts = 1e9;

std::string liberty_text(double value) {
  return fmt::format("{:.9g}", value);
}

std::string_view variable_name(TableVariable variable, bool power) {
  switch (variable) {
    case TableVariable::input_slew:
      return power ? "input_transition_time" : "input_net_transition";
    case TableVariable::output_load:
      return "total_output_net_capacitance";
    case TableVariable::other_load:
      return "equal_or_opposite_output_net_capacitance";
    case TableVariable::constrained_slew:
      return "constrained_pin_transition";
    case TableVariable::unsupported:
      return "input_voltage";
  }
  return "";
}

/// One letter a variable: the name of a template says what its axes are.
char variable_letter(TableVariable variable) {
  constexpr std::string_view kLetters = "slocu";
  return kLetters[static_cast<std::size_t>(variable)];
}

class Writer {
 public:
  Writer(const Library& library, const LibertyWriteOptions& options)
      : library_(library), options_(options) {}

  std::string run();

 private:
  template <typename... Arguments>
  void line(int depth, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    body_.append(static_cast<std::size_t>(depth) * 2, ' ');
    fmt::format_to(std::back_inserter(body_), format, std::forward<Arguments>(arguments)...);
    body_ += '\n';
  }
  void expression(int depth, std::string_view attribute,
                  const std::optional<BooleanExpression>& value);
  void table(int depth, std::string_view name, const std::optional<LookupTable>& value,
             double scale, bool power);
  std::string template_name(const LookupTable& table, bool power);
  void cell(const Cell& cell);
  void leakage(const Cell& cell);
  void sequential(const Sequential& value);
  void pin(const Pin& pin);
  void timing(const Pin& pin);
  void arc(const TimingArc& arc);
  void internal_power(const InternalPower& power);
  std::string header() const;

  const Library& library_;
  const LibertyWriteOptions& options_;
  std::string body_;
  std::map<std::string, std::string> templates_;  ///< Name and definition.
};

void Writer::expression(int depth, std::string_view attribute,
                        const std::optional<BooleanExpression>& value) {
  if (value) line(depth, "{} : \"{}\";", attribute, value->text());
}

std::string Writer::template_name(const LookupTable& table, bool power) {
  if (table.axes.empty()) return "scalar";
  std::string name = power ? "power" : "delay";
  std::string definition;
  for (std::size_t i = 0; i < table.axes.size(); ++i) {
    const LookupTable::Axis& axis = table.axes[i];
    name += fmt::format("_{}{}", variable_letter(axis.variable), axis.index.size());
    definition +=
        fmt::format("    variable_{} : {};\n", i + 1, variable_name(axis.variable, power));
  }
  for (std::size_t i = 0; i < table.axes.size(); ++i) {
    std::string index;
    for (std::size_t k = 0; k < table.axes[i].index.size(); ++k) {
      index += fmt::format("{}{}", k == 0 ? "" : ", ", k + 1);
    }
    definition += fmt::format("    index_{} (\"{}\");\n", i + 1, index);
  }
  templates_.emplace(
      name, fmt::format("  {} ({}) {{\n{}  }}\n",
                        power ? "power_lut_template" : "lu_table_template", name, definition));
  return name;
}

void Writer::table(int depth, std::string_view name, const std::optional<LookupTable>& value,
                   double scale, bool power) {
  if (!value) return;
  line(depth, "{} ({}) {{", name, template_name(*value, power));
  for (std::size_t i = 0; i < value->axes.size(); ++i) {
    const LookupTable::Axis& axis = value->axes[i];
    const bool load =
        axis.variable == TableVariable::output_load || axis.variable == TableVariable::other_load;
    std::string text;
    for (const double x : axis.index) {
      text += (text.empty() ? "" : ", ") + liberty_text(x * (load ? kPicofarads : kNanoseconds));
    }
    line(depth + 1, "index_{} (\"{}\");", i + 1, text);
  }
  const std::size_t row = value->axes.empty() ? 1 : value->axes.back().index.size();
  std::string text;
  for (std::size_t i = 0; i < value->values.size(); ++i) {
    const bool starts = i % row == 0;
    text += starts ? (i == 0 ? "\"" : "\", \"") : ", ";
    text += liberty_text(value->values[i] * scale);
  }
  line(depth + 1, "values ({}\");", text);
  line(depth, "}}");
}

void Writer::sequential(const Sequential& value) {
  line(2, "{} ({}, {}) {{", value.is_latch ? "latch" : "ff", value.state,
       value.inverted_state.empty() ? value.state + "_n" : value.inverted_state);
  expression(3, value.is_latch ? "data_in" : "next_state", value.data);
  expression(3, value.is_latch ? "enable" : "clocked_on", value.clock);
  expression(3, "clear", value.clear);
  expression(3, "preset", value.preset);
  if (value.clear && value.preset) {
    constexpr std::string_view kStates = "LHNTX";
    line(3, "clear_preset_var1 : {};", kStates[static_cast<std::size_t>(value.clear_preset_state)]);
    line(3, "clear_preset_var2 : {};",
         kStates[static_cast<std::size_t>(value.clear_preset_inverted)]);
  }
  line(2, "}}");
}

void Writer::leakage(const Cell& value) {
  if (value.leakage_w)
    line(2, "cell_leakage_power : {};", liberty_text(*value.leakage_w * kNanowatts));
  for (const LeakagePower& group : value.leakage) {
    line(2, "leakage_power () {{");
    line(3, "value : {};", liberty_text(group.power_w * kNanowatts));
    expression(3, "when", group.when);
    line(2, "}}");
  }
}

void Writer::arc(const TimingArc& value) {
  constexpr std::array<std::string_view, 3> kSenses{"positive_unate", "negative_unate",
                                                    "non_unate"};
  constexpr std::array<std::string_view, 8> kTypeNames{
      "combinational", "rising_edge", "falling_edge", "clear", "preset", "setup", "hold", ""};
  const bool check = value.type == TimingType::setup || value.type == TimingType::hold;
  line(3, "timing () {{");
  line(4, "related_pin : \"{}\";", value.related_pin);
  if (!check) line(4, "timing_sense : {};", kSenses[static_cast<std::size_t>(value.sense)]);
  line(4, "timing_type : {}{};", kTypeNames[static_cast<std::size_t>(value.type)],
       !check              ? ""
       : value.clock_falls ? "_falling"
                           : "_rising");
  expression(4, "when", value.when);
  if (!value.sdf_condition.empty()) line(4, "sdf_cond : \"{}\";", value.sdf_condition);
  table(4, "cell_rise", value.cell_rise, kNanoseconds, false);
  table(4, "rise_transition", value.rise_transition, kNanoseconds, false);
  table(4, "cell_fall", value.cell_fall, kNanoseconds, false);
  table(4, "fall_transition", value.fall_transition, kNanoseconds, false);
  table(4, "rise_constraint", value.rise_constraint, kNanoseconds, false);
  table(4, "fall_constraint", value.fall_constraint, kNanoseconds, false);
  line(3, "}}");
}

void Writer::timing(const Pin& value) {
  std::set<std::string> unconditional;
  for (const TimingArc& candidate : value.timing) {
    if (!candidate.when) unconditional.insert(candidate.related_pin);
  }
  std::set<std::string> written;
  for (const TimingArc& candidate : value.timing) {
    const bool check = candidate.type == TimingType::setup || candidate.type == TimingType::hold;
    if (candidate.type == TimingType::other || (check && !options_.constraints)) continue;
    if (candidate.when && !check && !options_.conditional_delays) {
      // One arc a pin pair: the one without a condition, or else the first.
      if (unconditional.count(candidate.related_pin) != 0) continue;
      if (!written.insert(candidate.related_pin).second) continue;
    }
    arc(candidate);
  }
}

void Writer::internal_power(const InternalPower& power) {
  line(3, "internal_power () {{");
  if (!power.related_pin.empty()) line(4, "related_pin : \"{}\";", power.related_pin);
  expression(4, "when", power.when);
  table(4, "rise_power", power.rise_power, kPicojoules, true);
  table(4, "fall_power", power.fall_power, kPicojoules, true);
  line(3, "}}");
}

void Writer::pin(const Pin& value) {
  constexpr std::array<std::string_view, 4> kDirections{"input", "output", "inout", "internal"};
  line(2, "pin ({}) {{", value.name);
  line(3, "direction : {};", kDirections[static_cast<std::size_t>(value.direction)]);
  if (value.is_clock) line(3, "clock : true;");
  line(3, "capacitance : {};", liberty_text(value.capacitance_f * kPicofarads));
  line(3, "rise_capacitance : {};", liberty_text(value.rise_capacitance_f * kPicofarads));
  line(3, "fall_capacitance : {};", liberty_text(value.fall_capacitance_f * kPicofarads));
  if (value.max_capacitance_f) {
    line(3, "max_capacitance : {};", liberty_text(*value.max_capacitance_f * kPicofarads));
  }
  if (value.max_transition_s) {
    line(3, "max_transition : {};", liberty_text(*value.max_transition_s * kNanoseconds));
  }
  expression(3, "function", value.function);
  expression(3, "three_state", value.three_state);
  timing(value);
  if (options_.power) {
    for (const InternalPower& power : value.internal_power) internal_power(power);
  }
  line(2, "}}");
}

void Writer::cell(const Cell& value) {
  line(1, "cell ({}) {{", value.name);
  line(2, "area : {};", liberty_text(value.area));
  if (value.dont_use || options_.keep_off(value)) line(2, "dont_use : true;");
  if (value.is_clock_gate) line(2, "clock_gating_integrated_cell : \"latch_posedge\";");
  if (options_.power) leakage(value);
  for (const Sequential& state : value.sequentials) sequential(state);
  for (const Pin& one : value.pins) {
    if (one.direction != PinDirection::internal) pin(one);
  }
  line(1, "}}");
}

std::string Writer::header() const {
  const SlewThresholds& slew = library_.slew_thresholds;
  std::string text = fmt::format("library ({}) {{\n", library_.name);
  if (!options_.comment.empty()) text += fmt::format("  comment : \"{}\";\n", options_.comment);
  text += fmt::format(
      "  delay_model : table_lookup;\n"
      "  time_unit : \"1ns\";\n"
      "  voltage_unit : \"1V\";\n"
      "  current_unit : \"1mA\";\n"
      "  pulling_resistance_unit : \"1kohm\";\n"
      "  leakage_power_unit : \"1nW\";\n"
      "  capacitive_load_unit (1, pf);\n"
      "  input_threshold_pct_rise : 50;\n"
      "  input_threshold_pct_fall : 50;\n"
      "  output_threshold_pct_rise : 50;\n"
      "  output_threshold_pct_fall : 50;\n"
      "  slew_lower_threshold_pct_rise : {};\n"
      "  slew_lower_threshold_pct_fall : {};\n"
      "  slew_upper_threshold_pct_rise : {};\n"
      "  slew_upper_threshold_pct_fall : {};\n"
      "  slew_derate_from_library : {};\n",
      slew.lower_rise, slew.lower_fall, slew.upper_rise, slew.upper_fall, slew.derate);
  const OperatingConditions& at = library_.conditions;
  const std::string name = at.name.empty() ? "typical" : at.name;
  text += fmt::format(
      "  nom_process : {0};\n  nom_voltage : {1};\n  nom_temperature : {2};\n"
      "  operating_conditions ({3}) {{\n    process : {0};\n    voltage : {1};\n"
      "    temperature : {2};\n  }}\n  default_operating_conditions : {3};\n",
      at.process, at.voltage_v, at.temperature_c, name);
  return text;
}

std::string Writer::run() {
  for (const Cell& one : library_.cells) {
    if (!one.has_buses) cell(one);
  }
  std::string text = header();
  for (const auto& [name, definition] : templates_) text += definition;
  return text + body_ + "}\n";
}

}  // namespace

std::string to_liberty_text(const Library& library, const LibertyWriteOptions& options) {
  return Writer(library, options).run();
}

}  // namespace pann::synth
