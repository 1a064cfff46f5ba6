#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"

namespace pann::activity {

/// What the nets of all instances of one module did.
struct ModuleSum {
  std::string module;
  std::uint64_t instances = 0;
  std::uint64_t nets = 0;  ///< Nets with a name in one of them, not those of modules within.
  std::uint64_t toggles = 0;
  std::uint64_t glitches = 0;  ///< Where they were counted.
};

/// Sums by module, in order of name. A net counts once in each module in which it has a name; a net
/// of a generate block belongs to the instance around it.
std::vector<ModuleSum> sum_modules(const Activity& activity,
                                   const std::vector<circuit::NetlistInstance>& instances);

}  // namespace pann::activity
