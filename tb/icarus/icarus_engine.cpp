#include "tb/icarus/icarus_engine.h"

#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "activity/trace/vcd_counter.h"
#include "circuit/elaborate.h"
#include "circuit/source_files.h"
#include "circuit/source_tool.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "support/tool_path.h"
#include "tb/icarus/icarus_bench.h"
#include "tb/model/output_check.h"
#include "tb/model/schedule_builder.h"

namespace pann::tb {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSampleLimit = std::size_t{1} << 33U;

void run_bench(const fs::path& scratch, const fs::path& directory,
               const generator::Manifest& manifest, bool has_delays) {
  std::vector<std::string> compile{"iverilog", "-g2005", "-grelative-include", "-o", "bench.vvp",
                                   "-s",       "bench"};
  if (has_delays) compile.insert(compile.end(), {"-gspecify", "-Ttyp"});
  const auto request = circuit::elaboration_request(directory, manifest);
  for (const fs::path& folder : circuit::search_path(request)) {
    compile.insert(compile.end(), {"-I", folder.string()});
  }
  for (const fs::path& file : request.files) compile.push_back(fs::absolute(file).string());
  compile.push_back("bench.v");
  circuit::run_on_sources({.arguments = compile, .directory = scratch}, request, "icarus.build");
  const support::ProcessResult run = support::run_tool(
      {.arguments = {"vvp", "-n", "bench.vvp"}, .directory = scratch}, "icarus.run");
  const std::size_t warning = run.output.find("SDF ");
  if (warning == std::string::npos) return;
  support::fail_tool("icarus.sdf",
                     run.output.substr(warning, run.output.find('\n', warning) - warning));
}

/// A hexadecimal digit; anything else, x and z first of all, is no value.
int digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

[[noreturn]] void fail_unknown(const sim::PinSlot& slot, std::size_t cycle,
                               const std::string& text) {
  support::fail_input("icarus.unknown",
                      fmt::format("output '{}' is '{}' in cycle {}", slot.port, text, cycle),
                      "the design leaves a net undriven or a register without reset");
}

void store_hexadecimal(const std::string& text, const sim::PinSlot& slot, std::size_t cycle,
                       bool is_compared, std::uint64_t* words) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = digit_value(text[text.size() - 1 - i]);
    if (value < 0 && is_compared) fail_unknown(slot, cycle, text);
    if (value > 0) words[i / 16] |= static_cast<std::uint64_t>(value) << (4 * (i % 16));
  }
}

std::vector<std::uint64_t> read_samples(const sim::Schedule& schedule, const std::string& text) {
  std::vector<std::uint64_t> samples(schedule.cycles() * schedule.output_words);
  std::istringstream stream(text);
  std::string word;
  for (std::size_t cycle = 0; cycle < schedule.cycles(); ++cycle) {
    for (const sim::PinSlot& slot : schedule.outputs) {
      if (!(stream >> word)) {
        support::fail_tool("icarus.run", fmt::format("the simulation ended in cycle {} of {}",
                                                     cycle, schedule.cycles()));
      }
      store_hexadecimal(word, slot, cycle, schedule.flags[cycle].sampled,
                        samples.data() + cycle * schedule.output_words + slot.first_word);
    }
  }
  return samples;
}

/// The counted windows in a trace of so many ticks for each of the schedule's.
activity::CountedWindows scaled_windows(const generator::Manifest& manifest,
                                        const sim::Schedule& schedule, std::uint64_t scale) {
  activity::CountedWindows windows = counted_windows(manifest, schedule);
  for (activity::Window& window : windows.windows) {
    window.from *= scale;
    window.to *= scale;
    window.register_to *= scale;
  }
  return windows;
}

sim::SimulationResult simulate(const fs::path& scratch, const fs::path& directory,
                               const generator::Manifest& manifest, const sim::Schedule& schedule,
                               const IcarusDelays* delays) {
  support::write_file(scratch / "bench.v", icarus_bench(manifest, schedule, delays));
  support::write_file(scratch / kIcarusPins, icarus_pins(schedule));
  if (delays != nullptr) support::write_file(scratch / kIcarusSdf, delays->sdf);
  run_bench(scratch, directory, manifest, delays != nullptr);
  sim::SimulationResult result;
  result.engine = "icarus";
  check_outputs(schedule,
                read_samples(schedule, support::read_file(scratch / kIcarusSamples, kSampleLimit)),
                result);
  activity::TraceOptions options;
  options.source = "trace of " + manifest.top;
  options.scope = kIcarusScope;
  options.windows = scaled_windows(manifest, schedule,
                                   delays == nullptr ? 1 : delays->tick_ns * kIcarusTicksPerNs);
  result.activity = activity::count_vcd_file(scratch / kIcarusTrace, options);
  return result;
}

}  // namespace

sim::SimulationResult simulate_with_icarus(const fs::path& directory,
                                           const generator::Manifest& manifest,
                                           const sim::Schedule& schedule, const fs::path& vcd) {
  support::require_tool_path(directory, "\"\n", "icarus.path", "Icarus Verilog");
  const support::TemporaryDirectory scratch;
  sim::SimulationResult result = simulate(scratch.path(), directory, manifest, schedule, nullptr);
  if (!vcd.empty())
    support::write_file(vcd, support::read_file(scratch.path() / kIcarusTrace, kSampleLimit));
  return result;
}

sim::SimulationResult simulate_with_icarus_delays(const fs::path& directory,
                                                  const generator::Manifest& manifest,
                                                  const sim::Schedule& schedule,
                                                  const IcarusDelays& delays) {
  support::require_tool_path(directory, "\"\n", "icarus.path", "Icarus Verilog");
  const support::TemporaryDirectory scratch;
  return simulate(scratch.path(), directory, manifest, schedule, &delays);
}

}  // namespace pann::tb
