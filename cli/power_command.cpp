#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "cli/library_options.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/progress.h"
#include "synth/power/annotation.h"
#include "synth/power/gate_activity.h"
#include "synth/power/power_report.h"
#include "synth/yosys/script.h"
#include "synth/yosys/synthesize.h"
#include "tb/activity/saif.h"
#include "tb/activity/windows.h"
#include "tb/measure.h"
#include "tb/netlist/yosys_json.h"
#include "tb/trace/activity_file.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct PowerArguments {
  std::string directory;
  LibraryArguments library;
  StimulusArguments stimulus;
  std::string activity{};
  std::string scope{};
  std::string engine = "auto";
  std::string delays = "zero";
  bool transport = false;
  std::optional<double> clock_mhz{};
  std::optional<double> input_slew_ns{};
  std::string wires = "library";
  std::string saif{};
};

/// The library that was named, or that the netlist was mapped to.
synth::Pdk library_of(const LibraryArguments& arguments, const synth::SynthesisRecord& record) {
  if (!arguments.pdk.empty() || !arguments.liberty.empty()) return chosen_pdk(arguments);
  if (record.liberty.empty()) return synth::find_pdk(record.pdk);
  return synth::pdk_of_files({record.liberty.begin(), record.liberty.end()});
}

/// What the nets did, and what the report says of where that is from.
struct MeasuredActivity {
  synth::GateActivity gates;
  Json origin;
};

/// What is measured, and with which options.
struct Subject {
  const tb::DesignFiles& design;
  const tb::Netlist& netlist;
  const synth::Library& library;
  const synth::PowerOptions& options;
};

MeasuredActivity from_file(const PowerArguments& arguments) {
  tb::TraceOptions options;
  options.scope = arguments.scope;
  const fs::path windows = tb::windows_path(arguments.activity);
  if (fs::exists(windows)) options.windows = tb::read_windows(windows);
  tb::TraceCount count = tb::read_activity(arguments.activity, options);
  if (count.activity.operations == 0) count.activity.operations = options.windows.operations;
  MeasuredActivity measured{{}, {{"file", arguments.activity}}};
  measured.gates.activity = std::move(count.activity);
  return measured;
}

Json settling_json(const synth::GateActivity& gates) {
  return {{"settled_ns", gates.settling->seen_ns},
          {"settled_net", gates.settling->net},
          {"critical_path_ns", gates.settling->critical_ns},
          {"maximum_clock_mhz", gates.settling->maximum_clock_mhz()},
          {"simultaneous_changes", gates.simultaneous}};
}

MeasuredActivity from_simulation(const Context& context, const PowerArguments& arguments,
                                 const Subject& subject) {
  const tb::OperandStreams operands =
      make_operands(arguments.stimulus, subject.design.manifest.design, context.seed);
  synth::GateActivityOptions options;
  options.delays = synth::gate_delays_from_name(arguments.delays).value();
  options.engine = tb::engine_from_name(arguments.engine).value();
  if (arguments.transport) options.pulses = tb::PulseModel::transport;
  options.clock_mhz = subject.options.clock_mhz;
  options.input_slew_s = subject.options.input_slew_s;
  options.wires = subject.options.wires;
  MeasuredActivity measured;
  measured.gates =
      synth::measure_gates(subject.design, subject.netlist, subject.library, operands, options);
  measured.origin = {{"stimulus", to_json(arguments.stimulus, operands)},
                     {"engine", measured.gates.engine},
                     {"mismatches", measured.gates.mismatches}};
  if (measured.gates.settling) measured.origin["settling"] = settling_json(measured.gates);
  return measured;
}

/// Which delays the toggles were counted with, in words.
std::string delays_of(const PowerArguments& arguments) {
  if (!arguments.activity.empty()) return "of the activity";
  return arguments.delays + (arguments.transport ? ", transport" : "");
}

void print_row(std::ostream& output, const synth::PowerReport& report, const std::string& name,
               const synth::Power& power) {
  constexpr double kMicrowatts = 1e6;
  fmt::print(output, "{:<28} {:>12.4f} {:>12.4f} {:>12.4f} {:>12.4f} {:>12.3f}\n", name,
             power.internal_w * kMicrowatts, power.switching_w * kMicrowatts,
             power.leakage_w * kMicrowatts, power.total_w() * kMicrowatts,
             report.per_operation_fj(power.total_w()));
}

