#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/options/command.h"

namespace pann::cli {

/// Where a subcommand reports to, and the options that all of them take.
struct Context {
  std::ostream& output;
  std::ostream& error;
  std::string json{};      ///< --json FILE; empty: none; "-": standard output, and no table there.
  bool quiet = false;      ///< --quiet
  std::uint64_t seed = 1;  ///< --seed

  bool output_is_taken = false;  ///< A file goes to standard output ('-'), and no report beside it.

  /// Whether the human-readable report goes to `output`.
  bool shows_report() const { return !quiet && json != "-" && !output_is_taken; }
};

/// Adds a subcommand to `app`: its options and the action that runs it. One file a subcommand:
/// cli/<name>_command.cpp.
using Registration = void (*)(Command& app, Context& context);

void register_gen(Command& app, Context& context);
void register_sim(Command& app, Context& context);
void register_toggles(Command& app, Context& context);
void register_synth(Command& app, Context& context);
void register_power(Command& app, Context& context);
void register_spice(Command& app, Context& context);
void register_compare(Command& app, Context& context);
void register_pdk(Command& app, Context& context);
void register_run(Command& app, Context& context);
void register_reproduce(Command& app, Context& context);
void register_explore(Command& app, Context& context);
void register_import(Command& app, Context& context);
void register_doctor(Command& app, Context& context);
void register_manifest(Command& app, Context& context);
void register_sweep(Command& app, Context& context);
void register_manual(Command& app, Context& context);

/// Adds --json, --quiet, --seed to a subcommand.
void add_common_options(Command& app, Context& context);

/// Writes the JSON report where --json says; adds "schema": "pann.<subcommand>", "version" and
/// "seed".
void write_json_report(const Context& context, const std::string& subcommand,
                       const nlohmann::ordered_json& report);

}  // namespace pann::cli
