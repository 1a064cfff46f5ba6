#pragma once

#include <string>
#include <vector>

#include "activity/activity.h"
#include "generator/manifest.h"

namespace pann::activity {

/// The signals at or below `scope` (empty: all) whose names below it match one of `match` (none:
/// all), and their nets. Throws Failure(user_error, "trace.scope") where nothing is left.
Activity select_signals(const Activity& activity, const std::string& scope,
                        const std::vector<std::string>& match);

/// The scope among the names of `signals` that is an instance of the manifest's top module: it has
/// every port at its width. The one named like the module is preferred, then the deepest (a
/// testbench often has the ports' names too).
///
/// Throws Failure(user_error, "trace.instance") where there is none, or several as deep.
std::string find_instance(const std::vector<Signal>& signals, const generator::Manifest& manifest);

}  // namespace pann::activity
