#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/main_job/main_job.h"
#include "analysis/main_job/main_job_json.h"
#include "analysis/main_job/main_job_report.h"
#include "analysis/report/report.h"
#include "analysis/shell_word.h"
#include "cli/fitted.h"
#include "cli/library_options.h"
#include "cli/output_place.h"
#include "cli/structure_options.h"
#include "cli/subcommand.h"
#include "support/output.h"
#include "support/print.h"
#include "support/printable.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

using analysis::MainJobReport;
using analysis::NetworkOperands;
using analysis::UnitElement;
using analysis::UnitReport;
using Units = std::vector<const UnitReport*>;

struct RunArguments {
  analysis::MainJobOptions options;
  std::string engine = "auto";
  std::string units = "paper";
  std::string width_by = "accuracy";
  std::string recipe = "standard";
  std::string output = "pann-run";
  LibraryArguments library;
  bool force = false;
};

const UnitElement* find(const UnitReport& unit, const std::string& name) {
  for (const UnitElement& element : unit.elements) {
    if (element.name == name) return &element;
  }
  return nullptr;
}

/// Names of the elements that any of the units has, in the order of the first that has them.
std::vector<std::string> element_names(const Units& units) {
  std::vector<std::string> names;
  for (const UnitReport* unit : units) {
    for (const UnitElement& element : unit->elements) {
      if (std::find(names.begin(), names.end(), element.name) == names.end())
        names.push_back(element.name);
    }
  }
  return names;
}

std::string flips(double measured, const std::optional<double>& model) {
  const int digits = measured < 100.0 && model.value_or(0.0) < 100.0 ? 2 : 1;
  return model ? fmt::format("{0:.{2}f} ({1:.{2}f})", measured, *model, digits)
               : fmt::format("{:.{}f}", measured, digits);
}

void print_row(std::ostream& output, const Units& units, const std::string& title,
               const std::function<std::string(const UnitReport&)>& cell) {
  support::print(output, "{:<22}", fitted(title, 22));
  for (const UnitReport* unit : units) support::print(output, " {:>14}", cell(*unit));
  output << '\n';
}

void print_flips(std::ostream& output, const Units& units) {
  output << "bit flips per MAC (paper's model)\n";
  for (const std::string& name : element_names(units)) {
    print_row(output, units, "  " + name, [&](const UnitReport& unit) {
      const UnitElement* element = find(unit, name);
      return element == nullptr ? std::string("-") : flips(element->measured, element->model);
    });
  }
  print_row(output, units, "  sum of the modelled",
            [](const UnitReport& unit) { return flips(unit.flips, unit.model_flips); });
}

void print_costs(std::ostream& output, const Units& units) {
  const auto energy = [&](const char* title, double (*part)(const analysis::UnitEnergy&)) {
    print_row(output, units, title,
              [&](const UnitReport& unit) { return fmt::format("{:.1f}", part(unit.energy)); });
  };
  print_row(output, units, "cells",
            [](const UnitReport& unit) { return fmt::format("{}", unit.cells); });
  print_row(output, units, "area",
            [](const UnitReport& unit) { return fmt::format("{:.0f}", unit.area); });
  energy("energy per MAC, fJ", [](const analysis::UnitEnergy& e) { return e.total_fj(); });
  energy("  internal", [](const analysis::UnitEnergy& e) { return e.internal_fj; });
  energy("  switching", [](const analysis::UnitEnergy& e) { return e.switching_fj; });
  energy("  leakage", [](const analysis::UnitEnergy& e) { return e.leakage_fj; });
  energy("  of it glitches", [](const analysis::UnitEnergy& e) { return e.glitch_fj; });
  energy("  of it clock pins", [](const analysis::UnitEnergy& e) { return e.clock_pins_fj; });
  energy("  of it subtraction",
         [](const analysis::UnitEnergy& e) { return e.output_subtraction_fj; });
  energy("  of it shared", [](const analysis::UnitEnergy& e) { return e.shared_fj; });
  print_row(output, units, "one inference, nJ", [](const UnitReport& unit) {
    return unit.inference_nj > 0.0 ? fmt::format("{:.1f}", unit.inference_nj) : std::string("-");
  });
  print_row(output, units, "settles in, ns",
            [](const UnitReport& unit) { return fmt::format("{:.2f}", unit.slowest_ns); });
  print_row(output, units, "x fetched, bits",
            [](const UnitReport& unit) { return fmt::format("{:.2f}", unit.traffic.x_bits); });
  print_row(output, units, "w fetched, bits",
            [](const UnitReport& unit) { return fmt::format("{:.2f}", unit.traffic.w_bits); });
  print_row(output, units, "cycles per MAC", [](const UnitReport& unit) {
    return fmt::format("{:.3f}", static_cast<double>(unit.cycles) /
                                     static_cast<double>(unit.elements_of_products));
  });
  print_row(output, units, "checked, mismatches", [](const UnitReport& unit) {
    return fmt::format("{}, {}", unit.checked, unit.mismatches);
  });
}

