#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "circuit/module_tree.h"

namespace pann::synth {

/// Which boundaries of the source's hierarchy a mapped netlist keeps.
///
/// A module with registers somewhere below it keeps its instances apart: they are mapped one by one
/// and no logic crosses their ports. A module without registers (a multiplier, an adder) is mapped
/// as one block, whatever it is composed of. So a MAC keeps its multiplier, its accumulator with
/// the register, and the accumulator's adder (the paper's appendix A.1).
///
/// A design of more than kMostMappedAlone kept instances (an array) is mapped module by module
/// instead: the instances of a module share what it was mapped to.
struct HierarchyPlan {
  /// Yosys names of the kept instances' own modules after `uniquify`, e.g. "mac.u_accumulator".
  std::vector<std::string> kept;
  /// Those of them, or the top itself, that are dissolved inside.
  std::vector<std::string> blocks;
  /// Where instances share: the modules other than the top, by Yosys' names, and the names that
  /// the netlist has for them; `kept` is then empty, and `blocks` holds Yosys' names.
  std::vector<std::pair<std::string, std::string>> shared{};
};

inline constexpr std::size_t kMostMappedAlone = 48;

/// Plans for the elaborated modules of a design.
HierarchyPlan plan_hierarchy(const circuit::ModuleTree& modules, const std::string& top);

/// Whether a Yosys cell type stores a value (flip-flops, latches, memories).
bool is_storage(const std::string& type);

}  // namespace pann::synth
