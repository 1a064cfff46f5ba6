#include "tb/measure.h"

#include <array>
#include <system_error>
#include <utility>

#include "activity/windows.h"
#include "circuit/elaborate.h"
#include "circuit/yosys_cells.h"
#include "sim/native/native_engine.h"
#include "sim/native/simulate_natively.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "tb/electrical_nets.h"
#include "tb/exact/exact_stimulus.h"
#include "tb/icarus/icarus_engine.h"
#include "tb/model/schedule_builder.h"
#include "tb/verilator/verilator_engine.h"

namespace pann::tb {

namespace {

constexpr std::array<std::pair<Engine, std::string_view>, 4> kEngines{
    {{Engine::automatic, "auto"},
     {Engine::native, "native"},
     {Engine::verilator, "verilator"},
     {Engine::icarus, "icarus"}}};

std::uint64_t counted_cycles(const sim::Schedule& schedule) {
  std::uint64_t count = 0;
  for (const sim::CycleFlags& flags : schedule.flags) count += flags.counted ? 1 : 0;
  return count;
}

sim::NativeDesign compile_design(const DesignFiles& design) {
  return sim::compile(
      circuit::elaborate(circuit::elaboration_request(design.directory, design.manifest)), {},
      {.registers = design.manifest.registers});
}

/// The counted schedule and the one that drives clears, biases and the like, which only checks.
struct Schedules {
  sim::Schedule counted;
  sim::Schedule control;
};

void add_control(sim::SimulationResult control, Measurement& measurement) {
  measurement.control_checked = control.checked;
  measurement.result.mismatches += control.mismatches;
  auto& kept = measurement.result.first_mismatches;
  for (sim::Mismatch& mismatch : control.first_mismatches) {
    if (kept.size() == sim::SimulationResult::kKeptMismatches) return;
    mismatch.is_control = true;
    kept.push_back(std::move(mismatch));
  }
}

void play_natively(const DesignFiles& design, const Schedules& schedules,
                   const MeasureOptions& options, Measurement& measurement) {
  const sim::NativeDesign compiled = compile_design(design);
  const sim::PreparedSchedule prepared(schedules.counted);
  measurement.result = run(compiled, prepared);
  measurement.result.activity.scope = design.manifest.top;
  if (schedules.control.cycles() > 0) {
    add_control(run(compiled, schedules.control, {.levels = false}), measurement);
  }
  if (options.statistics) {
    measurement.statistics = sim::sample_statistics(compiled, prepared, design.manifest.elements);
  }
}

/// The manifest with the registers that the netlist has, where it names none: engines that see a
/// trace alone count the last edge of a stream for those that are named.
generator::Manifest with_registers(const DesignFiles& design) {
  generator::Manifest manifest = design.manifest;
  if (manifest.is_clocked() && manifest.registers.empty()) {
    manifest.registers = circuit::register_words(
        circuit::elaborate(circuit::elaboration_request(design.directory, design.manifest)));
  }
  return manifest;
}

using Simulate = sim::SimulationResult (*)(const std::filesystem::path&, const generator::Manifest&,
                                           const sim::Schedule&, const std::filesystem::path&);

void play_with(Simulate simulate, const DesignFiles& design, const Schedules& schedules,
               const MeasureOptions& options, Measurement& measurement) {
  const generator::Manifest manifest = with_registers(design);
  measurement.result = simulate(design.directory, manifest, schedules.counted, options.vcd);
  if (schedules.control.cycles() > 0) {
    add_control(simulate(design.directory, manifest, schedules.control, {}), measurement);
  }
}

/// The native engine where it can treat the design, Verilator where it cannot or a trace is wanted.
void play_automatically(const DesignFiles& design, const Schedules& schedules,
                        const MeasureOptions& options, Measurement& measurement) {
  if (options.vcd.empty()) {
    try {
      play_natively(design, schedules, options, measurement);
      return;
    } catch (const support::Failure& failure) {
      if (!sim::is_native_refusal(failure)) throw;
      measurement = {};
      measurement.engine_note = "not the native engine: " + failure.diagnostics().front().message;
    }
  }
  play_with(simulate_with_verilator, design, schedules, options, measurement);
}

void play(const DesignFiles& design, const Schedules& schedules, const MeasureOptions& options,
          Measurement& measurement) {
  switch (options.engine) {
    case Engine::automatic:
      play_automatically(design, schedules, options, measurement);
      return;
    case Engine::verilator:
      play_with(simulate_with_verilator, design, schedules, options, measurement);
      return;
    case Engine::icarus:
      play_with(simulate_with_icarus, design, schedules, options, measurement);
      return;
    case Engine::native:
      break;
  }
  if (!options.vcd.empty()) {
    support::fail_input("engine.trace", "--engine native writes no trace (--vcd)",
                        "use --engine verilator or icarus for a trace");
  }
  play_natively(design, schedules, options, measurement);
}

/// The native engine's names are the netlist's: none can be missing that the design has.
std::vector<activity::ElementCount> elements_of(const sim::SimulationResult& result,
                                                const DesignFiles& design) {
  if (result.engine != name(Engine::native)) return find_elements(result.activity, design);
  auto elements = activity::count_elements(result.activity, design.manifest.elements);
  for (activity::ElementCount& element : elements) element.expected = element.bits;
  return elements;
}

}  // namespace

std::string_view name(Engine engine) {
  for (const auto& [value, text] : kEngines) {
    if (value == engine) return text;
  }
  return "?";
}

std::optional<Engine> engine_from_name(std::string_view text) {
  for (const auto& [value, candidate] : kEngines) {
    if (candidate == text) return value;
  }
  return std::nullopt;
}

Measurement measure(const DesignFiles& design, const OperandStreams& operands,
                    const MeasureOptions& options) {
  const Schedules schedules{make_schedule(design.manifest, operands),
                            make_control_schedule(design.manifest, operands)};
  const sim::Schedule& schedule = schedules.counted;
  Measurement measurement;
  play(design, schedules, options, measurement);
  // Beside a device or a pipe there is no place for a file.
  std::error_code error;
  if (std::filesystem::is_regular_file(options.vcd, error)) {
    support::write_file(activity::windows_path(options.vcd),
                        activity::to_json_text(counted_windows(design.manifest, schedule)));
  }
  measurement.elements = elements_of(measurement.result, design);
  measurement.streams = schedule.streams.size();
  measurement.cycles = counted_cycles(schedule);
  measurement.additions = schedule.additions;
  measurement.unchecked = unchecked(design.manifest);
  return measurement;
}

Measurement measure(const DesignFiles& design, const OperandStreams& operands, Engine engine) {
  return measure(design, operands, MeasureOptions{.engine = engine});
}

std::vector<ElementExpectation> expect_elements(const DesignFiles& design,
                                                const StimulusSpec& stimulus) {
  const OperandModel model =
      operand_model(design.manifest, stimulus, gaussian_divisor(stimulus.vectors));
  return expect_elements(expect_toggles(compile_design(design), model), design.manifest.elements);
}

}  // namespace pann::tb
