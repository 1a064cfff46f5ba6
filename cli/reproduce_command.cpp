#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/reproduce/reproduce.h"
#include "analysis/reproduce/section_json.h"
#include "cli/output_paths.h"
#include "cli/output_place.h"
#include "cli/reproduce_tables.h"
#include "cli/subcommand.h"
#include "support/print.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

struct ReproduceArguments {
  std::vector<std::string> items{"all"};
  std::string output = "pann-reproduce";
  std::string engine = "auto";
  std::vector<std::string> libraries{};
  std::uint64_t vectors = tb::kPaperVectors;
  bool fresh = false;
  bool force = false;
};

/// What `pann reproduce ITEM` needs besides to give the same figures.
std::string command_options(const Context& context, const ReproduceArguments& arguments,
                            const std::vector<synth::Pdk>& libraries) {
  std::string text = fmt::format(" --seed {}", context.seed);
  if (arguments.engine != "auto") text += " --engine " + arguments.engine;
  if (arguments.vectors != tb::kPaperVectors)
    text += fmt::format(" --vectors {}", arguments.vectors);
  if (!libraries.empty()) text += " --pdk";
  for (const synth::Pdk& library : libraries) text += " " + library.name;
  return text;
}

analysis::ReproduceOptions options_of(const Context& context, const ReproduceArguments& arguments) {
  analysis::ReproduceOptions options;
  options.measurement.seed = context.seed;
  options.measurement.engine = tb::engine_from_name(arguments.engine).value();
  options.measurement.vectors = arguments.vectors;
  for (const std::string& library : arguments.libraries) {
    options.measurement.libraries.push_back(synth::find_pdk(library));
  }
  if (arguments.libraries.empty()) {
    options.measurement.libraries = analysis::libraries_on_this_machine();
  }
  options.version = PANN_VERSION;
  options.command_options = command_options(context, arguments, options.measurement.libraries);
  options.fresh = arguments.fresh;
  return options;
}

/// One item alone also shows its tables.
void print_outcome(std::ostream& output, const analysis::ReproduceOutcome& outcome,
                   const std::string& directory) {
  std::vector<analysis::SummaryRow> rows;
  for (const analysis::ItemResult& item : outcome.items) {
    rows.insert(rows.end(), item.summary.begin(), item.summary.end());
  }
  if (outcome.items.size() == 1) print_section(output, outcome.items.front().section);
  print_summary(output, rows);
  if (outcome.items.size() > 1) print_table(output, analysis::overview_table(rows));
  if (!outcome.resumed.empty()) {
    support::print(output, "\ntaken up from an earlier run: {} (--fresh measures again)\n",
                   fmt::join(outcome.resumed, ", "));
  }
  support::print(output, "\nreport.html, summary.csv, summary.json, csv/ and items/ in {}\n",
                 directory);
}

support::ExitCode run(Context& context, const ReproduceArguments& arguments) {
  claim_outputs(context, {{"-o", arguments.output, true}, {"--json", context.json}}, {});
  support::Progress progress(context.quiet);
  const OutputPlace place(arguments.output, OutputKind::reproduction, arguments.force);
  const std::vector<std::string> ids = analysis::chosen_items(arguments.items);
  const analysis::ReproduceOutcome outcome =
      analysis::reproduce(ids, options_of(context, arguments), arguments.output,
                          {[&progress](const std::string& stage) { progress.stage(stage); },
                           [&progress](double done) { progress.fraction(done); }});
  progress.clear();
  nlohmann::ordered_json items = nlohmann::ordered_json::array();
  for (const analysis::ItemResult& item : outcome.items) items.push_back(analysis::to_json(item));
  write_json_report(context, "reproduce", {{"items", items}, {"resumed", outcome.resumed}});
  if (context.shows_report()) print_outcome(context.output, outcome, arguments.output);
  return support::ExitCode::ok;
}

std::string item_help() {
  std::string text = "What to measure: all, or any of";
  for (const analysis::ReproduceItem& item : analysis::reproduce_items()) text += " " + item.id;
  return text;
}

}  // namespace

void register_reproduce(Command& app, Context& context) {
  Command& command =
      app.subcommand("reproduce", "The paper's tables and figures, measured beside printed");
  auto arguments = std::make_shared<ReproduceArguments>();
  command.option("items", &arguments->items, item_help()).value("NAME...").show_default();
  command
      .option("-o,--output", &arguments->output,
              "Directory for the report, the data and what a later run takes up")
      .value("DIR")
      .show_default();
  command.option("--engine", &arguments->engine, "Who simulates; all give the same counts")
      .one_of({"auto", "native", "verilator", "icarus"})
      .show_default();
  command
      .option("--pdk", &arguments->libraries,
              "Libraries of the gate-level items (default: all on this machine, `generic` only "
              "where there is no other)")
      .value("NAME...");
  command.option("--vectors", &arguments->vectors, "Operations of a sampled run")
      .between(std::uint64_t{100}, tb::kMaximumVectors)
      .show_default();
  command.option("--fresh", &arguments->fresh, "Measure again what the directory holds already");
  command.option("--force", &arguments->force, "Write over results of another kind");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
