#include "synth/pdk/generic_library.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "synth/liberty/reader_context.h"

namespace pann::synth {

namespace {

struct InputSpec {
  const char* name;
  double effort;  ///< Input capacitance in units, at drive 1.
};

struct OutputSpec {
  const char* name;
  const char* function;
  double parasitic;  ///< Capacitance at the output in units, at drive 1.
};

struct GateSpec {
  const char* name;
  std::vector<InputSpec> inputs;
  std::vector<OutputSpec> outputs;
  double area;
  double drive = 1.0;
};

/// Efforts and parasitics of static CMOS gates with P twice as wide as N (Logical Effort, tables
/// 1.1, 4.1 and 4.2); compound cells by their widest stage.
const std::vector<GateSpec>& gates() {
  static const std::vector<GateSpec> specs{
      {"INV_1", {{"A", 1}}, {{"Y", "!A", 1}}, 1},
      {"INV_2", {{"A", 1}}, {{"Y", "!A", 1}}, 1.5, 2},
      {"INV_4", {{"A", 1}}, {{"Y", "!A", 1}}, 2.5, 4},
      {"BUF_1", {{"A", 1}}, {{"Y", "A", 2}}, 2},
      {"BUF_4", {{"A", 1}}, {{"Y", "A", 2}}, 4, 4},
      {"NAND2_1", {{"A", 4.0 / 3}, {"B", 4.0 / 3}}, {{"Y", "!(A B)", 2}}, 2},
      {"NAND2_2", {{"A", 4.0 / 3}, {"B", 4.0 / 3}}, {{"Y", "!(A B)", 2}}, 3, 2},
      {"NAND3_1", {{"A", 5.0 / 3}, {"B", 5.0 / 3}, {"C", 5.0 / 3}}, {{"Y", "!(A B C)", 3}}, 3},
      {"NOR2_1", {{"A", 5.0 / 3}, {"B", 5.0 / 3}}, {{"Y", "!(A + B)", 2}}, 2},
      {"NOR2_2", {{"A", 5.0 / 3}, {"B", 5.0 / 3}}, {{"Y", "!(A + B)", 2}}, 3, 2},
      {"NOR3_1", {{"A", 7.0 / 3}, {"B", 7.0 / 3}, {"C", 7.0 / 3}}, {{"Y", "!(A + B + C)", 3}}, 3},
      {"AND2_1", {{"A", 4.0 / 3}, {"B", 4.0 / 3}}, {{"Y", "A B", 3}}, 3},
      {"OR2_1", {{"A", 5.0 / 3}, {"B", 5.0 / 3}}, {{"Y", "A + B", 3}}, 3},
      {"AOI21_1", {{"A", 2}, {"B", 2}, {"C", 5.0 / 3}}, {{"Y", "!(A B + C)", 7.0 / 3}}, 3},
      {"OAI21_1", {{"A", 2}, {"B", 2}, {"C", 4.0 / 3}}, {{"Y", "!((A + B) C)", 7.0 / 3}}, 3},
      {"XOR2_1", {{"A", 4}, {"B", 4}}, {{"Y", "A ^ B", 4}}, 5},
      {"XNOR2_1", {{"A", 4}, {"B", 4}}, {{"Y", "!(A ^ B)", 4}}, 5},
      {"MUX2_1", {{"A", 2}, {"B", 2}, {"S", 4}}, {{"Y", "A !S + B S", 4}}, 5},
      {"HA_1", {{"A", 5}, {"B", 5}}, {{"S", "A ^ B", 4}, {"CO", "A B", 3}}, 7},
      {"FA_1",
       {{"A", 7}, {"B", 7}, {"CI", 5}},
       {{"S", "A ^ B ^ CI", 6}, {"CO", "A B + A CI + B CI", 4}},
       12}};
  return specs;
}

constexpr const char* kStoredClock = "CK";

/// Builds cells from the assumptions. Everything is linear in slew and load, so that tables of two
/// points by two are exact.
class Builder {
 public:
  explicit Builder(const GenericAssumptions& at) : at_(at) {}

  Library run() {
    Library library;
    library.name = "pann_generic";
    library.nominal_voltage_v = at_.supply_v;
    library.conditions = {"typical", 1.0, at_.supply_v, 25.0};
    library.synthetic = true;
    for (const GateSpec& spec : gates()) library.cells.push_back(gate(spec));
    library.cells.push_back(flip_flop());
    library.cells.push_back(clock_gate());
    std::sort(library.cells.begin(), library.cells.end(),
              [](const Cell& a, const Cell& b) { return a.name < b.name; });
    return library;
  }

 private:
  static BooleanExpression parsed(const std::string& text) {
    std::string error;
    return BooleanExpression::parse(text, error).value();
  }

  double unit_delay_s() const { return at_.unit_resistance_ohm * at_.unit_capacitance_f; }

  /// base + per_slew x slew + per_load x load.
  LookupTable plane(double base, double per_slew, double per_load) const {
    const std::vector<double> slews{0.0, 100.0 * unit_delay_s()};
    const std::vector<double> loads{0.0, 100.0 * at_.unit_capacitance_f};
    LookupTable table;
    table.axes = {{TableVariable::input_slew, slews}, {TableVariable::output_load, loads}};
    for (const double slew : slews) {
      for (const double load : loads) {
        table.values.push_back(base + per_slew * slew + per_load * load);
      }
    }
    return table;
  }

  Pin input(const std::string& name, double effort, double drive) const {
    Pin pin;
    pin.name = name;
    pin.capacitance_f = effort * drive * at_.unit_capacitance_f;
    pin.rise_capacitance_f = pin.capacitance_f;
    pin.fall_capacitance_f = pin.capacitance_f;
    return pin;
  }

