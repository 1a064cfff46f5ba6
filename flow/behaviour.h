#pragma once

#include <cstdint>
#include <string>

#include "circuit/cell_function.h"
#include "circuit/netlist.h"
#include "generator/manifest.h"

namespace pann::flow {

/// What playing the same inputs through two netlists came to.
struct BehaviourComparison {
  std::uint64_t cycles = 0;     ///< Compared; 0: see `skipped`.
  std::uint64_t different = 0;  ///< Of them, cycles in which an output moves in one alone.
  std::string port{};           ///< The first output that differs; empty: none does.
  std::string skipped{};        ///< Why nothing could be compared.
};

/// Plays random words at all inputs, after two cycles in reset, through a netlist and what it was
/// mapped to, and compares every output in every cycle. Stored bits that reset leaves unknown, and
/// what else the native engine refuses, are the reason for skipping it.
BehaviourComparison compare_behaviour(const generator::Manifest& manifest,
                                      const circuit::Netlist& source,
                                      const circuit::Netlist& mapped,
                                      const circuit::CellFunctions& functions);

}  // namespace pann::flow
