#pragma once

#include <cstdint>
#include <vector>

#include "sim/schedule.h"

namespace pann::sim {

/// Where the bits of a schedule's pin go: index in Program::inputs or Program::outputs; -1:
/// nowhere.
struct PinMap {
  PinSlot pin;
  std::vector<std::int32_t> bits;
};

}  // namespace pann::sim
