#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "activity/element_baseline.h"
#include "activity/files/activity_csv.h"
#include "activity/files/saif.h"
#include "analysis/paper_model.h"
#include "cli/design_options.h"
#include "cli/design_target.h"
#include "cli/element_coverage.h"
#include "cli/fitted.h"
#include "cli/mismatch_text.h"
#include "cli/output_paths.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "support/input.h"
#include "support/output.h"
#include "support/print.h"
#include "support/progress.h"
#include "tb/measure.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;

struct SimArguments {
  std::string target;
  DesignArguments design;
  std::vector<std::string> include{};
  StimulusArguments stimulus;
  std::string engine = "auto";
  std::string vcd;
  std::string saif;
  std::string csv;
  std::string baseline;
  double tolerance = 0.0;
  bool exact = false;
};

/// What is reported beside the counts of the elements.
struct Companions {
  analysis::PaperModel model;
  std::vector<tb::ElementExpectation> expectations;  ///< Empty without --exact.
};

/// The entry of that name, or null.
template <class Entry>
const Entry* entry_of(const std::vector<Entry>& entries, const std::string& name) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

std::optional<double> exact_value(const Companions& companions, const std::string& name) {
  const tb::ElementExpectation* expectation = entry_of(companions.expectations, name);
  return expectation != nullptr && expectation->exact ? std::optional(expectation->toggles)
                                                      : std::nullopt;
}

std::optional<double> confidence(const tb::Measurement& measurement, const std::string& name) {
  const sim::ElementStatistics* statistics = entry_of(measurement.statistics, name);
  return statistics != nullptr && statistics->batches > 1 ? std::optional(statistics->confidence())
                                                          : std::nullopt;
}

double per_operation(std::uint64_t toggles, std::uint64_t operations) {
  return operations == 0 ? 0.0 : static_cast<double>(toggles) / static_cast<double>(operations);
}

Json optional_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json element_json(const activity::ElementCount& element, const tb::Measurement& measurement,
                  const Companions& companions) {
  return {{"name", element.name},
          {"toggles", element.toggles},
          {"per_operation", per_operation(element.toggles, measurement.result.operations)},
          {"confidence_95", optional_json(confidence(measurement, element.name))},
          {"exact", optional_json(exact_value(companions, element.name))},
          {"model", optional_json(companions.model.per_operation(element.name))},
          {"expected", element.expected ? Json(*element.expected) : Json(nullptr)},
          {"found", element.bits},
          {"missing", element.missing}};
}

Json mismatches_json(const sim::SimulationResult& result) {
  Json list = Json::array();
  for (const sim::Mismatch& mismatch : result.first_mismatches) {
    list.push_back({{"cycle", mismatch.cycle},
                    {"port", mismatch.port},
                    {"expected", mismatch.expected},
                    {"actual", mismatch.actual},
                    {"control", mismatch.is_control}});
  }
  return list;
}

Json report_json(const tb::DesignFiles& design, const Json& stimulus,
                 const tb::Measurement& measurement, const Companions& companions) {
  const sim::SimulationResult& result = measurement.result;
  Json elements = Json::array();
  for (const activity::ElementCount& element : measurement.elements) {
    elements.push_back(element_json(element, measurement, companions));
  }
  return {{"design", design_json(design.manifest)},
          {"stimulus", stimulus},
          {"engine", result.engine},
          {"engine_note", measurement.engine_note},
          {"operations", result.operations},
          {"cycles", measurement.cycles},
          {"additions", measurement.additions},
          {"checked", result.checked},
          {"control_checked", measurement.control_checked},
          {"unchecked", measurement.unchecked},
          {"mismatches", result.mismatches},
          {"first_mismatches", mismatches_json(result)},
          {"elements", elements}};
}

std::string column(const std::optional<double>& value, const char* prefix = "") {
  return value ? fmt::format("{}{:.4f}", prefix, *value) : "-";
}

