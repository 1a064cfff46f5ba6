#include "tb/measure.h"

#include <array>
#include <utility>

#include "support/diagnostic.h"
#include "support/output.h"
#include "tb/activity/windows.h"
#include "tb/engine/simulate_natively.h"
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

std::uint64_t counted_cycles(const Schedule& schedule) {
  std::uint64_t count = 0;
  for (const CycleFlags& flags : schedule.flags) count += flags.counted ? 1 : 0;
  return count;
}

/// The native engine where it can treat the design, Verilator where it cannot or a trace is wanted.
SimulationResult play_automatically(const DesignFiles& design, const Schedule& schedule,
                                    const std::filesystem::path& vcd, std::string& note) {
  if (vcd.empty()) {
    try {
      return simulate_natively(design.directory, design.manifest, schedule);
    } catch (const support::Failure& failure) {
      if (!is_native_refusal(failure)) throw;
      note = "not the native engine: " + failure.diagnostics().front().message;
    }
  }
  return simulate_with_verilator(design.directory, design.manifest, schedule, vcd);
}

SimulationResult play(const DesignFiles& design, const Schedule& schedule, Engine engine,
                      const std::filesystem::path& vcd, std::string& note) {
  switch (engine) {
    case Engine::automatic:
      return play_automatically(design, schedule, vcd, note);
    case Engine::verilator:
      return simulate_with_verilator(design.directory, design.manifest, schedule, vcd);
    case Engine::icarus:
      return simulate_with_icarus(design.directory, design.manifest, schedule, vcd);
    case Engine::native:
      break;
  }
  if (!vcd.empty()) {
    support::fail_input("engine.trace", "--engine native writes no trace (--vcd)",
                        "use --engine verilator or icarus for a trace");
  }
  return simulate_natively(design.directory, design.manifest, schedule);
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

Measurement measure(const DesignFiles& design, const OperandStreams& operands, Engine engine,
                    const std::filesystem::path& vcd) {
  const Schedule schedule = make_schedule(design.manifest, operands);
  Measurement measurement;
  measurement.result = play(design, schedule, engine, vcd, measurement.engine_note);
  if (!vcd.empty()) {
    support::write_file(windows_path(vcd),
                        to_json_text(counted_windows(design.manifest, schedule)));
  }
  measurement.elements = count_elements(measurement.result.activity, design.manifest.elements);
  measurement.streams = schedule.streams.size();
  measurement.cycles = counted_cycles(schedule);
  measurement.additions = schedule.additions;
  return measurement;
}

}  // namespace pann::tb
