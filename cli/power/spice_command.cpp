#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/fitted.h"
#include "cli/library_options.h"
#include "cli/power/mapped_design.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "flow/mapped_netlist.h"
#include "flow/spice/cell_overlay.h"
#include "flow/spice/cell_transitions.h"
#include "flow/spice/comparison.h"
#include "flow/spice/spice_tables.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/print.h"
#include "support/progress.h"
#include "synth/liberty/overlay.h"
#include "synth/liberty/writer.h"

namespace pann::cli {

namespace {

namespace fs = std::filesystem;

/// Operations of a run of minutes: an 8x8 multiplier's take half a minute each.
constexpr std::uint64_t kOperations = 20;

struct SpiceArguments {
  MappedArguments mapped;
  std::string cells{};
  std::string models{};
  std::uint64_t operations = kOperations;
  std::optional<double> period_ns{};
  std::optional<double> input_slew_ns{};
  std::string series{};
  std::string nets{};
  std::string deck{};
  std::vector<std::string> cells_alone{};
  std::string overlay{};
  std::string measured_overlay{};
  double load_ff = 5.0;
};

void print_gate_level(std::ostream& output, const flow::GateLevel& gate, std::size_t operations,
                      std::size_t nets) {
  support::print(output, "{:<30} {:>12.1f} {:>+9.1f} +-{:<5.1f} {:>11.3f} {:>12.2f} {:>7} of {}\n",
                 gate.name == "zero" ? "zero delay" : gate.name, gate.mean_fj,
                 gate.difference_percent, gate.half_width_percent, gate.correlation,
                 static_cast<double>(gate.total_toggles) / static_cast<double>(operations),
                 gate.equal_nets, nets);
}

/// The nets on which the simulation with delays is farthest from the transistors.
void print_nets(std::ostream& output, const flow::SpiceComparison& comparison,
                const circuit::Netlist& netlist) {
  constexpr std::size_t kShown = 5;
  const flow::GateLevel& gate = comparison.gates[1];
  const auto distance = [&](circuit::NetId net) {
    const auto here = static_cast<std::int64_t>(gate.toggles[net]);
    return std::abs(here - static_cast<std::int64_t>(comparison.crossings[net]));
  };
  std::vector<circuit::NetId> nets = comparison.nets;
  std::stable_sort(nets.begin(), nets.end(),
                   [&](circuit::NetId a, circuit::NetId b) { return distance(a) > distance(b); });
  const std::vector<std::string> labels = circuit::net_labels(netlist);
  for (std::size_t i = 0; i < std::min(kShown, nets.size()) && distance(nets[i]) > 0; ++i) {
    support::print(output, "  {}: {} crossings, {} toggles with delays\n",
                   fitted(labels[nets[i]], 44), comparison.crossings[nets[i]],
                   gate.toggles[nets[i]]);
  }
}

void print_report(std::ostream& output, const flow::SpiceComparison& comparison,
                  const circuit::Netlist& netlist, const std::string& library) {
  const std::size_t operations = comparison.operations_fj.size();
  support::print(output, "{}: {} cells on {}, {} operations of {:g} ns\n", netlist.top,
                 netlist.cells.size(), library, operations, comparison.times.period_ns);
  support::print(output, "at transistor level {} results compared, {} differ\n\n",
                 comparison.run.checked, comparison.run.mismatches);
  support::print(output, "{:<30} {:>12} {:>17} {:>11} {:>12} {:>15}\n", "", "fJ/operation",
                 "to SPICE, %", "correlation", "toggles/op", "nets alike");
  support::print(output, "{:<30} {:>12.1f} {:>17} {:>11} {:>12.2f}\n", "SPICE", comparison.mean_fj,
                 "", "",
                 static_cast<double>(comparison.total_crossings) / static_cast<double>(operations));
  for (const flow::GateLevel& gate : comparison.gates) {
    print_gate_level(output, gate, operations, comparison.nets.size());
  }
  support::print(output,
                 "\nlast net at rest: SPICE {:.3f} ns (mean of the operations {:.3f}), with delays "
                 "{:.3f}, critical path {:.3f}\n",
                 comparison.last_settle_ns, comparison.mean_settle_ns,
                 comparison.gates[1].settle_ns, comparison.critical_ns);
  print_nets(output, comparison, netlist);
  support::print(
      output,
      "energy of the supply and of the ideal sources at the inputs, leakage in, no wires; "
      "+-: 95 %\n");
}

/// The first operations of a file's operands; as many as asked for of those that are drawn.
tb::OperandStreams operands_of(const SpiceArguments& arguments, const generator::Manifest& manifest,
                               std::uint64_t seed) {
  StimulusArguments stimulus = arguments.mapped.stimulus;
  if (stimulus.vectors) {
    support::fail_input("stimulus.option", "--vectors does not go with pann spice",
                        "--operations says how many operations are simulated");
  }
  if (tb::distribution_from_name(stimulus.stimulus)) stimulus.vectors = arguments.operations;
  tb::OperandStreams operands = make_operands(stimulus, manifest, seed);
  const std::size_t kept = std::min<std::size_t>(operands.operations(), arguments.operations);
  std::erase_if(operands.first, [kept](std::size_t begin) { return begin >= kept; });
  operands.first.push_back(kept);
  operands.x.resize(kept * operands.lanes);
  if (!operands.w.empty()) operands.w.resize(kept * operands.lanes);
  return operands;
}

nlohmann::ordered_json to_json(const flow::CellTransitions& cell) {
  nlohmann::ordered_json transitions = nlohmann::ordered_json::array();
  for (const flow::CellTransition& one : cell.transitions) {
    transitions.push_back({{"pin", one.pin},
                           {"state", one.state},
                           {"outputs", one.outputs},
                           {"rise_fj", one.rise_fj},
                           {"fall_fj", one.fall_fj},
                           {"spice_fj", one.spice_fj()},
                           {"table_fj", one.table_fj}});
  }
  return {{"cell", cell.cell},
          {"load_ff", cell.load_f * 1e15},
          {"input_slew_ns", cell.input_slew_s * 1e9},
          {"voltage_v", cell.voltage_v},
          {"transitions", transitions}};
}

void print_cell(std::ostream& output, const flow::CellTransitions& cell,
                const std::string& library) {
  support::print(output, "{} of {}, load {:g} fF, input slew {:g} ns\n", cell.cell, library,
                 cell.load_f * 1e15, cell.input_slew_s * 1e9);
  support::print(output,
                 "fJ inside the cell for a rise and a fall of one input, load left out\n\n");
  support::print(output, "{:<8} {:<28} {:<7} {:>9} {:>9} {:>9} {:>9} {:>12}\n", "input", "others",
                 "output", "rise", "fall", "SPICE", "tables", "difference");
  for (const flow::CellTransition& one : cell.transitions) {
    const double difference_fj = one.table_fj - one.spice_fj();
    support::print(output, "{:<8} {:<28} {:<7} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f} {:>+12.2f}\n",
                   one.pin, fitted(one.state, 28), one.outputs.empty() ? "rests" : "moves",
                   one.rise_fj, one.fall_fj, one.spice_fj(), one.table_fj, difference_fj);
  }
}

/// Measures the cells over the overlay's grid and writes what was found as a Liberty file.
void write_overlay(const SpiceArguments& arguments, flow::CellExperiment experiment,
                   support::Progress& progress) {
  synth::Library overlay;
  for (const std::string& name : arguments.cells_alone) {
    experiment.cell = name;
    synth::Library one = flow::measured_overlay(experiment, {}, progress);
    if (overlay.cells.empty()) {
      overlay = std::move(one);
    } else {
      overlay.cells.push_back(std::move(one.cells.front()));
    }
  }
  std::sort(overlay.cells.begin(), overlay.cells.end(),
            [](const synth::Cell& a, const synth::Cell& b) { return a.name < b.name; });
  support::write_file(
      arguments.measured_overlay,
      synth::to_liberty_text(
          overlay, {.power = true, .comment = "internal power by state, measured by pann spice"}));
}

support::ExitCode run_cells(Context& context, const SpiceArguments& arguments) {
  support::Progress progress(context.quiet, support::ProgressInPipes::lines);
  const auto [pdk, library, overlay] =
      read_library_of(chosen_pdk(arguments.mapped.library), arguments.mapped, progress);
  flow::CellExperiment experiment{
      .library = library,
      .sources = flow::spice_sources(pdk, arguments.cells, arguments.models),
      .load_f = arguments.load_ff * 1e-15,
      .input_slew_s = arguments.mapped.input_slew_ns.value_or(pdk.input_slew_ns) * 1e-9};
  std::vector<flow::CellTransitions> cells;
  for (const std::string& name : arguments.cells_alone) {
    experiment.cell = name;
    cells.push_back(flow::measure_cell(experiment, progress));
  }
  if (!arguments.measured_overlay.empty()) write_overlay(arguments, experiment, progress);
  progress.clear();
  nlohmann::ordered_json json{{"cells", nlohmann::ordered_json::array()}};
  for (const flow::CellTransitions& cell : cells) json["cells"].push_back(to_json(cell));
  write_json_report(context, "spice", json);
  if (context.shows_report()) {
    for (const flow::CellTransitions& cell : cells) {
      print_cell(context.output, cell, describe(pdk, library));
    }
  }
  return support::ExitCode::ok;
}

support::ExitCode run(Context& context, const SpiceArguments& arguments) {
  std::vector<NamedPath> inputs = mapped_inputs(arguments.mapped);
  inputs.push_back({"--spice-cells", arguments.cells});
  claim_outputs(context,
                {{"--json", context.json},
                 {"--series", arguments.series},
                 {"--nets", arguments.nets},
                 {"--deck", arguments.deck},
                 {"--measured-overlay", arguments.measured_overlay}},
                inputs);
  if (arguments.mapped.directory.empty() == arguments.cells_alone.empty()) {
    support::fail_input("spice.target", "spice needs a directory of pann synth, or --cell NAME",
                        "pann spice NETLIST, or pann spice --cell NAME --pdk LIBRARY");
  }
  if (!arguments.cells_alone.empty()) return run_cells(context, arguments);
  support::Progress progress(context.quiet, support::ProgressInPipes::lines);
  const MappedDesign mapped = read_mapped_design(arguments.mapped, progress);
  const auto& [pdk, library, overlay] = mapped.chosen;
  const tb::OperandStreams operands = operands_of(arguments, mapped.files.manifest, context.seed);
  const flow::SpiceExperiment experiment{
      .files = mapped.files,
      .netlist = mapped.netlist,
      .library = library,
      .operands = operands,
      .sources = flow::spice_sources(pdk, arguments.cells, arguments.models),
      .input_slew_s = mapped.input_slew_s,
      .period_ns = arguments.period_ns};
  if (!arguments.deck.empty()) support::write_file(arguments.deck, flow::first_deck(experiment));
  const flow::SpiceComparison comparison = flow::compare_with_spice(experiment, progress);
  progress.clear();
  if (!arguments.series.empty()) {
    support::write_file(arguments.series, flow::spice_series_csv(comparison, operands));
  }
  if (!arguments.nets.empty()) {
    support::write_file(arguments.nets, flow::spice_nets_csv(comparison, mapped.netlist));
  }
  nlohmann::ordered_json json = flow::to_json(comparison, mapped.netlist);
  json["stimulus"] = to_json(arguments.mapped.stimulus, operands);
  write_json_report(context, "spice", json);
  if (context.shows_report()) {
    print_report(context.output, comparison, mapped.netlist, describe(pdk, library));
  }
  if (comparison.run.mismatches == 0) return support::ExitCode::ok;
  support::print(context.error, "pann: {} results at transistor level differ from the model\n",
                 comparison.run.mismatches);
  return support::ExitCode::check_failed;
}

}  // namespace

void register_spice(Command& app, Context& context) {
  Command& command = app.subcommand(
      "spice",
      "The energy of a mapped netlist at transistor level (ngspice), beside the gate level");
  auto arguments = std::make_shared<SpiceArguments>();
  command.option("directory", &arguments->mapped.directory, "Directory of `pann synth`")
      .value("DIR");
  const Option& cell =
      command
          .option("--cell", &arguments->cells_alone,
                  "Instead: cells of the library, each input in every state of the others")
          .value("NAME");
  command.option("--load-ff", &arguments->load_ff, "With --cell: capacitance on its outputs")
      .at_least(0)
      .show_default();
  command
      .option("--measured-overlay", &arguments->measured_overlay,
              "With --cell: write their internal power by state as a Liberty FILE for --overlay")
      .value("FILE")
      .need(cell);
  command.option("--operations", &arguments->operations, "Operations to simulate")
      .between(2, 1e6)
      .show_default();
  command
      .option("--spice-cells", &arguments->cells,
              "The cells as .subckt; default: spice/cells.spice beside the library")
      .value("FILE");
  command
      .option("--spice-models", &arguments->models,
              "The transistors' models, or FILE:SECTION of .lib; default: spice/models.spice")
      .value("FILE");
  command
      .option("--period-ns", &arguments->period_ns,
              "Time of a cycle; default: one and a half times the critical path and 1 ns")
      .above(0);
  command
      .option("--series", &arguments->series, "Write the energy of each operation as CSV to FILE")
      .value("FILE");
  command.option("--nets", &arguments->nets, "Write crossings and toggles by net as CSV to FILE")
      .value("FILE");
  command.option("--deck", &arguments->deck, "Write the deck of the first simulation to FILE")
      .value("FILE");
  add_mapped_options(command, arguments->mapped);
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
