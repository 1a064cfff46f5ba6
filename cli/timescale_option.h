#pragma once

#include <string>

#include "activity/vcd/trace_options.h"
#include "cli/options/command.h"

namespace pann::cli {

/// --timescale T: how long a tick is, for a file that does not say.
Option& add_timescale_option(Command& app, std::string& timescale);

/// What it means for the reader; nothing where it was not given. Throws as
/// activity::parse_timescale.
void set_timescale(const std::string& timescale, activity::TraceOptions& options);

}  // namespace pann::cli
