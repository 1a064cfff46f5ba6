#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "activity/files/saif.h"
#include "activity/trace/activity_file.h"
#include "activity/windows.h"
#include "circuit/yosys_json.h"
#include "cli/library_options.h"
#include "cli/power_text.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "flow/clocked_activity.h"
#include "flow/gate_activity.h"
#include "flow/joint_leakage.h"
#include "flow/operation_energy.h"
#include "flow/power_report.h"
#include "flow/power_tables.h"
#include "flow/synthesize.h"
#include "sim/native/simulate_natively.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/progress.h"
#include "synth/power/annotation.h"
#include "synth/timing/critical_path.h"
#include "synth/timing/delays.h"
#include "synth/yosys/script.h"
#include "tb/measure.h"

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
  std::string sdf{};
  std::optional<double> clock_mhz{};
  std::optional<double> input_slew_ns{};
  std::string wires = "library";
  std::string saif{};
  bool lenient = false;
  std::string instances{};
  std::string series{};
  std::string overlay{};
};

/// The library that was named, or that the netlist was mapped to.
synth::Pdk library_of(const LibraryArguments& arguments, const flow::SynthesisRecord& record) {
  if (!arguments.pdk.empty() || !arguments.liberty.empty()) return chosen_pdk(arguments);
  if (record.liberty.empty()) return synth::find_pdk(record.pdk);
  return synth::pdk_of_files({record.liberty.begin(), record.liberty.end()});
}

/// What the nets did, and what the report says of where that is from.
struct MeasuredActivity {
  flow::GateActivity gates;
  Json origin;
  tb::OperandStreams operands{};  ///< That were played; none for activity of a file.
  flow::GateActivityOptions options{};
};

/// What is measured, and with which options.
struct Subject {
  const tb::DesignFiles& design;
  const circuit::Netlist& netlist;
  const synth::Library& library;
  const synth::PowerOptions& options;
};

MeasuredActivity from_file(const PowerArguments& arguments) {
  activity::TraceOptions options;
  options.scope = arguments.scope;
  const fs::path windows = activity::windows_path(arguments.activity);
  if (fs::exists(windows)) options.windows = activity::read_windows(windows);
  activity::TraceCount count = activity::read_activity(arguments.activity, options);
  if (count.activity.operations == 0) count.activity.operations = options.windows.operations;
  MeasuredActivity measured{{}, {{"file", arguments.activity}}};
  measured.gates.activity = std::move(count.activity);
  return measured;
}

Json settling_json(const flow::GateActivity& gates) {
  return {{"settled_ns", gates.settling->seen_ns},
          {"settled_net", gates.settling->net},
          {"critical_path_ns", gates.settling->critical_ns},
          {"maximum_clock_mhz", gates.settling->maximum_clock_mhz()},
          {"simultaneous_changes", gates.simultaneous}};
}

Json sdf_json(const synth::DelayAnnotation& annotation) {
  return {{"file", annotation.source},
          {"arcs", annotation.arcs},
          {"covered", annotation.covered},
          {"negative_delays", annotation.negative_delays}};
}

MeasuredActivity from_simulation(const Context& context, const PowerArguments& arguments,
                                 const Subject& subject) {
  MeasuredActivity measured;
  measured.operands = make_operands(arguments.stimulus, subject.design.manifest, context.seed);
  flow::GateActivityOptions& options = measured.options;
  options.delays = flow::gate_delays_from_name(arguments.delays).value();
  options.engine = tb::engine_from_name(arguments.engine).value();
  if (arguments.transport) options.pulses = sim::PulseModel::transport;
  if (options.delays == flow::GateDelays::zero && (arguments.transport || !arguments.sdf.empty())) {
    support::fail_input("power.delays", "--transport and --sdf say how gates are delayed",
                        "give --delays liberty with them");
  }
  options.sdf = arguments.sdf;
  options.clock_mhz = arguments.clock_mhz;
  options.input_slew_s = subject.options.input_slew_s;
  options.wires = subject.options.wires;
  measured.gates = flow::measure_gates(subject.design, subject.netlist, subject.library,
                                       measured.operands, options);
  measured.origin = {{"stimulus", to_json(arguments.stimulus, measured.operands)},
                     {"engine", measured.gates.engine},
                     {"mismatches", measured.gates.mismatches}};
  if (measured.gates.settling) measured.origin["settling"] = settling_json(measured.gates);
  if (measured.gates.annotation) measured.origin["sdf"] = sdf_json(*measured.gates.annotation);
  return measured;
}

/// The fastest clock that the netlist allows; 0 where nothing takes time.
double fastest_clock_mhz(const MeasuredActivity& measured, const Subject& subject) {
  if (measured.gates.settling) return measured.gates.settling->maximum_clock_mhz();
  const synth::ArcDelays delays = synth::compute_delays(
      subject.library, subject.netlist,
      {.input_slew_s = subject.options.input_slew_s, .wires = subject.options.wires});
  return synth::critical_path(subject.netlist, delays).maximum_clock_mhz();
}

