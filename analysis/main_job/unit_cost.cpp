#include "analysis/main_job/unit_cost.h"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "activity/files/saif.h"
#include "analysis/paper_model.h"
#include "flow/clocked_activity.h"
#include "flow/cost.h"
#include "flow/mapped_netlist.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "generator/units/split_accumulators.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/parallel.h"
#include "support/progress.h"
#include "synth/liberty/binding.h"
#include "synth/power/annotation.h"
#include "synth/power/power.h"
#include "synth/si_units.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

using synth::kFemto;

/// Adds `per_operation` of a pass, weighted by its operations, to the element of that name.
void add_element(UnitReport& report, const std::string& name, double measured,
                 std::optional<double> model) {
  auto found = std::find_if(report.elements.begin(), report.elements.end(),
                            [&](const UnitElement& element) { return element.name == name; });
  if (found == report.elements.end()) found = report.elements.insert(found, UnitElement{name});
  found->measured += measured;
  if (model) found->model = found->model.value_or(0.0) + *model;
}

void add_check(UnitReport& report, const tb::Measurement& measurement) {
  report.checked += measurement.result.checked;
  report.mismatches += measurement.result.mismatches;
}

/// One pass through the RTL: flips by element, beside the model.
void count_flips(UnitReport& report, const tb::DesignFiles& design,
                 const tb::OperandStreams& operands, const CostContext& context) {
  const tb::Measurement measurement = tb::measure(design, operands, context.options.engine);
  const PaperModel model = paper_model(report.spec, conditions_of(operands, report.spec));
  const auto total = static_cast<double>(context.elements_of_products);
  const double share = static_cast<double>(operands.operations()) / total;
  for (const activity::ElementCount& element : measurement.elements) {
    const auto modelled = model.per_operation(element.name);
    add_element(report, element.name, static_cast<double>(element.toggles) / total,
                modelled ? std::optional(*modelled * share) : std::nullopt);
  }
  report.operations += measurement.result.operations;
  report.cycles += measurement.cycles;
  report.additions += measurement.additions;
  add_check(report, measurement);
}

void require_annotation(const synth::PowerReport& power, const std::string& unit) {
  if (power.coverage.complete()) return;
  throw support::Failure(
      support::ExitCode::check_failed,
      {"run.annotation",
       fmt::format("{}: {} of {} pins have no activity, first net '{}'", unit,
                   power.coverage.total_pins - power.coverage.annotated_pins,
                   power.coverage.total_pins,
                   power.coverage.missing.empty() ? "?" : power.coverage.missing.front()),
       "this is a mistake of ours: every net of the netlist is simulated", std::nullopt});
}

void add_energy(UnitEnergy& energy, const synth::PowerReport& power, double elements,
                generator::Kind kind) {
  const double femtojoules_per_watt = power.time_s / elements * kFemto;
  energy.internal_fj += power.total.internal_w * femtojoules_per_watt;
  energy.switching_fj += power.total.switching_w * femtojoules_per_watt;
  energy.leakage_fj += power.total.leakage_w * femtojoules_per_watt;
  energy.clock_pins_fj += power.clock_w * femtojoules_per_watt;
  energy.glitch_fj += power.glitch_w() * femtojoules_per_watt;
  for (const synth::ModulePower& module : power.modules) {
    const double module_fj = module.power.total_w() * femtojoules_per_watt;
    if (module.path == generator::kSubtractionInstance) energy.output_subtraction_fj += module_fj;
    const bool is_shared = kind == generator::Kind::pann_array && module.path.empty();
    if (is_shared) energy.shared_fj += module_fj;
  }
}

/// The mapped netlist of a unit, ready to be simulated and costed.
class MappedAlternative {
 public:
  MappedAlternative(const fs::path& source, const fs::path& target, const CostContext& context)
      : context_(context) {
    support::Progress silent(true);
    result_ = flow::synthesize({.source = source,
                                .target = target,
                                .recipe = context.options.recipe,
                                .adder_cells = context.options.adder_cells,
                                .clock_mhz = context.clock_mhz},
                               context.pdk, context.library, silent);
    files_ = {target, result_.manifest};
    netlist_ = flow::read_mapped_netlist(files_);
  }

  const flow::SynthesisResult& result() const { return result_; }

