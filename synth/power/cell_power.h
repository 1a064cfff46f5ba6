#pragma once

#include <array>
#include <cstddef>
#include <unordered_map>
#include <vector>

#include "synth/power/cell_states.h"
#include "synth/timing/slews.h"

namespace pann::synth {

/// What the energy of an instance follows from.
struct PowerContext {
  const std::vector<NetActivity>& nets;
  const std::vector<EdgePair>& loads;  ///< F.
  const std::vector<EdgePair>& slews;  ///< s.
};

/// Energy inside one instance over the whole activity, joules.
struct InternalEnergy {
  double total_j = 0.0;
  double clock_j = 0.0;          ///< Of it, what edges of the clock pin take.
  std::vector<double> pins_j{};  ///< The total by the pin whose toggles take it.
};

/// A cell's power groups, their conditions turned into sets of states once for all instances.
class CellPower {
 public:
  explicit CellPower(const Cell& cell);

  InternalEnergy internal(const BoundCell& bound, const PowerContext& context) const;
  /// Leakage in watts by the probabilities of the states.
  double leakage(const BoundCell& bound, const std::vector<NetActivity>& nets) const;

  /// What the cell leaks in a set of its states; the sets of one supply cover all states.
  struct LeakageGroup {
    double power_w = 0.0;
    StateSet states;
  };
  const std::vector<LeakageGroup>& leakage_groups() const { return leakage_; }
  const CellStates& states() const { return states_; }

 private:
  /// One internal_power group of a pin.
  struct Group {
    const InternalPower* power = nullptr;
    std::size_t pin = 0;
    std::size_t from = kNone;  ///< The related pin.
    /// By the pin's edge: where the group tells its energy and, for outputs, the related pin
    /// decides. A group without a condition tells it where no group with one does.
    std::array<StateSet, 2> states{};
    std::array<Edge, 2> causes{Edge::rise, Edge::fall};  ///< Input edge of each output edge.
  };
  static constexpr std::size_t kNone = ~std::size_t{0};

  void add_pin(std::size_t pin);
  Group make_group(std::size_t pin, const InternalPower& power) const;
  StateSet states_of(const Pin& pin, const InternalPower& power, Edge edge) const;
  void add_leakage();
  StateSet add_leakage_of_supply(const std::vector<const LeakagePower*>& groups);
  double output_energy(const std::vector<Group>& groups, const BoundCell& bound,
                       const std::vector<double>& probabilities, const PowerContext& context) const;
  double edge_energy(const std::vector<Group>& groups, Edge edge, const BoundCell& bound,
                     const std::vector<double>& probabilities, const PowerContext& context) const;
  double energy_at(const Group& group, Edge edge, const BoundCell& bound,
                   const PowerContext& context) const;

  const Cell& cell_;
  CellStates states_;
  std::vector<Group> inputs_;
  /// Groups of one output and one supply: together they account for each of its toggles once.
  std::vector<std::vector<Group>> outputs_;
  std::vector<LeakageGroup> leakage_;
};

/// Whether the pin clocks the cell's flip-flops or opens its latches.
bool is_clock_pin(const Cell& cell, const Pin& pin);

/// Whether the cell has what its power is made of: power tables and leakage. Cells without inputs
/// (ties, fillers) need none.
bool has_power_tables(const Cell& cell);
bool has_leakage(const Cell& cell);

}  // namespace pann::synth
