#pragma once

#include <string>
#include <vector>

#include "analysis/sweep/spec/document.h"

namespace pann::analysis {

/// The values that a field of a specification has: one, a list of them, or a range {from, to, step}
/// or {from, to, times}, both ends included. A list within a list is one value of a field that
/// holds several numbers ("4,3,3"). `fault` says what is wrong; it is empty where nothing is.
std::vector<FieldValue> axis_values(const DocumentNode& node, std::string& fault);

}  // namespace pann::analysis
