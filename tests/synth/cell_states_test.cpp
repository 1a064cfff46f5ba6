#include "synth/power/cell_states.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "relative.h"

using namespace pann;

namespace {

synth::Library cell_states_library_of(const std::string& cell) {
  return synth::read_library_text(
      "library (hand) { time_unit : \"1ns\"; voltage_unit : \"1V\"; capacitive_load_unit (1, pf); "
      "leakage_power_unit : \"1uW\"; nom_voltage : 1; cell (X) { " +
          cell + " } }",
      "hand.lib");
}

std::string input(const std::string& name) {
  return "pin (" + name + ") { direction : input; } ";
}

std::string output(const std::string& name, const std::string& function) {
  return "pin (" + name + ") { direction : output; function : \"" + function + "\"; } ";
}

/// Inputs P0, P1, ...
std::string inputs(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += input(fmt::format("P{}", i));
  return text;
}

/// P0 & P1 & ...
std::string conjunction(int count) {
  std::string text = "P0";
  for (int i = 1; i < count; ++i) text += fmt::format(" & P{}", i);
  return text;
}

/// A cell, and how likely an expression holds of an instance of it whose nets are 1 for these
/// shares of the time; a pin without a share has no net.
struct CellStatesInstance {
  synth::Library library;
  synth::CellStates states;
  synth::BoundCell bound;
  std::vector<synth::NetActivity> nets{circuit::kFirstWire};

  explicit CellStatesInstance(const std::string& cell, const std::vector<double>& shares = {})
      : library(cell_states_library_of(cell)), states(library.cells.front()) {
    bound.cell = &library.cells.front();
    for (const double share : shares) {
      bound.nets.push_back(share < 0.0 ? circuit::kNetFloating
                                       : static_cast<circuit::NetId>(nets.size()));
      if (share >= 0.0) nets.push_back({1.0, 1.0, share, true});
    }
  }

  synth::StateSet where(const std::string& expression) const {
    std::string error;
    return states.where(synth::BooleanExpression::parse(expression, error));
  }
  double probability(const std::string& expression) const {
    return synth::CellStates::probability(where(expression), states.probabilities(bound, nets));
  }
  /// How likely a change of the pin changes the expression.
  double decides(const std::string& pin, const std::string& expression) const {
    std::string error;
    return synth::CellStates::probability(
        states.where_sensitive(*synth::BooleanExpression::parse(expression, error), pin),
        states.probabilities(bound, nets));
  }
};

}  // namespace

TEST_CASE("states of cells beyond one word of 64 are weighed one by one") {
  const std::vector<double> shares{0.5, 0.25, 0.75, 0.5, 0.125, 0.5, 0.75, 0.25};
  const CellStatesInstance cell(inputs(8), shares);
  CHECK(cell.states.count() == 256);
  for (int i = 0; i < 8; ++i) {
    CAPTURE(i);
    const std::string pin = fmt::format("P{}", i);
    const double share = shares[static_cast<std::size_t>(i)];
    CHECK(cell.probability(pin) == test::relative(share));
    CHECK(cell.probability("!" + pin) == test::relative(1.0 - share));
    // All eight of them at 1, but for that pin: what it decides.
    double others = 1.0;
    for (int k = 0; k < 8; ++k) {
      if (k != i) others *= shares[static_cast<std::size_t>(k)];
    }
    CHECK(cell.decides(pin, conjunction(8)) == test::relative(others));
    CHECK(cell.probability(conjunction(8)) == test::relative(others * share));
  }
}

TEST_CASE("an input decides an output in the states where its change changes it, and no others") {
  const CellStatesInstance cell(inputs(3), {0.5, 0.25, 0.125});
  CHECK(cell.decides("P0", "P0 & P1") == test::relative(0.25));
  CHECK(cell.decides("P0", "P0 | P1") == test::relative(0.75));
  CHECK(cell.decides("P1", "P0 | P1 | P2") == test::relative(0.5 * 0.875));
  CHECK(cell.decides("P0", "P0 ^ P2") == test::relative(1.0));
  CHECK(cell.decides("P0", "!P0") == test::relative(1.0));
  CHECK(cell.decides("P2", "P0 & P1") == 0.0);
  CHECK(cell.decides("Q", "P0 & P1") == 0.0);
  const CellStatesInstance inverter(inputs(1), {0.25});
  CHECK(inverter.decides("P0", "!P0") == test::relative(1.0));
}

