#include "analysis/sweep/measure_point.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "activity/elements.h"
#include "analysis/paper_model.h"
#include "analysis/report/report.h"
#include "analysis/reproduce/map_unit.h"
#include "circuit/elaborate.h"
#include "flow/cost_rows.h"
#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "synth/si_units.h"
#include "tb/stimulus/operand_files.h"

namespace pann::analysis {

namespace {

using synth::kSecondsPerNanosecond;
/// Faults of files that could not be written: a full disk, not the point.
constexpr std::string_view kOutputFaults = "output.";

/// Flips of the elements that the paper models, and the model.
void add_model(const tb::Measurement& rtl, const PaperModel& model,
               std::vector<flow::CostRow>& figures) {
  double sum = 0.0;
  for (const activity::ElementCount& element : rtl.elements) {
    if (!model.per_operation(element.name)) continue;
    sum += static_cast<double>(element.toggles) / static_cast<double>(rtl.result.operations);
  }
  figures.push_back(
      {"flips", sum, "toggles/operation",
       fmt::format("measured, RTL, {}: elements that the paper models", rtl.result.engine)});
  figures.push_back({"flips_model", model.total, "toggles/operation", "modelled, the paper"});
}

void add_pace(const tb::Measurement& rtl, std::vector<flow::CostRow>& figures) {
  const auto operations = static_cast<double>(rtl.result.operations);
  const char* origin = "measured, RTL";
  figures.push_back({"operations", operations, "operations", origin});
  figures.push_back(
      {"cycles", static_cast<double>(rtl.cycles) / operations, "cycles/operation", origin});
  if (rtl.additions == 0) return;
  figures.push_back({"additions", static_cast<double>(rtl.additions) / operations,
                     "additions/operation", origin});
}

void require_elements(const tb::Measurement& rtl, const std::string& top) {
  if (activity::is_complete(rtl.elements)) return;
  throw support::Failure(support::ExitCode::check_failed,
                         {"sweep.elements", fmt::format("{}: an element has no net", top),
                          "please report it", std::nullopt});
}

void describe(const support::Failure& failure, PointResult& result) {
  const support::Diagnostic& first = failure.diagnostics().front();
  result.code = first.code;
  result.message = first.message;
  result.is_passing = failure.exit_code() == support::ExitCode::tool_failed ||
                      failure.exit_code() == support::ExitCode::internal ||
                      first.code.starts_with(kOutputFaults);
}

}  // namespace

void PointBench::prepare(const std::vector<SweepPoint>& points) {
  std::vector<circuit::ElaborationRequest> requests;
  for (const SweepPoint& point : points) {
    const tb::DesignFiles& files = emitted(point.design);
    requests.push_back(circuit::elaboration_request(files.directory, files.manifest));
  }
  circuit::prepare_elaboration(requests);
}

const tb::DesignFiles& PointBench::emitted(const generator::DesignSpec& spec) {
  const std::string key = generator::key_of(spec);
  const auto found = designs_.find(key);
  if (found != designs_.end()) return found->second;
  const auto place = directory_.path() / std::to_string(designs_.size());
  return designs_[key] = {place, generator::emit_into(spec, place)};
}

const MeasuredLibrary& PointBench::library(const std::string& name) {
  const auto found = libraries_.find(name);
  if (found != libraries_.end()) return found->second;
  return libraries_.emplace(name, read_measured_library(synth::find_pdk(name))).first->second;
}

tb::OperandStreams PointBench::operands(const SweepPoint& point) const {
  if (const auto stimulus = stimulus_of(point)) return tb::make_operands(*stimulus, point.design);
  std::vector<std::string> layers;
  if (!point.layer.empty()) layers.push_back(point.layer);
  tb::OperandStreams all = tb::read_operands(point.stimulus, layers, point.design);
  if (!point.vectors) return all;
  return tb::sample_streams(
      std::move(all), tb::operand_ports(point.design).operations_of(*point.vectors), point.seed);
}

void PointBench::measure_into(const SweepPoint& point, PointResult& result) {
  const tb::DesignFiles& files = emitted(point.design);
  const tb::OperandStreams streams = operands(point);
  flow::CostReport report;
  report.rtl = tb::measure(files, streams, point.engine);
  report.mapping.manifest.top = files.manifest.top;
  require_elements(report.rtl, files.manifest.top);
  if (!point.is_mapped()) {
    flow::require_right(report);
    result.figures = flow::flip_rows(report.rtl);
    result.origin = name(Origin::measured);
  } else {
    const MeasuredLibrary& measured = library(point.library);
    const MappedUnit unit = map_unit(point.design, measured, {point.recipe, point.adder_cells});
    const double input_slew_s = measured.pdk.input_slew_ns * kSecondsPerNanosecond;
    report.mapped =
        flow::cost({.files = unit.files,
                    .netlist = unit.netlist,
                    .library = measured.library,
                    .activity = {.delays = point.delays,
                                 .clock_mhz = point.clock_mhz,
                                 .input_slew_s = input_slew_s},
                    .power = {.clock_mhz = point.clock_mhz.value_or(measured.pdk.clock_mhz),
                              .input_slew_s = input_slew_s},
                    .corner = measured.pdk.corner,
                    .synthetic = measured.pdk.synthetic || measured.library.synthetic,
                    .lowers_clock = !point.clock_mhz},
                   streams);
    report.mapping.cells = report.mapped.power.cells;
    report.mapping.area = report.mapped.power.area;
    flow::require_right(report);
    result.figures = report.rows();
    result.figures.push_back({"clock_mhz_used", report.mapped.power.clock_mhz, "MHz", "asked for"});
    const bool synthetic = measured.pdk.synthetic || measured.library.synthetic;
    result.origin = name(synthetic ? Origin::synthetic : Origin::tabulated);
  }
  add_model(report.rtl, paper_model(point.design, conditions_of(streams, point.design)),
            result.figures);
  add_pace(report.rtl, result.figures);
}

PointResult PointBench::measure(const std::string& key, const SweepPoint& point) {
  PointResult result;
  result.key = key;
  const auto begin = std::chrono::steady_clock::now();
  try {
    measure_into(point, result);
    result.is_done = true;
  } catch (const support::Failure& failure) {
    describe(failure, result);
  } catch (const std::bad_alloc&) {
    result.code = "sweep.memory";
    result.message = "there is not enough memory";
    result.is_passing = true;
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace pann::analysis