void print_elements(std::ostream& output, const tb::Measurement& measurement,
                    const Companions& companions) {
  support::print(output, "{:<24} {:>12} {:>14} {:>9} {:>14} {:>14}\n", "element", "toggles",
                 "per operation", "95 %", "exact", "paper's model");
  for (const activity::ElementCount& element : measurement.elements) {
    support::print(output, "{:<24} {:>12} {:>14.4f} {:>9} {:>14} {:>14}\n",
                   fitted(element.name, 24), element.toggles,
                   per_operation(element.toggles, measurement.result.operations),
                   column(confidence(measurement, element.name), "+-"),
                   column(exact_value(companions, element.name)),
                   column(companions.model.per_operation(element.name)));
  }
  output << describe_missing(measurement.elements);
}

/// What the counts rest on, each fact once.
void print_check(std::ostream& output, const tb::Measurement& measurement) {
  const sim::SimulationResult& result = measurement.result;
  if (result.checked > 0) {
    support::print(output, "check: {} cycles against the arithmetic model, {} mismatches\n",
                   result.checked, result.mismatches);
  } else if (measurement.unchecked.empty()) {
    support::print(output, "check: nothing was checked\n");
  }
  const char* const label = result.checked > 0 ? "not checked" : "check";
  for (const std::string& sentence : measurement.unchecked) {
    support::print(output, "{}: {}\n", label, sentence);
  }
}

void print_report(const Context& context, const tb::DesignFiles& design, const Json& stimulus,
                  const tb::Measurement& measurement, const Companions& companions) {
  const sim::SimulationResult& result = measurement.result;
  std::ostream& output = context.output;
  support::print(output, "{}: {}\n", design.manifest.top, describe(design.manifest));
  support::print(output, "operands: {}, {} operations in {} streams, seed {}, engine {}\n",
                 stimulus["origin"].get<std::string>(), result.operations, measurement.streams,
                 context.seed, result.engine);
  if (!measurement.engine_note.empty()) support::print(output, "({})\n", measurement.engine_note);
  if (measurement.additions > 0) {
    support::print(output,
                   "cycles: {} ({:.4f} an operation), additions: {} ({:.4f} an operation)\n",
                   measurement.cycles, per_operation(measurement.cycles, result.operations),
                   measurement.additions, per_operation(measurement.additions, result.operations));
  }
  print_check(output, measurement);
  support::print(output, "\n");
  print_elements(output, measurement, companions);
}

/// Compares with --baseline; says what moved. True when all is within the tolerance.
bool baseline_holds(const Context& context, const SimArguments& arguments,
                    const tb::Measurement& measurement, Json report) {
  report["version"] = 1;
  report["seed"] = context.seed;
  const auto changes = activity::compare_with_baseline(measurement.elements, report,
                                                       support::read_file(arguments.baseline),
                                                       arguments.baseline, arguments.tolerance);
  bool all_within = true;
  for (const activity::ElementChange& change : changes) {
    if (change.within) continue;
    all_within = false;
    support::print(context.error,
                   "regression: {} went from {} to {} toggles ({:.4f} %, tolerated {:.4f} %)\n",
                   change.name, change.before, change.after, 100.0 * change.relative,
                   100.0 * arguments.tolerance);
  }
  return all_within;
}

void write_files(const SimArguments& arguments, const tb::DesignFiles& design,
                 const tb::Measurement& measurement) {
  if (!arguments.saif.empty()) {
    activity::SaifOptions options;
    options.instance = design.manifest.top;
    support::write_file(arguments.saif, activity::to_saif(measurement.result.activity, options));
  }
  if (!arguments.csv.empty()) {
    support::write_file(arguments.csv, activity::to_csv(measurement.result.activity));
  }
}

/// --exact: expectations by enumeration; nothing without the option.
std::vector<tb::ElementExpectation> expectations(const SimArguments& arguments,
                                                 const tb::DesignFiles& design,
                                                 std::uint64_t seed) {
  if (!arguments.exact) return {};
  const auto stimulus = synthetic_stimulus(arguments.stimulus, design.manifest, seed);
  if (!stimulus) {
    support::fail_input(
        "stimulus.option",
        fmt::format("--exact does not go with --stimulus {}", arguments.stimulus.stimulus),
        "only operands drawn from a distribution have an exact expectation");
  }
  const generator::DesignSpec& spec = design.manifest.design;
  if (spec.kind == generator::Kind::mac_array || generator::has_window(spec)) {
    support::fail_input("stimulus.option",
                        fmt::format("--exact does not go with a {}", generator::name(spec.kind)),
                        "its operands are stored on their way; nothing is left to enumerate");
  }
  return tb::expect_elements(design, *stimulus);
}