/// The clock rate that power is computed at. A rate that nobody asked for is lowered where delays
/// were simulated and it is too fast for them; else the report only says so.
double fit_clock(const Context& context, const PowerArguments& arguments,
                 const MeasuredActivity& measured, const Subject& subject) {
  const double asked_mhz = *subject.options.clock_mhz;
  const double fastest_mhz = fastest_clock_mhz(measured, subject);
  if (fastest_mhz == 0.0 || asked_mhz <= fastest_mhz) return asked_mhz;
  const bool lowers = measured.gates.settling && !arguments.clock_mhz;
  fmt::print(context.error, "pann: {:.4g} MHz is too fast for the netlist{} [power.clock]\n",
             asked_mhz,
             lowers ? fmt::format(", {:.4g} MHz taken", fastest_mhz)
                    : fmt::format(": its critical path allows {:.4g} MHz", fastest_mhz));
  return lowers ? fastest_mhz : asked_mhz;
}

/// What playing the operands once more tells beside the averages.
struct Details {
  flow::OperationEnergy energy;
  double joint_leakage_w = 0.0;
};

/// Nothing for activity of a file, and where the native engine cannot treat the netlist.
std::optional<Details> details_of(const MeasuredActivity& measured, const Subject& subject,
                                  const synth::PowerReport& report) {
  if (measured.operands.operations() == 0) return std::nullopt;
  try {
    Details details{flow::operation_energy(subject.design, subject.netlist, subject.library,
                                           measured.operands, measured.options, report)};
    for (const double leakage_w : flow::joint_leakage(subject.design.manifest, subject.netlist,
                                                      subject.library, measured.operands)) {
      details.joint_leakage_w += leakage_w;
    }
    return details;
  } catch (const support::Failure& failure) {
    if (!sim::is_native_refusal(failure)) throw;
    return std::nullopt;
  }
}

void print_details(std::ostream& output, const Details& details,
                   const generator::DesignSpec& spec) {
  print_operation_energy(output, details.energy, spec);
  fmt::print(output, "leakage by the pins' joint states: {:.4f} uW\n",
             details.joint_leakage_w * 1e6);
}

/// Which delays the toggles were counted with, in words.
std::string delays_of(const PowerArguments& arguments) {
  if (!arguments.activity.empty()) return "of the activity";
  return arguments.delays + (arguments.sdf.empty() ? "" : ", " + arguments.sdf) +
         (arguments.transport ? ", transport" : "");
}

void write_series(const PowerArguments& arguments, const std::optional<Details>& details,
                  const generator::DesignSpec& spec) {
  if (!details) {
    support::fail_input("power.series",
                        "--series: the energy of single operations is not known here",
                        "leave out --activity; the native engine must take the netlist");
  }
  support::write_file(arguments.series, flow::series_csv(details->energy, spec));
}

void require_mapped(const fs::path& directory) {
  if (fs::exists(directory / synth::files::kNetlistJson)) return;
  const std::string name = directory.string();
  if (!fs::exists(directory)) {
    support::fail_input("power.directory", fmt::format("there is no directory '{}'", name),
                        "run pann gen and pann synth first, and name what they wrote");
  }
  support::fail_input("power.directory", fmt::format("'{}' holds no mapped netlist", name),
                      fmt::format("run pann synth first: pann synth '{}' -o NETLIST", name));
}

