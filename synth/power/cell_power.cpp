#include "synth/power/cell_power.h"

#include <algorithm>
#include <map>

#include "synth/timing/order.h"

namespace pann::synth {

namespace {

bool is_ground(const Cell& cell, const std::string& supply) {
  return std::any_of(cell.supplies.begin(), cell.supplies.end(), [&supply](const SupplyPin& pin) {
    return pin.name == supply && !pin.is_power;
  });
}

/// The input edge that goes with each edge of the output; for an arc of either sense the same one.
std::array<Edge, 2> cause_edges(const Pin& output, const std::string& related) {
  for (const TimingArc& arc : output.timing) {
    if (arc.related_pin != related || !is_delay_arc(arc)) continue;
    if (arc.type == TimingType::combinational && arc.sense == TimingSense::non_unate) break;
    return {causes(arc, Edge::rise).front(), causes(arc, Edge::fall).front()};
  }
  return {Edge::rise, Edge::fall};
}

double energy_at(const std::optional<LookupTable>& table, double slew_s, double load_f) {
  return table ? table->at({slew_s, load_f, 0.0}) : 0.0;
}

}  // namespace

bool is_clock_pin(const Cell& cell, const Pin& pin) {
  return std::any_of(cell.sequentials.begin(), cell.sequentials.end(),
                     [&](const Sequential& s) { return s.clock && s.clock->depends_on(pin.name); });
}

bool has_power_tables(const Cell& cell) {
  const bool has_inputs = std::any_of(cell.pins.begin(), cell.pins.end(),
                                      [](const Pin& pin) { return pin.is_input(); });
  return !has_inputs || std::any_of(cell.pins.begin(), cell.pins.end(),
                                    [](const Pin& pin) { return !pin.internal_power.empty(); });
}

bool has_leakage(const Cell& cell) {
  return cell.leakage_w.has_value() || !cell.leakage.empty();
}

CellPower::CellPower(const Cell& cell) : cell_(cell), states_(cell) {
  for (std::size_t pin = 0; pin < cell.pins.size(); ++pin) add_pin(pin);
  add_leakage();
}

CellPower::Group CellPower::make_group(std::size_t pin, const InternalPower& power) const {
  Group group{&power, pin, kNone, states_.where(power.when), {Edge::rise, Edge::fall}};
  const Pin* from = cell_.find_pin(power.related_pin);
  const Pin& to = cell_.pins[pin];
  if (from == nullptr || !to.is_output()) return group;
  group.from = static_cast<std::size_t>(from - cell_.pins.data());
  group.causes = cause_edges(to, power.related_pin);
  if (to.function && to.function->depends_on(from->name)) {
    group.states =
        CellStates::both(group.states, states_.where_sensitive(*to.function, from->name));
  }
  return group;
}

void CellPower::add_pin(std::size_t pin) {
  std::map<std::string, std::vector<Group>> by_supply;
  for (const InternalPower& power : cell_.pins[pin].internal_power) {
    if (is_ground(cell_, power.related_pg_pin)) continue;
    Group group = make_group(pin, power);
    if (cell_.pins[pin].is_output()) {
      by_supply[power.related_pg_pin].push_back(std::move(group));
    } else {
      inputs_.push_back(std::move(group));
    }
  }
  for (auto& [supply, groups] : by_supply) outputs_.push_back(std::move(groups));
}

void CellPower::add_leakage() {
  std::map<std::string, std::vector<const LeakagePower*>> by_supply;
  for (const LeakagePower& group : cell_.leakage) {
    if (!is_ground(cell_, group.related_pg_pin)) by_supply[group.related_pg_pin].push_back(&group);
  }
  if (by_supply.empty() && cell_.leakage_w) leakage_.push_back({*cell_.leakage_w, states_.all()});
  for (const auto& [supply, groups] : by_supply) {
    // What no condition covers leaks as the group without one, or the cell on average.
    StateSet rest = states_.all();
    double fallback = cell_.leakage_w.value_or(0.0);
    for (const LeakagePower* group : groups) {
      if (!group->when) {
        fallback = group->power_w;
        continue;
      }
      const StateSet states = CellStates::both(states_.where(group->when), rest);
      for (std::size_t i = 0; i < rest.size(); ++i) rest[i] &= ~states[i];
      leakage_.push_back({group->power_w, states});
    }
    leakage_.push_back({fallback, rest});
  }
}

double CellPower::toggle_energy(const Group& group, const BoundCell& bound,
                                const PowerContext& context) const {
  const circuit::NetId to = bound.nets[group.pin];
  const circuit::NetId from = group.from == kNone ? to : bound.nets[group.from];
  const double load = cell_.pins[group.pin].is_output() ? context.loads[to].max() : 0.0;
  const EdgePair& slew = context.slews[from];
  const double rise = energy_at(group.power->rise_power, at(slew, group.causes[0]), load);
  const double fall = energy_at(group.power->fall_power, at(slew, group.causes[1]), load);
  // Rises and falls alternate; a count that begins in reset may hold one more of either.
  return context.nets[to].toggles() * (rise + fall) / 2.0;
}

double CellPower::output_energy(const std::vector<Group>& groups, const BoundCell& bound,
                                const std::vector<double>& probabilities,
                                const PowerContext& context) const {
  if (context.nets[bound.nets[groups.front().pin]].toggles() == 0.0) return 0.0;
  double weights = 0.0;
  double weighted = 0.0;
  double plain = 0.0;
  for (const Group& group : groups) {
    const double energy = toggle_energy(group, bound, context);
    const circuit::NetId from = bound.nets[group.from == kNone ? group.pin : group.from];
    const double weight =
        context.nets[from].toggles() * CellStates::probability(group.states, probabilities);
    weights += weight;
    weighted += weight * energy;
    plain += energy;
  }
  // Pins that move together can leave no arc a likely cause; then all count alike.
  return weights > 0.0 ? weighted / weights : plain / static_cast<double>(groups.size());
}

InternalEnergy CellPower::internal(const BoundCell& bound, const PowerContext& context) const {
  InternalEnergy energy;
  energy.pins_j.assign(cell_.pins.size(), 0.0);
  const std::vector<double> probabilities = states_.probabilities(bound, context.nets);
  for (const Group& group : inputs_) {
    const double part =
        toggle_energy(group, bound, context) * CellStates::probability(group.states, probabilities);
    energy.total_j += part;
    energy.pins_j[group.pin] += part;
    if (is_clock_pin(cell_, cell_.pins[group.pin])) energy.clock_j += part;
  }
  for (const std::vector<Group>& groups : outputs_) {
    const double part = output_energy(groups, bound, probabilities, context);
    energy.total_j += part;
    energy.pins_j[groups.front().pin] += part;
  }
  return energy;
}

double CellPower::leakage(const BoundCell& bound, const std::vector<NetActivity>& nets) const {
  const std::vector<double> probabilities = states_.probabilities(bound, nets);
  double power = 0.0;
  for (const LeakageGroup& group : leakage_) {
    power += group.power_w * CellStates::probability(group.states, probabilities);
  }
  return power;
}

}  // namespace pann::synth
