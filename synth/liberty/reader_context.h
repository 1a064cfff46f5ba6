#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "support/diagnostic.h"
#include "synth/liberty/library.h"
#include "synth/liberty/syntax.h"

namespace pann::synth {

/// Factors from a file's units to SI.
struct LibertyUnits {
  double time_s = 1e-9;
  double capacitance_f = 1e-12;
  double voltage_v = 1.0;
  double resistance_ohm = 1e3;
  std::optional<double> leakage_w;  ///< Without leakage_power_unit no leakage can be read.

  double energy_j() const { return capacitance_f * voltage_v * voltage_v; }
};

/// What a quantity is, for its unit and for the k-factors that carry it from the nominal to the
/// operating conditions.
enum class Quantity {
  cell_rise,
  cell_fall,
  rise_transition,
  fall_transition,
  constraint,
  internal_power,
  leakage,
  capacitance
};

/// What the readers of one file share: its units, defaults, templates, and the faults found so far.
class ReaderContext {
 public:
  ReaderContext(const LibertyTree& tree, std::vector<support::Diagnostic>& faults);

  const LibertySource& source() const { return *tree_.source; }
  const LibertyGroup& library() const { return tree_.library; }
  const LibertyUnits& units() const { return units_; }
  /// Of the units that the standard has a value for, those that the file does not give.
  std::vector<std::string> default_units() const;
  const OperatingConditions& conditions() const { return conditions_; }
  double nominal_voltage_v() const { return nominal_.voltage_v; }
  const std::unordered_map<std::string, double>& supplies() const { return supplies_; }

  void fault(std::uint32_t line, std::string code, std::string message, std::string hint = {});

  /// A simple attribute as a number; nothing where it is missing, a fault where it is no number.
  std::optional<double> number(const LibertyGroup& group, std::string_view attribute);
  bool flag(const LibertyGroup& group, std::string_view attribute) const;
  /// A simple attribute as an expression; nothing where it is missing, a fault where it is none.
  std::optional<BooleanExpression> expression(const LibertyGroup& group,
                                              std::string_view attribute);
  /// The named table group of `group` in SI units; nothing where it is missing, a fault where its
  /// numbers do not make a table.
  std::optional<LookupTable> table(const LibertyGroup& group, std::string_view name,
                                   Quantity quantity);
  /// Product of the unit and the k-factors.
  double scale(Quantity quantity) const;

 private:
  void read_units();
  void read_conditions();
  void read_supplies();
  double unit(std::string_view attribute, std::string_view symbol, double fallback);
  double capacitance_unit();
  std::optional<LookupTable> table_from(const LibertyGroup& group, Quantity quantity);
  bool read_axes(const LibertyGroup& group, Quantity quantity, LookupTable& table);
  const LibertyGroup* template_of(const LibertyGroup& group, Quantity quantity) const;
  bool numbers(const LibertyAttribute& attribute, std::vector<double>& values);
  double k_factor(std::string_view suffix) const;

  const LibertyTree& tree_;
  std::vector<support::Diagnostic>& faults_;
  LibertyUnits units_;
  OperatingConditions nominal_;
  OperatingConditions conditions_;
  std::unordered_map<std::string, double> supplies_;
  using Templates = std::unordered_map<std::string_view, const LibertyGroup*>;
  Templates timing_templates_;  ///< lu_table_template.
  Templates power_templates_;   ///< power_lut_template, a name space of its own.
};

/// Reads one `cell` group.
Cell read_cell(const LibertyGroup& group, ReaderContext& context);

/// Reads the `timing` and `internal_power` groups of a pin, one entry a related pin.
void read_timing(const LibertyGroup& group, ReaderContext& context, std::vector<TimingArc>& arcs);
void read_internal_power(const LibertyGroup& group, ReaderContext& context,
                         std::vector<InternalPower>& powers);

/// How `expression` follows `pin`; non_unate where it has too many pins to tell.
TimingSense sense_of(const BooleanExpression& expression, std::string_view pin);

}  // namespace pann::synth