/// More units are shown below the first ones.
constexpr std::size_t kUnitsInLine = 5;

/// Where fetching decides between pann_dot and the MACs that are one heap.
void print_break_even(std::ostream& output, const Units& units) {
  const auto dot = std::find_if(units.begin(), units.end(), [](const UnitReport* unit) {
    return unit->spec.kind == generator::Kind::pann_dot;
  });
  if (dot == units.end()) return;
  for (const UnitReport* unit : units) {
    if (unit->name.rfind("heap_", 0) != 0) continue;
    const auto energy_fj = analysis::break_even_fetch_fj(**dot, *unit);
    if (!energy_fj) continue;
    support::print(output, "{} and {} take the same where a fetched bit takes {:.1f} fJ.\n",
                   (*dot)->name, unit->name, *energy_fj);
  }
}

/// Rounding each weight moves the mean number of additions by less than that.
constexpr double kRoundingOfAdditions = 1.1;

void print_budget(std::ostream& output, const MainJobReport& report,
                  const NetworkOperands& operands) {
  const Units units = report.units_on(operands);
  if (operands.given) {
    support::print(output,
                   "\nas given (quantized elsewhere): x of {} bits, w of {}: {:.1f} bit flips per "
                   "MAC;\nPANN: the same codes as numbers of additions, R = {:.3f}\n",
                   operands.x_bits, operands.w_bits, operands.budget, operands.additions_measured);
  } else {
    support::print(
        output,
        "\nb = {}: budget {:.1f} bit flips per MAC; PANN: x of {} bits, R = {:.3f} additions\n"
        "x of PANN by {}\n",
        operands.bits, operands.budget, operands.activation_bits, operands.additions_measured,
        operands.width_choice);
  }
  for (std::size_t first = 0; first < units.size(); first += kUnitsInLine) {
    const std::size_t last = std::min(units.size(), first + kUnitsInLine);
    const Units some(units.begin() + static_cast<std::ptrdiff_t>(first),
                     units.begin() + static_cast<std::ptrdiff_t>(last));
    if (first > 0) output << '\n';
    print_row(output, some, "", [](const UnitReport& unit) { return fitted(unit.name, 14); });
    print_flips(output, some);
    print_costs(output, some);
  }
  for (const UnitReport* unit : units) {
    if (!unit->note.empty()) support::print(output, "{}: {}\n", unit->name, unit->note);
  }
  print_break_even(output, units);
  if (operands.additions_measured > operands.additions_planned * kRoundingOfAdditions) {
    support::print(output, "PANN's weights take more than the budget, which allows R = {:.3f}.\n",
                   operands.additions_planned);
  }
}

/// Units that need longer than a clock period; energy but for leakage is the same at any clock.
void print_slow_units(std::ostream& output, const MainJobReport& report) {
  constexpr double kNanosecondMegahertz = 1000.0;
  for (const UnitReport& unit : report.units) {
    if (unit.slowest_ns * report.clock_mhz <= kNanosecondMegahertz) continue;
    support::print(output, "{} ({}) settles in {:.2f} ns: it needs a clock below {:.0f} MHz.\n",
                   unit.name, analysis::group_title(unit.bits, unit.given), unit.slowest_ns,
                   kNanosecondMegahertz / unit.slowest_ns);
  }
}

