#include "synth/power/cell_states.h"

namespace pann::synth {

namespace {

constexpr std::size_t kWordBits = 64;

StateSet inverted(StateSet set) {
  for (std::uint64_t& word : set) word = ~word;
  return set;
}

}  // namespace

CellStates::CellStates(const Cell& cell) : cell_(cell) {
  for (std::size_t i = 0; i < cell.pins.size() && variables_.size() < kMaximumVariables; ++i) {
    if (cell.pins[i].is_input()) variables_.push_back({false, i, false, true});
  }
  std::size_t variable = variables_.size();
  for (const Sequential& state : cell.sequentials) add_state(state);
  for (std::size_t i = 0; i < variable; ++i) {
    names_[cell.pins[variables_[i].index].name] = column(i);
  }
  for (const Sequential& state : cell.sequentials) {
    if (variable >= variables_.size()) break;
    names_[state.state] = column(variable);
    names_[state.inverted_state] = inverted(column(variable));
    ++variable;
  }
  for (const Pin& pin : cell.pins) {
    if (pin.direction == PinDirection::output && pin.function) {
      names_[pin.name] = evaluate(*pin.function);
    }
  }
}

void CellStates::add_state(const Sequential& state) {
  if (variables_.size() >= kMaximumVariables) return;
  Variable variable{true, 0, false, false};
  for (std::size_t i = 0; i < cell_.pins.size() && !variable.visible; ++i) {
    const auto& function = cell_.pins[i].function;
    if (!function || function->pins().size() != 1) continue;
    const std::string& name = function->pins().front();
    if (name != state.state && name != state.inverted_state) continue;
    const bool function_inverts = function->truth_table()[0];
    variable = {true, i, function_inverts != (name == state.inverted_state), true};
  }
  variables_.push_back(variable);
}

StateSet CellStates::column(std::size_t variable) const {
  StateSet set((count() + kWordBits - 1) / kWordBits, 0);
  for (std::size_t state = 0; state < count(); ++state) {
    if (((state >> variable) & 1U) != 0) set[state / kWordBits] |= 1ULL << (state % kWordBits);
  }
  return set;
}

StateSet CellStates::all() const {
  return StateSet((count() + kWordBits - 1) / kWordBits, ~std::uint64_t{0});
}

StateSet CellStates::both(const StateSet& a, const StateSet& b) {
  StateSet set = a;
  for (std::size_t i = 0; i < set.size(); ++i) set[i] &= b[i];
  return set;
}

StateSet CellStates::without(const StateSet& a, const StateSet& b) {
  StateSet set = a;
  for (std::size_t i = 0; i < set.size(); ++i) set[i] &= ~b[i];
  return set;
}

StateSet CellStates::evaluate(const BooleanExpression& expression) const {
  StateSet set(all().size(), 0);
  std::vector<std::uint64_t> inputs(expression.pins().size());
  for (std::size_t word = 0; word < set.size(); ++word) {
    for (std::size_t pin = 0; pin < inputs.size(); ++pin) {
      const auto found = names_.find(expression.pins()[pin]);
      inputs[pin] = found == names_.end() ? 0 : found->second[word];
    }
    set[word] = expression.evaluate(inputs);
  }
  return set;
}

StateSet CellStates::where(const std::optional<BooleanExpression>& expression) const {
  return expression ? evaluate(*expression) : all();
}

StateSet CellStates::where_sensitive(const BooleanExpression& expression,
                                     std::string_view pin) const {
  const StateSet value = evaluate(expression);
  for (std::size_t variable = 0; variable < variables_.size(); ++variable) {
    if (variables_[variable].is_state || cell_.pins[variables_[variable].index].name != pin) {
      continue;
    }
    StateSet set(value.size(), 0);
    for (std::size_t state = 0; state < count(); ++state) {
      const std::size_t other = state ^ (std::size_t{1} << variable);
      const auto bit = [&value](std::size_t at) {
        return (value[at / kWordBits] >> (at % kWordBits)) & 1U;
      };
      set[state / kWordBits] |= (bit(state) ^ bit(other)) << (state % kWordBits);
    }
    return set;
  }
  return StateSet(value.size(), 0);
}

std::vector<double> CellStates::probabilities(const BoundCell& bound,
                                              const std::vector<NetActivity>& nets) const {
  std::vector<double> result(count(), 1.0);
  for (std::size_t variable = 0; variable < variables_.size(); ++variable) {
    const Variable& one = variables_[variable];
    constexpr double kUnknown = 0.5;
    double high = one.visible ? nets[bound.nets[one.index]].high : kUnknown;
    if (bound.nets[one.index] == circuit::kNetFloating) high = kUnknown;
    if (one.inverted) high = 1.0 - high;
    for (std::size_t state = 0; state < result.size(); ++state) {
      result[state] *= ((state >> variable) & 1U) != 0 ? high : 1.0 - high;
    }
  }
  return result;
}

double CellStates::probability(const StateSet& set, const std::vector<double>& probabilities) {
  double sum = 0.0;
  for (std::size_t state = 0; state < probabilities.size(); ++state) {
    if (((set[state / kWordBits] >> (state % kWordBits)) & 1U) != 0) sum += probabilities[state];
  }
  return sum;
}

}  // namespace pann::synth
