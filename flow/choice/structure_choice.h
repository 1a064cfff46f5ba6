#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "flow/choice/comparison.h"
#include "generator/design_spec.h"

namespace pann::flow {

/// What a multiplier's structure is chosen for.
enum class Goal { area, delay, energy };

std::string_view name(Goal goal);
std::optional<Goal> goal_from_name(std::string_view text);

/// What structures are measured for and on. They are mapped for area, with full adder cells where
/// the library has them, and played with delays; what was measured once is kept in the cache, under
/// the emitted text, the library, the operands and the mapper.
struct StructureTrial {
  const generator::DesignSpec& spec;
  const synth::Pdk& pdk;
  const synth::Library& library;
  const tb::OperandStreams& operands;  ///< For the ports of `spec`, which all structures have.
};

/// One structure that was tried, and what it costs.
struct TriedStructure {
  generator::DesignSpec spec;
  ComparedDesign cost;
};

/// The structures that are tried for a design, the paper's booth4 first: heaps by arrival of
/// and-arrays and of Booth rows with a few final adders; a mac's accumulator fused, too.
std::vector<generator::DesignSpec> structures_for(const generator::DesignSpec& spec);

/// Measures structures_for() and puts the best for `goal` first; ties stay in their order. Throws
/// as compare().
std::vector<TriedStructure> measure_structures(const StructureTrial& trial, Goal goal,
                                               support::Progress& progress);

/// What a choice by energy saves at least: the design as it is beside the structure that mostly
/// wins, the and-array by arrival (fused in a mac).
struct Saving {
  double asked_fj = 0.0;
  double best_fj = 0.0;

  double share() const { return asked_fj > 0.0 ? 1.0 - best_fj / asked_fj : 0.0; }
};

/// Measures both. Nothing for a design without a multiplier, or of a heap already. Throws as
/// compare().
std::optional<Saving> measure_saving(const StructureTrial& trial, support::Progress& progress);

/// The same where both are in the cache; nothing otherwise.
std::optional<Saving> known_saving(const StructureTrial& trial);

}  // namespace pann::flow
