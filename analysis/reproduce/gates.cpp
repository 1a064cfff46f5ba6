#include "analysis/reproduce/gates.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/reproduce/flips.h"
#include "analysis/reproduce/map_unit.h"
#include "flow/cost.h"
#include "generator/units/split_accumulators.h"
#include "support/diagnostic.h"
#include "synth/power/power.h"
#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using synth::kFemto;
using synth::kSecondsPerNanosecond;
constexpr double kHertzPerMegahertz = 1e6;
/// Any rate serves: energies of edges do not depend on it.
constexpr double kReferenceClockMhz = 1.0;

[[noreturn]] void fail_check(const char* code, const std::string& message) {
  throw support::Failure(
      support::ExitCode::check_failed,
      {code, message, "this is a mistake of ours: please report it", std::nullopt});
}

double seconds_of(double nanoseconds) {
  return nanoseconds * kSecondsPerNanosecond;
}

GateResult result_of(const synth::PowerReport& power) {
  GateResult result;
  result.internal_fj = power.per_operation_fj(power.total.internal_w);
  result.switching_fj = power.per_operation_fj(power.total.switching_w);
  result.clock_pins_fj = power.per_operation_fj(power.clock_w);
  result.leakage_w = power.total.leakage_w;
  result.glitches_fj = power.per_operation_fj(power.glitch_w());
  result.operations = power.operations;
  result.cells = power.cells;
  result.area = power.area;
  // The clock has one rising edge a cycle; without one, an operation is a cycle.
  result.cycles_per_operation = power.time_s * kReferenceClockMhz * kHertzPerMegahertz /
                                static_cast<double>(power.operations);
  for (const synth::ModulePower& module : power.modules) {
    if (module.path.rfind(generator::kSubtractionInstance, 0) != 0) continue;
    result.subtraction_fj +=
        power.per_operation_fj(module.power.internal_w + module.power.switching_w);
  }
  return result;
}

}  // namespace

double GateResult::leakage_fj(double clock_mhz) const {
  return leakage_w * cycles_per_operation / (clock_mhz * kHertzPerMegahertz) * kFemto;
}

std::string key_of(const GateCase& entry) {
  return fmt::format("{} {}{} {}", entry.library->pdk.name, flow::name(entry.delays),
                     entry.adder_cells ? " adder cells" : "",
                     key_of(FlipCase{entry.spec, entry.stimulus, entry.operands, false}));
}

GateResult measure_gate_energy(const GateCase& entry, tb::Engine engine) {
  const MeasuredLibrary& library = *entry.library;
  const MappedUnit unit = map_unit(entry.spec, library, {.adder_cells = entry.adder_cells});
  const tb::OperandStreams operands =
      entry.operands == nullptr ? tb::make_operands(entry.stimulus, entry.spec) : *entry.operands;
  const double input_slew_s = seconds_of(library.pdk.input_slew_ns);
  const flow::MappedCost cost = flow::cost(
      {.files = unit.files,
       .netlist = unit.netlist,
       .library = library.library,
       .activity = {.delays = entry.delays, .engine = engine, .input_slew_s = input_slew_s},
       .power = {.clock_mhz = kReferenceClockMhz, .input_slew_s = input_slew_s},
       .corner = library.pdk.corner,
       .synthetic = library.pdk.synthetic},
      operands);
  if (cost.gates.mismatches > 0) {
    fail_check("reproduce.mismatch",
               fmt::format("{}: {} of {} results differ from the arithmetic model", key_of(entry),
                           cost.gates.mismatches, cost.gates.checked));
  }
  const synth::PowerReport& power = cost.power;
  if (!power.coverage.complete()) {
    fail_check("reproduce.annotation",
               fmt::format("{}: {} of {} pins have no activity", key_of(entry),
                           power.coverage.total_pins - power.coverage.annotated_pins,
                           power.coverage.total_pins));
  }
  GateResult result = result_of(power);
  result.maximum_clock_mhz = cost.maximum_clock_mhz;
  return result;
}

double slowest_clock_mhz(std::span<const GateResult> results) {
  double slowest = results.front().maximum_clock_mhz;
  for (const GateResult& result : results) slowest = std::min(slowest, result.maximum_clock_mhz);
  return slowest;
}

ClockChoice choose_clock(double slowest_mhz) {
  if (slowest_mhz >= kPaperClockMhz) return {kPaperClockMhz, true};
  const double step = std::pow(10.0, std::floor(std::log10(slowest_mhz)) - 1.0);
  return {std::floor(slowest_mhz / step) * step, false};
}

}  // namespace pann::analysis
