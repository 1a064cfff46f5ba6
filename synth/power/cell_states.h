#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "synth/liberty/library.h"
#include "synth/power/annotation.h"

namespace pann::synth {

/// A set of states of a cell: bit i of word i / 64 tells whether state i belongs to it.
using StateSet = std::vector<std::uint64_t>;

/// The states that a cell can be in: all values of its inputs and state variables, and in which of
/// them an expression holds. Outputs follow from their functions.
class CellStates {
 public:
  explicit CellStates(const Cell& cell);

  /// Where `expression` is 1; all states where it is missing. A name that is no pin of the cell
  /// (a power pin) holds nowhere.
  StateSet where(const std::optional<BooleanExpression>& expression) const;
  /// Where a change of the input `pin` changes `expression`.
  StateSet where_sensitive(const BooleanExpression& expression, std::string_view pin) const;

  /// Probability of each state, the variables taken as independent.
  std::vector<double> probabilities(const BoundCell& bound,
                                    const std::vector<NetActivity>& nets) const;

  /// A pin whose net has the value of a variable, or its inverse.
  struct ShowingPin {
    std::size_t index = 0;
    bool inverted = false;
  };
  /// One bit of a state: an input's, or a state variable's with the outputs that show it alone.
  struct Variable {
    bool is_state = false;
    std::vector<ShowingPin> pins{};
  };
  /// The first of a variable's pins that an instance has a net on.
  static std::optional<ShowingPin> showing_pin(const Variable& variable, const BoundCell& bound);

  const std::vector<Variable>& variables() const { return variables_; }
  std::size_t count() const { return std::size_t{1} << variables_.size(); }
  StateSet all() const;
  static StateSet both(const StateSet& a, const StateSet& b);
  /// The states of `a` that are not in `b`.
  static StateSet without(const StateSet& a, const StateSet& b);
  static double probability(const StateSet& set, const std::vector<double>& probabilities);

  /// Inputs and state variables of one cell that are told apart; more are taken as one state.
  static constexpr std::size_t kMaximumVariables = 16;

 private:
  void add_state(const Sequential& state);
  double open_share(const BoundCell& bound, const std::vector<NetActivity>& nets) const;
  std::size_t word_count() const;
  StateSet column(std::size_t variable) const;
  StateSet evaluate(const BooleanExpression& expression) const;

  const Cell& cell_;
  std::vector<Variable> variables_;
  std::unordered_map<std::string_view, StateSet> names_;
};

}  // namespace pann::synth