support::ExitCode run(const Context& context, const PowerArguments& arguments) {
  support::Progress progress(context.quiet);
  const fs::path directory = arguments.directory;
  require_mapped(directory);
  const flow::SynthesisRecord record = flow::read_synthesis_record(directory);
  const synth::Pdk pdk = library_of(arguments.library, record);
  const tb::DesignFiles design{directory, generator::read_manifest(directory)};
  const circuit::Netlist netlist =
      circuit::read_yosys_json(directory / synth::files::kNetlistJson, design.manifest.top);
  progress.stage("reading " + pdk.name);
  synth::Library library = synth::read_library(pdk.files);
  std::optional<synth::Overlay> overlay;
  if (!arguments.overlay.empty()) overlay = synth::apply_overlay(arguments.overlay, library);
  synth::PowerOptions options;
  options.clock_mhz = arguments.clock_mhz.value_or(record.clock_mhz);
  options.input_slew_s = arguments.input_slew_ns.value_or(record.input_slew_ns) * 1e-9;
  options.wires = synth::parse_wire_model(arguments.wires, library);
  progress.stage("measuring activity");
  const Subject subject{design, netlist, library, options};
  const MeasuredActivity measured = arguments.activity.empty()
                                        ? from_simulation(context, arguments, subject)
                                        : from_file(arguments);
  progress.clear();
  options.clock_mhz = fit_clock(context, arguments, measured, subject);
  const flow::GateActivity& gates = measured.gates;
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
    activity::Activity pins =
        synth::activity_on_pins(netlist, synth::bind_cells(netlist, library), gates.activity);
    flow::set_clock(pins, static_cast<double>(report.cycles), report.clock_mhz);
    activity::SaifOptions saif;
    saif.instance = design.manifest.top;
    support::write_file(arguments.saif, activity::to_saif(pins, saif));
  }
  const std::optional<Details> details = details_of(measured, subject, report);
  if (!arguments.instances.empty()) {
    support::write_file(arguments.instances, flow::instances_csv(report, netlist));
  }
  if (!arguments.series.empty()) write_series(arguments, details, design.manifest.design);
  Json json = flow::to_json(report);
  if (details) {
    json["leakage_joint_states_w"] = details->joint_leakage_w;
    json["operation_energy"] = flow::to_json(details->energy, design.manifest.design);
  }
  if (overlay) json["overlay"] = {{"file", overlay->file}, {"cells", overlay->cells}};
  json["delays"] = delays_of(arguments);
  json["activity"] = measured.origin;
  write_json_report(context, "power", json);
  progress.clear();
  if (context.shows_report()) {
    print_power(context.output, report, design.manifest.top, describe(pdk, library));
    if (details) print_details(context.output, *details, design.manifest.design);
    if (overlay) print_overlay(context.output, *overlay);
    if (gates.annotation) print_annotation(context.output, *gates.annotation);
  }
  if (gates.annotation) print_negative_delays(context.error, *gates.annotation);
  const bool wires_known = !report.wire_coverage || report.wire_coverage->complete();
  if (!wires_known) print_missing(context.error, *report.wire_coverage, arguments.lenient);
  if (!report.coverage.complete()) print_missing(context.error, report.coverage);
  if (gates.mismatches > 0) {
    fmt::print(context.error, "pann: {} results differ from the arithmetic model\n",
               gates.mismatches);
  }
  const bool passed =
      report.coverage.complete() && gates.mismatches == 0 && (wires_known || arguments.lenient);
  return passed ? support::ExitCode::ok : support::ExitCode::check_failed;
}

/// Options of simulating with delays, which activity from a file has no use for.
void add_delay_options(Command& command, PowerArguments& arguments, const Option& activity) {
  command
      .option("--delays", &arguments.delays,
              "zero: settled toggles; liberty: the cells' delays, glitches count")
      .one_of({"zero", "liberty"})
      .show_default()
      .exclude(activity);
  command
      .option("--transport", &arguments.transport,
              "With delays: pulses shorter than a gate's delay pass it")
      .exclude(activity);
  command
      .option("--sdf", &arguments.sdf,
              "With delays: those of an SDF file, where it has them (typical ones)")
      .value("FILE")
      .exclude(activity);
}

}  // namespace

void register_power(Command& app, Context& context) {
  Command& command = app.subcommand(
      "power", "Power and energy per operation of a mapped netlist, by module and cause");
  auto arguments = std::make_shared<PowerArguments>();
  command.option("directory", &arguments->directory, "Directory of `pann synth`")
      .value("DIR")
      .require();
  const Option& activity =
      command
          .option("--activity", &arguments->activity,
                  "Take the activity from FILE (SAIF, VCD, FST) instead of simulating")
          .value("FILE");
  command
      .option("--scope", &arguments->scope,
              "Instance path of the netlist in that file; found by itself where it is unique")
      .need(activity);
  command.option("--engine", &arguments->engine, "Who simulates; all give the same counts")
      .one_of({"auto", "native", "verilator", "icarus"})
      .show_default();
  add_delay_options(command, *arguments, activity);
  command
      .option("--clock-mhz", &arguments->clock_mhz,
              "Clock rate that the activity is played at; default: that of `pann synth`")
      .above(0);
  command
      .option("--input-slew", &arguments->input_slew_ns,
              "Transition time at the inputs in ns; default: that of `pann synth`")
      .at_least(0);
  command
      .option("--wire", &arguments->wires,
              "Capacitance of wires: none, library, a wire load's name, e.g. 0.5fF a fan-out, "
              "or FILE.spef")
      .show_default();
  command.option("--lenient", &arguments->lenient,
                 "Take nets that the SPEF file lacks as having no wire, and say so");
  command.option("--saif", &arguments->saif,
                 "Write the activity as SAIF with every net on every pin");
  command
      .option("--overlay", &arguments->overlay,
              "Groups of a Liberty file that take the place of the library's")
      .value("FILE");
  command
      .option("--instances", &arguments->instances,
              "Write cell, toggles, glitches and power of every instance as CSV")
      .value("FILE");
  command.option("--series", &arguments->series, "Write the energy of every operation as CSV")
      .value("FILE");
  add_library_options(command, arguments->library);
  add_stimulus_options(command, arguments->stimulus);
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
