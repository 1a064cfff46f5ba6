#include "cli/toggles/diff.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>

#include <nlohmann/json.hpp>

#include "activity/activity_diff.h"
#include "activity/files/activity_csv.h"
#include "activity/files/saif.h"
#include "activity/trace/activity_file.h"
#include "cli/fitted.h"
#include "cli/output_paths.h"
#include "cli/toggles/options.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/print.h"
#include "support/printable.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostShown = 20;

struct DiffArguments {
  std::string baseline;
  std::string trace;
  TraceArguments options;
  double tolerance = 0.0;
  bool update = false;
};

std::string shown(const std::optional<std::uint64_t>& toggles) {
  return toggles ? std::to_string(*toggles) : "-";
}

std::string shown_change(double relative) {
  return std::isfinite(relative) ? fmt::format("{:.3g} %", 100 * relative) : "only here";
}

Json difference_json(const activity::ActivityDifference& difference) {
  Json worst = Json::array();
  for (const activity::BitDifference& bit : difference.exceeding) {
    worst.push_back({{"name", bit.name},
                     {"before", bit.before ? Json(*bit.before) : Json()},
                     {"after", bit.after ? Json(*bit.after) : Json()},
                     {"relative", std::isfinite(bit.relative) ? Json(bit.relative) : Json()}});
  }
  return {{"passes", difference.passes()},
          {"tolerance", difference.tolerance},
          {"compared", difference.compared},
          {"toggles_before", difference.toggles_before},
          {"toggles_after", difference.toggles_after},
          {"exceeding", worst}};
}

void print_difference(const activity::ActivityDifference& difference, std::ostream& output) {
  support::print(
      output, "{}: {} of {} bits differ by more than {:g} %; {} toggles before, {} now\n",
      difference.passes() ? "passed" : "FAILED", difference.exceeding.size(), difference.compared,
      100 * difference.tolerance, difference.toggles_before, difference.toggles_after);
  if (difference.passes()) return;
  support::print(output, "\n{:<52}{:>12}{:>12}{:>12}\n", "worst first", "before", "now", "change");
  for (std::size_t i = 0; i < std::min(kMostShown, difference.exceeding.size()); ++i) {
    const activity::BitDifference& bit = difference.exceeding[i];
    support::print(output, "{:<52}{:>12}{:>12}{:>12}\n", fitted(bit.name, 51), shown(bit.before),
                   shown(bit.after), shown_change(bit.relative));
  }
  if (difference.exceeding.size() > kMostShown) {
    support::print(output, "... and {} more (--json has all)\n",
                   difference.exceeding.size() - kMostShown);
  }
}

void update_baseline(const DiffArguments& arguments, const activity::Activity& activity) {
  if (arguments.baseline.ends_with(".saif")) {
    support::write_file(arguments.baseline, activity::to_saif(activity));
  } else if (arguments.baseline.ends_with(".csv")) {
    support::write_file(arguments.baseline, activity::to_csv(activity));
  } else {
    support::fail_input("toggles.update",
                        fmt::format("'{}' cannot be written as a baseline", arguments.baseline),
                        "a baseline that --update writes ends in .saif or .csv");
  }
}

activity::Activity read(const std::string& path, const TraceArguments& options) {
  return activity::read_activity(path, prepare_trace(options, path).options).activity;
}

/// --timescale is for the trace: of a baseline only counts matter.
activity::Activity read_baseline(const DiffArguments& arguments) {
  TraceArguments options = arguments.options;
  options.timescale.clear();
  return read(arguments.baseline, options);
}

/// A trace may come through a pipe; a baseline that waits for its writer is a mistake.
void require_file(const std::string& baseline) {
  std::error_code error;
  if (!std::filesystem::is_fifo(baseline, error) || baseline.starts_with("/dev/fd/")) return;
  support::fail_input(
      "input.read",
      fmt::format("cannot read '{}': it is a named pipe, where a file is due", baseline),
      "give a .saif or .csv of `pann toggles`, or a trace");
}

support::ExitCode run_diff(const DiffArguments& arguments, Context& context) {
  claim_outputs(context, {{"--json", context.json}},
                {{"BASELINE", arguments.baseline}, {"TRACE", arguments.trace}});
  require_file(arguments.baseline);
  const activity::Activity now = read(arguments.trace, arguments.options);
  if (arguments.update) {
    update_baseline(arguments, now);
    if (context.shows_report()) {
      support::print(context.output, "{} holds the {} toggles of {}\n", arguments.baseline,
                     activity::total_toggles(now), arguments.trace);
    }
    return support::ExitCode::ok;
  }
  const activity::ActivityDifference difference =
      activity::compare_activities(read_baseline(arguments), now, arguments.tolerance);
  write_json_report(context, "toggles-diff", difference_json(difference));
  if (context.shows_report()) print_difference(difference, context.output);
  return difference.passes() ? support::ExitCode::ok : support::ExitCode::check_failed;
}

}  // namespace

void register_toggles_diff(Command& toggles, Context& context) {
  Command& command = toggles.subcommand(
      "diff", "Compare a trace's toggles with a baseline; exit code 1 when they moved");
  auto arguments = std::make_shared<DiffArguments>();
  command.option("BASELINE", &arguments->baseline, "A .saif or .csv of `pann toggles`, or a trace")
      .require();
  command.option("TRACE", &arguments->trace, "The trace to judge").require();
  command
      .option("--tolerance", &arguments->tolerance,
              "Allowed relative change of a bit's toggles (0.01: 1 %)")
      .value("T")
      .at_least(0)
      .show_default();
  command.option("--update", &arguments->update, "Write BASELINE anew from TRACE");
  add_trace_options(command, arguments->options);
  add_common_options(command, context);
  command.action = [arguments, &context] { return run_diff(*arguments, context); };
}

}  // namespace pann::cli
