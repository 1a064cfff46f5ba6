#include "cli/sweep/reports.h"

#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/sweep/front.h"
#include "analysis/sweep/results.h"
#include "analysis/sweep/sweep_page.h"
#include "analysis/sweep/sweep_tables.h"
#include "cli/output_paths.h"
#include "cli/reproduce_tables.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/print.h"

namespace pann::cli {

namespace {

using analysis::Objective;
using analysis::SweepResults;
using analysis::SweepRow;
using Rows = std::vector<const SweepRow*>;

constexpr std::size_t kShownMissing = 20;

struct ReportArguments {
  std::string directory;
  std::vector<std::string> where{};
  std::vector<std::string> columns{};
  std::vector<std::string> minimize{};
  std::vector<std::string> maximize{};
  std::vector<std::string> by{};
  std::string x;
  std::string y;
  std::string csv;
  std::string output;
};

void add_selection(Command& command, ReportArguments& arguments) {
  command.option("DIR", &arguments.directory, "Folder of a sweep").require();
  command
      .option("--where", &arguments.where,
              "Only points that hold the conditions, e.g. 'x_width >= 4 and library = osu018'")
      .value("CONDITION");
}

void add_columns(Command& command, ReportArguments& arguments) {
  command
      .option("--columns", &arguments.columns,
              "Fields and figures to show (default: the fields that differ, and what is compared)")
      .value("NAME");
  command.option("--csv", &arguments.csv, "Write the table as CSV").value("FILE");
}

void add_objectives(Command& command, ReportArguments& arguments) {
  command.option("--minimize", &arguments.minimize, "Figures or fields that should be small")
      .value("NAME");
  command.option("--maximize", &arguments.maximize, "Figures or fields that should be large")
      .value("NAME");
}

SweepResults read(Context& context, const ReportArguments& arguments) {
  const std::string database =
      (std::filesystem::path(arguments.directory) / analysis::kSweepDatabase).string();
  claim_outputs(context,
                {{"--json", context.json}, {"--csv", arguments.csv}, {"-o", arguments.output}},
                {{"DIR", database}});
  return analysis::read_sweep(arguments.directory, arguments.where);
}

std::vector<Objective> objectives_of(const ReportArguments& arguments,
                                     const SweepResults& results) {
  std::vector<Objective> objectives;
  for (const std::string& name : arguments.minimize) {
    analysis::require_name(results, "--minimize", name);
    objectives.push_back({name, false});
  }
  for (const std::string& name : arguments.maximize) {
    analysis::require_name(results, "--maximize", name);
    objectives.push_back({name, true});
  }
  return objectives;
}

/// Heads without units, which have no room there, and a line a unit below.
void print_points(std::ostream& output, analysis::Table table) {
  std::map<std::string, std::vector<std::string>> units;
  for (analysis::TableColumn& column : table.columns) {
    if (!column.unit.empty()) units[column.unit].push_back(column.name);
    column.unit.clear();
  }
  print_table(output, table);
  for (const auto& [unit, names] : units) {
    support::print(output, "{}: {}\n", unit, fmt::join(names, ", "));
  }
}

/// Points that are done; what is missing is said below the table, never left out in silence.
void report(Context& context, const ReportArguments& arguments, const char* schema,
            const SweepResults& results, const Rows& rows, const std::string& title) {
  for (const std::string& name : arguments.columns) {
    analysis::require_name(results, "--columns", name);
  }
  const std::vector<std::string> columns =
      arguments.columns.empty() ? analysis::default_columns(results) : arguments.columns;
  const analysis::Table table = analysis::rows_table(results, rows, columns, "points", title);
  if (!arguments.csv.empty()) support::write_file(arguments.csv, analysis::to_csv(table));
  write_json_report(context, schema, analysis::export_json(results, rows));
  if (!context.shows_report()) return;
  print_points(context.output, table);
  if (results.state.done < results.state.total()) {
    print_table(context.output, analysis::missing_table(results, kShownMissing));
  }
}

std::string title_of(const SweepResults& results, const std::string& what) {
  const std::string title = results.title.empty() ? "Sweep" : results.title;
  return fmt::format("{}: {}", title, what);
}

support::ExitCode show_table(Context& context, const ReportArguments& arguments) {
  const SweepResults results = read(context, arguments);
  report(context, arguments, "sweep.table", results, analysis::done_rows(results),
         title_of(results, analysis::state_text(results.state)));
  return support::ExitCode::ok;
}

std::string words_of(const std::vector<Objective>& objectives) {
  std::vector<std::string> words;
  for (const Objective& objective : objectives) {
    words.push_back(fmt::format("{} {}", objective.maximize ? "largest" : "least", objective.name));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

support::ExitCode show_front(Context& context, const ReportArguments& arguments) {
  const SweepResults results = read(context, arguments);
  const std::vector<Objective> objectives = objectives_of(arguments, results);
  if (objectives.size() < 2) {
    support::fail_input("option.usage", "a front needs two objectives or more",
                        "e.g. --minimize area energy");
  }
  const Rows front = analysis::pareto_front(results, objectives);
  report(context, arguments, "sweep.pareto", results, front,
         title_of(results, fmt::format("the {} of {} points that none beats in {}", front.size(),
                                       results.state.done, words_of(objectives))));
  return support::ExitCode::ok;
}

support::ExitCode show_best(Context& context, const ReportArguments& arguments) {
  const SweepResults results = read(context, arguments);
  const std::vector<Objective> objectives = objectives_of(arguments, results);
  if (objectives.size() != 1) {
    support::fail_input("option.usage", "the best needs one objective", "e.g. --minimize energy");
  }
  for (const std::string& name : arguments.by) analysis::require_name(results, "--by", name);
  const std::string by =
      arguments.by.empty() ? "" : fmt::format(" by {}", fmt::join(arguments.by, ", "));
  report(context, arguments, "sweep.best", results,
         analysis::best_rows(results, objectives.front(), arguments.by),
         title_of(results, words_of(objectives) + by));
  return support::ExitCode::ok;
}

analysis::SweepPageOptions page_options(const ReportArguments& arguments,
                                        const SweepResults& results) {
  analysis::SweepPageOptions options{arguments.x, arguments.y, arguments.by, {}};
  if (!arguments.x.empty()) analysis::require_name(results, "--x", arguments.x);
  if (!arguments.y.empty()) analysis::require_figure(results, "--y", arguments.y);
  for (const std::string& name : arguments.by) analysis::require_name(results, "--by", name);
  options.objectives = objectives_of(arguments, results);
  return options;
}

void write_page(const Context& context, const SweepResults& results,
                const analysis::SweepPageOptions& options, const std::string& file) {
  support::write_file(file, analysis::to_html(analysis::sweep_page(results, options)));
  if (context.shows_report() && file != "-") {
    support::print(context.output, "{} points in {}\n", results.state.done, file);
  }
}

support::ExitCode plot(Context& context, const ReportArguments& arguments) {
  const SweepResults results = read(context, arguments);
  write_page(context, results, page_options(arguments, results), arguments.output);
  return support::ExitCode::ok;
}

support::ExitCode export_file(Context& context, const ReportArguments& arguments) {
  const std::string extension = std::filesystem::path(arguments.output).extension().string();
  if (extension == ".parquet") {
    support::fail_input("sweep.parquet",
                        "this program is built without Apache Arrow, which writes Parquet",
                        "export .csv, which every reader of Parquet reads too: Debian has no "
                        "package of Arrow's library");
  }
  const SweepResults results = read(context, arguments);
  if (extension == ".csv") {
    support::write_file(arguments.output, analysis::to_csv(analysis::export_table(results)));
  } else if (extension == ".json") {
    Context file{context.output, context.error, arguments.output, context.quiet, context.seed};
    Rows all;
    for (const SweepRow& row : results.rows) all.push_back(&row);
    write_json_report(file, "sweep.export", analysis::export_json(results, all));
  } else if (extension == ".html") {
    write_page(context, results, page_options(arguments, results), arguments.output);
    return support::ExitCode::ok;
  } else {
    support::fail_input(
        "option.value",
        fmt::format("-o {}: legal are names in .csv, .json and .html", arguments.output),
        "the name's end says what is written");
  }
  if (context.shows_report()) {
    support::print(context.output, "{} points in {} ({})\n", results.rows.size(), arguments.output,
                   analysis::state_text(results.state));
  }
  return support::ExitCode::ok;
}

using Show = support::ExitCode (*)(Context&, const ReportArguments&);

/// A subcommand whose options `add` adds to DIR and --where.
template <class Add>
void register_report(Command& sweep, Context& context, const char* name, const char* summary,
                     Show show, const Add& add) {
  Command& command = sweep.subcommand(name, summary);
  auto arguments = std::make_shared<ReportArguments>();
  add_selection(command, *arguments);
  add(command, *arguments);
  add_common_options(command, context);
  command.action = [arguments, &context, show] { return show(context, *arguments); };
}

void add_grouping(Command& command, ReportArguments& arguments) {
  command.option("--by", &arguments.by, "One for each value of these fields").value("FIELD");
}

void add_axes(Command& command, ReportArguments& arguments) {
  command.option("--x", &arguments.x, "Field along the plot (default: the first that differs)")
      .value("FIELD");
  command.option("--y", &arguments.y, "Figure that is plotted (default: all that are compared)")
      .value("FIGURE");
}

}  // namespace

void register_sweep_reports(Command& sweep, Context& context) {
  register_report(sweep, context, "table", "The points that were measured, and what is missing",
                  show_table, add_columns);
  register_report(sweep, context, "pareto", "The points that no other beats in every objective",
                  show_front, [](Command& command, ReportArguments& arguments) {
                    add_objectives(command, arguments);
                    add_columns(command, arguments);
                  });
  register_report(sweep, context, "best", "The best point, of all or of every group", show_best,
                  [](Command& command, ReportArguments& arguments) {
                    add_objectives(command, arguments);
                    add_grouping(command, arguments);
                    add_columns(command, arguments);
                  });
  register_report(
      sweep, context, "plot", "A page with plots, a front and the tables", plot,
      [](Command& command, ReportArguments& arguments) {
        add_axes(command, arguments);
        add_grouping(command, arguments);
        add_objectives(command, arguments);
        command.option("-o,--output", &arguments.output, "The page").value("FILE.html").require();
      });
  register_report(sweep, context, "export", "All that is known of every point, in a file",
                  export_file, [](Command& command, ReportArguments& arguments) {
                    command.option("-o,--output", &arguments.output, "What to write")
                        .value("FILE.csv|.json|.html")
                        .require();
                  });
}

}  // namespace pann::cli