/// How much of the power is glitches, in all and at the worst nets.
void print_glitches(std::ostream& output, const synth::PowerReport& report) {
  constexpr double kMicrowatts = 1e6;
  constexpr std::size_t kShown = 5;
  fmt::print(output, "glitches: {} toggles, {:.4f} uW ({:.1f} %), {:.3f} fJ/operation\n",
             report.glitch_toggles, report.glitch_w() * kMicrowatts,
             100.0 * report.glitch_w() / report.total.total_w(),
             report.per_operation_fj(report.glitch_w()));
  for (std::size_t i = 0; i < std::min(kShown, report.glitches.size()); ++i) {
    const synth::NetGlitches& net = report.glitches[i];
    fmt::print(output, "  {}: {} of {} toggles, {:.4f} uW to charge it\n", net.name,
               net.glitch_toggles, net.toggles, net.switching_w * kMicrowatts);
  }
}

void print_report(std::ostream& output, const synth::PowerReport& report, const std::string& top,
                  const std::string& library) {
  fmt::print(output, "{} on {}, {} cells, area {:.4f}\n", top, library, report.cells, report.area);
  fmt::print(output, "{} operations in {} cycles{}, input slew {:g} ns, wires: {}\n\n",
             report.operations, report.cycles,
             report.clock_mhz > 0.0 ? fmt::format(" at {:g} MHz", report.clock_mhz) : "",
             report.input_slew_s * 1e9, report.wires);
  fmt::print(output, "{:<28} {:>12} {:>12} {:>12} {:>12} {:>12}\n", "module", "internal uW",
             "switching uW", "leakage uW", "total uW", "fJ/operation");
  for (const synth::ModulePower& module : report.modules) {
    print_row(output, report, module.path.empty() ? top : module.path, module.power);
  }
  print_row(output, report, "total", report.total);
  if (report.has_glitches) {
    print_row(output, report, "  settled toggles", report.functional);
    synth::Power glitches = report.total;
    glitches.internal_w -= report.functional.internal_w;
    glitches.switching_w -= report.functional.switching_w;
    glitches.leakage_w -= report.functional.leakage_w;
    print_row(output, report, "  glitches", glitches);
  }
  constexpr double kMicrowatts = 1e6;
  fmt::print(output,
             "\nclock pins of the registers (in internal): {:.4f} uW; nets that the environment "
             "drives (not in the total): clock {:.4f} uW, others {:.4f} uW\n",
             report.clock_w * kMicrowatts, report.clock_net_w * kMicrowatts,
             report.input_nets_w * kMicrowatts);
  if (report.has_glitches) print_glitches(output, report);
  fmt::print(output, "annotated pins: {} of {}\n", report.coverage.annotated_pins,
             report.coverage.total_pins);
}

/// Names the nets that the activity lacks, the first of them at least.
void print_missing(std::ostream& error, const synth::Coverage& coverage) {
  constexpr std::size_t kShown = 20;
  fmt::print(error, "pann: {} of {} pins have no activity; nets without:\n",
             coverage.total_pins - coverage.annotated_pins, coverage.total_pins);
  for (std::size_t i = 0; i < std::min(kShown, coverage.missing.size()); ++i) {
    fmt::print(error, "  {}\n", coverage.missing[i]);
  }
  if (coverage.missing.size() > kShown) {
    fmt::print(error, "  and {} more (all of them: --json)\n", coverage.missing.size() - kShown);
  }
  fmt::print(error,
             "  help: give the activity of this netlist with all its nets (`pann sim DIR --saif`, "
             "or a trace with every scope below the top)\n");
}

