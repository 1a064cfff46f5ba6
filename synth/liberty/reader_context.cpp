#include "synth/liberty/reader_context.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "support/printable.h"
#include "synth/lower_case.h"

namespace pann::synth {

namespace {

constexpr std::size_t kMaximumGroupFaults = 20;

/// Factor of an SI prefix in front of a unit's symbol; nothing for any other text.
std::optional<double> prefix_factor(std::string_view prefix) {
  constexpr std::array<std::pair<std::string_view, double>, 9> kPrefixes{{{"", 1.0},
                                                                          {"a", 1e-18},
                                                                          {"f", 1e-15},
                                                                          {"p", 1e-12},
                                                                          {"n", 1e-9},
                                                                          {"u", 1e-6},
                                                                          {"m", 1e-3},
                                                                          {"k", 1e3},
                                                                          {"meg", 1e6}}};
  for (const auto& [name, factor] : kPrefixes) {
    if (name == prefix) return factor;
  }
  return std::nullopt;
}

/// "10ps", "1 nW", "1kohm" as a factor to the bare unit; nothing for any other text.
std::optional<double> parse_unit(std::string_view text, std::string_view symbol) {
  std::string compact;
  for (const char c : lower_case(text)) {
    if (c != ' ' && c != '\t') compact += c;
  }
  const std::size_t letters = compact.find_first_of("abcdefghijklmnopqrstuvwxyz");
  if (letters == std::string::npos) return std::nullopt;
  const auto count = letters == 0 ? std::optional(1.0) : liberty_number(compact.substr(0, letters));
  const std::string_view name = std::string_view(compact).substr(letters);
  if (!count || *count <= 0.0 || name.size() < symbol.size() ||
      name.substr(name.size() - symbol.size()) != symbol) {
    return std::nullopt;
  }
  const auto factor = prefix_factor(name.substr(0, name.size() - symbol.size()));
  return factor ? std::optional(*count * *factor) : std::nullopt;
}

TableVariable variable_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, TableVariable>, 7> kVariables{
      {{"input_net_transition", TableVariable::input_slew},
       {"input_transition_time", TableVariable::input_slew},
       {"related_pin_transition", TableVariable::input_slew},
       {"total_output_net_capacitance", TableVariable::output_load},
       {"equal_or_opposite_output_net_capacitance", TableVariable::other_load},
       {"related_out_total_output_net_capacitance", TableVariable::other_load},
       {"constrained_pin_transition", TableVariable::constrained_slew}}};
  for (const auto& [text, variable] : kVariables) {
    if (text == name) return variable;
  }
  return TableVariable::unsupported;
}

std::string_view k_suffix(Quantity quantity) {
  switch (quantity) {
    case Quantity::cell_rise:
      return "cell_rise";
    case Quantity::cell_fall:
      return "cell_fall";
    case Quantity::rise_transition:
      return "rise_transition";
    case Quantity::fall_transition:
      return "fall_transition";
    case Quantity::internal_power:
      return "internal_power";
    case Quantity::leakage:
      return "cell_leakage_power";
    case Quantity::capacitance:
      return "pin_cap";
    case Quantity::constraint:
      return "";
  }
  return "";
}

}  // namespace

ReaderContext::ReaderContext(const LibertyTree& tree, std::vector<support::Diagnostic>& faults)
    : tree_(tree), faults_(faults) {
  read_units();
  read_conditions();
  read_supplies();
  for (const LibertyGroup& group : library().groups) {
    if (group.type == "lu_table_template") timing_templates_[group.argument()] = &group;
    if (group.type == "power_lut_template") power_templates_[group.argument()] = &group;
  }
}

void ReaderContext::fault(std::uint32_t line, std::string code, std::string message,
                          std::string hint) {
  if (faults_.size() >= kMaximumGroupFaults) return;
  faults_.push_back({std::move(code), std::move(message), std::move(hint),
                     support::Location{source().name, line, std::nullopt}});
}

double ReaderContext::unit(std::string_view attribute, std::string_view symbol, double fallback) {
  const LibertyAttribute* found = library().find(attribute);
  if (found == nullptr) return fallback;
  const auto factor = parse_unit(library().text(attribute), symbol);
  if (factor) return *factor;
  fault(found->line, "liberty.unit",
        fmt::format("{} is '{}'", attribute, support::beginning(library().text(attribute))),
        fmt::format("a number, an SI prefix and '{}'", symbol));
  return fallback;
}

