#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "support/diagnostic.h"

namespace CLI {
class App;
}  // namespace CLI

namespace pann::cli {

/// Where a subcommand reports to, and the options that all of them take.
struct Context {
  std::ostream& output;
  std::ostream& error;
  std::string json{};      ///< --json FILE; empty: none; "-": standard output, and no table there.
  bool quiet = false;      ///< --quiet
  std::uint64_t seed = 1;  ///< --seed
  int exit_code = 0;       ///< What the subcommand that ran returned.

  /// Whether the human-readable report goes to `output`.
  bool shows_report() const { return !quiet && json != "-"; }
};

/// Adds a subcommand's options to `app` and sets the callback that runs it and stores its exit code
/// in `context.exit_code`. One file a subcommand: cli/<name>_command.cpp.
using Registration = void (*)(CLI::App& app, Context& context);

void register_gen(CLI::App& app, Context& context);
void register_sim(CLI::App& app, Context& context);
void register_toggles(CLI::App& app, Context& context);
void register_synth(CLI::App& app, Context& context);
void register_power(CLI::App& app, Context& context);
void register_pdk(CLI::App& app, Context& context);
void register_run(CLI::App& app, Context& context);
void register_reproduce(CLI::App& app, Context& context);
void register_explore(CLI::App& app, Context& context);
void register_doctor(CLI::App& app, Context& context);

/// Adds --json, --quiet, --seed to a subcommand.
void add_common_options(CLI::App& app, Context& context);

/// Sets the callback of `app` to `run`, whose exit code is kept in the context.
void set_action(CLI::App& app, Context& context, std::function<support::ExitCode()> run);

/// Writes the JSON report where --json says; adds "schema": "pann.<subcommand>", "version" and
/// "seed".
void write_json_report(const Context& context, const std::string& subcommand,
                       nlohmann::ordered_json report);

}  // namespace pann::cli
