#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "circuit/aiger.h"
#include "circuit/elaborate.h"
#include "cli/design_options.h"
#include "cli/output_paths.h"
#include "cli/output_place.h"
#include "cli/structure_options.h"
#include "cli/subcommand.h"
#include "generator/testbench/testbench.h"
#include "generator/units/emit.h"
#include "support/input.h"
#include "support/output.h"

namespace pann::cli {

namespace {

struct GenArguments {
  std::string kind;
  DesignArguments design;
  std::string directory;
  bool testbench = false;
  bool aiger = false;
  bool force = false;
  std::string prefix;
  std::string license_file;
  StructureArguments structure;
};

generator::EmitOptions emit_options(const GenArguments& arguments) {
  generator::EmitOptions options;
  options.prefix = arguments.prefix;
  if (!arguments.license_file.empty()) {
    options.license = generator::license_lines(support::read_file(arguments.license_file),
                                               arguments.license_file);
  }
  return options;
}

void show(const Context& context, const GenArguments& arguments,
          const generator::EmittedDesign& design) {
  if (!context.shows_report()) return;
  context.output << fmt::format("{} in {}\n", design.manifest.top, arguments.directory);
  for (const generator::Parameter& parameter : design.manifest.parameters) {
    context.output << fmt::format("  {:<10}{:>4}   legal: {} to {}\n", parameter.name,
                                  parameter.value, parameter.minimum, parameter.maximum);
  }
  for (const generator::EmittedFile& file : design.files) {
    context.output << fmt::format("  {}\n", file.name);
  }
}

nlohmann::ordered_json gen_report(const GenArguments& arguments,
                                  const generator::EmittedDesign& design) {
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const generator::EmittedFile& file : design.files) files.push_back(file.name);
  nlohmann::ordered_json json{{"directory", arguments.directory}, {"files", files}};
  json["manifest"] = nlohmann::ordered_json::parse(to_json_text(design.manifest));
  return json;
}

/// A library that was named is worth a measurement.
SavingEffort effort(const GenArguments& arguments) {
  const LibraryArguments& library = arguments.structure.library;
  const bool is_named = !library.pdk.empty() || !library.liberty.empty();
  return is_named ? SavingEffort::measured : SavingEffort::cached;
}

generator::EmittedDesign emitted(const generator::DesignSpec& spec,
                                 const generator::EmitOptions& options,
                                 const GenArguments& arguments) {
  const std::string& file = arguments.structure.wiring_file;
  if (file.empty()) return generator::emit(spec, options);
  const auto wiring = generator::wiring_from_json(support::read_file(file), file);
  return generator::emit_wired(spec, options, wiring,
                               fmt::format("Bits of the columns wired by {}.",
                                           std::filesystem::path(file).filename().string()));
}

/// What was found, for --wiring.
void add_wiring(const flow::WiringResult& found, generator::EmittedDesign& design) {
  design.files.push_back({"wiring.json", generator::to_json_text(found.search.best)});
}

/// The design as an and-inverter graph, for provers.
void add_aiger(generator::EmittedDesign& design) {
  const support::TemporaryDirectory directory;
  for (const generator::EmittedFile& file : design.files) {
    support::write_file(directory.path() / file.name, file.text);
  }
  const circuit::Netlist netlist =
      circuit::elaborate(circuit::elaboration_request(directory.path(), design.manifest));
  design.files.push_back({design.manifest.top + ".aig", circuit::to_aiger(netlist)});
}

support::ExitCode run_gen(Context& context, const GenArguments& arguments) {
  std::vector<NamedPath> inputs = library_inputs(arguments.structure.library);
  inputs.push_back({"--wiring", arguments.structure.wiring_file});
  inputs.push_back({"--license-header", arguments.license_file});
  inputs.push_back({"--stimulus", arguments.structure.stimulus.stimulus});
  claim_outputs(context,
                {{"-o", arguments.directory, true},
                 {"--json", context.json},
                 {"--search", arguments.structure.search_file}},
                inputs);
  const std::optional<Choice> choice =
      choose_structure(context, arguments.kind, arguments.design, arguments.structure);
  const generator::DesignSpec spec =
      choice ? choice->tried.front().spec : to_spec(parse_kind(arguments.kind), arguments.design);
  const std::string saving =
      choice || !context.shows_report()
          ? ""
          : saving_line(context, spec, arguments.structure.library, effort(arguments));
  const generator::EmitOptions options = emit_options(arguments);
  const auto found = optimize_structure(context, spec, options, arguments.structure);
  generator::EmittedDesign design = found ? found->design : emitted(spec, options, arguments);
  if (found) add_wiring(*found, design);
  if (arguments.testbench) {
    for (auto& file : generator::testbench(design.manifest, options.license)) {
      design.files.push_back(std::move(file));
    }
  }
  if (arguments.aiger) add_aiger(design);
  const OutputPlace place(arguments.directory, OutputKind::design, arguments.force);
  support::OutputDirectory directory(arguments.directory);
  std::set<std::string> written;
  for (const generator::EmittedFile& file : design.files) {
    directory.add(file.name, file.text);
    written.insert(file.name);
  }
  directory.commit();
  place.remove_stale(written);
  if (choice && context.shows_report()) context.output << choice_text(*choice);
  if (found && context.shows_report()) context.output << optimization_text(*found);
  show(context, arguments, design);
  context.output << saving;
  nlohmann::ordered_json json = gen_report(arguments, design);
  if (choice) json["choice"] = to_json(*choice);
  if (found) json["optimization"] = to_json(*found);
  write_json_report(context, "gen", json);
  return support::ExitCode::ok;
}

}  // namespace

void register_gen(Command& app, Context& context) {
  Command& command = app.subcommand("gen", "Emit the Verilog of a unit and its manifest");
  const auto arguments = std::make_shared<GenArguments>();
  command
      .option("KIND", &arguments->kind, generator::option_help(generator::design_fields().front()))
      .require();
  command.option("-o,--output", &arguments->directory, "Directory to write to")
      .value("DIR")
      .require();
  command.option(
      "--testbench", &arguments->testbench,
      "Add a stand-alone Verilator testbench (tb.cpp, Makefile) that checks the unit and "
      "counts its toggles: make run, toggles, baseline");
  command.option("--aiger", &arguments->aiger,
                 "Add TOP.aig, the and-inverter graph in binary AIGER (combinational units): "
                 "operands and result in "
                 "the order of the ports, each from its lowest bit on");
  command
      .option("--prefix", &arguments->prefix,
              "Put NAME_ before the name of every module (and file), so that two generators' "
              "full_adder live in one design")
      .value("NAME");
  command
      .option("--license-header", &arguments->license_file,
              "The licence of the emitted text, as comment lines at its top, in place of "
              "SPDX-License-Identifier: Apache-2.0")
      .value("FILE");
  add_design_options(command, arguments->design);
  add_structure_options(command, arguments->structure);
  command.option("--force", &arguments->force, "Write over results of another kind");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run_gen(context, *arguments); };
}

}  // namespace pann::cli
