#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "analysis/network/explore.h"
#include "analysis/network/network_streams.h"
#include "analysis/paper_equations.h"
#include "cli/output_paths.h"
#include "cli/subcommand.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;

struct ExploreArguments {
  std::string network;
  std::vector<std::string> budgets{"2bit", "4bit", "8bit"};
  analysis::ExploreOptions options;
};

constexpr int kWidestMac = 32;

/// "24" flips, or "4bit": what an unsigned 4-bit MAC costs.
double parse_budget(const std::string& text) {
  constexpr std::string_view kBits = "bit";
  std::string_view digits = text;
  const bool is_mac = digits.ends_with(kBits);
  if (is_mac) digits.remove_suffix(kBits.size());
  double value = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const double most = is_mac ? kWidestMac : analysis::unsigned_mac_flips(kWidestMac);
  if (error != std::errc{} || end != digits.data() + digits.size() ||
      !(value > 0.0 && value <= most)) {
    support::fail_input("explore.budget",
                        fmt::format("--budget {}: legal are bit flips per multiply-accumulate up "
                                    "to {:g}, or the width of an unsigned MAC up to {}bit",
                                    text, analysis::unsigned_mac_flips(kWidestMac), kWidestMac),
                        "write for example --budget 24, or --budget 4bit for the same");
  }
  return is_mac ? analysis::unsigned_mac_flips(value) : value;
}

Json candidate_json(const analysis::ExploreCandidate& candidate) {
  return {{"activation_bits", candidate.activation_bits},
          {"additions", candidate.additions},
          {"additions_measured", candidate.additions_measured},
          {"flips", candidate.flips},
          {"relative_mse", candidate.relative_mse},
          {"validation_accuracy", candidate.validation_accuracy}};
}

Json baseline_json(const std::optional<analysis::ExploreBaseline>& baseline) {
  if (!baseline) return nullptr;
  return {{"bits", baseline->bits},
          {"flips", analysis::unsigned_mac_flips(baseline->bits)},
          {"validation_accuracy", baseline->validation_accuracy},
          {"test_accuracy", baseline->test_accuracy}};
}

Json budget_json(const analysis::ExploredBudget& explored) {
  Json candidates = Json::array();
  for (const auto& candidate : explored.candidates) candidates.push_back(candidate_json(candidate));
  Json best = candidate_json(explored.candidates[explored.best]);
  best["test_accuracy"] = explored.test_accuracy;
  return {{"budget", explored.budget},
          {"best", best},
          {"predicted",
           {{"activation_bits", explored.predicted.activation_bits},
            {"additions", explored.predicted.additions}}},
          {"uniform", baseline_json(explored.baseline)},
          {"candidates", candidates}};
}

Json report_json(const analysis::Exploration& exploration) {
  Json budgets = Json::array();
  for (const auto& explored : exploration.budgets) budgets.push_back(budget_json(explored));
  return {{"network", exploration.network},
          {"macs", exploration.macs},
          {"validation_samples", exploration.validation_samples},
          {"test_samples", exploration.test_samples},
          {"float",
           {{"validation_accuracy", exploration.float_validation_accuracy},
            {"test_accuracy", exploration.float_test_accuracy}}},
          {"budgets", budgets}};
}

void print_budget(std::ostream& output, const analysis::ExploredBudget& explored) {
  fmt::print(output, "\nbudget {:g} flips per MAC\n", explored.budget);
  fmt::print(output, "  {:>10} {:>10} {:>10} {:>10} {:>12}\n", "bx~", "R", "R measured", "flips",
             "validation");
  for (std::size_t i = 0; i < explored.candidates.size(); ++i) {
    const analysis::ExploreCandidate& candidate = explored.candidates[i];
    std::string remark = i == explored.best ? "  <- best" : "";
    if (candidate.activation_bits == explored.predicted.activation_bits) remark += "  <- Eq. 19";
    fmt::print(output, "  {:>10} {:>10.3f} {:>10.3f} {:>10.2f} {:>10.1f} %{}\n",
               candidate.activation_bits, candidate.additions, candidate.additions_measured,
               candidate.flips, 100.0 * candidate.validation_accuracy, remark);
  }
  fmt::print(output, "  PANN on the test samples: {:.1f} %", 100.0 * explored.test_accuracy);
  if (explored.baseline) {
    fmt::print(output, "; uniform {}-bit weights and activations: {:.1f} %",
               explored.baseline->bits, 100.0 * explored.baseline->test_accuracy);
  }
  fmt::print(output, "\n");
}

void print_report(std::ostream& output, const analysis::Exploration& exploration) {
  fmt::print(output,
             "{}: {} multiply-accumulates a sample\naccuracy measured on {} validation and "
             "{} test samples\n",
             exploration.network, exploration.macs, exploration.validation_samples,
             exploration.test_samples);
  fmt::print(output, "floating point: {:.1f} % validation, {:.1f} % test\n",
             100.0 * exploration.float_validation_accuracy,
             100.0 * exploration.float_test_accuracy);
  for (const auto& explored : exploration.budgets) print_budget(output, explored);
}

support::ExitCode run_explore(Context& context, ExploreArguments arguments) {
  claim_outputs(context, {{"--json", context.json}}, {{"--network", arguments.network}});
  arguments.options.seed = context.seed;
  for (const std::string& text : arguments.budgets) {
    arguments.options.budgets.push_back(parse_budget(text));
  }
  const std::filesystem::path folder = arguments.network.empty()
                                           ? analysis::default_network()
                                           : std::filesystem::path(arguments.network);
  const analysis::Network network = analysis::read_network(folder);
  support::Progress progress(context.quiet);
  progress.stage("running " + network.name);
  const analysis::Exploration exploration =
      analysis::explore(network, arguments.options, [&](double done) { progress.fraction(done); });
  progress.clear();
  if (context.shows_report()) print_report(context.output, exploration);
  write_json_report(context, "explore", report_json(exploration));
  return support::ExitCode::ok;
}

}  // namespace

void register_explore(Command& app, Context& context) {
  Command& command = app.subcommand(
      "explore", "Algorithm 1: the most accurate activation width and additions at a power budget");
  add_common_options(command, context);
  const auto arguments = std::make_shared<ExploreArguments>();
  command
      .option("--network", &arguments->network,
              "Folder with network.json, weights and samples; left out: the network that the "
              "project ships")
      .value("DIR");
  command
      .option("--budget", &arguments->budgets,
              "Bit flips per multiply-accumulate (24), or the width of the unsigned MAC that "
              "costs as many (4bit)")
      .value("B...")
      .show_default();
  command.option("--min-bits", &arguments->options.narrowest, "Narrowest activation width tried")
      .between(1, 16)
      .show_default();
  command.option("--max-bits", &arguments->options.widest, "Widest activation width tried")
      .between(1, 16)
      .show_default();
  command
      .option("--samples", &arguments->options.samples,
              "Validation and test samples, at most so many of each; 0: all")
      .show_default();
  command.action = [&context, arguments] { return run_explore(context, *arguments); };
}

}  // namespace pann::cli
