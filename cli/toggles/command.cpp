#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "activity/files/activity_csv.h"
#include "activity/files/saif.h"
#include "activity/trace/activity_file.h"
#include "circuit/yosys_json.h"
#include "cli/output_paths.h"
#include "cli/subcommand.h"
#include "cli/toggles/diff.h"
#include "cli/toggles/options.h"
#include "cli/toggles/report.h"
#include "support/output.h"
#include "support/progress.h"
#include "tb/electrical_nets.h"

namespace pann::cli {

namespace {

struct TogglesArguments {
  std::string trace;
  TraceArguments options;
  std::uint64_t every = 0;
  std::string clock;
  std::string saif;
  std::string csv;
  std::string netlist;
  std::string tcl;
  double clock_mhz = 0.0;
  std::string instance;
  std::string divider = "/";
};

/// Options that say nothing without another, or not together; every fault at once.
void check_together(const TogglesArguments& arguments) {
  std::vector<support::Diagnostic> faults;
  if (!arguments.tcl.empty() && (arguments.netlist.empty() || arguments.clock_mhz <= 0)) {
    faults.push_back({"toggles.tcl", "--tcl needs a netlist and a clock",
                      "give --netlist FILE.json and --clock-mhz N"});
  }
  if (!arguments.netlist.empty() && arguments.saif.empty() && arguments.tcl.empty()) {
    faults.push_back({"toggles.netlist", "--netlist names the pins of a SAIF or Tcl file",
                      "give --saif FILE or --tcl FILE"});
  }
  support::throw_if_any(std::move(faults));
}

/// --clock takes a signal's name or a period in ticks.
void set_clock(const std::string& clock, activity::TraceOptions& options) {
  const char* end = clock.data() + clock.size();
  const auto [stop, error] = std::from_chars(clock.data(), end, options.clock_period);
  if (error == std::errc() && stop == end && !clock.empty()) return;
  options.clock_period = 0;
  options.clock = clock;
}

void write_files(const TogglesArguments& arguments, const TogglesReport& report) {
  const activity::Activity& activity = report.count.activity;
  if (!arguments.csv.empty()) support::write_file(arguments.csv, activity::to_csv(activity));
  if (!arguments.saif.empty()) {
    activity::SaifOptions options;
    options.instance = arguments.instance;
    options.divider = arguments.divider.front();
    support::write_file(arguments.saif,
                        report.pins ? activity::to_saif(report.pins->pins, activity, options)
                                    : activity::to_saif(activity, options));
  }
  if (!arguments.tcl.empty()) {
    constexpr double kSecondsTimesMhz = 1e-6;
    support::write_file(
        arguments.tcl,
        activity::to_power_tcl(*report.pins, activity, kSecondsTimesMhz / arguments.clock_mhz));
  }
}

support::ExitCode run_toggles(const TogglesArguments& arguments, Context& context) {
  check_together(arguments);
  claim_outputs(context,
                {{"--json", context.json},
                 {"--saif", arguments.saif},
                 {"--csv", arguments.csv},
                 {"--tcl", arguments.tcl}},
                {{"TRACE", arguments.trace},
                 {"--manifest", arguments.options.manifest},
                 {"--netlist", arguments.netlist}});
  PreparedTrace prepared = prepare_trace(arguments.options, arguments.trace);
  prepared.options.every = arguments.every;
  set_clock(arguments.clock, prepared.options);
  TogglesReport report{.trace = arguments.trace, .counted = prepared.counted};
  std::optional<circuit::Netlist> netlist;
  if (!arguments.netlist.empty()) netlist = circuit::read_yosys_json(arguments.netlist);
  support::Progress progress(context.quiet);
  progress.stage(fmt::format("counting {}", arguments.trace));
  report.count = activity::read_activity(arguments.trace, prepared.options,
                                         [&](double done) { progress.fraction(done); });
  report.has_glitches = !arguments.clock.empty();
  if (prepared.manifest) {
    const std::filesystem::path manifest = arguments.options.manifest;
    const bool is_directory = std::filesystem::is_directory(manifest);
    tb::ElectricalNets nets = tb::merge_electrical_nets(
        report.count.activity,
        {is_directory ? manifest : manifest.parent_path(), *prepared.manifest});
    report.count.activity = std::move(nets.activity);
    report.elements = std::move(nets.elements);
    report.net_note = std::move(nets.note);
    report.modules = activity::sum_modules(report.count.activity, nets.instances);
  }
  if (netlist) report.pins = activity::annotate_pins(report.count.activity, *netlist);
  progress.clear();
  write_files(arguments, report);
  write_json_report(context, "toggles", report_json(report));
  if (context.shows_report()) print_report(report, context.output);
  const bool is_covered =
      (!report.pins || report.pins->missing.empty()) && activity::is_complete(report.elements);
  return is_covered ? support::ExitCode::ok : support::ExitCode::check_failed;
}

}  // namespace

void register_toggles(Command& app, Context& context) {
  Command& command = app.subcommand(
      "toggles", "Count the toggles in a trace (VCD, VCD.gz, FST; '-': standard input)");
  auto arguments = std::make_shared<TogglesArguments>();
  command.option("TRACE", &arguments->trace, "The trace, or a .saif or .csv of this command");
  add_trace_options(command, arguments->options);
  command.option("--every", &arguments->every, "Toggles of each interval of T ticks")
      .value("T")
      .above(0);
  command
      .option("--clock", &arguments->clock,
              "Count glitches within the periods of this signal, or of T ticks")
      .value("NAME|T");
  command.option("--saif", &arguments->saif, "Write SAIF 2.0").value("FILE");
  command.option("--csv", &arguments->csv, "Write one line a signal bit").value("FILE");
  command
      .option("--netlist", &arguments->netlist,
              "Yosys JSON netlist: SAIF and Tcl name each net on every pin")
      .value("FILE");
  command.option("--tcl", &arguments->tcl, "Write activities for OpenSTA before 3.0").value("FILE");
  command.option("--clock-mhz", &arguments->clock_mhz, "Clock of --tcl").value("N").above(0);
  command.option("--instance", &arguments->instance, "Outermost instance of the SAIF file")
      .value("PATH");
  command.option("--divider", &arguments->divider, "Divider of the SAIF file")
      .one_of({"/", ".", ":"})
      .show_default();
  add_common_options(command, context);
  register_toggles_diff(command, context);
  command.action = [arguments, &context] {
    if (arguments->trace.empty()) {
      support::fail_input("option.usage", "TRACE is required", "see pann toggles --help");
    }
    return run_toggles(*arguments, context);
  };
}

}  // namespace pann::cli
