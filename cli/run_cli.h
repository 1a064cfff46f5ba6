#pragma once

#include <iosfwd>

namespace pann::cli {

/// Runs the command line: parses, dispatches to a subcommand, prints diagnostics to `error`. Never
/// throws; returns the process's exit code (support::ExitCode, or 128 + signal when interrupted).
int run_cli(int argc, const char* const* argv, std::ostream& output, std::ostream& error);

}  // namespace pann::cli
