#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/design_target.h"
#include "cli/fitted.h"
#include "cli/library_options.h"
#include "cli/output_place.h"
#include "cli/subcommand.h"
#include "flow/handover.h"
#include "flow/statistics_file.h"
#include "flow/synthesize.h"
#include "support/print.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

constexpr const char* kPowerRecipe = "power";

struct SynthArguments {
  std::string source;
  std::string target;
  std::string flow{};
  std::vector<std::string> include{};
  LibraryArguments library;
  bool flatten = false;
  bool force = false;
  std::string recipe = "standard";
  bool adder_cells = false;
  std::uint64_t check = 500;
  std::optional<double> clock_mhz{};
  std::optional<double> input_slew_ns{};
};

void print_report(std::ostream& output, const flow::SynthesisResult& result,
                  const std::string& library, const std::string& directory) {
  support::print(output, "{} on {}\n\n", result.manifest.top, library);
  support::print(output, "{:<32} {:>8} {:>14}\n", "module", "cells", "area");
  for (const flow::ModuleStatistics& module : result.modules) {
    support::print(output, "{:<32} {:>8} {:>14.4f}\n",
                   fitted(module.path.empty() ? result.manifest.top : module.path, 32),
                   module.cells, module.area);
  }
  support::print(output, "{:<32} {:>8} {:>14.4f}\n", "total", result.cells, result.area);
  support::print(output, "\nrecipe: {}{}\n", synth::name(result.recipe),
                 result.adder_cells ? " with full adder cells" : "");
  support::print(output, "critical path: {:.4f} ns to {}{} (at most {:.1f} MHz), {} levels\n",
                 result.timing.delay_ns, result.timing.end,
                 result.timing.is_half_cycle ? " in half a cycle" : "",
                 result.timing.maximum_clock_mhz(), result.timing.levels);
  if (result.dissolved) {
    output
        << "mapped flat: the source has models of the library's cells (a netlist mapped again)\n";
  }
  if (!result.not_compared.empty()) {
    support::print(output, "not compared with its source: {}\n", result.not_compared);
  }
  if (result.checked_operations > 0) {
    support::print(output, "check: {} operations against the arithmetic model, no mismatch\n",
                   result.checked_operations);
  }
  if (!result.lost_elements.empty()) {
    output << "elements that mapping dissolved:\n";
    for (const std::string& element : result.lost_elements) {
      support::print(output, "  {}\n", fitted(element, kLineWidth - 2));
    }
  }
  support::print(output, "\nnetlist, cell models, constraints and the script in {}\n", directory);
}

nlohmann::ordered_json handover_json(const flow::Handover& handover) {
  nlohmann::ordered_json json{{"directory", handover.directory.string()},
                              {"opensta", handover.opensta_version}};
  if (handover.opensta) {
    json["internal_w"] = handover.opensta->internal_w;
    json["switching_w"] = handover.opensta->switching_w;
    json["leakage_w"] = handover.opensta->leakage_w;
  }
  return json;
}

void print_handover(std::ostream& output, const flow::Handover& handover) {
  support::print(output, "hand-over for other power tools in {}\n", handover.directory.string());
  if (handover.opensta_version.empty()) {
    support::print(output, "OpenSTA is not installed; its scripts were not tried\n");
  } else if (!handover.opensta) {
    support::print(output, "OpenSTA {} reports no power; see opensta.log there\n",
                   handover.opensta_version);
  } else {
    support::print(output, "OpenSTA {}: internal {:.6g} W, switching {:.6g} W, leakage {:.6g} W\n",
                   handover.opensta_version, handover.opensta->internal_w,
                   handover.opensta->switching_w, handover.opensta->leakage_w);
  }
}

support::ExitCode run(Context& context, const SynthArguments& arguments) {
  std::vector<NamedPath> inputs = library_inputs(arguments.library);
  inputs.push_back({"source", arguments.source});
  claim_outputs(
      context,
      {{"-o", arguments.target, true}, {"--flow", arguments.flow, true}, {"--json", context.json}},
      inputs);
  const OutputPlace place(arguments.target, OutputKind::netlist, arguments.force);
  support::Progress progress(context.quiet);
  const synth::Pdk pdk = chosen_pdk(arguments.library);
  progress.stage("reading " + pdk.name);
  const synth::Library library = synth::read_library(pdk.files);
  const bool for_power = arguments.recipe == kPowerRecipe;
  const flow::SynthesisRequest request{
      .source = arguments.source,
      .target = arguments.target,
      .include = {arguments.include.begin(), arguments.include.end()},
      .flatten = arguments.flatten,
      .recipe =
          for_power ? synth::Recipe::standard : synth::recipe_from_name(arguments.recipe).value(),
      .adder_cells = arguments.adder_cells,
      .checked_operations = arguments.check,
      .clock_mhz = arguments.clock_mhz,
      .input_slew_ns = arguments.input_slew_ns};
  const flow::SynthesisResult result =
      for_power ? flow::synthesize_for_power(request, pdk, library, progress)
                : flow::synthesize(request, pdk, library, progress);
  place.remove_stale();
  nlohmann::ordered_json report = flow::to_json(result);
  std::optional<flow::Handover> handover;
  if (!arguments.flow.empty()) {
    handover = flow::write_handover(arguments.target, arguments.flow, pdk, library, context.seed,
                                    progress);
    report["flow"] = handover_json(*handover);
  }
  progress.clear();
  write_json_report(context, "synth", report);
  if (context.shows_report()) {
    print_report(context.output, result, describe(pdk, library), arguments.target);
    if (handover) print_handover(context.output, *handover);
  }
  return support::ExitCode::ok;
}

}  // namespace

void register_synth(Command& app, Context& context) {
  Command& command = app.subcommand("synth", "Maps a unit to the cells of a library with Yosys");
  auto arguments = std::make_shared<SynthArguments>();
  command.option("source", &arguments->source, "Directory of `pann gen`, or one with a manifest")
      .value("DIR")
      .require();
  command.option("-o,--output", &arguments->target, "Directory for the netlist and all else")
      .value("DIR")
      .require();
  command
      .option("--flow", &arguments->flow,
              "Directory for what a power flow of another tool needs (netlist, SDC, SAIF, SDF, "
              "Tcl for OpenSTA and PrimeTime); runs OpenSTA where it is installed")
      .value("DIR");
  add_include_option(command, arguments->include);
  add_library_options(command, arguments->library);
  command.option("--flatten", &arguments->flatten,
                 "Dissolve the hierarchy instead of keeping multiplier, adder and register apart");
  command
      .option("--recipe", &arguments->recipe,
              "What mapping optimizes for; power measures the energy of the others' netlists")
      .one_of({"standard", "area", "delay", kPowerRecipe})
      .show_default();
  command.option("--adder-cells", &arguments->adder_cells,
                 "Map full adders to the library's full adder cell");
  command
      .option("--check", &arguments->check,
              "Random operations that the netlist is simulated with before it is written; 0: "
              "none")
      .show_default();
  command.option("--clock-mhz", &arguments->clock_mhz, "Clock of the constraints").above(0);
  command
      .option("--input-slew", &arguments->input_slew_ns,
              "Transition time at the inputs in ns, for the constraints")
      .at_least(0);
  command.option("--force", &arguments->force, "Write over results of another kind");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
