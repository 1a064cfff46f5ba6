#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/cost.h"
#include "support/progress.h"

namespace pann::flow {

/// A design that stands beside others, with the operands that it is fed.
struct Candidate {
  std::string name;
  const tb::DesignFiles& files;
  const tb::OperandStreams& operands;
};

/// What all candidates are mapped to and measured with.
struct ComparisonSetup {
  const synth::Pdk& pdk;
  const synth::Library& library;
  SynthesisRequest mapping{};  ///< As in Experiment.
  GateActivityOptions activity{};
};

/// What one candidate costs.
struct ComparedDesign {
  std::string name;
  std::uint64_t cells = 0;
  double area = 0.0;  ///< In the library's unit.
  double delay_ns = 0.0;
  double energy_fj = 0.0;    ///< An operation, glitches included where delays are simulated.
  double glitches_fj = 0.0;  ///< Of these, 0 without delays.
  double clock_mhz = 0.0;    ///< Leakage is by its period.
  std::uint64_t operations = 0;
  std::uint64_t checked = 0;  ///< Results compared with the arithmetic model, RTL and netlist.
  bool is_pareto = false;     ///< None is better in one of area, delay, energy and worse in none.
};

/// Costs every candidate, in their order. Throws as cost() does, naming the candidate.
std::vector<ComparedDesign> compare(const std::vector<Candidate>& candidates,
                                    const ComparisonSetup& setup, support::Progress& progress);

/// Marks the designs that no other one dominates in area, delay and energy.
void mark_pareto(std::vector<ComparedDesign>& designs);

}  // namespace pann::flow
