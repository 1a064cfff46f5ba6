#pragma once

#include "cli/subcommand.h"

namespace pann::cli {

/// Adds `diff A B` below `pann toggles`.
void register_toggles_diff(Command& toggles, Context& context);

}  // namespace pann::cli
