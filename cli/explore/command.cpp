#include <charconv>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/network/shipped_network.h"
#include "analysis/paper_equations.h"
#include "analysis/shell_word.h"
#include "analysis/study/study.h"
#include "analysis/study/study_json.h"
#include "analysis/study/study_page.h"
#include "cli/explore/text.h"
#include "cli/library_options.h"
#include "cli/output_place.h"
#include "cli/subcommand.h"
#include "support/output.h"
#include "support/print.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

struct ExploreArguments {
  std::string network;
  std::vector<std::string> budgets{"2bit", "4bit", "8bit"};
  std::string activations = "mse";
  std::string weights = "layer";
  std::optional<double> accuracy_percent{};
  bool energy = false;
  std::string units = "best";
  std::string recipe = "standard";
  LibraryArguments library;
  std::string output;
  std::string csv;
  bool force = false;
  analysis::StudyOptions study;

  /// Every option of measuring asks for it.
  bool measures() const {
    return energy || !library.pdk.empty() || !library.liberty.empty() || !output.empty() ||
           !csv.empty() || accuracy_percent;
  }
};

constexpr int kWidestMac = 32;
constexpr std::string_view kBits = "bit";
constexpr std::string_view kFemtojoules = "fJ";

/// "24" flips, "4bit": what an unsigned 4-bit MAC costs, "300fJ" a multiply-accumulate.
struct Budget {
  double value = 0.0;
  bool is_energy = false;
};

Budget parse_budget(const std::string& text) {
  std::string_view digits = text;
  const bool is_energy = digits.ends_with(kFemtojoules);
  if (is_energy) digits.remove_suffix(kFemtojoules.size());
  const bool is_mac = digits.ends_with(kBits);
  if (is_mac) digits.remove_suffix(kBits.size());
  double value = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  constexpr double kMostFemtojoules = 1e9;
  const double flips = analysis::unsigned_mac_flips(kWidestMac);
  const double most = is_energy ? kMostFemtojoules : is_mac ? kWidestMac : flips;
  if (error != std::errc{} || end != digits.data() + digits.size() || (is_mac && is_energy) ||
      !(value > 0.0 && value <= most)) {
    support::fail_input(
        "explore.budget",
        fmt::format("--budget {}: legal are bit flips per multiply-accumulate up to {:g}, the "
                    "width of an unsigned MAC up to {}bit, or an energy up to {:g}fJ",
                    text, flips, kWidestMac, kMostFemtojoules),
        "write for example --budget 24, or --budget 4bit for the same, or --budget 300fJ");
  }
  return {is_mac ? analysis::unsigned_mac_flips(value) : value, is_energy};
}

/// Sorts the budgets by their kind; energies alone are judged on the default budgets' widths.
StudyQuestions take_budgets(ExploreArguments& arguments) {
  StudyQuestions questions;
  std::vector<double>& flips = arguments.study.explore.budgets;
  for (const std::string& text : arguments.budgets) {
    const Budget budget = parse_budget(text);
    (budget.is_energy ? questions.energies_fj : flips).push_back(budget.value);
  }
  if (!questions.energies_fj.empty()) arguments.energy = true;
  if (flips.empty()) {
    for (const std::string& text : ExploreArguments{}.budgets) {
      flips.push_back(parse_budget(text).value);
    }
  }
  if (arguments.accuracy_percent) questions.accuracy = *arguments.accuracy_percent / 100.0;
  return questions;
}

void take_options(const Context& context, ExploreArguments& arguments) {
  analysis::StudyOptions& study = arguments.study;
  study.explore.seed = context.seed;
  study.explore.recipe.activations.method = analysis::clipping_named(arguments.activations).value();
  study.explore.recipe.grain = arguments.weights == "channel" ? analysis::WeightGrain::channel
                                                              : analysis::WeightGrain::layer;
  study.units = arguments.units == "all" ? analysis::StudyUnits::all : analysis::StudyUnits::best;
  study.costs.recipe = synth::recipe_from_name(arguments.recipe).value();
}

