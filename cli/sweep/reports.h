#pragma once

#include "cli/subcommand.h"

namespace pann::cli {

/// Adds `table`, `pareto`, `best`, `plot` and `export` to `pann sweep`: what reads DIR/sweep.db.
void register_sweep_reports(Command& sweep, Context& context);

}  // namespace pann::cli