TEST_CASE("conditions may name outputs, which follow from their functions") {
  const CellStatesInstance cell(inputs(2) + output("Y", "P0 & !P1"), {0.5, 0.25, 0.9});
  CHECK(cell.probability("Y") == test::relative(0.5 * 0.75));
  CHECK(cell.probability("!Y & P0") == test::relative(0.5 * 0.25));
  CHECK(cell.probability("VDD") == 0.0);
}

TEST_CASE("a state is as likely as the output that shows it says, inverted or not") {
  const std::string ff = "ff (IQ, IQN) { clocked_on : \"CK\"; next_state : \"D\"; } ";
  const auto set_share = [&](const std::string& function) {
    const CellStatesInstance cell(ff + output("Q", function) + input("D") + input("CK"),
                                  {0.8, 0.5, 0.5});
    CHECK(cell.states.count() == 8);
    CHECK(cell.probability("!IQ") == test::relative(1.0 - cell.probability("IQ")));
    CHECK(cell.probability("IQN") == test::relative(1.0 - cell.probability("IQ")));
    return cell.probability("IQ");
  };
  CHECK(set_share("IQ") == test::relative(0.8));
  CHECK(set_share("!IQN") == test::relative(0.8));
  CHECK(set_share("IQN") == test::relative(0.2));
  CHECK(set_share("!IQ") == test::relative(0.2));
  // No output shows the state alone.
  CHECK(set_share("IQ & D") == test::relative(0.5));
  CHECK(set_share("D") == test::relative(0.5));
}

TEST_CASE("the state of a flip-flop with an open output is told by the other one") {
  const std::string cell = "ff (IQ, IQN) { clocked_on : \"CK\"; next_state : \"D\"; } " +
                           input("D") + input("CK") + output("Q", "IQ") + output("QN", "IQN");
  // Of two that do not add up to 1, which no registers have, the first.
  CHECK(CellStatesInstance(cell, {0.5, 0.5, 0.8, 0.3}).probability("IQ") == test::relative(0.8));
  CHECK(CellStatesInstance(cell, {0.5, 0.5, 0.8, -1.0}).probability("IQ") == test::relative(0.8));
  CHECK(CellStatesInstance(cell, {0.5, 0.5, -1.0, 0.3}).probability("IQ") == test::relative(0.7));
  CHECK(CellStatesInstance(cell, {0.5, 0.5, -1.0, -1.0}).probability("IQ") == test::relative(0.5));
  CHECK(CellStatesInstance(cell, {-1.0, 0.5, 0.8, -1.0}).probability("D") == test::relative(0.5));
}

TEST_CASE("inputs and states beyond the sixteenth are not told apart") {
  const CellStatesInstance wide(inputs(18));
  CHECK(wide.states.variables().size() == synth::CellStates::kMaximumVariables);
  CHECK(wide.where("P15") != synth::StateSet(1024));
  CHECK(wide.where("P16") == synth::StateSet(1024));
  std::string error;
  CHECK(wide.states.where_sensitive(*synth::BooleanExpression::parse("P0 & P1", error), "P16") ==
        synth::StateSet(1024));
  const std::string ff = "ff (IQ, IQN) { clocked_on : \"P0\"; next_state : \"P1\"; } ";
  const CellStatesInstance full(ff + inputs(16) + output("Q", "IQ"));
  CHECK(full.states.variables().size() == synth::CellStates::kMaximumVariables);
  CHECK(full.where("IQ") == synth::StateSet(1024));
  CHECK(full.where("IQN") == synth::StateSet(1024));
  const CellStatesInstance last(ff + inputs(15) + output("Q", "IQ"));
  CHECK(last.states.variables().size() == synth::CellStates::kMaximumVariables);
  CHECK(last.where("IQ") != synth::StateSet(1024));
}

TEST_CASE("a cell without inputs has one state, in which it always is") {
  const CellStatesInstance tie(output("Y", "1"), {1.0});
  CHECK(tie.states.count() == 1);
  CHECK(tie.probability("Y") == test::relative(1.0));
}