/// The command line that repeats the study, as the report shows it.
std::string command_line(const Context& context, const ExploreArguments& arguments,
                         const std::string& library) {
  const analysis::StudyOptions& study = arguments.study;
  const analysis::QuantizationRecipe& recipe = study.explore.recipe;
  std::string line = fmt::format(
      "pann explore --budget {} --min-bits {} --max-bits {} --samples {} --activations {} "
      "--weights {} --units {} --recipe {} --pann-lanes {} --elements {} --seed {}",
      fmt::join(arguments.budgets, " "), study.explore.narrowest, study.explore.widest,
      study.explore.samples, arguments.activations, arguments.weights, arguments.units,
      arguments.recipe, study.costs.pann_lanes, study.elements, context.seed);
  if (arguments.activations == "percentile") {
    line += fmt::format(" --percentile {}", recipe.activations.percentile);
  }
  if (recipe.bias_correction) line += " --bias-correction";
  if (recipe.wide_edges) line += " --wide-edges";
  if (study.costs.adder_cells) line += " --adder-cells";
  if (study.costs.clock_mhz) line += fmt::format(" --clock-mhz {}", *study.costs.clock_mhz);
  if (arguments.accuracy_percent)
    line += fmt::format(" --accuracy {}", *arguments.accuracy_percent);
  if (!arguments.network.empty()) {
    line += fmt::format(" --network {}", analysis::shell_word(arguments.network));
  }
  if (arguments.library.liberty.empty()) {
    line += fmt::format(" --pdk {}", analysis::shell_word(library));
  }
  for (const std::string& file : arguments.library.liberty) {
    line += fmt::format(" --liberty {}", analysis::shell_word(file));
  }
  if (!arguments.output.empty()) {
    line += fmt::format(" -o {}", analysis::shell_word(arguments.output));
  }
  return line;
}

void write_files(const Context& context, const ExploreArguments& arguments,
                 const std::string& library, const analysis::Study& study) {
  const std::string csv = analysis::to_csv(analysis::study_table(study));
  if (!arguments.csv.empty()) support::write_file(arguments.csv, csv);
  if (arguments.output.empty()) return;
  const std::filesystem::path directory = arguments.output;
  const std::string command = command_line(context, arguments, library);
  support::write_file(directory / "study.json", analysis::to_json(study).dump() + "\n");
  support::write_file(directory / "study.csv", csv);
  support::write_file(directory / "report.html",
                      analysis::to_html(analysis::to_report(study, command)));
}

/// A unit that computes something else than the arithmetic makes the study worth nothing.
support::ExitCode verdict(const analysis::Study& study) {
  for (const analysis::StudyPoint& point : study.points) {
    if (point.unit.mismatches > 0) return support::ExitCode::check_failed;
  }
  return support::ExitCode::ok;
}

support::ExitCode measure(Context& context, const ExploreArguments& arguments,
                          const analysis::Network& network, const StudyQuestions& questions,
                          support::Progress& progress) {
  const synth::Pdk pdk = chosen_pdk(arguments.library);
  std::optional<support::TemporaryDirectory> temporary;
  std::optional<OutputPlace> place;
  std::filesystem::path directory = arguments.output;
  if (arguments.output.empty()) {
    directory = temporary.emplace().path() / "study";
  } else {
    place.emplace(directory, OutputKind::study, arguments.force);
  }
  const analysis::Study study =
      analysis::run_study(network, arguments.study, pdk, directory,
                          [&](const std::string& stage) { progress.stage(stage); });
  progress.clear();
  write_files(context, arguments, pdk.name, study);
  if (place) place->remove_stale();
  if (context.shows_report()) {
    print_exploration(context.output, study.exploration);
    print_study(context.output, study, questions);
    if (place) {
      support::print(context.output,
                     "\nRTL, netlists, SAIF, report.html, study.json and .csv in {}\n",
                     arguments.output);
    }
  }
  write_json_report(context, "explore", analysis::to_json(study));
  return verdict(study);
}

support::ExitCode run_explore(Context& context, ExploreArguments arguments) {
  std::vector<NamedPath> inputs = library_inputs(arguments.library);
  inputs.push_back({"--network", arguments.network});
  claim_outputs(
      context, {{"-o", arguments.output, true}, {"--json", context.json}, {"--csv", arguments.csv}},
      inputs);
  take_options(context, arguments);
  const StudyQuestions questions = take_budgets(arguments);
  const analysis::Network network =
      analysis::read_network(analysis::network_place(arguments.network));
  support::Progress progress(context.quiet, arguments.measures()
                                                ? support::ProgressInPipes::lines
                                                : support::ProgressInPipes::silent);
  if (arguments.measures()) return measure(context, arguments, network, questions, progress);
  progress.stage("running " + network.name);
  const analysis::Exploration exploration = analysis::explore(
      network, arguments.study.explore, [&](double done) { progress.fraction(done); });
  progress.clear();
  if (context.shows_report()) print_exploration(context.output, exploration);
  write_json_report(context, "explore", analysis::to_json(exploration));
  return support::ExitCode::ok;
}

