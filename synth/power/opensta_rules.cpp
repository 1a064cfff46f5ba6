#include "synth/power/opensta_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace pann::synth {

namespace {

constexpr double kEven = 0.5;

/// One instance's pins by name.
class Pins {
 public:
  Pins(const BoundCell& bound, const std::vector<NetActivity>& nets) : bound_(bound), nets_(nets) {}

  const NetActivity& of(const Pin& pin) const { return nets_[net(pin)]; }
  circuit::NetId net(const Pin& pin) const {
    return bound_.nets[static_cast<std::size_t>(&pin - bound_.cell->pins.data())];
  }

  /// Probability of an expression, or of a change of `deciding` to change it, all pins independent,
  /// outputs too.
  double probability(const BooleanExpression& expression, const Pin* deciding) const {
    const std::vector<bool> table = expression.truth_table();
    std::vector<double> high;
    std::size_t flipped = 0;
    for (std::size_t i = 0; i < expression.pins().size(); ++i) {
      const Pin* pin = bound_.cell->find_pin(expression.pins()[i]);
      high.push_back(pin == nullptr ? 0.0 : of(*pin).high);
      if (pin != nullptr && pin == deciding) flipped = std::size_t{1} << i;
    }
    double sum = 0.0;
    for (std::size_t row = 0; row < table.size(); ++row) {
      const bool holds = deciding == nullptr ? table[row] : table[row] != table[row ^ flipped];
      if (!holds) continue;
      double share = 1.0;
      for (std::size_t i = 0; i < high.size(); ++i) {
        share *= ((row >> i) & 1U) != 0 ? high[i] : 1.0 - high[i];
      }
      sum += share;
    }
    return sum;
  }

 private:
  const BoundCell& bound_;
  const std::vector<NetActivity>& nets_;
};

class Rules {
 public:
  Rules(const BoundCell& bound, const PowerContext& context)
      : cell_(*bound.cell), context_(context), pins_(bound, context.nets) {}

  double energy() const {
    double sum = 0.0;
    for (const Pin& pin : cell_.pins) {
      sum += pin.is_output() ? of_output(pin) : of_input(pin);
    }
    return sum;
  }

 private:
  double of_input(const Pin& pin) const {
    double sum = 0.0;
    for (const InternalPower& power : pin.internal_power) {
      sum += mean(power, context_.slews[pins_.net(pin)], 0.0) * input_duty(pin, power) *
             pins_.of(pin).toggles();
    }
    return sum;
  }

  /// The output that a condition names: where its function holds the pin, the pin decides it.
  double input_duty(const Pin& pin, const InternalPower& power) const {
    if (!power.when) return 1.0;
    for (const std::string& name : power.when->pins()) {
      const Pin* output = cell_.find_pin(name);
      if (output == nullptr || !output->is_output()) continue;
      if (output->function && output->function->depends_on(pin.name)) {
        return pins_.probability(*output->function, &pin);
      }
      break;
    }
    return pins_.probability(*power.when, nullptr);
  }

  double of_output(const Pin& pin) const {
    std::map<std::string, double> weights;  // By supply.
    std::map<std::string, double> weighted;
    for (const InternalPower& power : pin.internal_power) {
      const Pin* from = cell_.find_pin(power.related_pin);
      if (from == nullptr) continue;
      const double weight = pins_.of(*from).toggles() * output_duty(pin, *from, power);
      weights[power.related_pg_pin] += weight;
      weighted[power.related_pg_pin] += weight * output_energy(pin, *from, power);
    }
    double sum = 0.0;
    for (const auto& [supply, weight] : weights) {
      if (weight > 0.0) sum += weighted[supply] / weight * pins_.of(pin).toggles();
    }
    return sum;
  }

  double output_duty(const Pin& pin, const Pin& from, const InternalPower& power) const {
    if (pin.function && pin.function->depends_on(from.name)) {
      return pins_.probability(*pin.function, &from);
    }
    return power.when ? pins_.probability(*power.when, nullptr) : kEven;
  }

  /// The first arc's sense says which edge of the input goes with which of the output.
  double output_energy(const Pin& pin, const Pin& from, const InternalPower& power) const {
    const auto arc = std::find_if(pin.timing.begin(), pin.timing.end(), [&](const TimingArc& one) {
      return one.related_pin == from.name;
    });
    EdgePair slew = context_.slews[pins_.net(from)];
    const bool inverts = arc != pin.timing.end() && arc->sense == TimingSense::negative_unate;
    if (inverts) std::swap(slew.rise, slew.fall);
    return mean(power, slew, context_.loads[pins_.net(pin)].max());
  }

  static double mean(const InternalPower& power, const EdgePair& slew, double load_f) {
    double both = 0.0;
    if (power.rise_power) both += power.rise_power->at({slew.rise, load_f, 0.0});
    if (power.fall_power) both += power.fall_power->at({slew.fall, load_f, 0.0});
    return both / 2.0;
  }

  const Cell& cell_;
  const PowerContext& context_;
  Pins pins_;
};

}  // namespace

double opensta_internal(const BoundCell& bound, const PowerContext& context) {
  return Rules(bound, context).energy();
}

double opensta_leakage(const BoundCell& bound, const std::vector<NetActivity>& nets) {
  const Pins pins(bound, nets);
  double conditional_w = 0.0;
  double unconditional_w = 0.0;
  double share = 0.0;
  bool has_conditions = false;
  for (const LeakagePower& group : bound.cell->leakage) {
    if (!group.when) {
      unconditional_w += group.power_w;
      continue;
    }
    const double duty = pins.probability(*group.when, nullptr);
    conditional_w += group.power_w * duty;
    if (group.power_w > 0.0) share += duty;
    has_conditions = true;
  }
  const double groups_w = has_conditions ? conditional_w : unconditional_w;
  return groups_w + bound.cell->leakage_w.value_or(0.0) * (1.0 - share);
}

}  // namespace pann::synth