double ReaderContext::capacitance_unit() {
  const LibertyAttribute* found = library().find("capacitive_load_unit");
  const LibertyUnits defaults;
  if (found == nullptr) {
    fault(library().line, "liberty.unit", "capacitive_load_unit is missing",
          "add it to the library group, e.g. capacitive_load_unit (1, pf);");
    return defaults.capacitance_f;
  }
  std::string text;
  for (const LibertyValue& value : found->values) text += value.text;
  const auto factor = parse_unit(text, "f");
  if (factor) return *factor;
  fault(found->line, "liberty.unit",
        fmt::format("capacitive_load_unit is '{}'", support::beginning(text)),
        "a number and ff or pf, e.g. capacitive_load_unit (1, pf);");
  return defaults.capacitance_f;
}

void ReaderContext::read_units() {
  const LibertyUnits defaults;
  units_.time_s = unit("time_unit", "s", defaults.time_s);
  units_.voltage_v = unit("voltage_unit", "v", defaults.voltage_v);
  units_.resistance_ohm = unit("pulling_resistance_unit", "ohm", defaults.resistance_ohm);
  units_.capacitance_f = capacitance_unit();
  if (library().find("leakage_power_unit") != nullptr) {
    units_.leakage_w = unit("leakage_power_unit", "w", 1e-9);
  }
}

std::vector<std::string> ReaderContext::default_units() const {
  std::vector<std::string> units;
  if (library().find("time_unit") == nullptr) units.emplace_back("time_unit 1 ns");
  if (library().find("voltage_unit") == nullptr) units.emplace_back("voltage_unit 1 V");
  return units;
}

void ReaderContext::read_conditions() {
  nominal_.process = number(library(), "nom_process").value_or(nominal_.process);
  nominal_.voltage_v = number(library(), "nom_voltage").value_or(0.0) * units_.voltage_v;
  nominal_.temperature_c = number(library(), "nom_temperature").value_or(nominal_.temperature_c);
  conditions_ = nominal_;
  const std::string_view wanted = library().text("default_operating_conditions");
  const LibertyGroup* only = nullptr;
  const LibertyGroup* chosen = nullptr;
  std::size_t count = 0;
  for (const LibertyGroup& group : library().groups) {
    if (group.type != "operating_conditions") continue;
    ++count;
    only = &group;
    if (group.argument() == wanted) chosen = &group;
  }
  if (chosen == nullptr && count == 1 && wanted.empty()) chosen = only;
  if (chosen == nullptr) return;
  conditions_.name = std::string(chosen->argument());
  conditions_.process = number(*chosen, "process").value_or(nominal_.process);
  conditions_.temperature_c = number(*chosen, "temperature").value_or(nominal_.temperature_c);
  const auto voltage = number(*chosen, "voltage");
  if (voltage) conditions_.voltage_v = *voltage * units_.voltage_v;
}

void ReaderContext::read_supplies() {
  for (const LibertyAttribute& attribute : library().attributes) {
    if (attribute.name != "voltage_map" || attribute.values.size() != 2) continue;
    const auto voltage = liberty_number(attribute.values[1].text);
    if (voltage) {
      supplies_[std::string(attribute.values[0].text)] = *voltage * units_.voltage_v;
    } else {
      fault(attribute.line, "liberty.number", "voltage_map's second value is not a number");
    }
  }
}

std::optional<double> ReaderContext::number(const LibertyGroup& group, std::string_view attribute) {
  const LibertyAttribute* found = group.find(attribute);
  if (found == nullptr || found->values.empty()) return std::nullopt;
  const auto value = liberty_number(found->values.front().text);
  if (!value) {
    fault(found->line, "liberty.number",
          fmt::format("{} is '{}', not a number", attribute,
                      support::beginning(found->values.front().text)));
  }
  return value;
}

bool ReaderContext::flag(const LibertyGroup& group, std::string_view attribute) const {
  return lower_case(group.text(attribute)) == "true";
}

std::optional<BooleanExpression> ReaderContext::expression(const LibertyGroup& group,
                                                           std::string_view attribute) {
  const LibertyAttribute* found = group.find(attribute);
  if (found == nullptr || found->values.empty() || found->values.front().text.empty()) {
    return std::nullopt;
  }
  std::string error;
  const std::string_view text = found->values.front().text;
  auto result = BooleanExpression::parse(text, error);
  if (!result) {
    fault(found->line, "liberty.expression",
          fmt::format("{} '{}': {}", attribute, text.substr(0, 100), error),
          "pins, 0, 1, and the operators ! ' ^ * & + | ( )");
  }
  return result;
}

bool ReaderContext::numbers(const LibertyAttribute& attribute, std::vector<double>& values) {
  std::string culprit;
  for (const LibertyValue& value : attribute.values) {
    if (append_numbers(value.text, values, culprit)) continue;
    fault(attribute.line, "liberty.number",
          fmt::format("{} holds '{}', which is not a number", attribute.name,
                      support::beginning(culprit)));
    return false;
  }
  return true;
}

