#include "tb/measure.h"

#include <array>
#include <utility>

#include "support/diagnostic.h"
#include "support/output.h"
#include "tb/activity/windows.h"
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

SimulationResult play(const DesignFiles& design, const Schedule& schedule, Engine engine,
                      const std::filesystem::path& vcd) {
  if (engine == Engine::icarus)
    return simulate_with_icarus(design.directory, design.manifest, schedule, vcd);
  return simulate_with_verilator(design.directory, design.manifest, schedule, vcd);
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
  measurement.result = play(design, schedule, engine, vcd);
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
