#include "cli/run_cli.h"

#include <array>
#include <exception>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/subcommand.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::cli {

namespace {

constexpr int kSignalBase = 128;
constexpr std::array kSubcommands{
    register_gen, register_sim,       register_toggles, register_synth, register_power,
    register_pdk, register_reproduce, register_explore, register_run,   register_doctor};

int code(support::ExitCode exit_code) {
  return static_cast<int>(exit_code);
}

int parse_and_run(int argc, const char* const* argv, std::ostream& output, std::ostream& error) {
  CLI::App app("What a multiply-accumulate unit really costs: RTL, toggles and energy, measured.",
               "pann");
  app.set_version_flag("--version", "pann " PANN_VERSION);
  app.require_subcommand(1);
  Context context{output, error};
  for (const Registration add : kSubcommands) add(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    const bool is_fault = fault.get_exit_code() != 0;
    app.exit(fault, output, error);
    return is_fault ? code(support::ExitCode::user_error) : 0;
  }
  return context.exit_code;
}

}  // namespace

int run_cli(int argc, const char* const* argv, std::ostream& output, std::ostream& error) {
  support::install_signal_handlers();
  try {
    return parse_and_run(argc, argv, output, error);
  } catch (const support::Failure& failure) {
    for (const support::Diagnostic& diagnostic : failure.diagnostics()) {
      error << "pann: " << support::to_string(diagnostic) << '\n';
    }
    return code(failure.exit_code());
  } catch (const support::Cancelled& cancelled) {
    error << "pann: interrupted; nothing half-written remains\n";
    return kSignalBase + cancelled.signal;
  } catch (const std::exception& fault) {
    error
        << "pann: internal error: " << fault.what()
        << "\n  help: this is a mistake of ours; please report it with the command that you ran\n";
    return code(support::ExitCode::internal);
  }
}

void add_common_options(CLI::App& app, Context& context) {
  app.add_option("--json", context.json, "Write the report as JSON to FILE ('-': standard output)")
      ->type_name("FILE");
  app.add_flag("--quiet", context.quiet, "No report and no progress, only faults");
  app.add_option("--seed", context.seed, "Seed of the random numbers")->capture_default_str();
}

void set_action(CLI::App& app, Context& context, std::function<support::ExitCode()> run) {
  app.callback([&context, run = std::move(run)] { context.exit_code = code(run()); });
}

void write_json_report(const Context& context, const std::string& subcommand,
                       nlohmann::ordered_json report) {
  if (context.json.empty()) return;
  nlohmann::ordered_json whole{
      {"schema", "pann." + subcommand}, {"version", 1}, {"seed", context.seed}};
  whole.update(report);
  const std::string text = whole.dump(2) + '\n';
  if (context.json == "-") {
    context.output << text;
  } else {
    support::write_file(context.json, text);
  }
}

}  // namespace pann::cli
