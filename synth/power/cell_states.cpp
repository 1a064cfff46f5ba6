#include "synth/power/cell_states.h"

#include <algorithm>

namespace pann::synth {

namespace {

constexpr std::size_t kSetWordBits = 64;

StateSet inverted(StateSet set) {
  for (std::uint64_t& word : set) word = ~word;
  return set;
}

}  // namespace

CellStates::CellStates(const Cell& cell) : cell_(cell) {
  for (std::size_t i = 0; i < cell.pins.size() && variables_.size() < kMaximumVariables; ++i) {
    if (cell.pins[i].is_input()) variables_.push_back({false, {{i, false}}});
  }
  std::size_t variable = variables_.size();
  for (const Sequential& state : cell.sequentials) add_state(state);
  for (std::size_t i = 0; i < variable; ++i) {
    names_[cell.pins[variables_[i].pins.front().index].name] = column(i);
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
  Variable variable{true};
  for (std::size_t i = 0; i < cell_.pins.size(); ++i) {
    const auto& function = cell_.pins[i].function;
    if (!function || function->pins().size() != 1) continue;
    const std::string& name = function->pins().front();
    if (name != state.state && name != state.inverted_state) continue;
    const bool function_inverts = function->truth_table().front();
    variable.pins.push_back({i, function_inverts != (name == state.inverted_state)});
  }
  variables_.push_back(std::move(variable));
}

std::size_t CellStates::word_count() const {
  return (count() + kSetWordBits - 1) / kSetWordBits;
}

std::optional<CellStates::ShowingPin> CellStates::showing_pin(const Variable& variable,
                                                              const BoundCell& bound) {
  for (const ShowingPin& pin : variable.pins) {
    if (bound.nets[pin.index] != circuit::kNetFloating) return pin;
  }
  return std::nullopt;
}

StateSet CellStates::column(std::size_t variable) const {
  StateSet set(word_count());
  for (std::size_t state = 0; state < count(); ++state) {
    if (((state >> variable) & 1U) != 0)
      set[state / kSetWordBits] |= 1ULL << (state % kSetWordBits);
  }
  return set;
}

StateSet CellStates::all() const {
  return StateSet(word_count(), ~std::uint64_t{0});
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
  StateSet set(word_count());
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
    const Variable& one = variables_[variable];
    if (one.is_state || cell_.pins[one.pins.front().index].name != pin) continue;
    StateSet set(value.size());
    for (std::size_t state = 0; state < count(); ++state) {
      const std::size_t other = state ^ (std::size_t{1} << variable);
      const auto bit = [&value](std::size_t at) {
        return (value[at / kSetWordBits] >> (at % kSetWordBits)) & 1U;
      };
      set[state / kSetWordBits] |= (bit(state) ^ bit(other)) << (state % kSetWordBits);
    }
    return set;
  }
  return StateSet(value.size());
}

std::vector<double> CellStates::probabilities(const BoundCell& bound,
                                              const std::vector<NetActivity>& nets) const {
  std::vector<double> result(count(), 1.0);
  for (std::size_t variable = 0; variable < variables_.size(); ++variable) {
    constexpr double kUnknown = 0.5;
    const std::optional<ShowingPin> pin = showing_pin(variables_[variable], bound);
    double high = pin ? nets[bound.nets[pin->index]].high : kUnknown;
    if (pin && pin->inverted) high = 1.0 - high;
    if (!pin && variables_[variable].is_state && cell_.clock_gate) high = open_share(bound, nets);
    for (std::size_t state = 0; state < result.size(); ++state) {
      result[state] *= ((state >> variable) & 1U) != 0 ? high : 1.0 - high;
    }
  }
  return result;
}

/// Of a clock gate the state shows at the output, where the clock is high.
double CellStates::open_share(const BoundCell& bound, const std::vector<NetActivity>& nets) const {
  const auto high = [&](const std::string& name) {
    const Pin* pin = cell_.find_pin(name);
    return nets[bound.nets[static_cast<std::size_t>(pin - cell_.pins.data())]].high;
  };
  const double clock = high(cell_.clock_gate->clock);
  return clock > 0.0 ? std::min(1.0, high(cell_.clock_gate->output) / clock) : 0.0;
}

double CellStates::probability(const StateSet& set, const std::vector<double>& probabilities) {
  double sum = 0.0;
  for (std::size_t state = 0; state < probabilities.size(); ++state) {
    if (((set[state / kSetWordBits] >> (state % kSetWordBits)) & 1U) != 0)
      sum += probabilities[state];
  }
  return sum;
}

}  // namespace pann::synth
