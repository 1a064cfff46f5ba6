#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/sweep/run_sweep.h"
#include "analysis/sweep/shell_executor.h"
#include "analysis/sweep/sweep_tables.h"
#include "analysis/sweep/worker.h"
#include "cli/output_paths.h"
#include "cli/reproduce_tables.h"
#include "cli/subcommand.h"
#include "cli/sweep/reports.h"
#include "support/diagnostic.h"
#include "support/print.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

using analysis::SweepCounts;
using analysis::SweepOutcome;
using analysis::SweepPlan;
using analysis::SweepState;
using Json = nlohmann::ordered_json;

constexpr std::size_t kShownFaults = 10;

struct SweepArguments {
  std::string spec;
  std::string output = "pann-sweep";
  std::string executor = "local";
  unsigned jobs = 0;
  std::optional<double> chunk_seconds{};
  std::vector<std::string> slurm{};
  int array_tasks = 1000;
  double poll_seconds = 5.0;
  bool dry_run = false;
  bool yes = false;
  bool force = false;
  bool retry = false;
};

/// "3.2 s", "4.0 min", "12.5 h" of work on one core.
std::string duration(double seconds) {
  constexpr double kMinute = 60.0;
  constexpr double kHour = 3600.0;
  if (seconds < 2.0 * kMinute) return fmt::format("{:.1f} s", seconds);
  if (seconds < 2.0 * kHour) return fmt::format("{:.1f} min", seconds / kMinute);
  return fmt::format("{:.1f} h", seconds / kHour);
}

Json counts_json(const SweepCounts& counts) {
  Json illegal = Json::array();
  for (const auto& [code, entry] : counts.illegal) {
    illegal.push_back({{"code", code},
                       {"count", entry.count},
                       {"message", entry.message},
                       {"example", entry.example}});
  }
  return {{"combinations", counts.combinations},
          {"filtered", counts.filtered},
          {"illegal", illegal},
          {"duplicates", counts.duplicates},
          {"points", counts.points}};
}

Json state_json(const SweepState& state) {
  return {{"done", state.done},
          {"failed", state.failed},
          {"crashed", state.crashed},
          {"waiting", state.waiting}};
}

void print_counts(std::ostream& output, const SweepCounts& counts) {
  support::print(output, "points: {} of {} combinations\n", counts.points, counts.combinations);
  if (counts.filtered > 0)
    support::print(output, "  {} do not hold a condition\n", counts.filtered);
  if (counts.duplicates > 0) {
    support::print(output, "  {} measure the same as another\n", counts.duplicates);
  }
  for (const auto& [code, entry] : counts.illegal) {
    support::print(output, "  {} illegal [{}]: {}\n    e.g. {}\n", entry.count, code, entry.message,
                   entry.example);
  }
}

support::ExitCode dry_run(Context& context, const analysis::SweepSpec& spec,
                          const analysis::SweepOptions& options) {
  const SweepPlan plan = analysis::plan_sweep(spec, options);
  write_json_report(context, "sweep",
                    {{"counts", counts_json(plan.counts)},
                     {"state", state_json(plan.state)},
                     {"seconds", plan.seconds},
                     {"seconds_measured", plan.is_measured}});
  if (!context.shows_report()) return support::ExitCode::ok;
  print_counts(context.output, plan.counts);
  support::print(context.output, "{}\n", analysis::state_text(plan.state));
  if (plan.state.waiting > 0) {
    support::print(
        context.output, "about {} of work on one core, {}\n", duration(plan.seconds),
        plan.is_measured ? "by points like them" : "a guess: no such point was measured");
  }
  return support::ExitCode::ok;
}

void print_faults(std::ostream& output, const SweepArguments& arguments) {
  const auto results = analysis::read_sweep(arguments.output, {});
  if (results.state.done == results.state.total()) return;
  print_table(output, analysis::missing_table(results, kShownFaults));
  output << '\n';
}

void print_outcome(const Context& context, const SweepArguments& arguments,
                   const SweepOutcome& outcome) {
  std::ostream& output = context.output;
  print_counts(output, outcome.plan.counts);
  if (outcome.plan.state.done > 0) {
    support::print(output, "{} were there already\n", outcome.plan.state.done);
  }
  support::print(output, "{}\n", analysis::state_text(outcome.state));
  print_faults(output, arguments);
  if (outcome.commands > 0) {
    support::print(output, "{} commands in {}/{}: run them, then this once more to collect\n",
                   outcome.commands, arguments.output, analysis::kCommandsFile);
    return;
  }
  support::print(output, "results in {0}: pann sweep table {0}\n", arguments.output);
}

analysis::SweepExecutor executor_of(const std::string& name) {
  if (name == "slurm") return analysis::SweepExecutor::slurm;
  if (name == "shell") return analysis::SweepExecutor::shell;
  return analysis::SweepExecutor::local;
}

