#pragma once

#include <string>
#include <vector>

#include "activity/elements.h"

namespace pann::cli {

/// A line for each element that lacks bits, with their names; empty where all are complete.
std::string describe_missing(const std::vector<activity::ElementCount>& elements);

}  // namespace pann::cli