/// The template of a table's own kind; of the other where it has none, as other tools take it.
const LibertyGroup* ReaderContext::template_of(const LibertyGroup& group, Quantity quantity) const {
  const bool is_power = quantity == Quantity::internal_power;
  for (const Templates* templates : {is_power ? &power_templates_ : &timing_templates_,
                                     is_power ? &timing_templates_ : &power_templates_}) {
    const auto found = templates->find(group.argument());
    if (found != templates->end()) return found->second;
  }
  return nullptr;
}

bool ReaderContext::read_axes(const LibertyGroup& group, Quantity quantity, LookupTable& table) {
  if (group.argument() == "scalar") return true;
  const LibertyGroup* form = template_of(group, quantity);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kAxes{
      {{"variable_1", "index_1"}, {"variable_2", "index_2"}, {"variable_3", "index_3"}}};
  for (const auto& [variable, index] : kAxes) {
    const LibertyAttribute* own = group.find(index);
    const std::string_view name = form == nullptr ? std::string_view() : form->text(variable);
    if (name.empty() && own == nullptr) break;
    if (name.empty()) {
      fault(group.line, "liberty.table",
            fmt::format("table '{}' has {} but its template '{}' has no {}", group.type, index,
                        support::beginning(group.argument()), variable),
            "define the template (lu_table_template, power_lut_template) in the same file");
      return false;
    }
    const LibertyAttribute* attribute = own != nullptr ? own : form->find(index);
    LookupTable::Axis axis{variable_named(name), {}};
    if (attribute != nullptr && !numbers(*attribute, axis.index)) return false;
    if (axis.index.empty() || std::adjacent_find(axis.index.begin(), axis.index.end(),
                                                 std::greater_equal<>()) != axis.index.end()) {
      fault(group.line, "liberty.table",
            fmt::format("{} of table '{}' is empty or not ascending", index, group.type));
      return false;
    }
    const bool is_load =
        axis.variable == TableVariable::output_load || axis.variable == TableVariable::other_load;
    for (double& value : axis.index) value *= is_load ? units_.capacitance_f : units_.time_s;
    table.axes.push_back(std::move(axis));
  }
  return true;
}

std::optional<LookupTable> ReaderContext::table_from(const LibertyGroup& group, Quantity quantity) {
  LookupTable table;
  if (!read_axes(group, quantity, table)) return std::nullopt;
  const LibertyAttribute* values = group.find("values");
  if (values == nullptr) {
    fault(group.line, "liberty.table", fmt::format("table '{}' has no values", group.type));
    return std::nullopt;
  }
  if (!numbers(*values, table.values)) return std::nullopt;
  std::size_t expected = 1;
  for (const LookupTable::Axis& axis : table.axes) expected *= axis.index.size();
  if (table.values.size() != expected) {
    fault(values->line, "liberty.table",
          fmt::format("table '{}' has {} values where its indices ask for {}", group.type,
                      table.values.size(), expected));
    return std::nullopt;
  }
  const double factor = scale(quantity);
  for (double& value : table.values) value *= factor;
  return table;
}

std::optional<LookupTable> ReaderContext::table(const LibertyGroup& group, std::string_view name,
                                                Quantity quantity) {
  for (const LibertyGroup& inner : group.groups) {
    if (inner.type == name) return table_from(inner, quantity);
  }
  return std::nullopt;
}

double ReaderContext::k_factor(std::string_view suffix) const {
  if (suffix.empty()) return 1.0;
  const auto factor = [&](std::string_view dimension, double distance) {
    if (distance == 0.0) return 1.0;
    const auto k = liberty_number(library().text(fmt::format("k_{}_{}", dimension, suffix)));
    return 1.0 + k.value_or(0.0) * distance;
  };
  return factor("process", conditions_.process - nominal_.process) *
         factor("volt", (conditions_.voltage_v - nominal_.voltage_v) / units_.voltage_v) *
         factor("temp", conditions_.temperature_c - nominal_.temperature_c);
}

double ReaderContext::scale(Quantity quantity) const {
  const double k = k_factor(k_suffix(quantity));
  switch (quantity) {
    case Quantity::internal_power:
      return k * units_.energy_j();
    case Quantity::leakage:
      return k * units_.leakage_w.value_or(0.0);
    case Quantity::capacitance:
      return k * units_.capacitance_f;
    case Quantity::cell_rise:
    case Quantity::cell_fall:
    case Quantity::rise_transition:
    case Quantity::fall_transition:
    case Quantity::constraint:
      return k * units_.time_s;
  }
  return k;
}

}  // namespace pann::synth
