#pragma once

#include "sim/native/pin_map.h"
#include "sim/program/compiled_design.h"
#include "sim/schedule.h"

namespace pann::sim {

/// Proves that every stored bit has a value, whatever it held before, when a stream begins to
/// count: evaluates the cycles before that with three values (0, 1, unknown).
///
/// Throws Failure(user_error, "engine.reset") naming the bits that reset leaves unknown.
void check_reset(const CompiledDesign& design, const Schedule& schedule,
                 const std::vector<PinMap>& inputs);

}  // namespace pann::sim