  /// Energy of one toggle of an output: half of C V^2 of its parasitic, and the crossover current.
  LookupTable toggle_energy(double parasitic, double drive) const {
    const double unit_j = at_.unit_capacitance_f * at_.supply_v * at_.supply_v / 2.0;
    return plane(parasitic * drive * unit_j, at_.crossover_share * drive * unit_j / unit_delay_s(),
                 0.0);
  }

  TimingArc arc(const std::string& from, double parasitic, double drive) const {
    TimingArc result;
    result.related_pin = from;
    const double resistance = at_.unit_resistance_ohm / drive;
    const double own_s = parasitic * unit_delay_s();
    result.cell_rise = plane(own_s, at_.slew_share, resistance);
    result.rise_transition = plane(2.0 * own_s, 0.0, 2.0 * resistance);
    result.cell_fall = result.cell_rise;
    result.fall_transition = result.rise_transition;
    return result;
  }

  Pin output(const OutputSpec& spec, double drive, const std::vector<std::string>& from) const {
    Pin pin;
    pin.name = spec.name;
    pin.direction = PinDirection::output;
    pin.function = parsed(spec.function);
    pin.max_capacitance_f = 100.0 * drive * at_.unit_capacitance_f;
    for (const std::string& name : from) {
      if (!pin.function->depends_on(name)) continue;
      pin.timing.push_back(arc(name, spec.parasitic, drive));
      pin.timing.back().sense = sense_of(*pin.function, name);
      pin.internal_power.push_back({name, "", std::nullopt, toggle_energy(spec.parasitic, drive),
                                    toggle_energy(spec.parasitic, drive)});
    }
    return pin;
  }

  Cell gate(const GateSpec& spec) const {
    Cell cell;
    cell.name = spec.name;
    cell.area = spec.area * at_.unit_area;
    cell.leakage_w = spec.area * at_.unit_leakage_w;
    std::vector<std::string> names;
    for (const InputSpec& one : spec.inputs) {
      cell.pins.push_back(input(one.name, one.effort, spec.drive));
      names.emplace_back(one.name);
    }
    for (const OutputSpec& one : spec.outputs) {
      cell.pins.push_back(output(one, spec.drive, names));
    }
    return cell;
  }

  /// What the edges of a storing cell's input take inside it.
  void add_input_energy(Pin& pin, double units) const {
    const LookupTable energy = toggle_energy(units, 1.0);
    LookupTable by_slew;
    by_slew.axes = {energy.axes[0]};
    by_slew.values = {energy.values[0], energy.values[2]};
    pin.internal_power.push_back({"", "", std::nullopt, by_slew, by_slew});
  }

  Pin clock_pin() const {
    constexpr double kClockEffort = 2.0;
    constexpr double kClockUnits = 8.0;  // both phases of the clock inside: four pass gates
    Pin clock = input(kStoredClock, kClockEffort, 1.0);
    clock.is_clock = true;
    add_input_energy(clock, kClockUnits);
    return clock;
  }

  TimingArc setup() const {
    constexpr double kSetupDelays = 4.0;
    LookupTable table;
    table.values = {kSetupDelays * unit_delay_s()};
    TimingArc check;
    check.related_pin = kStoredClock;
    check.type = TimingType::setup;
    check.rise_constraint = table;
    check.fall_constraint = table;
    return check;
  }

  Cell flip_flop() const {
    constexpr double kArea = 10.0;
    constexpr double kOutputParasitic = 4.0;
    constexpr double kDataUnits = 4.0;
    Cell cell;
    cell.name = "DFF_1";
    cell.area = kArea * at_.unit_area;
    cell.leakage_w = kArea * at_.unit_leakage_w;
    cell.sequentials.push_back(
        {false, "IQ", "IQN", parsed("D"), parsed(kStoredClock), {}, {}, {}, {}});
    Pin data = input("D", 1.0, 1.0);
    data.timing.push_back(setup());
    add_input_energy(data, kDataUnits);
    Pin q;
    q.name = "Q";
    q.direction = PinDirection::output;
    q.function = parsed("IQ");
    q.timing.push_back(arc(kStoredClock, kOutputParasitic, 1.0));
    q.timing.back().type = TimingType::rising_edge;
    q.internal_power.push_back({kStoredClock, "", std::nullopt,
                                toggle_energy(kOutputParasitic, 1.0),
                                toggle_energy(kOutputParasitic, 1.0)});
    cell.pins = {clock_pin(), std::move(data), std::move(q)};
    return cell;
  }

  /// A latch that is open while the clock is low, and an AND gate behind it.
  Cell clock_gate() const {
    constexpr double kArea = 9.0;
    Cell cell;
    cell.name = "CLKGATE_1";
    cell.area = kArea * at_.unit_area;
    cell.leakage_w = kArea * at_.unit_leakage_w;
    cell.dont_use = true;
    cell.is_clock_gate = true;
    cell.sequentials.push_back(
        {true, "IQ", "IQN", parsed("E"), parsed(std::string("!") + kStoredClock), {}, {}, {}, {}});
    Pin enable = input("E", 1.0, 1.0);
    enable.timing.push_back(setup());
    const OutputSpec gated{"GCK", "CK IQ", 3};
    cell.pins = {clock_pin(), std::move(enable), output(gated, 1.0, {kStoredClock})};
    return cell;
  }

  const GenericAssumptions& at_;
};

}  // namespace

Library generic_library(const GenericAssumptions& assumptions) {
  return Builder(assumptions).run();
}

}  // namespace pann::synth