support::ExitCode run(const Context& context, const PowerArguments& arguments) {
  support::Progress progress(context.quiet);
  const fs::path directory = arguments.directory;
  const synth::SynthesisRecord record = synth::read_synthesis_record(directory);
  const synth::Pdk pdk = library_of(arguments.library, record);
  const tb::DesignFiles design{directory, generator::read_manifest(directory)};
  const tb::Netlist netlist =
      tb::read_yosys_json(directory / synth::files::kNetlistJson, design.manifest.top);
  progress.stage("reading " + pdk.name);
  const synth::Library library = synth::read_library(pdk.files);
  synth::PowerOptions options;
  options.clock_mhz = arguments.clock_mhz.value_or(record.clock_mhz);
  options.input_slew_s = arguments.input_slew_ns.value_or(record.input_slew_ns) * 1e-9;
  options.wires = synth::parse_wire_model(arguments.wires, library);
  progress.stage("measuring activity");
  const MeasuredActivity measured =
      arguments.activity.empty()
          ? from_simulation(context, arguments, {design, netlist, library, options})
          : from_file(arguments);
  const synth::GateActivity& gates = measured.gates;
  const synth::PowerReport report =
      synth::compute_power({.manifest = design.manifest,
                            .netlist = netlist,
                            .library = library,
                            .activity = gates.activity,
                            .corner = pdk.corner,
                            .synthetic = pdk.synthetic || library.synthetic,
                            .functional = gates.settling ? &gates.functional : nullptr},
                           options);
  if (!arguments.saif.empty()) {
    const tb::Activity pins =
        synth::activity_on_pins(netlist, synth::bind_cells(netlist, library), gates.activity);
    tb::SaifOptions saif;
    saif.instance = design.manifest.top;
    support::write_file(arguments.saif, tb::to_saif(pins, saif));
  }
  Json json = synth::to_json(report);
  json["delays"] = delays_of(arguments);
  json["activity"] = measured.origin;
  write_json_report(context, "power", json);
  progress.stage("");
  if (context.shows_report()) {
    print_report(context.output, report, design.manifest.top, describe(pdk, library));
  }
  if (!report.coverage.complete()) print_missing(context.error, report.coverage);
  if (gates.mismatches > 0) {
    fmt::print(context.error, "pann: {} results differ from the arithmetic model\n",
               gates.mismatches);
  }
  return report.coverage.complete() && gates.mismatches == 0 ? support::ExitCode::ok
                                                             : support::ExitCode::check_failed;
}

}  // namespace

void register_power(CLI::App& app, Context& context) {
  CLI::App& command = *app.add_subcommand(
      "power", "Power and energy per operation of a mapped netlist, by module and cause");
  auto arguments = std::make_shared<PowerArguments>();
  command.add_option("directory", arguments->directory, "Directory of `pann synth`")
      ->type_name("DIR")
      ->required();
  auto* activity =
      command
          .add_option("--activity", arguments->activity,
                      "Take the activity from FILE (SAIF, VCD, FST) instead of simulating")
          ->type_name("FILE");
  command
      .add_option("--scope", arguments->scope,
                  "Instance path of the netlist in that file; found by itself where it is unique")
      ->needs("--activity");
  command.add_option("--engine", arguments->engine, "Who simulates; all give the same counts")
      ->check(CLI::IsMember({"auto", "native", "verilator", "icarus"}))
      ->capture_default_str();
  auto* delays =
      command
          .add_option("--delays", arguments->delays,
                      "zero: settled toggles; liberty: the cells' delays, glitches count")
          ->check(CLI::IsMember({"zero", "liberty"}))
          ->capture_default_str();
  delays->excludes(activity);
  command
      .add_flag("--transport", arguments->transport,
                "With delays: pulses shorter than a gate's delay pass it")
      ->needs(delays);
  command
      .add_option("--clock-mhz", arguments->clock_mhz,
                  "Clock rate that the activity is played at; default: that of `pann synth`")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--input-slew", arguments->input_slew_ns,
                  "Transition time at the inputs in ns; default: that of `pann synth`")
      ->check(CLI::NonNegativeNumber);
  command
      .add_option("--wire", arguments->wires,
                  "Capacitance of wires: none, library, a wire load's name, or e.g. 0.5fF a "
                  "fan-out")
      ->capture_default_str();
  command.add_option("--saif", arguments->saif,
                     "Write the activity as SAIF with every net on every pin");
  add_library_options(command, arguments->library);
  add_stimulus_options(command, arguments->stimulus);
  add_common_options(command, context);
  set_action(command, context, [&context, arguments] { return run(context, *arguments); });
}

}  // namespace pann::cli
