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

/// The input edge that goes with each edge of the output; the same one where either can cause it.
std::array<Edge, 2> cause_edges(const Pin& output, const std::string& related) {
  std::array<Edge, 2> result{};
  for (const Edge edge : kEdges) {
    bool same = false;
    bool other = false;
    for (const TimingArc& arc : output.timing) {
      if (arc.related_pin != related || !is_delay_arc(arc)) continue;
      for (const Edge cause : causes(arc, edge)) (cause == edge ? same : other) = true;
    }
    result[static_cast<std::size_t>(edge)] = other && !same ? opposite(edge) : edge;
  }
  return result;
}

const std::optional<LookupTable>& table_of(const InternalPower& power, Edge edge) {
  return edge == Edge::rise ? power.rise_power : power.fall_power;
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

/// Where a group tells the energy of an edge.
StateSet CellPower::states_of(const Pin& pin, const InternalPower& power, Edge edge) const {
  if (power.when) return states_.where(power.when);
  StateSet states = states_.all();
  for (const InternalPower& other : pin.internal_power) {
    if (!other.when || other.related_pin != power.related_pin ||
        other.related_pg_pin != power.related_pg_pin || !table_of(other, edge)) {
      continue;
    }
    states = CellStates::without(states, states_.where(other.when));
  }
  return states;
}

CellPower::Group CellPower::make_group(std::size_t pin, const InternalPower& power) const {
  const Pin& to = cell_.pins[pin];
  Group group;
  group.power = &power;
  group.pin = pin;
  for (const Edge edge : kEdges) {
    group.states[static_cast<std::size_t>(edge)] = states_of(to, power, edge);
  }
  const Pin* from = cell_.find_pin(power.related_pin);
  if (from == nullptr || !to.is_output()) return group;
  group.from = static_cast<std::size_t>(from - cell_.pins.data());
  group.causes = cause_edges(to, power.related_pin);
  if (to.function && to.function->depends_on(from->name)) {
    const StateSet sensitive = states_.where_sensitive(*to.function, from->name);
    for (StateSet& states : group.states) states = CellStates::both(states, sensitive);
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
  // What no group of any supply covers leaks as the cell on average.
  StateSet uncovered = states_.all();
  for (const auto& [supply, groups] : by_supply) {
    const StateSet rest = add_leakage_of_supply(groups);
    uncovered = CellStates::both(uncovered, rest);
  }
  if (cell_.leakage_w) leakage_.push_back({*cell_.leakage_w, uncovered});
}

/// Adds the groups of one supply, of which each state leaks as the first whose condition holds, or
/// as those without a condition together; returns the states that are left over.
StateSet CellPower::add_leakage_of_supply(const std::vector<const LeakagePower*>& groups) {
  StateSet rest = states_.all();
  for (const LeakagePower* group : groups) {
    if (!group->when) continue;
    const StateSet states = CellStates::both(states_.where(group->when), rest);
    rest = CellStates::without(rest, states);
    leakage_.push_back({group->power_w, states});
  }
  double unconditional_w = 0.0;
  bool has_unconditional = false;
  for (const LeakagePower* group : groups) {
    if (group->when) continue;
    unconditional_w += group->power_w;
    has_unconditional = true;
  }
  if (!has_unconditional) return rest;
  leakage_.push_back({unconditional_w, rest});
  return CellStates::without(rest, rest);
}

/// What one edge of the group's pin takes.
double CellPower::energy_at(const Group& group, Edge edge, const BoundCell& bound,
                            const PowerContext& context) const {
  const circuit::NetId to = bound.nets[group.pin];
  const circuit::NetId from = group.from == kNone ? to : bound.nets[group.from];
  const double load = cell_.pins[group.pin].is_output() ? context.loads[to].max() : 0.0;
  const Edge cause = group.causes[static_cast<std::size_t>(edge)];
  const auto& table = table_of(*group.power, edge);
  if (!table) return 0.0;
  return table->at({.input_slew_s = at(context.slews[from], cause), .output_load_f = load});
}

/// What one edge of an output takes: the groups weighted by how likely each has caused it.
double CellPower::edge_energy(const std::vector<Group>& groups, Edge edge, const BoundCell& bound,
                              const std::vector<double>& probabilities,
                              const PowerContext& context) const {
  double weights = 0.0;
  double weighted = 0.0;
  double plain = 0.0;
  double count = 0.0;
  for (const Group& group : groups) {
    if (!table_of(*group.power, edge)) continue;
    const double energy = energy_at(group, edge, bound, context);
    const circuit::NetId from = bound.nets[group.from == kNone ? group.pin : group.from];
    const double weight =
        context.nets[from].toggles() *
        CellStates::probability(group.states[static_cast<std::size_t>(edge)], probabilities);
    weights += weight;
    weighted += weight * energy;
    plain += energy;
    count += 1.0;
  }
  if (count == 0.0) return 0.0;
  // Pins that move together can leave no arc a likely cause; then all count alike.
  return weights > 0.0 ? weighted / weights : plain / count;
}

/// Rises and falls alternate; a count that begins in reset may hold one more of either.
double CellPower::output_energy(const std::vector<Group>& groups, const BoundCell& bound,
                                const std::vector<double>& probabilities,
                                const PowerContext& context) const {
  const double toggles = context.nets[bound.nets[groups.front().pin]].toggles();
  if (toggles == 0.0) return 0.0;
  double both = 0.0;
  for (const Edge edge : kEdges) both += edge_energy(groups, edge, bound, probabilities, context);
  return toggles * both / 2.0;
}

InternalEnergy CellPower::internal(const BoundCell& bound, const PowerContext& context) const {
  InternalEnergy energy;
  energy.pins_j.assign(cell_.pins.size(), 0.0);
  const std::vector<double> probabilities = states_.probabilities(bound, context.nets);
  for (const Group& group : inputs_) {
    double both = 0.0;
    for (const Edge edge : kEdges) {
      both += energy_at(group, edge, bound, context) *
              CellStates::probability(group.states[static_cast<std::size_t>(edge)], probabilities);
    }
    const double part = context.nets[bound.nets[group.pin]].toggles() * both / 2.0;
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
