#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "activity/files/saif.h"
#include "activity/trace/activity_file.h"
#include "activity/windows.h"
#include "cli/library_options.h"
#include "cli/power/mapped_design.h"
#include "cli/power/power_text.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "cli/timescale_option.h"
#include "flow/clocked_activity.h"
#include "flow/cost.h"
#include "flow/joint_leakage.h"
#include "flow/mapped_netlist.h"
#include "flow/operation_energy.h"
#include "flow/power_report.h"
#include "flow/power_tables.h"
#include "flow/synthesize.h"
#include "sim/native/simulate_natively.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/print.h"
#include "support/progress.h"
#include "synth/power/annotation.h"
#include "tb/measure.h"
#include "tb/model/played_operands.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct PowerArguments {
  MappedArguments mapped;
  std::string activity{};
  std::string scope{};
  std::string timescale{};
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

flow::GateActivity from_file(const PowerArguments& arguments) {
  activity::TraceOptions options;
  options.scope = arguments.scope;
  set_timescale(arguments.timescale, options);
  const fs::path windows = activity::windows_path(arguments.activity);
  if (fs::exists(windows)) options.windows = activity::read_windows(windows);
  activity::TraceCount count = activity::read_activity(arguments.activity, options);
  if (count.activity.operations == 0) count.activity.operations = options.windows.operations;
  flow::GateActivity gates;
  gates.activity = std::move(count.activity);
  return gates;
}

Json settling_json(const flow::GateActivity& gates) {
  return {{"settled_ns", gates.settling->seen_ns},
          {"settled_net", gates.settling->net},
          {"critical_path_ns", gates.settling->critical_ns},
          {"maximum_clock_mhz", gates.settling->maximum_clock_mhz()},
          {"simultaneous_changes", gates.simultaneous},
          {"clock_races", gates.races.count}};
}

Json sdf_json(const synth::DelayAnnotation& annotation) {
  return {{"file", annotation.source},
          {"arcs", annotation.arcs},
          {"covered", annotation.covered},
          {"wires", annotation.wires},
          {"has_timescale", annotation.has_timescale},
          {"negative_delays", annotation.negative_delays}};
}

flow::GateActivityOptions activity_options(const PowerArguments& arguments,
                                           const synth::PowerOptions& power) {
  flow::GateActivityOptions options;
  options.delays = flow::gate_delays_from_name(arguments.delays).value();
  options.engine = tb::engine_from_name(arguments.engine).value();
  if (arguments.transport) options.pulses = sim::PulseModel::transport;
  if (options.delays == flow::GateDelays::zero && (arguments.transport || !arguments.sdf.empty())) {
    support::fail_input("power.delays", "--transport and --sdf say how gates are delayed",
                        "give --delays liberty with them");
  }
  options.sdf = arguments.sdf;
  options.clock_mhz = arguments.clock_mhz;
  options.input_slew_s = power.input_slew_s;
  options.wires = power.wires;
  return options;
}

/// What the report says of where the activity is from.
Json origin_of(const PowerArguments& arguments, const tb::OperandStreams& operands,
               const flow::GateActivity& gates) {
  if (!arguments.activity.empty()) return {{"file", arguments.activity}};
  Json origin{{"stimulus", to_json(arguments.mapped.stimulus, operands)},
              {"engine", gates.engine},
              {"mismatches", gates.mismatches}};
  if (gates.settling) origin["settling"] = settling_json(gates);
  if (gates.annotation) origin["sdf"] = sdf_json(*gates.annotation);
  return origin;
}

/// Says where the netlist is too slow for the rate that was asked for.
void warn_of_clock(const Context& context, double asked_mhz, const flow::MappedCost& cost) {
  if (cost.maximum_clock_mhz == 0.0 || asked_mhz <= cost.maximum_clock_mhz) return;
  const bool is_lowered = cost.power.clock_mhz < asked_mhz;
  support::print(
      context.error, "pann: {:.4g} MHz is too fast for the netlist{} [power.clock]\n", asked_mhz,
      is_lowered ? fmt::format(", {:.4g} MHz taken", cost.maximum_clock_mhz)
                 : fmt::format(": its critical path allows {:.4g} MHz", cost.maximum_clock_mhz));
}

/// Says where a clock gate is slower than the data of the registers behind it.
void warn_of_races(const Context& context, const sim::ClockRaces& races) {
  if (races.count == 0) return;
  constexpr double kPicosecond = 1e3;
  support::print(context.error,
                 "pann: {} times the input of a register behind a clock gate changes before the "
                 "gated clock arrives, first at '{}', {:.0f} ps after the clock's edge: a clock "
                 "tree has to even that out, as the figures assume, or fewer flip-flops a gate "
                 "(--gate-fanout) [power.race]\n",
                 races.count, races.first, static_cast<double>(races.time_fs) / kPicosecond);
}

/// What playing the operands once more tells beside the averages.
struct Details {
  flow::OperationEnergy energy;
  double joint_leakage_w = 0.0;
};

