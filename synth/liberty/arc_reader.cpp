#include <array>

#include "synth/liberty/reader_context.h"

namespace pann::synth {

namespace {

/// The names of a list such as "A B" or "A, B"; one empty name where the list is empty.
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : list) {
    if (c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r' || c == '\\') {
      if (!name.empty()) names.push_back(std::move(name));
      name.clear();
    } else {
      name += c;
    }
  }
  if (!name.empty() || names.empty()) names.push_back(std::move(name));
  return names;
}

struct TypeName {
  std::string_view text;
  TimingType type;
  bool clock_falls;
};

constexpr std::array kTypes{
    TypeName{"combinational", TimingType::combinational, false},
    TypeName{"combinational_rise", TimingType::combinational, false},
    TypeName{"combinational_fall", TimingType::combinational, false},
    TypeName{"three_state_enable", TimingType::combinational, false},
    TypeName{"three_state_enable_rise", TimingType::combinational, false},
    TypeName{"three_state_enable_fall", TimingType::combinational, false},
    TypeName{"rising_edge", TimingType::rising_edge, false},
    TypeName{"falling_edge", TimingType::falling_edge, false},
    TypeName{"clear", TimingType::clear, false},
    TypeName{"preset", TimingType::preset, false},
    TypeName{"setup_rising", TimingType::setup, false},
    TypeName{"setup_falling", TimingType::setup, true},
    TypeName{"hold_rising", TimingType::hold, false},
    TypeName{"hold_falling", TimingType::hold, true},
};

void read_type(std::string_view text, TimingArc& arc) {
  // Without a timing_type an arc is combinational (Liberty User Guide).
  if (text.empty()) return;
  arc.type = TimingType::other;
  for (const TypeName& known : kTypes) {
    if (known.text != text) continue;
    arc.type = known.type;
    arc.clock_falls = known.clock_falls;
  }
}

TimingSense sense_named(std::string_view text) {
  if (text == "positive_unate") return TimingSense::positive_unate;
  if (text == "negative_unate") return TimingSense::negative_unate;
  return TimingSense::non_unate;
}

}  // namespace

TimingSense sense_of(const BooleanExpression& expression, std::string_view pin) {
  const std::vector<bool> table = expression.truth_table();
  const auto& pins = expression.pins();
  std::size_t index = 0;
  while (index < pins.size() && pins[index] != pin) ++index;
  if (table.empty() || index == pins.size()) return TimingSense::non_unate;
  bool rises = false;
  bool falls = false;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::size_t other = row | (std::size_t{1} << index);
    if (other == row) continue;
    rises |= !table[row] && table[other];
    falls |= table[row] && !table[other];
  }
  if (rises == falls) return TimingSense::non_unate;
  return rises ? TimingSense::positive_unate : TimingSense::negative_unate;
}

void read_timing(const LibertyGroup& group, ReaderContext& context, std::vector<TimingArc>& arcs) {
  TimingArc arc;
  arc.sense = sense_named(group.text("timing_sense"));
  read_type(group.text("timing_type"), arc);
  arc.when = context.expression(group, "when");
  arc.sdf_condition = std::string(group.text("sdf_cond"));
  arc.cell_rise = context.table(group, "cell_rise", Quantity::cell_rise);
  arc.cell_fall = context.table(group, "cell_fall", Quantity::cell_fall);
  arc.rise_transition = context.table(group, "rise_transition", Quantity::rise_transition);
  arc.fall_transition = context.table(group, "fall_transition", Quantity::fall_transition);
  arc.rise_constraint = context.table(group, "rise_constraint", Quantity::constraint);
  arc.fall_constraint = context.table(group, "fall_constraint", Quantity::constraint);
  for (std::string& pin : names_in(group.text("related_pin"))) {
    arcs.push_back(arc);
    arcs.back().related_pin = std::move(pin);
  }
}

void read_internal_power(const LibertyGroup& group, ReaderContext& context,
                         std::vector<InternalPower>& powers) {
  InternalPower power;
  power.related_pg_pin = std::string(group.text("related_pg_pin"));
  power.when = context.expression(group, "when");
  power.rise_power = context.table(group, "rise_power", Quantity::internal_power);
  power.fall_power = context.table(group, "fall_power", Quantity::internal_power);
  // One table for both edges.
  if (!power.rise_power && !power.fall_power) {
    power.rise_power = context.table(group, "power", Quantity::internal_power);
    power.fall_power = power.rise_power;
  }
  for (std::string& pin : names_in(group.text("related_pin"))) {
    powers.push_back(power);
    powers.back().related_pin = std::move(pin);
  }
}

}  // namespace pann::synth
