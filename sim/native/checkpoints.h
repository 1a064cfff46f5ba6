#pragma once

#include <cstdint>
#include <vector>

#include "sim/native/lane_plan.h"
#include "sim/native/pin_map.h"
#include "sim/program/kernels.h"
#include "sim/program/program.h"
#include "sim/schedule.h"

namespace pann::sim {

/// The stored bits that the lanes of a group begin with: kLaneWords words a state of the program.
using InitialStates = std::vector<std::uint64_t>;

/// The stored bits in the first cycle of every lane, by group; empty where all of a group's lanes
/// begin a stream, in which all stored bits are 0 before the reset.
///
/// Long streams are cut into pieces (plan_lanes). What a piece begins with is found by playing its
/// stream once, cycle after cycle, without counting: logic that depends on no stored bit for many
/// cycles at once, the rest bit by bit.
std::vector<InitialStates> find_initial_states(const Program& program, const Schedule& schedule,
                                               const std::vector<PinMap>& inputs,
                                               const std::vector<LaneGroup>& groups,
                                               const Kernels& kernels);

}  // namespace pann::sim
