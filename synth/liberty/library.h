#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synth/liberty/expression.h"
#include "synth/liberty/table.h"

namespace pann::synth {

/// A cell library, its meaning freed from Liberty's units and defaults: seconds, farads, volts,
/// watts and joules throughout; areas stay in the library's own unit.

enum class PinDirection : std::uint8_t { input, output, inout, internal };

/// How an output's edge follows an input's (timing_sense).
enum class TimingSense : std::uint8_t { positive_unate, negative_unate, non_unate };

/// What a timing arc describes (timing_type); the two groups that power and delays need, all checks
/// and pulse widths under `constraint`.
enum class TimingType : std::uint8_t {
  combinational,  ///< Also the three-state enables and disables.
  rising_edge,    ///< From the clock's rising edge to the output.
  falling_edge,
  clear,   ///< From an asynchronous input that resets.
  preset,  ///< From an asynchronous input that sets.
  setup,   ///< Required time before the clock's edge.
  hold,
  other,  ///< Recovery, removal, pulse widths, skews, periods.
};

/// One `timing` group of a pin, for one of its related pins.
struct TimingArc {
  std::string related_pin;
  TimingSense sense = TimingSense::non_unate;
  TimingType type = TimingType::combinational;
  bool clock_falls = false;  ///< setup_falling, hold_falling.
  std::optional<BooleanExpression> when;
  std::string sdf_condition;             ///< sdf_cond, for SDF writing; empty where there is none.
  std::optional<LookupTable> cell_rise;  ///< Delay to a rising output, s.
  std::optional<LookupTable> cell_fall;
  std::optional<LookupTable> rise_transition;  ///< The output's slew, s.
  std::optional<LookupTable> fall_transition;
  std::optional<LookupTable> rise_constraint;  ///< setup and hold, s.
  std::optional<LookupTable> fall_constraint;
};

/// One `internal_power` group of a pin, for one of its related pins or none: the energy that one
/// rise or fall of the pin takes inside the cell.
struct InternalPower {
  std::string related_pin;     ///< Empty: the pin's own edges, whatever causes them.
  std::string related_pg_pin;  ///< Supply that it is drawn from; empty: not said.
  std::optional<BooleanExpression> when;
  std::optional<LookupTable> rise_power;  ///< J.
  std::optional<LookupTable> fall_power;  ///< J.
};

struct Pin {
  std::string name;
  PinDirection direction = PinDirection::input;
  double capacitance_f = 0.0;
  /// For rising and falling edges; the larger end where the library gives a range
  /// (rise_capacitance_range), as timing analysers take it for the slow side.
  double rise_capacitance_f = 0.0;
  double fall_capacitance_f = 0.0;
  std::optional<double> max_capacitance_f;
  std::optional<double> max_transition_s;
  bool is_clock = false;
  std::optional<BooleanExpression> function;
  std::optional<BooleanExpression> three_state;
  std::string related_power_pin;
  std::vector<InternalPower> internal_power;
  std::vector<TimingArc> timing;

  bool is_output() const {
    return direction == PinDirection::output || direction == PinDirection::inout;
  }
  bool is_input() const {
    return direction == PinDirection::input || direction == PinDirection::inout;
  }
};

/// What clear and preset together do to a state variable.
enum class ClearPreset : std::uint8_t { low, high, unchanged, toggled, unknown };

/// An `ff` or `latch` group.
struct Sequential {
  bool is_latch = false;
  std::string state;                       ///< Name of the state variable, "IQ".
  std::string inverted_state;              ///< Name of its inverse, "IQN".
  std::optional<BooleanExpression> data;   ///< next_state or data_in.
  std::optional<BooleanExpression> clock;  ///< clocked_on or enable: acts where it becomes or is 1.
  std::optional<BooleanExpression> clear;
  std::optional<BooleanExpression> preset;
  ClearPreset clear_preset_state = ClearPreset::unknown;
  ClearPreset clear_preset_inverted = ClearPreset::unknown;
};

/// One `leakage_power` group.
struct LeakagePower {
  double power_w = 0.0;
  std::optional<BooleanExpression> when;
  std::string related_pg_pin;
};

/// A supply pin and the voltage that voltage_map gives it.
struct SupplyPin {
  std::string name;
  bool is_power = true;  ///< Otherwise ground.
  std::optional<double> voltage_v;
};

/// Pins of a cell that is a latch, open while the clock is low, and the gate behind it.
struct ClockGatePins {
  std::string clock;
  std::string enable;
  std::string test;  ///< Opens it as the enable does; empty: there is none.
  std::string output;
};

struct Cell {
  std::string name;
  std::string file;  ///< Where it is described.
  std::uint32_t line = 0;
  double area = 0.0;
  std::optional<double> leakage_w;  ///< cell_leakage_power.
  std::vector<LeakagePower> leakage;
  std::vector<Pin> pins;
  std::vector<SupplyPin> supplies;
  std::vector<Sequential> sequentials;
  bool dont_use = false;
  bool is_clock_gate = false;  ///< clock_gating_integrated_cell.
  /// Where that is "latch_posedge" or "latch_posedge_precontrol": it is read as latch and function.
  std::optional<ClockGatePins> clock_gate{};
  bool has_state_table = false;  ///< Its function is a state table, which is not interpreted.
  bool has_buses = false;        ///< bus or bundle groups, which are not interpreted.

