#include "cli/run_cli.h"

#include <array>
#include <exception>
#include <filesystem>
#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/options/parse.h"
#include "cli/subcommand.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/printable_stream.h"

namespace pann::cli {

namespace {

constexpr std::array kSubcommands{
    register_gen,       register_sim,      register_toggles, register_compare,
    register_synth,     register_power,    register_spice,   register_pdk,
    register_reproduce, register_explore,  register_import,  register_run,
    register_doctor,    register_manifest, register_sweep,   register_manual};

constexpr const char* kClosing =
    "Exit codes: 0 done; 1 a check failed (a mismatch, a regression); 2 the input is at fault;\n"
    "3 a needed tool is missing or failed; 4 a mistake of ours; 130 interrupted (128 + signal).\n"
    "\n"
    "Environment:\n"
    "  PANN_PDK_PATH        folder with cell libraries (`pann pdk list`)\n"
    "  PANN_DATA_DIR        the data that the program ships, if they are not where it was "
    "installed\n"
    "  PANN_CACHE_DIR       the cache; else XDG_CACHE_HOME/pann, else ~/.cache/pann\n"
    "  PANN_CACHE_LIMIT_MB  megabytes that it may take, 2048 unless set (`pann doctor --cache`)\n"
    "  TMPDIR               temporary files, /tmp unless set";

int code(support::ExitCode exit_code) {
  return static_cast<int>(exit_code);
}

int parse_and_run(int argc, const char* const* argv, std::ostream& output, std::ostream& error) {
  Context context{output, error};
  Command program;
  describe_program(program, context);
  const Parsed parsed = parse(program, "pann " PANN_VERSION, argc, argv);
  output << parsed.text;
  return parsed.command != nullptr ? code(parsed.command->action()) : 0;
}

/// What was printed must have arrived: a full device or a closed pipe is no success.
int end_output(int exit_code, std::ostream& output) {
  output.flush();
  if (output) return exit_code;
  support::fail_input("output.write", "cannot write to standard output",
                      "is the device full, or the reader of the pipe gone?");
}

}  // namespace

void describe_program(Command& program, Context& context) {
  program.name = "pann";
  program.summary =
      "What a multiply-accumulate unit really costs: RTL, toggles and energy, measured.";
  program.closing = kClosing;
  for (const Registration add : kSubcommands) add(program, context);
}

int run_cli(int argc, const char* const* argv, std::ostream& raw_output, std::ostream& raw_error) {
  support::install_signal_handlers();
  support::PrintableStream output(raw_output);
  support::PrintableStream error(raw_error);
  try {
    const int exit_code = end_output(parse_and_run(argc, argv, output, error), output);
    support::claim_end();
    return exit_code;
  } catch (const support::Failure& failure) {
    support::claim_end();
    for (const support::Diagnostic& diagnostic : failure.diagnostics()) {
      error << "pann: " << support::to_string(diagnostic) << '\n';
    }
    return code(failure.exit_code());
  } catch (const support::Cancelled& cancelled) {
    support::claim_end();
    error << support::kInterruptedMessage;
    return support::exit_code_of_signal(cancelled.signal);
  } catch (const std::filesystem::filesystem_error& fault) {
    // A place that may not be looked at, a link that leads to itself, a name that is too long.
    support::claim_end();
    const support::Diagnostic diagnostic{
        "file.access",
        fmt::format("cannot use '{}': {}", fault.path1().string(), fault.code().message()),
        "check the path and its permissions",
        {}};
    error << "pann: " << support::to_string(diagnostic) << '\n';
    return code(support::ExitCode::user_error);
  } catch (const std::exception& fault) {
    support::claim_end();
    error
        << "pann: internal error: " << fault.what()
        << "\n  help: this is a mistake of ours; please report it with the command that you ran\n";
    return code(support::ExitCode::internal);
  }
}

void add_common_options(Command& app, Context& context) {
  app.option("--json", &context.json, "Write the report as JSON to FILE ('-': standard output)")
      .value("FILE");
  app.option("--quiet", &context.quiet, "No report and no progress, only faults");
  app.option("--seed", &context.seed, "Seed of the random numbers").show_default();
}

void write_json_report(const Context& context, const std::string& subcommand,
                       const nlohmann::ordered_json& report) {
  if (context.json.empty()) return;
  nlohmann::ordered_json whole{
      {"schema", "pann." + subcommand}, {"version", 1}, {"seed", context.seed}};
  whole.update(report);
  const std::string text =
      whole.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
  if (context.json == "-") {
    context.output << text;
  } else {
    support::write_file(context.json, text);
  }
}

}  // namespace pann::cli
