#pragma once

#include <cstddef>
#include <string>

#include "tb/activity/activity.h"

namespace pann::tb {

/// Declared index of a bit that lies `bit` places from the right of a signal.
int declared_index(const Signal& signal, std::size_t bit);

/// One bit of a signal as a user would write it: "name", or "name[index]" for a vector.
std::string bit_name(const Signal& signal, std::size_t bit);

}  // namespace pann::tb