  const Pin* find_pin(std::string_view pin) const;
  /// Whether it holds a latch: alone, or as a clock gate.
  bool is_latch() const;
  bool is_sequential() const { return !sequentials.empty() || has_state_table; }
};

/// Voltage, temperature and process that the tables were measured at.
struct OperatingConditions {
  std::string name;
  double process = 1.0;
  double voltage_v = 0.0;
  double temperature_c = 25.0;
};

/// wire_load: capacitance of a net by its fan-out.
struct WireLoad {
  std::string name;
  double capacitance_f_per_length = 0.0;
  double resistance_ohm_per_length = 0.0;
  double slope = 0.0;                                    ///< Length for each further fan-out.
  std::vector<std::pair<double, double>> fanout_length;  ///< Ascending.

  double capacitance_f(double fanout) const;
};

/// wire_load_from_area: the wire load of a design whose area is in [from_area, to_area).
struct WireLoadRange {
  double from_area = 0.0;
  double to_area = 0.0;
  std::string name;
};

/// Percent of the supply at which transition times begin and end in the tables.
struct SlewThresholds {
  double lower_rise = 20.0;
  double upper_rise = 80.0;
  double lower_fall = 20.0;
  double upper_fall = 80.0;
  double derate = 1.0;  ///< slew_derate_from_library.
};

struct Library {
  std::string name;
  std::vector<std::string> files;
  double nominal_voltage_v = 0.0;
  double time_unit_s = 1e-9;          ///< Of the first file: what constraints (SDC) are written in.
  double capacitance_unit_f = 1e-12;  ///< Likewise.
  OperatingConditions conditions;
  SlewThresholds slew_thresholds;
  std::vector<Cell> cells;  ///< By name.
  std::vector<WireLoad> wire_loads;
  std::string default_wire_load;
  std::vector<WireLoadRange> wire_load_by_area;  ///< Of the default selection; may be empty.
  bool synthetic = false;  ///< Made from stated assumptions, not from silicon.
  /// Units that a file leaves to the standard, as text: "time_unit 1 ns", "voltage_unit 1 V".
  std::vector<std::string> default_units{};

  const Cell* find(std::string_view cell) const;
  /// Notes what another file leaves to the standard.
  void add_default_units(const std::vector<std::string>& units);
  /// Supply of an output pin: its power pin's voltage, else that of the operating conditions.
  double voltage_v(const Cell& cell, const Pin& pin) const;
};

/// Reads one library from one or several files (ASAP7 splits its cells over five); gzip is
/// unpacked. Each file's units and defaults are its own.
///
/// Throws Failure(user_error) with all that is known: "liberty.syntax" and the other codes of the
/// parser; "liberty.unit", "liberty.number", "liberty.expression", "liberty.table",
/// "liberty.capacitance" (negative), "liberty.missing", "liberty.duplicate" (a cell twice) with
/// file and line; "liberty.conditions" where files of different voltages are joined.
Library read_library(const std::vector<std::filesystem::path>& files);

/// The same from the text of one file; `source` names it in messages. What the fuzzer calls.
Library read_library_text(std::string text, const std::string& source);

}  // namespace pann::synth
