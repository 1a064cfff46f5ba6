#pragma once

#include <cstdint>
#include <vector>

#include "tb/stimulus/schedule.h"

namespace pann::tb {

/// Where the bits of a schedule's pin go: index in Program::inputs or Program::outputs; -1:
/// nowhere.
struct PinMap {
  PinSlot pin;
  std::vector<std::int32_t> bits;
};

}  // namespace pann::tb