/// Which arrays of `--units all` there are none of, and why.
void print_missing_arrays(std::ostream& output, const MainJobReport& report) {
  const auto has = [&report](auto is_wanted) {
    return std::any_of(report.units.begin(), report.units.end(),
                       [&](const UnitReport& unit) { return is_wanted(unit.spec); });
  };
  if (!has([](const auto& spec) { return spec.kind == generator::Kind::pann_array; })) {
    output << "No arrays: a file does not say which of its dot products share weights.\n";
  } else if (!has([](const auto& spec) { return generator::has_window(spec); })) {
    output << "No pann_array_index: the library has no clock gate for its windows.\n";
  }
}

void print_report(const Context& context, const RunArguments& arguments,
                  const MainJobReport& report) {
  std::ostream& output = context.output;
  support::print(output, "network: {}\nlibrary: {}{}, {:.2f} V, {:.0f} MHz\n",
                 support::printable(report.network), support::printable(report.library),
                 report.synthetic ? " (synthetic: relative figures only)" : "", report.voltage,
                 report.clock_mhz);
  for (const NetworkOperands& operands : report.operands) print_budget(output, report, operands);
  output
      << "\nFlips: measured on the RTL, divided by the elements of the dot products, zeros too.\n"
         "Energy: toggles measured on the netlist with the cells' delays, energy from the "
         "library's\n"
         "tables.\n"
         "Glitches: what toggles beyond the settled ones take. Inference: every MAC of the "
         "network\n"
         "at that energy.\n"
         "Fetched: bits of x, and of what tells weights, or digits of them, which x they meet; "
         "their\n"
         "energy is not in the table.\n"
         "Clock pins: the registers' own energy at the clock's edges, whether they change or not.\n"
         "Subtraction: positive minus negative, which these netlists compute in every cycle; the\n"
         "paper counts one an output.\n"
         "Shared: what a pann_array has once for all its positions, a position's share of it.\n";
  if (arguments.options.all_units) print_missing_arrays(output, report);
  support::print(output, "Wires: {}.\n", report.units.front().wires);
  print_slow_units(output, report);
  support::print(output, "RTL, netlists, SAIF, report.html and report.json in {}\n",
                 arguments.output);
}

/// The command line that repeats the run, as the report shows it.
std::string command_line(const Context& context, const RunArguments& arguments,
                         const std::string& library) {
  const analysis::MainJobOptions& options = arguments.options;
  std::string line = fmt::format("pann run --budget {} --acc-width {} --engine {} --seed {}",
                                 fmt::join(options.budgets, " "), options.acc_width,
                                 arguments.engine, context.seed);
  if (options.all_units) {
    line += fmt::format(" --units all --pann-lanes {} --pann-positions {} --pann-window {}",
                        options.pann_lanes, options.pann_positions, options.pann_window);
  }
  if (options.streams.width_by != analysis::WidthBy::accuracy) {
    line += fmt::format(" --pann-width {}", arguments.width_by);
  }
  if (options.recipe != synth::Recipe::standard) {
    line += fmt::format(" --recipe {}", synth::name(options.recipe));
  }
  if (options.adder_cells) line += " --adder-cells";
  if (options.clock_mhz) line += fmt::format(" --clock-mhz {}", *options.clock_mhz);
  if (!options.network.empty())
    line += fmt::format(" --network {}", analysis::shell_word(options.network.string()));
  // The library too where it was chosen for the user: what is there may change.
  if (arguments.library.liberty.empty())
    line += fmt::format(" --pdk {}", analysis::shell_word(library));
  for (const std::string& file : arguments.library.liberty)
    line += fmt::format(" --liberty {}", analysis::shell_word(file));
  return line + fmt::format(" -o {}", analysis::shell_word(arguments.output));
}

void write_reports(const Context& context, const RunArguments& arguments,
                   const std::string& library, const MainJobReport& report) {
  const std::filesystem::path directory = arguments.output;
  const auto json = analysis::to_json(report);
  support::write_file(directory / "report.json", json.dump(2) + "\n");
  write_json_report(context, "run", json);
  const analysis::Report page =
      analysis::to_report(report, command_line(context, arguments, library));
  support::write_file(directory / "report.html", analysis::to_html(page));
}

