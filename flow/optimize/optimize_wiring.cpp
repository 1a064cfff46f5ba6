#include "flow/optimize/optimize_wiring.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "flow/choice/structure_cost.h"
#include "flow/cost.h"
#include "flow/mapped_netlist.h"
#include "flow/optimize/search_state.h"
#include "generator/design_fields.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::flow {

namespace fs = std::filesystem;
using generator::EmittedDesign;

namespace {

constexpr std::uint64_t kSavedEvery = 100;  ///< Evaluations.

/// A design on disk, mapped.
struct Mapped {
  support::TemporaryDirectory place;
  tb::DesignFiles files;
  circuit::Netlist netlist;
  double area = 0.0;
};

fs::path write(const EmittedDesign& design, const fs::path& directory) {
  support::OutputDirectory output(directory);
  for (const generator::EmittedFile& file : design.files) output.add(file.name, file.text);
  output.commit();
  return directory;
}

void map(const EmittedDesign& design, const WiringRequest& request, support::Progress& progress,
         Mapped& mapped) {
  const fs::path target = mapped.place.path() / "netlist";
  const SynthesisResult result = synthesize({.source = write(design, mapped.place.path() / "rtl"),
                                             .target = target,
                                             .recipe = synth::Recipe::area,
                                             .adder_cells = request.pdk.full_adder.has_value()},
                                            request.pdk, request.library, progress);
  mapped.files = {target, result.manifest};
  mapped.netlist = read_mapped_netlist(mapped.files);
  mapped.area = result.area;
}

double slew_s(const synth::Pdk& pdk) {
  constexpr double kNanosecond = 1e-9;
  return pdk.input_slew_ns * kNanosecond;
}

/// The whole way of `pann power`, every operation checked.
WiringFigures figures_of(const Mapped& mapped, const WiringRequest& request,
                         const tb::OperandStreams& operands) {
  const MappedCost mapped_cost =
      cost({.files = mapped.files,
            .netlist = mapped.netlist,
            .library = request.library,
            .activity = {.delays = GateDelays::liberty, .input_slew_s = slew_s(request.pdk)},
            .power = {.clock_mhz = request.pdk.clock_mhz, .input_slew_s = slew_s(request.pdk)},
            .lowers_clock = true},
           operands);
  if (mapped_cost.gates.mismatches > 0) {
    throw support::Failure(
        support::ExitCode::check_failed,
        {{"optimize.mismatch",
          fmt::format("{} operations of the netlist are wrong", mapped_cost.gates.mismatches),
          "this is a mistake of ours; please report it"}});
  }
  const synth::PowerReport& power = mapped_cost.power;
  return {power.energy_per_operation_fj(), power.per_operation_fj(power.glitch_w()),
          mapped_cost.gates.settling->critical_ns, mapped.area};
}

void check(const SplitOperands& operands) {
  const std::size_t fewest =
      std::min(operands.training.operations(), operands.held_out.operations());
  if (fewest >= kFewestTraining) return;
  support::fail_input(
      "optimize.operands",
      fmt::format("{} operations judge and {} measure, of {} at least",
                  operands.training.operations(), operands.held_out.operations(), kFewestTraining),
      fmt::format("--vectors {} or more, or a longer file", 2 * kFewestTraining));
}

void run_search(const WiringRequest& request, const Mapped& mapped,
                const tb::OperandStreams& training, const std::string& key,
                support::Progress& progress, WiringSearch& state) {
  progress.stage(fmt::format("searching wirings of {}", mapped.files.manifest.top));
  WiringJudge judge({.files = mapped.files,
                     .netlist = mapped.netlist,
                     .pdk = request.pdk,
                     .library = request.library,
                     .operands = training,
                     .input_slew_s = slew_s(request.pdk),
                     .clock_mhz = request.pdk.clock_mhz});
  state.seed = request.seed;
  state.effort = request.effort;
  state.current = state.best = judge.identity();
  state.start_fj = state.current_fj = state.best_fj = judge.start().energy_fj;
  if (!request.state.empty()) read_state(request.state, key, state);
  // Where a search goes on: the waves of where it stood.
  if (judge.judge(state.current, judge.start().critical_ns)) judge.accept();
  search(state,
         {[&](const HeapWiring& wiring) { return judge.judge(wiring, judge.start().critical_ns); },
          [&] { judge.accept(); }},
         [&](const WiringSearch& now) {
           progress.fraction(static_cast<double>(now.evaluated) / static_cast<double>(now.effort));
           const bool saves = now.evaluated % kSavedEvery == 0 || now.evaluated == now.effort;
           if (saves && !request.state.empty()) write_state(now, key, request.state);
           return true;
         });
}

std::string note(const WiringRequest& request, const WiringResult& result) {
  constexpr double kPercent = 100.0;
  return fmt::format(
      "Bits of the columns on the compressors' pins by measured energy ({} evaluations, seed {}, "
      "{} "
      "operations each; {} of the bits moved). Measured on {} ({}), mapped for area, with the "
      "cells' delays, {} other operations of the same stimulus ({}): {:.1f} fJ an operation, of it "
      "glitches {:.1f}; critical path {:.3f} ns. Without: {:.1f} fJ, glitches {:.1f}; {:.3f} ns. "
      "Gain {:.1f} %.",
      result.search.effort, result.search.seed, result.training, moved_bits(result.search.best),
      request.library.name, request.pdk.corner, result.held_out, request.operands.origin,
      result.after.energy_fj, result.after.glitches_fj, result.after.critical_ns,
      result.before.energy_fj, result.before.glitches_fj, result.before.critical_ns,
      kPercent * result.gain());
}

}  // namespace

WiringResult optimize_wiring(const WiringRequest& request, support::Progress& progress) {
  const SplitOperands operands = split(request.operands);
  check(operands);
  const EmittedDesign plain = generator::emit(request.spec, request.emit);
  Mapped before;
  map(plain, request, progress, before);
  const StructureTrial trial{request.spec, request.pdk, request.library, operands.training};
  const std::string key =
      fmt::format("{} seed {} effort {}", trial_key(plain, trial), request.seed, request.effort);
  WiringResult result;
  result.training = operands.training.operations();
  result.held_out = operands.held_out.operations();
  run_search(request, before, operands.training, key, progress, result.search);
  result.before = figures_of(before, request, operands.held_out);
  Mapped after;
  map(generator::emit_wired(request.spec, request.emit, result.search.best, ""), request, progress,
      after);
  result.after = figures_of(after, request, operands.held_out);
  const bool is_better = result.after.energy_fj < result.before.energy_fj &&
                         result.after.critical_ns <= result.before.critical_ns;
  if (!is_better) result.after = result.before;
  result.design = is_better ? generator::emit_wired(request.spec, request.emit, result.search.best,
                                                    note(request, result))
                            : plain;
  return result;
}

}  // namespace pann::flow
