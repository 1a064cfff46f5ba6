#include "opensta2_rules.h"

#include <algorithm>
#include <optional>

namespace pann::test {

using namespace pann::synth;

namespace {

using Operator = BooleanExpression::Operator;
using Node = BooleanExpression::Node;

constexpr double kEven = 0.5;

std::size_t pin_index(const Cell& cell, const Pin& pin) {
  return static_cast<std::size_t>(&pin - cell.pins.data());
}

/// Probability of the expression's nodes, each operand taken as independent of its sibling.
std::vector<double> node_duties(const BooleanExpression& expression, const BoundCell& bound,
                                const std::vector<NetActivity>& nets) {
  std::vector<double> duty;
  for (const Node& node : expression.nodes()) {
    const auto left = [&] { return duty[node.left]; };
    const auto right = [&] { return duty[node.right]; };
    switch (node.op) {
      case Operator::constant:
        duty.push_back(node.left == 0 ? 0.0 : 1.0);
        break;
      case Operator::pin: {
        const Pin* pin = bound.cell->find_pin(expression.pins()[node.left]);
        duty.push_back(pin == nullptr ? 0.0 : nets[bound.nets[pin_index(*bound.cell, *pin)]].high);
        break;
      }
      case Operator::invert:
        duty.push_back(1.0 - left());
        break;
      case Operator::conjunction:
        duty.push_back(left() * right());
        break;
      case Operator::disjunction:
        duty.push_back(1.0 - (1.0 - left()) * (1.0 - right()));
        break;
      case Operator::exclusive:
        duty.push_back(left() * (1.0 - right()) + right() * (1.0 - left()));
        break;
    }
  }
  return duty;
}

/// A node of an expression whose probability stands for a missing condition, maybe inverted.
struct Inferred {
  bool constant = false;
  std::uint32_t node = 0;
  bool inverted = false;
};

bool refers_to(const BooleanExpression& expression, std::uint32_t node, const std::string& pin) {
  const std::vector<Node>& nodes = expression.nodes();
  const Node* at = &nodes[node];
  if (at->op == Operator::invert) at = &nodes[at->left];
  return at->op == Operator::pin && expression.pins()[at->left] == pin;
}

/// The other operand where the function's outermost operator has the pin as one operand.
std::optional<Inferred> inferred_condition(const BooleanExpression& function,
                                           const std::string& pin) {
  const std::vector<Node>& nodes = function.nodes();
  auto node = static_cast<std::uint32_t>(nodes.size() - 1);
  while (nodes[node].op == Operator::invert) node = nodes[node].left;
  const Node& outer = nodes[node];
  if (outer.op == Operator::constant) return std::nullopt;
  if (outer.op == Operator::pin) {
    if (function.pins()[outer.left] != pin) return std::nullopt;
    return Inferred{true, 0, false};
  }
  const bool inverted = outer.op != Operator::conjunction;
  if (refers_to(function, outer.left, pin)) return Inferred{false, outer.right, inverted};
  if (refers_to(function, outer.right, pin)) return Inferred{false, outer.left, inverted};
  return std::nullopt;
}

bool is_grounded(const Cell& cell, const std::string& supply) {
  return std::any_of(cell.supplies.begin(), cell.supplies.end(), [&supply](const SupplyPin& pin) {
    return pin.name == supply && pin.voltage_v && *pin.voltage_v == 0.0;
  });
}

/// Whether the conditions of a pin's own groups leave some states out.
bool misses_conditions(const Pin& pin, const std::string& supply) {
  std::size_t conditions = 0;
  std::size_t inputs = 0;
  for (const InternalPower& power : pin.internal_power) {
    if (!power.related_pin.empty() || power.related_pg_pin != supply || !power.when) continue;
    ++conditions;
    inputs = power.when->pins().size();
  }
  return conditions != (std::size_t{1} << inputs);
}

class Rules {
 public:
  Rules(const BoundCell& bound, const PowerContext& context, const std::vector<bool>& clock_nets)
      : bound_(bound), context_(context), clock_nets_(clock_nets) {}

  double energy() const {
    double sum = 0.0;
    for (const Pin& pin : bound_.cell->pins) {
      for (const InternalPower& power : pin.internal_power) sum += group_energy(pin, power);
    }
    return sum / 2.0;
  }

 private:
  circuit::NetId net(const Pin& pin) const { return bound_.nets[pin_index(*bound_.cell, pin)]; }

  double group_energy(const Pin& to, const InternalPower& power) const {
    const Pin* from = power.related_pin.empty() ? &to : bound_.cell->find_pin(power.related_pin);
    if (from == nullptr || net(*from) == circuit::kNetFloating) return 0.0;
    const bool grounded = is_grounded(*bound_.cell, power.related_pg_pin);
    if (grounded && !(power.when && misses_conditions(to, power.related_pg_pin))) return 0.0;
    const double load = to.is_output() ? context_.loads[net(to)].max() : 0.0;
    const EdgePair& slew = context_.slews[net(*from)];
    double both = 0.0;
    if (power.rise_power) both += power.rise_power->at({slew.rise, load, 0.0});
    if (power.fall_power) both += power.fall_power->at({slew.fall, load, 0.0});
    return both * duty(to, *from, power) * context_.nets[net(to)].toggles();
  }

  double duty(const Pin& to, const Pin& from, const InternalPower& power) const {
    if (power.when) return node_duties(*power.when, bound_, context_.nets).back();
    if (!power.related_pin.empty() && to.function) {
      const auto inferred = inferred_condition(*to.function, from.name);
      if (inferred) return inferred_duty(to, from, *inferred);
    }
    return clock_nets_[net(from)] ? 1.0 : kEven;
  }

  double inferred_duty(const Pin& to, const Pin& from, const Inferred& inferred) const {
    const double toggles = context_.nets[net(to)].toggles();
    if (toggles == 0.0) return 0.0;
    double share = 1.0;
    if (!inferred.constant) {
      share = node_duties(*to.function, bound_, context_.nets)[inferred.node];
      if (inferred.inverted) share = 1.0 - share;
    }
    return context_.nets[net(from)].toggles() / toggles * share;
  }

  const BoundCell& bound_;
  const PowerContext& context_;
  const std::vector<bool>& clock_nets_;
};

}  // namespace

double opensta_internal(const BoundCell& bound, const PowerContext& context,
                        const std::vector<bool>& clock_nets) {
  return Rules(bound, context, clock_nets).energy();
}

double opensta_leakage(const Cell& cell) {
  if (cell.leakage_w) return *cell.leakage_w;
  double conditional = 0.0;
  bool has_conditions = false;
  double unconditional = 0.0;
  for (const LeakagePower& group : cell.leakage) {
    if (!group.when) {
      unconditional += group.power_w;
      continue;
    }
    // Its walk over a condition's inputs loses one of them: each state counts twice.
    double share = 1.0 / kEven;
    for (const std::string& name : group.when->pins()) {
      const Pin* pin = cell.find_pin(name);
      if (pin != nullptr && pin->is_input()) share *= kEven;
    }
    conditional += group.power_w * share;
    has_conditions = true;
  }
  return has_conditions ? conditional : unconditional;
}

}  // namespace pann::test
