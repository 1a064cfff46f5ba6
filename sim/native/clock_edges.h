#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/schedule.h"

namespace pann::sim {

/// The input that tells a design with flip-flops on both edges of the clock which edge comes next:
/// high before the rising one. No port of a netlist has a blank in its name.
inline constexpr std::string_view kBeforeRising = "before rising edge";

/// A schedule with two steps a cycle: from the rising edge on, as the cycle is; from the falling
/// edge on, with the same pins. Outputs are compared in the first; of a storing edge that ends a
/// stream the second does not count.
Schedule by_edges(const Schedule& schedule);

/// What was found in the two steps of each cycle, added up.
std::vector<std::uint64_t> by_cycles(const std::vector<std::uint64_t>& sums);

}  // namespace pann::sim
