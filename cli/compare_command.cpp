#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/report/report.h"
#include "cli/design_target.h"
#include "cli/library_options.h"
#include "cli/output_paths.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "flow/choice/comparison.h"
#include "flow/glitch_uncertainty.h"
#include "generator/units/emit.h"
#include "support/output.h"
#include "support/print.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

constexpr std::uint64_t kVectors = 2000;  ///< Operations with delays take their time.

struct CompareArguments {
  std::vector<std::string> designs;
  LibraryArguments library;
  StimulusArguments stimulus;
  std::string recipe = "area";
  bool no_adder_cells = false;
  std::optional<double> clock_mhz{};
  std::string csv{};
  std::string html{};
};

/// A design that was named on the command line, and its operands.
struct NamedDesign {
  std::string name;
  std::unique_ptr<support::TemporaryDirectory> temporary{};
  tb::DesignFiles files{};
  tb::OperandStreams operands{};
};

/// "mac --multiplier heap": a kind and options of `pann gen`; nothing for a text that is none.
std::optional<generator::DesignSpec> spec_from_text(const std::string& text) {
  std::istringstream words(text);
  std::string word;
  words >> word;
  const auto kind = generator::kind_from_name(word);
  if (!kind) return std::nullopt;
  std::vector<generator::GivenOption> given;
  while (words >> word) {
    if (word.rfind("--", 0) == 0) {
      given.push_back({word.substr(2)});
    } else if (!given.empty() && !given.back().value) {
      given.back().value = word;
    } else {
      support::fail_input("compare.design",
                          fmt::format("'{}': '{}' belongs to no option", text, word),
                          "a design is a directory, or \"KIND --option value ...\"");
    }
  }
  return generator::design_from_options(*kind, given);
}

/// The designs with their operands: the same numbers for all of the same widths.
std::list<NamedDesign> read_designs(const CompareArguments& arguments, std::uint64_t seed) {
  std::list<NamedDesign> designs;
  StimulusArguments stimulus = arguments.stimulus;
  if (!stimulus.vectors) stimulus.vectors = kVectors;
  for (const std::string& text : arguments.designs) {
    NamedDesign& design = designs.emplace_back();
    design.name = text;
    if (const auto spec = spec_from_text(text)) {
      design.temporary = std::make_unique<support::TemporaryDirectory>();
      design.files = {design.temporary->path(),
                      generator::emit_into(*spec, design.temporary->path())};
    } else {
      design.files = DesignTarget(text, {}).files();
    }
    design.operands = make_operands(stimulus, design.files.manifest, seed);
  }
  return designs;
}

analysis::Table table_of(const std::vector<flow::ComparedDesign>& designs) {
  using analysis::Origin;
  analysis::Table table{.id = "designs", .title = "Designs", .columns = {}, .rows = {}};
  table.columns = {{"design", "", std::nullopt},
                   {"cells", "", Origin::measured},
                   {"area", "library units", Origin::measured},
                   {"delay", "ns", Origin::tabulated},
                   {"energy", "fJ/operation", Origin::tabulated},
                   {"of glitches", "fJ/operation", Origin::tabulated},
                   {"clock", "MHz", Origin::tabulated},
                   {"Pareto", "", std::nullopt}};
  for (const flow::ComparedDesign& design : designs) {
    table.rows.push_back({{{}, design.name},
                          {static_cast<double>(design.cells)},
                          {design.area},
                          {design.delay_ns},
                          {design.energy_fj},
                          {design.glitches_fj},
                          {design.clock_mhz},
                          {{}, design.is_pareto ? "yes" : "no"}});
  }
  return table;
}

analysis::Plot plot_of(const std::vector<flow::ComparedDesign>& designs, bool by_area) {
  analysis::Plot plot{.id = by_area ? "energy-area" : "energy-delay",
                      .title = by_area ? "Energy and area" : "Energy and delay",
                      .x_label = by_area ? "area (library units)" : "delay (ns)",
                      .y_label = "energy (fJ/operation)",
                      .kind = analysis::PlotKind::points,
                      .series = {}};
  for (const flow::ComparedDesign& design : designs) {
    plot.series.push_back({design.name + (design.is_pareto ? " (Pareto)" : ""),
                           analysis::Origin::tabulated,
                           {{by_area ? design.area : design.delay_ns, design.energy_fj}}});
  }
  return plot;
}

analysis::Report report_of(const std::vector<flow::ComparedDesign>& designs,
                           const std::string& footing) {
  analysis::ReportSection section{.id = "comparison",
                                  .title = "Designs on one footing",
                                  .paragraphs = {footing},
                                  .plots = {plot_of(designs, true), plot_of(designs, false)},
                                  .tables = {table_of(designs)},
                                  .command = ""};
  return {.title = "pann compare", .paragraphs = {}, .sections = {section}};
}