void add_quantizer_options(Command& command, ExploreArguments& arguments) {
  constexpr const char* kGroup = "Quantizers";
  analysis::QuantizationRecipe& recipe = arguments.study.explore.recipe;
  command
      .option("--activations", &arguments.activations,
              "Range of each layer's activations: what calibration saw, a percentile of it, the "
              "least squared error, ACIQ's, or each sample's own")
      .one_of({"max", "percentile", "mse", "aciq", "dynamic"})
      .show_default()
      .in_group(kGroup);
  command
      .option("--percentile", &recipe.activations.percentile,
              "Share of the values that --activations percentile keeps, in percent")
      .between(50.1, 100.0)
      .show_default()
      .in_group(kGroup);
  command.option("--weights", &arguments.weights, "What shares a step of the weights")
      .one_of({"layer", "channel"})
      .show_default()
      .in_group(kGroup);
  command
      .option("--bias-correction", &recipe.bias_correction,
              "Make each channel's mean output that of the float network")
      .in_group(kGroup);
  command.option("--wide-edges", &recipe.wide_edges, "First and last layer with weights at 8 bits")
      .in_group(kGroup);
}

void add_energy_options(Command& command, ExploreArguments& arguments) {
  constexpr const char* kGroup = "Energy";
  analysis::StudyOptions& study = arguments.study;
  command
      .option("--energy", &arguments.energy,
              "Measure every configuration on the generator's units (so do --pdk, --liberty, -o, "
              "--csv, --accuracy and budgets in fJ)")
      .in_group(kGroup);
  command
      .option("--accuracy", &arguments.accuracy_percent,
              "Find the cheapest that reaches so many percent of the validation samples")
      .between(0, 100)
      .in_group(kGroup);
  command
      .option("--units", &arguments.units,
              "best: the generator's that measure best; all: also the paper's")
      .one_of({"best", "all"})
      .show_default()
      .in_group(kGroup);
  add_library_options(command, arguments.library);
  command.option("--recipe", &arguments.recipe, "What abc aims at")
      .one_of({"standard", "area", "delay"})
      .show_default()
      .in_group(kGroup);
  command
      .option("--adder-cells", &study.costs.adder_cells,
              "Map full adders to the library's full adder cell")
      .in_group(kGroup);
  command.option("--clock-mhz", &study.costs.clock_mhz, "Clock rate (default: the library's)")
      .above(0)
      .in_group(kGroup);
  command.option("--pann-lanes", &study.costs.pann_lanes, "Lanes of pann_dot")
      .between(1, 1024)
      .show_default()
      .in_group(kGroup);
  command
      .option("--elements", &study.elements,
              "Elements of dot products that are played, each layer by its share")
      .between(100, 10'000'000)
      .show_default()
      .in_group(kGroup);
  command
      .option("-o,--output", &arguments.output,
              "Directory for RTL, netlists, SAIF, report.html, study.json and study.csv")
      .value("DIR")
      .in_group(kGroup);
  command.option("--csv", &arguments.csv, "Write every configuration on every unit as CSV")
      .value("FILE")
      .in_group(kGroup);
  command.option("--force", &arguments.force, "Write over results of another kind")
      .in_group(kGroup);
}

}  // namespace

void register_explore(Command& app, Context& context) {
  Command& command = app.subcommand(
      "explore",
      "Algorithm 1 on a network: accuracy at a power budget, beside measured energy if asked");
  const auto arguments = std::make_shared<ExploreArguments>();
  analysis::ExploreOptions& explore = arguments->study.explore;
  command
      .option("--network", &arguments->network,
              "Folder with network.json, weights and samples, or the name of a network that the "
              "project ships: digits_mlp (left out), fashion_lenet, fashion_resnet8")
      .value("DIR|NAME");
  command
      .option("--budget", &arguments->budgets,
              "Bit flips per multiply-accumulate (24), the width of the unsigned MAC that costs as "
              "many (4bit), or a measured energy (300fJ)")
      .value("B...")
      .show_default();
  command.option("--min-bits", &explore.narrowest, "Narrowest activation width tried")
      .between(1, 16)
      .show_default();
  command.option("--max-bits", &explore.widest, "Widest activation width tried")
      .between(1, 16)
      .show_default();
  command
      .option("--samples", &explore.samples,
              "Validation and test samples, at most so many of each; 0: all")
      .show_default();
  add_quantizer_options(command, *arguments);
  add_energy_options(command, *arguments);
  add_common_options(command, context);
  command.action = [&context, arguments] { return run_explore(context, *arguments); };
}

}  // namespace pann::cli
