#include "cli/structure_options.h"

#include <cstdint>
#include <utility>

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

void refuse_without_auto(const StructureArguments& arguments) {
  if (arguments.goal) {
    support::fail_input("gen.auto", "--for means nothing without --multiplier auto",
                        "leave it out, or add --multiplier auto");
  }
  if (is_given(arguments.stimulus)) {
    support::fail_input("gen.auto", "operands mean nothing where nothing is measured",
                        "leave them out, or add --multiplier auto");
  }
}

/// The design but for its structure, which is to be chosen.
DesignSpec without_structure(generator::Kind kind, DesignArguments design) {
  design.values.erase("multiplier");
  for (const char* option : {"partial-products", "reduction", "final-adder", "accumulate"}) {
    if (!design.values[option]) continue;
    support::fail_input("gen.auto",
                        fmt::format("--{} contradicts --multiplier auto, which chooses it", option),
                        "leave one of them out");
  }
  if (!generator::has_multiplier(kind)) {
    support::fail_input(
        "gen.auto",
        fmt::format("--multiplier auto means nothing for the kind {}", generator::name(kind)),
        "leave the option out");
  }
  return to_spec(kind, design);
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
  add_library_options(command, arguments.library);
  add_stimulus_options(command, arguments.stimulus);
}

std::optional<Choice> choose_structure(const Context& context, const std::string& kind,
                                       const DesignArguments& design,
                                       const StructureArguments& arguments) {
  if (!is_automatic(design)) {
    refuse_without_auto(arguments);
    return std::nullopt;
  }
  const DesignSpec spec = without_structure(parse_kind(kind), design);
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
