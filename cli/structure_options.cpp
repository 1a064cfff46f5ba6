#include "cli/structure_options.h"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "support/progress.h"
#include "tb/stimulus/synthetic.h"

namespace pann::cli {

using generator::DesignSpec;

namespace {

constexpr const char* kAutomatic = "auto";
constexpr std::array kStructureOptions{"partial-products", "reduction", "final-adder",
                                       "accumulate"};
constexpr std::uint64_t kTrialVectors = 1000;  ///< Operations that each structure is measured with.

bool is_automatic(const DesignArguments& design) {
  const auto multiplier = design.values.find("multiplier");
  return multiplier != design.values.end() && multiplier->second == kAutomatic;
}

bool is_given(const StimulusArguments& stimulus) {
  const StimulusArguments none;
  return stimulus.stimulus != none.stimulus || !stimulus.layers.empty() ||
         stimulus.range != none.range || !stimulus.x_range.empty() || !stimulus.w_range.empty() ||
         stimulus.vectors || stimulus.length;
}

using Faults = std::vector<support::Diagnostic>;

/// Options that only a measurement has a use for.
Faults faults_without_auto(const StructureArguments& arguments) {
  Faults faults;
  if (arguments.goal) {
    faults.push_back({"gen.auto", "--for means nothing without --multiplier auto",
                      "leave it out, or add --multiplier auto"});
  }
  if (!arguments.optimize && is_given(arguments.stimulus)) {
    faults.push_back({"gen.auto", "operands mean nothing where nothing is measured",
                      "leave them out, or add --multiplier auto or --optimize energy"});
  }
  return faults;
}

/// Options that contradict a choice.
Faults faults_with_auto(generator::Kind kind, const DesignArguments& design,
                        const StructureArguments& arguments) {
  Faults faults;
  const auto contradicts = [&faults](const std::string& option) {
    faults.push_back({"gen.auto",
                      fmt::format("--{} contradicts --multiplier auto, which chooses it", option),
                      "leave one of them out"});
  };
  for (const char* option : kStructureOptions) {
    const auto given = design.values.find(option);
    if (given != design.values.end() && given->second) contradicts(option);
  }
  if (!arguments.wiring_file.empty()) contradicts("wiring");
  if (!generator::has_multiplier(kind)) {
    faults.push_back(
        {"gen.auto",
         fmt::format("--multiplier auto means nothing for the kind {}", generator::name(kind)),
         "leave the option out"});
  }
  return faults;
}

/// The design but for its structure, which is to be chosen; its own faults join `faults`.
std::optional<DesignSpec> without_structure(generator::Kind kind, DesignArguments design,
                                            Faults& faults) {
  design.values.erase("multiplier");
  for (const char* option : kStructureOptions) design.values.erase(option);
  try {
    return to_spec(kind, design);
  } catch (const support::Failure& failure) {
    const Faults& own = failure.diagnostics();
    faults.insert(faults.end(), own.begin(), own.end());
    return std::nullopt;
  }
}

/// The saving, from the cache or measured.
std::optional<flow::Saving> saving_of(const Context& context, const DesignSpec& spec,
                                      const synth::Pdk& pdk, SavingEffort effort) {
  const tb::OperandStreams operands =
      tb::make_operands({.vectors = kTrialVectors, .length = tb::default_stream_length(spec)},
                        generator::manifest_of(spec));
  const synth::Library library = synth::read_library(pdk.files);
  const flow::StructureTrial trial{spec, pdk, library, operands};
  if (effort == SavingEffort::cached) return flow::known_saving(trial);
  support::Progress progress(context.quiet);
  return flow::measure_saving(trial, progress);
}

}  // namespace

void add_structure_options(Command& command, StructureArguments& arguments) {
  command
      .option("--for", &arguments.goal,
              "With --multiplier auto: measure structures on the library and take the best for "
              "this (energy unless said)")
      .one_of({"area", "delay", "energy"});
  const Option& optimize =
      command
          .option("--optimize", &arguments.optimize,
                  "Search for the wiring of a bit heap's compressors that measures the least "
                  "energy on the library")
          .one_of({"energy"});
  command
      .option("--effort", &arguments.effort,
              "With --optimize: evaluations, each of half of the operations")
      .between(1, 1000000)
      .show_default()
      .need(optimize);
  command
      .option("--search", &arguments.search_file,
              "With --optimize: where the search stands is kept in FILE; a search that was broken "
              "off goes on from there")
      .value("FILE")
      .need(optimize);
  command
      .option("--wiring", &arguments.wiring_file,
              "Wire the compressors of a bit heap as a wiring.json of --optimize has them")
      .value("FILE")
      .exclude(optimize);
  add_library_options(command, arguments.library);
  add_stimulus_options(command, arguments.stimulus);
}

std::optional<Choice> choose_structure(const Context& context, const std::string& kind,
                                       const DesignArguments& design,
                                       const StructureArguments& arguments) {
  if (!is_automatic(design)) {
    support::throw_if_any(faults_without_auto(arguments));
    return std::nullopt;
  }
  Faults faults = faults_with_auto(parse_kind(kind), design, arguments);
  const auto known = without_structure(parse_kind(kind), design, faults);
  support::throw_if_any(std::move(faults));
  const DesignSpec& spec = known.value();
  const flow::Goal goal = flow::goal_from_name(arguments.goal.value_or("energy")).value();
  support::Progress progress(context.quiet);
  const synth::Pdk pdk = chosen_pdk(arguments.library);
  const synth::Library library = synth::read_library(pdk.files);
  StimulusArguments stimulus = arguments.stimulus;
  if (!stimulus.vectors) stimulus.vectors = kTrialVectors;
  const tb::OperandStreams operands =
      make_operands(stimulus, generator::manifest_of(spec), context.seed);
  return Choice{goal, describe(pdk, library),
                fmt::format("{} operations, {}", operands.operations(), operands.origin),
                flow::measure_structures({spec, pdk, library, operands}, goal, progress)};
}

std::string choice_text(const Choice& choice) {
  std::string text = fmt::format(
      "for {} on {}; {}; glitches in, the best first\n{:>12} {:>9} {:>13}\n",
      flow::name(choice.goal), choice.library, choice.operands, "area", "ns", "fJ/operation");
  for (const flow::TriedStructure& one : choice.tried) {
    text += fmt::format("{:>12.1f} {:>9.3f} {:>13.1f}   {}\n", one.cost.area, one.cost.delay_ns,
                        one.cost.energy_fj, one.cost.name);
  }
  return text + '\n';
}

nlohmann::ordered_json to_json(const Choice& choice) {
  nlohmann::ordered_json tried = nlohmann::ordered_json::array();
  for (const flow::TriedStructure& one : choice.tried) {
    tried.push_back({{"design", one.cost.name},
                     {"cells", one.cost.cells},
                     {"area", one.cost.area},
                     {"delay_ns", one.cost.delay_ns},
                     {"energy_per_operation_fj", one.cost.energy_fj},
                     {"glitches_fj", one.cost.glitches_fj}});
  }
  return {{"for", flow::name(choice.goal)},
          {"library", choice.library},
          {"operands", choice.operands},
          {"tried", tried}};
}

std::optional<flow::WiringResult> optimize_structure(const Context& context, const DesignSpec& spec,
                                                     const generator::EmitOptions& options,
                                                     const StructureArguments& arguments) {
  if (!arguments.optimize) return std::nullopt;
  support::Progress progress(context.quiet);
  const synth::Pdk pdk = chosen_pdk(arguments.library);
  const synth::Library library = synth::read_library(pdk.files);
  StimulusArguments stimulus = arguments.stimulus;
  const std::string& source = stimulus.stimulus;
  if (!stimulus.vectors && (source == "uniform" || source == "gaussian")) {
    stimulus.vectors = 2 * flow::kFewestTraining;
  }
  const tb::OperandStreams operands =
      make_operands(stimulus, generator::manifest_of(spec), context.seed);
  return flow::optimize_wiring({.spec = spec,
                                .pdk = pdk,
                                .library = library,
                                .operands = operands,
                                .emit = options,
                                .effort = arguments.effort,
                                .seed = context.seed,
                                .state = arguments.search_file},
                               progress);
}

std::string optimization_text(const flow::WiringResult& result) {
  constexpr double kPercent = 100.0;
  const auto line = [](const char* title, const flow::WiringFigures& figures) {
    return fmt::format("{:<8} {:>12.1f} {:>12.1f} {:>9.3f} {:>12.1f}\n", title, figures.energy_fj,
                       figures.glitches_fj, figures.critical_ns, figures.area);
  };
  return fmt::format("{:<8} {:>12} {:>12} {:>9} {:>12}\n", "", "fJ/operation", "of glitches", "ns",
                     "area") +
         line("before", result.before) + line("after", result.after) +
         fmt::format(
             "{:.1f} % less on {} held-out operations ({} evaluations of {} operations)\n\n",
             kPercent * result.gain(), result.held_out, result.search.evaluated, result.training);
}

nlohmann::ordered_json to_json(const flow::WiringResult& result) {
  const auto figures = [](const flow::WiringFigures& one) {
    return nlohmann::ordered_json{{"energy_per_operation_fj", one.energy_fj},
                                  {"glitches_fj", one.glitches_fj},
                                  {"critical_ns", one.critical_ns},
                                  {"area", one.area}};
  };
  return {{"evaluations", result.search.evaluated},
          {"training_operations", result.training},
          {"training_before_fj", result.search.start_fj},
          {"training_after_fj", result.search.best_fj},
          {"held_out_operations", result.held_out},
          {"before", figures(result.before)},
          {"after", figures(result.after)},
          {"moved_bits", generator::moved_bits(result.search.best)}};
}

std::string saving_line(const Context& context, const DesignSpec& spec,
                        const LibraryArguments& arguments, SavingEffort effort) {
  if (!generator::has_multiplier(spec.kind) || generator::has_heap(spec)) return "";
  constexpr double kPercent = 100.0;
  try {
    const synth::Pdk pdk = chosen_pdk(arguments);
    const auto saving = saving_of(context, spec, pdk, effort);
    if (!saving) {
      return fmt::format(
          "--multiplier auto --for energy: pann gen {} --pdk {} says what it saves\n",
          generator::name(spec.kind), pdk.name);
    }
    return fmt::format(
        "--multiplier auto --for energy saves {:.0f} % on {}: {:.0f} fJ an operation, not {:.0f}\n",
        kPercent * saving->share(), pdk.name, saving->best_fj, saving->asked_fj);
  } catch (const support::Failure&) {
    if (effort == SavingEffort::measured) throw;
    return "";
  }
}

}  // namespace pann::cli
