#include <CLI/CLI.hpp>

#include "cli/subcommand.h"

namespace pann::cli {

void register_doctor(CLI::App& app, Context& context) {
  CLI::App& command =
      *app.add_subcommand("doctor", "What is installed, what is missing, how to get it");
  add_common_options(command, context);
  set_action(command, context, [] { return support::ExitCode::ok; });
}

}  // namespace pann::cli
