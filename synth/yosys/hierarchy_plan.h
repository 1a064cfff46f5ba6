#pragma once

#include <string>
#include <vector>

#include "circuit/module_tree.h"

namespace pann::synth {

/// Which boundaries of the source's hierarchy a mapped netlist keeps.
///
/// A module with registers somewhere below it keeps its instances apart: they are mapped one by one
/// and no logic crosses their ports. A module without registers (a multiplier, an adder) is mapped
/// as one block, whatever it is composed of. So a MAC keeps its multiplier, its accumulator with
/// the register, and the accumulator's adder (the paper's appendix A.1).
struct HierarchyPlan {
  /// Yosys names of the kept instances' own modules after `uniquify`, e.g. "mac.u_accumulator".
  std::vector<std::string> kept;
  /// Those of them, or the top itself, that are dissolved inside.
  std::vector<std::string> blocks;
};

/// Plans for the elaborated modules of a design.
HierarchyPlan plan_hierarchy(const circuit::ModuleTree& modules, const std::string& top);

/// Whether a Yosys cell type stores a value (flip-flops, latches, memories).
bool is_storage(const std::string& type);

}  // namespace pann::synth
