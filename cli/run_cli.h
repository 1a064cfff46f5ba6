#pragma once

#include <iosfwd>

#include "cli/subcommand.h"

namespace pann::cli {

/// `pann` as the parser knows it: fills in all subcommands with their options. Both outlive what
/// is parsed, and stay where they are.
void describe_program(Command& program, Context& context);

/// Runs the command line: parses, dispatches to a subcommand, prints diagnostics to `error`. Never
/// throws; returns the process's exit code (support::ExitCode, or 128 + signal when interrupted).
int run_cli(int argc, const char* const* argv, std::ostream& output, std::ostream& error);

}  // namespace pann::cli