nlohmann::ordered_json compared_json(const std::vector<flow::ComparedDesign>& designs) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const flow::ComparedDesign& design : designs) {
    list.push_back({{"name", design.name},
                    {"cells", design.cells},
                    {"area", design.area},
                    {"delay_ns", design.delay_ns},
                    {"energy_per_operation_fj", design.energy_fj},
                    {"glitches_fj", design.glitches_fj},
                    {"clock_mhz", design.clock_mhz},
                    {"operations", design.operations},
                    {"checked", design.checked},
                    {"pareto", design.is_pareto}});
  }
  return list;
}

void print(std::ostream& output, const std::vector<flow::ComparedDesign>& designs,
           const std::string& footing) {
  support::print(output, "{}\n\n", footing);
  support::print(output, "{:>8} {:>12} {:>9} {:>13} {:>11}   {}\n", "cells", "area", "delay",
                 "fJ/operation", "of glitches", "design (*: none is better in all three)");
  for (const flow::ComparedDesign& design : designs) {
    support::print(output, "{:>8} {:>12.1f} {:>9.3f} {:>13.1f} {:>11.1f} {} {}\n", design.cells,
                   design.area, design.delay_ns, design.energy_fj, design.glitches_fj,
                   design.is_pareto ? '*' : ' ', design.name);
  }
}

std::vector<NamedPath> inputs_of(const CompareArguments& arguments) {
  std::vector<NamedPath> inputs = library_inputs(arguments.library);
  inputs.push_back({"--stimulus", arguments.stimulus.stimulus});
  for (const std::string& design : arguments.designs) inputs.push_back({"DESIGN", design});
  return inputs;
}

support::ExitCode run(Context& context, const CompareArguments& arguments) {
  claim_outputs(context,
                {{"--csv", arguments.csv}, {"--html", arguments.html}, {"--json", context.json}},
                inputs_of(arguments));
  support::Progress progress(context.quiet);
  const synth::Pdk pdk = chosen_pdk(arguments.library);
  const synth::Library library = synth::read_library(pdk.files);
  const std::list<NamedDesign> designs = read_designs(arguments, context.seed);
  std::vector<flow::Candidate> candidates;
  for (const NamedDesign& one : designs) {
    candidates.push_back({one.name, one.files, one.operands});
  }
  flow::ComparisonSetup setup{.pdk = pdk, .library = library};
  setup.mapping.recipe = synth::recipe_from_name(arguments.recipe).value();
  setup.mapping.adder_cells = pdk.full_adder && !arguments.no_adder_cells;
  setup.mapping.clock_mhz = arguments.clock_mhz;
  setup.activity.delays = flow::GateDelays::liberty;
  const auto compared = flow::compare(candidates, setup, progress);
  const std::string footing =
      fmt::format("{}, recipe {}{}, operands {}, energy with glitches (uncertain by {})",
                  describe(pdk, library), arguments.recipe,
                  setup.mapping.adder_cells ? " with full adder cells" : "",
                  designs.front().operands.origin, flow::glitch_uncertainty_text());
  if (!arguments.csv.empty()) support::write_file(arguments.csv, to_csv(table_of(compared)));
  if (!arguments.html.empty()) {
    support::write_file(arguments.html, to_html(report_of(compared, footing)));
  }
  write_json_report(context, "compare",
                    {{"library", pdk.name},
                     {"recipe", arguments.recipe},
                     {"adder_cells", setup.mapping.adder_cells},
                     {"stimulus", to_json(arguments.stimulus, designs.front().operands)},
                     {"designs", compared_json(compared)}});
  progress.clear();
  if (context.shows_report()) print(context.output, compared, footing);
  return support::ExitCode::ok;
}

}  // namespace

void register_compare(Command& app, Context& context) {
  Command& command = app.subcommand(
      "compare", "Area, delay and energy of designs, users' own too, on one footing");
  auto arguments = std::make_shared<CompareArguments>();
  command
      .option(
          "designs", &arguments->designs,
          "Designs: directories with a manifest, or \"KIND --option value ...\" as for pann gen")
      .value("DESIGN")
      .require();
  add_library_options(command, arguments->library);
  add_stimulus_options(command, arguments->stimulus);
  command.option("--recipe", &arguments->recipe, "What mapping optimizes for")
      .one_of({"standard", "area", "delay"})
      .show_default();
  command.option("--no-adder-cells", &arguments->no_adder_cells,
                 "Leave full adders to the mapper where the library has a cell for them");
  command
      .option("--clock-mhz", &arguments->clock_mhz,
              "One clock for all; otherwise the library's, or the fastest of a slower design")
      .above(0);
  command.option("--csv", &arguments->csv, "The table as CSV").value("FILE");
  command.option("--html", &arguments->html, "Table and plots as a page").value("FILE");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