support::ExitCode run(Context& context, RunArguments& arguments) {
  std::vector<NamedPath> inputs = library_inputs(arguments.library);
  inputs.push_back({"--network", arguments.options.network.string()});
  claim_outputs(context, {{"-o", arguments.output, true}, {"--json", context.json}}, inputs);
  support::Progress progress(context.quiet, support::ProgressInPipes::lines);
  arguments.options.recipe = synth::recipe_from_name(arguments.recipe).value();
  arguments.options.streams.width_by = analysis::width_by_from_name(arguments.width_by).value();
  arguments.options.all_units = arguments.units == "all";
  arguments.options.engine = tb::engine_from_name(arguments.engine).value();
  const OutputPlace place(arguments.output, OutputKind::run, arguments.force);
  const synth::Pdk pdk = chosen_pdk(arguments.library);
  const MainJobReport report =
      analysis::run_main_job(arguments.options, pdk, arguments.output,
                             [&](const std::string& stage) { progress.stage(stage); });
  progress.clear();
  write_reports(context, arguments, pdk.name, report);
  place.remove_stale();
  if (context.shows_report()) {
    print_report(context, arguments, report);
    context.output << saving_line(context, report.units.front().spec, arguments.library,
                                  SavingEffort::measured);
  }
  for (const UnitReport& unit : report.units) {
    if (unit.mismatches > 0) return support::ExitCode::check_failed;
  }
  return support::ExitCode::ok;
}

}  // namespace

void register_run(Command& app, Context& context) {
  Command& command = app.subcommand(
      "run",
      "What a signed, an unsigned, a split and a PANN MAC cost, on a trained network's operands");
  auto arguments = std::make_shared<RunArguments>();
  command
      .option("--network", &arguments->options.network,
              "Folder with network.json, an .npz of operand streams, or the name of a network that "
              "is shipped: digits_mlp (the default), fashion_lenet, fashion_resnet8")
      .value("DIR|FILE.npz|NAME");
  command
      .option("--budget", &arguments->options.budgets,
              "Widths b of the unsigned MAC whose power is the budget")
      .between(2, 16)
      .show_default();
  command.option("--acc-width", &arguments->options.acc_width, "Bits of the accumulators")
      .between(2, 128)
      .show_default();
  command
      .option("--clock-mhz", &arguments->options.clock_mhz, "Clock rate (default: the library's)")
      .above(0);
  command
      .option("--units", &arguments->units,
              "paper: the paper's; all: also those that measure best, zeros skipped")
      .one_of({"paper", "all"})
      .show_default();
  command
      .option("--pann-width", &arguments->width_by,
              "What chooses bx~, the bits of PANN's x, where the network is a folder: accuracy, "
              "Algorithm 1 on its validation samples; mse, Eq. (19)")
      .one_of({"accuracy", "mse"})
      .show_default();
  command.option("--recipe", &arguments->recipe, "What abc aims at")
      .one_of({"standard", "area", "delay"})
      .show_default();
  command.option("--adder-cells", &arguments->options.adder_cells,
                 "Map full adders to the library's full adder cell");
  command
      .option("--pann-lanes", &arguments->options.pann_lanes,
              "Lanes of pann_dot, and of each position of pann_array")
      .between(1, 1024)
      .show_default();
  command
      .option("--pann-positions", &arguments->options.pann_positions,
              "Positions with the same weights that arrays work on")
      .between(1, generator::kMaximumPositions)
      .show_default();
  command
      .option("--pann-window", &arguments->options.pann_window,
              "Words of x that a position of pann_array_index holds")
      .between(generator::kMinimumWidth, generator::kMaximumWindow)
      .show_default();
  command.option("--engine", &arguments->engine, "Who simulates the RTL; all give the same counts")
      .one_of({"auto", "native", "verilator", "icarus"})
      .show_default();
  add_library_options(command, arguments->library);
  command.option("-o,--output", &arguments->output, "Directory for RTL, netlists, SAIF and report")
      .value("DIR")
      .show_default();
  command.option("--force", &arguments->force, "Write over results of another kind");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