analysis::SweepOptions options_of(const SweepArguments& arguments) {
  analysis::SweepOptions options;
  options.directory = arguments.output;
  options.program = std::filesystem::read_symlink("/proc/self/exe");
  options.version = PANN_VERSION;
  options.jobs = arguments.jobs;
  options.executor = executor_of(arguments.executor);
  options.chunk_seconds = arguments.chunk_seconds;
  options.slurm = arguments.slurm;
  options.array_tasks = static_cast<std::size_t>(arguments.array_tasks);
  options.poll_seconds = arguments.poll_seconds;
  options.yes = arguments.yes;
  options.force = arguments.force;
  options.retry = arguments.retry;
  return options;
}

support::ExitCode run(Context& context, const SweepArguments& arguments) {
  claim_outputs(context, {{"-o", arguments.output, true}, {"--json", context.json}},
                {{"SPEC", arguments.spec}});
  analysis::SweepSpec spec = analysis::read_sweep_spec(arguments.spec);
  spec.base.seed = context.seed;
  const analysis::SweepOptions options = options_of(arguments);
  if (arguments.dry_run) return dry_run(context, spec, options);
  support::Progress progress(context.quiet);
  progress.stage("measuring");
  const SweepOutcome outcome =
      analysis::run_sweep(spec, options, [&](double done) { progress.fraction(done); });
  progress.clear();
  write_json_report(context, "sweep",
                    {{"counts", counts_json(outcome.plan.counts)},
                     {"state", state_json(outcome.state)},
                     {"there_already", outcome.plan.state.done},
                     {"commands", outcome.commands},
                     {"elapsed_s", outcome.seconds},
                     {"directory", arguments.output}});
  if (context.shows_report()) print_outcome(context, arguments, outcome);
  return outcome.state.failed + outcome.state.crashed > 0 ? support::ExitCode::check_failed
                                                          : support::ExitCode::ok;
}

void register_worker(Command& sweep, Context& context) {
  struct WorkerArguments {
    std::string directory;
    std::string chunk;
  };
  Command& command = sweep.subcommand(
      "worker", "Measures one chunk of a sweep; what executors start on other machines");
  auto arguments = std::make_shared<WorkerArguments>();
  command.option("DIR", &arguments->directory, "Of the sweep").require();
  command.option("CHUNK", &arguments->chunk, "A name in DIR/work/chunks").require();
  add_common_options(command, context);
  command.action = [arguments] {
    analysis::run_worker(arguments->directory, arguments->chunk, PANN_VERSION);
    return support::ExitCode::ok;
  };
}

}  // namespace

void register_sweep(Command& app, Context& context) {
  Command& command = app.subcommand(
      "sweep", "Measures every design of a specification, and tables, plots and fronts of them");
  auto arguments = std::make_shared<SweepArguments>();
  command.option("SPEC", &arguments->spec, "What to sweep: YAML or JSON (docs/sweeps.md)");
  command.option("-o,--output", &arguments->output, "Folder for the results; taken up if there")
      .value("DIR")
      .show_default();
  command
      .option("--executor", &arguments->executor,
              "local: processes on this machine; slurm: job arrays; shell: a file of commands for "
              "any other scheduler")
      .one_of({"local", "slurm", "shell"})
      .show_default();
  command.option("--jobs", &arguments->jobs, "local: worker processes (default: one a core)")
      .between(1, 4096);
  command
      .option(
          "--chunk-seconds", &arguments->chunk_seconds,
          "Work that a worker takes at a time, as far as costs are known (default: local at most "
          "4, less of little work, else 60)")
      .above(0);
  command
      .option("--slurm", &arguments->slurm,
              "slurm: options for sbatch, e.g. --slurm=--partition=long --slurm=--time=60")
      .value("OPTION");
  command.option("--array-tasks", &arguments->array_tasks, "slurm: tasks of an array, at most")
      .between(1, 1000000)
      .show_default();
  command
      .option("--poll-seconds", &arguments->poll_seconds, "slurm: between two looks at the queue")
      .above(0)
      .show_default();
  command.option("--dry-run", &arguments->dry_run, "Count and price, measure nothing");
  command.option("--yes", &arguments->yes, "However many points (else 100000 combinations)");
  command.option("--force", &arguments->force,
                 "Take out results in DIR that the specification does not have");
  command.option("--retry", &arguments->retry, "Failed and crashed points once more");
  add_common_options(command, context);
  register_sweep_reports(command, context);
  register_worker(command, context);
  command.action = [arguments, &context] {
    if (arguments->spec.empty()) {
      support::fail_input("option.usage", "SPEC is required", "see pann sweep --help");
    }
    return run(context, *arguments);
  };
}

}  // namespace pann::cli