/// Nothing for activity of a file, where elements share cycles, and where the native engine cannot
/// treat the netlist.
std::optional<Details> details_of(const flow::MappedExperiment& experiment,
                                  const tb::OperandStreams& operands,
                                  const synth::PowerReport& report) {
  const generator::Manifest& manifest = experiment.files.manifest;
  // A cycle of an array is an operation of each of its elements.
  if (operands.operations() == 0 || tb::packs_elements(manifest) ||
      manifest.design.kind == generator::Kind::mac_array) {
    return std::nullopt;
  }
  try {
    Details details{flow::operation_energy(experiment.files, experiment.netlist, experiment.library,
                                           operands, experiment.activity, report)};
    for (const double leakage_w : flow::joint_leakage(experiment.files.manifest, experiment.netlist,
                                                      experiment.library, operands)) {
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
  support::print(output, "leakage by the pins' joint states: {:.4f} uW\n",
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
    support::fail_input(
        "power.series", "--series: the energy of single operations is not known here",
        "leave out --activity; the native engine must take the netlist, and each element "
        "a cycle of its own (not so for pann_dot and mac_array)");
  }
  support::write_file(arguments.series, flow::series_csv(details->energy, spec));
}

void claim(Context& context, const PowerArguments& arguments) {
  std::vector<NamedPath> inputs = mapped_inputs(arguments.mapped);
  inputs.insert(
      inputs.end(),
      {{"--activity", arguments.activity}, {"--sdf", arguments.sdf}, {"--wire", arguments.wires}});
  claim_outputs(context,
                {{"--json", context.json},
                 {"--saif", arguments.saif},
                 {"--instances", arguments.instances},
                 {"--series", arguments.series}},
                inputs);
}

support::ExitCode run(Context& context, const PowerArguments& arguments) {
  claim(context, arguments);
  support::Progress progress(context.quiet);
  const MappedDesign mapped = read_mapped_design(arguments.mapped, progress);
  const tb::DesignFiles& design = mapped.files;
  const circuit::Netlist& netlist = mapped.netlist;
  const auto& [pdk, library, overlay] = mapped.chosen;
  synth::PowerOptions options;
  options.clock_mhz = arguments.clock_mhz.value_or(mapped.record.clock_mhz);
  options.input_slew_s = mapped.input_slew_s;
  options.wires = synth::parse_wire_model(arguments.wires, library);
  progress.stage("measuring activity");
  const flow::MappedExperiment experiment{.files = design,
                                          .netlist = netlist,
                                          .library = library,
                                          .activity = activity_options(arguments, options),
                                          .power = options,
                                          .corner = pdk.corner,
                                          .synthetic = pdk.synthetic || library.synthetic,
                                          .lowers_clock = !arguments.clock_mhz};
  tb::OperandStreams operands;
  if (arguments.activity.empty()) {
    operands = make_operands(arguments.mapped.stimulus, design.manifest, context.seed);
  }
  const flow::MappedCost cost = arguments.activity.empty()
                                    ? flow::cost(experiment, operands)
                                    : flow::cost(experiment, from_file(arguments));
  progress.clear();
  warn_of_clock(context, *options.clock_mhz, cost);
  warn_of_races(context, cost.gates.races);
  const flow::GateActivity& gates = cost.gates;
  const synth::PowerReport& report = cost.power;
  if (!arguments.saif.empty()) {
    activity::Activity pins =
        synth::activity_on_pins(netlist, synth::bind_cells(netlist, library), gates.activity);
    flow::set_clock(pins, static_cast<double>(report.cycles), report.clock_mhz);
    activity::SaifOptions saif;
    saif.instance = design.manifest.top;
    support::write_file(arguments.saif, activity::to_saif(pins, saif));
  }
  const std::optional<Details> details = details_of(experiment, operands, report);
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
  json["activity"] = origin_of(arguments, operands, gates);
  write_json_report(context, "power", json);
  if (context.shows_report()) {
    print_power(context.output, report, design.manifest.top, describe(pdk, library));
    if (details) print_details(context.output, *details, design.manifest.design);
    if (overlay) print_overlay(context.output, *overlay);
    if (gates.annotation) print_annotation(context.output, *gates.annotation);
  }
  if (gates.annotation) print_delay_notes(context.error, *gates.annotation);
  const bool wires_known = !report.wire_coverage || report.wire_coverage->complete();
  if (!wires_known) print_missing(context.error, *report.wire_coverage, arguments.lenient);
  if (!report.coverage.complete()) print_missing(context.error, report.coverage);
  if (gates.mismatches > 0) {
    support::print(context.error, "pann: {} results differ from the arithmetic model\n",
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
  command.option("directory", &arguments->mapped.directory, "Directory of `pann synth`")
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
  add_timescale_option(command, arguments->timescale).need(activity);
  command.option("--engine", &arguments->engine, "Who simulates; all give the same counts")
      .one_of({"auto", "native", "verilator", "icarus"})
      .show_default();
  add_delay_options(command, *arguments, activity);
  command
      .option("--clock-mhz", &arguments->clock_mhz,
              "Clock rate that the activity is played at; default: that of `pann synth`")
      .above(0);
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
      .option("--instances", &arguments->instances,
              "Write cell, toggles, glitches and power of every instance as CSV")
      .value("FILE");
  command.option("--series", &arguments->series, "Write the energy of every operation as CSV")
      .value("FILE");
  add_mapped_options(command, arguments->mapped);
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