/// The report is written but over the baseline that it broke: that stays what to compare with.
void write_report(const Context& context, const SimArguments& arguments, const Json& report,
                  bool is_stable) {
  if (!is_stable && !context.json.empty() && is_same_file(context.json, arguments.baseline)) {
    support::print(context.error, "'{}' stays as it is: the report does not hold against it\n",
                   arguments.baseline);
    return;
  }
  write_json_report(context, "sim", report);
}

support::ExitCode run(Context& context, const SimArguments& arguments) {
  // A report may take the place of the baseline that it was compared with.
  claim_outputs(context,
                {{"--json", context.json},
                 {"--vcd", arguments.vcd},
                 {"--saif", arguments.saif},
                 {"--csv", arguments.csv}},
                {{"DIR", arguments.target}});
  claim_outputs(context,
                {{"--vcd", arguments.vcd}, {"--saif", arguments.saif}, {"--csv", arguments.csv}},
                {{"--baseline", arguments.baseline}, {"--stimulus", arguments.stimulus.stimulus}});
  support::Progress progress(context.quiet);
  const DesignTarget target(arguments.target, arguments.design, arguments.include);
  const tb::DesignFiles& design = target.files();
  const tb::OperandStreams operands =
      make_operands(arguments.stimulus, design.manifest, context.seed);
  if (!arguments.baseline.empty()) support::read_file(arguments.baseline);  // before the work
  progress.stage("simulating " + design.manifest.top);
  const tb::Measurement measurement =
      tb::measure(design, operands,
                  {.engine = tb::engine_from_name(arguments.engine).value(),
                   .vcd = arguments.vcd,
                   .statistics = true});
  const generator::DesignSpec& spec = design.manifest.design;
  const Companions companions{analysis::paper_model(spec, analysis::conditions_of(operands, spec)),
                              expectations(arguments, design, context.seed)};
  const Json stimulus = to_json(arguments.stimulus, operands);
  const Json report = report_json(design, stimulus, measurement, companions);
  progress.clear();
  const bool is_stable =
      arguments.baseline.empty() || baseline_holds(context, arguments, measurement, report);
  write_files(arguments, design, measurement);
  write_report(context, arguments, report, is_stable);
  if (context.shows_report()) print_report(context, design, stimulus, measurement, companions);
  if (measurement.result.mismatches > 0) {
    print_mismatches(context.error, design.manifest, operands, measurement.result);
  }
  const bool is_right =
      measurement.result.mismatches == 0 && activity::is_complete(measurement.elements);
  return is_right && is_stable ? support::ExitCode::ok : support::ExitCode::check_failed;
}

}  // namespace

void register_sim(Command& app, Context& context) {
  Command& command = app.subcommand(
      "sim", "Simulates a unit, checks every operation and counts the toggles of its elements");
  auto arguments = std::make_shared<SimArguments>();
  command.option("target", &arguments->target, "Directory of `pann gen` or `pann synth`, or a KIND")
      .require();
  add_design_options(command, arguments->design);
  add_include_option(command, arguments->include);
  add_stimulus_options(command, arguments->stimulus);
  command.option("--engine", &arguments->engine, "Who simulates; all give the same counts")
      .one_of({"auto", "native", "verilator", "icarus"})
      .show_default();
  command.option(
      "--exact", &arguments->exact,
      "Also the exact expectation of every element without state, by enumeration (24 bits)");
  command.option("--vcd", &arguments->vcd,
                 "Keep the trace in FILE, its counted windows in FILE.windows.json");
  command.option("--saif", &arguments->saif, "Write the activity as SAIF 2.0");
  command.option("--csv", &arguments->csv, "Write the counts of every net bit as CSV");
  const Option& baseline =
      command.option("--baseline", &arguments->baseline,
                     "A former --json report: exit code 1 when an element moved");
  command
      .option("--tolerance", &arguments->tolerance,
              "Relative change that is no regression, e.g. 0.01")
      .at_least(0)
      .need(baseline);
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