  /// One pass through the cells, with their delays: energy, and the activity as SAIF in `saif`.
  void add_pass(UnitReport& report, const tb::OperandStreams& operands,
                const fs::path& saif) const {
    const double input_slew_s = result_.input_slew_ns * 1e-9;
    const flow::MappedCost cost =
        flow::cost({.files = files_,
                    .netlist = netlist_,
                    .library = context_.library,
                    .activity = {.delays = flow::GateDelays::liberty, .input_slew_s = input_slew_s},
                    .power = {.clock_mhz = context_.clock_mhz, .input_slew_s = input_slew_s},
                    .corner = result_.corner,
                    .synthetic = result_.synthetic},
                   operands);
    const flow::GateActivity& gates = cost.gates;
    report.checked += gates.checked;
    report.mismatches += gates.mismatches;
    report.slowest_ns =
        std::max({report.slowest_ns, gates.settling->seen_ns, gates.settling->critical_ns});
    const synth::PowerReport& power = cost.power;
    require_annotation(power, report.name);
    report.wires = power.wires;
    add_energy(report.energy, power, static_cast<double>(context_.elements_of_products),
               report.spec.kind);
    const auto cells = synth::bind_cells(netlist_, context_.library);
    activity::SaifOptions options;
    options.instance = result_.manifest.top;
    activity::Activity pins = synth::activity_on_pins(netlist_, cells, gates.activity);
    flow::set_clock(pins, static_cast<double>(power.cycles), power.clock_mhz);
    support::write_file(saif, activity::to_saif(pins, options));
  }

 private:
  const CostContext& context_;
  flow::SynthesisResult result_;
  circuit::Netlist netlist_;
  tb::DesignFiles files_;
};

void sum_up(UnitReport& report) {
  for (const UnitElement& element : report.elements) {
    if (!element.model) continue;
    report.flips += element.measured;
    report.model_flips += *element.model;
  }
}

}  // namespace

UnitReport cost_unit(const UnitJob& job, int bits, const std::string& directory,
                     const CostContext& context) {
  UnitReport report;
  report.name = job.name;
  report.description = job.description;
  report.note = job.note;
  report.bits = bits;
  report.spec = job.spec;
  report.directory = directory;
  report.elements_of_products = context.elements_of_products;
  const auto elements = static_cast<double>(context.elements_of_products);
  report.traffic = {job.traffic.x_bits / elements, job.traffic.w_bits / elements};
  const fs::path root = context.root / directory;
  context.stage(directory + ": RTL");
  const tb::DesignFiles rtl{root / "rtl", generator::emit_into(job.spec, root / "rtl")};
  for (const tb::OperandStreams* pass : job.passes) count_flips(report, rtl, *pass, context);
  context.stage(directory + ": synthesis");
  const MappedAlternative mapped(root / "rtl", root / "netlist", context);
  report.cells = mapped.result().cells;
  report.area = mapped.result().area;
  context.stage(directory + ": power");
  for (std::size_t pass = 0; pass < job.passes.size(); ++pass) {
    mapped.add_pass(report, *job.passes[pass], root / fmt::format("activity{}.saif", pass));
  }
  sum_up(report);
  constexpr double kFemtoPerNano = 1e6;
  report.inference_nj =
      report.energy.total_fj() * static_cast<double>(context.macs_per_inference) / kFemtoPerNano;
  return report;
}

std::vector<UnitReport> cost_units(const std::vector<PlannedUnit>& units, const synth::Pdk& pdk,
                                   const synth::Library& library, double clock_mhz,
                                   const MainJobOptions& options, const fs::path& output,
                                   const std::function<void(const std::string&)>& stage) {
  std::vector<UnitReport> reports(units.size());
  support::OutputDirectory directory(output);
  std::mutex mutex;
  const auto shared_stage = [&](const std::string& text) {
    const std::lock_guard lock(mutex);
    stage(text);
  };
  support::parallel_for(std::size_t{0}, units.size(), [&](std::size_t i) {
    const PlannedUnit& unit = units[i];
    const CostContext context{pdk,
                              library,
                              clock_mhz,
                              options,
                              directory.staging(),
                              unit.elements,
                              unit.macs_per_inference,
                              shared_stage};
    reports[i] = cost_unit(unit.job, unit.bits, unit.directory, context);
    reports[i].given = unit.given;
  });
  directory.commit();
  return reports;
}

}  // namespace pann::analysis
