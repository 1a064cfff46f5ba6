#include "flow/cost.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "flow/cost_rows.h"
#include "flow/mapped_netlist.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "synth/si_units.h"
#include "synth/timing/critical_path.h"
#include "synth/timing/delays.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

using synth::kNanosecondMegahertz;
using synth::kSecondsPerNanosecond;

double fastest_clock_mhz(const MappedExperiment& experiment, const GateActivity& gates) {
  if (gates.settling) return gates.settling->maximum_clock_mhz();
  const synth::ArcDelays delays = synth::compute_delays(
      experiment.library, experiment.netlist,
      {.input_slew_s = experiment.power.input_slew_s, .wires = experiment.power.wires});
  return synth::critical_path(experiment.netlist, delays).maximum_clock_mhz();
}

bool is_too_fast(const synth::PowerOptions& options, double fastest_mhz) {
  return fastest_mhz > 0.0 && options.clock_mhz.value_or(0.0) > fastest_mhz;
}

void require(bool holds, const char* code, const std::string& message) {
  if (holds) return;
  throw support::Failure(support::ExitCode::check_failed,
                         {code, message,
                          "an own design: mend it or its manifest; a generated one: please report "
                          "it",
                          std::nullopt});
}

void add_energy(std::vector<CostRow>& rows, const CostReport& report) {
  const synth::PowerReport& power = report.mapped.power;
  const std::string origin =
      fmt::format("modelled, Liberty power at measured toggles, {} delays, {:g} MHz",
                  power.has_glitches ? "liberty" : "zero", power.clock_mhz);
  const auto add = [&](const char* name, double watts) {
    rows.push_back({name, power.per_operation_fj(watts), "fJ/operation", origin});
  };
  add("energy", power.total.total_w());
  if (power.has_glitches) {
    add("energy_without_glitches", power.functional.total_w());
    add("energy_glitches", power.glitch_w());
  }
  add("energy_internal", power.total.internal_w);
  add("energy_switching", power.total.switching_w);
  add("energy_leakage", power.total.leakage_w);
}

}  // namespace

MappedCost cost(const MappedExperiment& experiment, GateActivity gates) {
  MappedCost result{std::move(gates), 0.0, {}};
  result.maximum_clock_mhz = fastest_clock_mhz(experiment, result.gates);
  synth::PowerOptions options = experiment.power;
  if (experiment.lowers_clock && result.gates.settling &&
      is_too_fast(options, result.maximum_clock_mhz)) {
    options.clock_mhz = result.maximum_clock_mhz;
  }
  result.power = synth::compute_power(
      {.manifest = experiment.files.manifest,
       .netlist = experiment.netlist,
       .library = experiment.library,
       .activity = result.gates.activity,
       .corner = experiment.corner,
       .synthetic = experiment.synthetic,
       .functional = result.gates.settling ? &result.gates.functional : nullptr},
      options);
  return result;
}

MappedCost cost(const MappedExperiment& experiment, const tb::OperandStreams& operands) {
  return cost(experiment, measure_gates(experiment.files, experiment.netlist, experiment.library,
                                        operands, experiment.activity));
}

std::uint64_t CostReport::mismatches() const {
  return rtl.result.mismatches + mapped.gates.mismatches;
}

double CostReport::delay_ns() const {
  return mapped.maximum_clock_mhz > 0.0 ? kNanosecondMegahertz / mapped.maximum_clock_mhz : 0.0;
}

std::vector<CostRow> flip_rows(const tb::Measurement& rtl) {
  std::vector<CostRow> rows;
  const std::string counted = fmt::format("measured, RTL, {}", rtl.result.engine);
  for (const activity::ElementCount& element : rtl.elements) {
    rows.push_back({"flips_" + element.name,
                    static_cast<double>(element.toggles) /
                        static_cast<double>(std::max<std::uint64_t>(1, rtl.result.operations)),
                    "toggles/operation", counted});
  }
  return rows;
}

std::vector<CostRow> CostReport::rows() const {
  std::vector<CostRow> rows = flip_rows(rtl);
  rows.push_back({"checked", static_cast<double>(rtl.result.checked + mapped.gates.checked),
                  "operations", "measured, RTL and netlist"});
  rows.push_back(
      {"mismatches", static_cast<double>(mismatches()), "operations", "measured, RTL and netlist"});
  rows.push_back({"cells", static_cast<double>(mapping.cells), "cells", "measured, Yosys"});
  rows.push_back({"area", mapping.area, "library units", "measured, Yosys, Liberty areas"});
  rows.push_back({"delay", delay_ns(), "ns",
                  mapped.gates.settling ? "modelled, Liberty tables: critical path or last change"
                                        : "modelled, Liberty tables: critical path"});
  add_energy(rows, *this);
  return rows;
}

void require_right(const CostReport& report) {
  const std::string& top = report.mapping.manifest.top;
  require(report.mismatches() == 0, "cost.mismatch",
          fmt::format("{}: {} results differ from the arithmetic model", top, report.mismatches()));
  const synth::Coverage& coverage = report.mapped.power.coverage;
  require(coverage.complete(), "cost.annotation",
          fmt::format("{}: {} of {} pins have no activity, first net '{}'", top,
                      coverage.total_pins - coverage.annotated_pins, coverage.total_pins,
                      coverage.missing.empty() ? "?" : coverage.missing.front()));
}

CostReport cost(const Experiment& experiment) {
  std::optional<support::TemporaryDirectory> temporary;
  SynthesisRequest request = experiment.mapping;
  request.source = experiment.design.directory;
  if (request.target.empty()) request.target = temporary.emplace().path() / "netlist";
  CostReport report;
  report.rtl = tb::measure(experiment.design, experiment.operands, experiment.engine);
  support::Progress silent(true);
  report.mapping = synthesize(request, experiment.pdk, experiment.library, silent);
  const tb::DesignFiles files{request.target, report.mapping.manifest};
  const circuit::Netlist netlist = read_mapped_netlist(files);
  MappedExperiment mapped{
      .files = files,
      .netlist = netlist,
      .library = experiment.library,
      .activity = experiment.activity,
      .power = {.clock_mhz = report.mapping.clock_mhz,
                .input_slew_s = report.mapping.input_slew_ns * kSecondsPerNanosecond,
                .wires = experiment.activity.wires},
      .corner = report.mapping.corner,
      .synthetic = report.mapping.synthetic,
      .lowers_clock = !experiment.mapping.clock_mhz};
  mapped.activity.input_slew_s = mapped.power.input_slew_s;
  report.mapped = cost(mapped, experiment.operands);
  require_right(report);
  return report;
}

}  // namespace pann::flow
