#pragma once

#include <cstdint>
#include <span>

#include "sim/schedule.h"
#include "sim/simulation.h"

namespace pann::tb {

/// Compares the outputs of every sampled cycle with the schedule's expected ones and stores the
/// verdict in `result` (operations, checked, mismatches, first_mismatches). `samples`: cycles() x
/// output_words.
void check_outputs(const sim::Schedule& schedule, std::span<const std::uint64_t> samples,
                   sim::SimulationResult& result);

}  // namespace pann::tb
