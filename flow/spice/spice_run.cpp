#include "flow/spice/spice_run.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/cache.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/parallel.h"
#include "support/process.h"
#include "support/tools.h"

namespace pann::flow {

namespace {

namespace fs = std::filesystem;

constexpr const char* kNgspice = "ngspice";
constexpr const char* kResults = "results.json";
/// Raised when evaluate() finds something else in the same waveforms.
constexpr const char* kEvaluation = "2";
constexpr std::size_t kOperationsPerSpan = 10;

/// Files with `.lib` sections are read by ngspice where they are, since they include others; cards
/// are unpacked beside the deck.
struct Models {
  std::string text;  ///< Of cards; empty: ngspice reads the user's file.
  std::string key;   ///< What results depend on.
};

Models models_of(const SpiceSources& sources) {
  if (!sources.corner.empty()) {
    return {"", support::read_file(sources.models)};
  }
  std::string text = read_spice_text(sources.models);
  return {text, text};
}

nlohmann::json to_json(const SpanResult& result) {
  return {{"energy_fj", result.energy_fj},
          {"settle_ns", result.settle_ns},
          {"crossings", result.crossings},
          {"checked", result.checked},
          {"mismatches", result.mismatches}};
}

SpanResult from_json(const nlohmann::json& json) {
  return {json.at("energy_fj").get<std::vector<double>>(),
          json.at("settle_ns").get<std::vector<double>>(),
          json.at("crossings").get<std::vector<std::uint16_t>>(),
          json.at("checked").get<std::uint64_t>(), json.at("mismatches").get<std::uint64_t>()};
}

/// One span in a folder of its own.
SpanResult simulate(const SpiceDesign& design, const SpiceSpan& span, const Models& models,
                    const std::string& deck) {
  const support::TemporaryDirectory scratch;
  const fs::path raw = scratch.path() / "out.raw";
  support::write_file(scratch.path() / "deck.spice", deck);
  if (!models.text.empty()) support::write_file(scratch.path() / "models.spice", models.text);
  // More threads than one spin at ten times the processor time; installed kits are in HSPICE's
  // dialect.
  support::write_file(scratch.path() / ".spiceinit",
                      "set num_threads=1\nset ngbehavior=hsa\nset ng_nomodcheck\n");
  support::run_tool({.arguments = {kNgspice, "-b", "-r", raw.string(), "deck.spice"},
                     .directory = scratch.path(),
                     .environment = {{"OMP_NUM_THREADS", "1"}, {"HOME", scratch.path().string()}}},
                    "spice.ngspice");
  return evaluate(design, span, parse_raw_file(support::read_file(raw, std::size_t{8} << 30U)));
}

void add(const SpiceDesign& design, const SpiceSpan& span, const SpanResult& result,
         SpiceRun& run) {
  const std::size_t nets = design.netlist.net_count;
  for (std::size_t k = 1; k < span.cycles; ++k) {
    const std::size_t cycle = span.first_cycle + k;
    if (!design.schedule.flags[cycle].counted) continue;
    run.energy_fj[cycle] = result.energy_fj[k - 1];
    run.settle_ns[cycle] = result.settle_ns[k - 1];
    for (std::size_t net = 0; net < nets; ++net) {
      run.crossings[net] += result.crossings[(k - 1) * nets + net];
    }
  }
  run.checked += result.checked;
  run.mismatches += result.mismatches;
}

}  // namespace

std::string spice_models_line(const SpiceSources& sources) {
  if (sources.corner.empty()) return ".include \"models.spice\"\n";
  return fmt::format(".lib \"{}\" {}\n", fs::absolute(sources.models).string(), sources.corner);
}

std::vector<SpiceSpan> spice_spans(const sim::Schedule& schedule) {
  std::vector<SpiceSpan> spans;
  for (const sim::StreamSpan& stream : schedule.streams) {
    const bool is_whole = !schedule.clock.empty();
    const std::size_t piece = is_whole ? stream.cycles - 1 : kOperationsPerSpan;
    for (std::size_t done = 1; done < stream.cycles; done += piece) {
      const std::size_t counted = std::min(piece, stream.cycles - done);
      spans.push_back({stream.first_cycle + done - 1, counted + 1});
    }
  }
  return spans;
}

SpiceRun run_spice(const SpiceDesign& design, const SpiceSources& sources,
                   support::Progress& progress) {
  const Models models = models_of(sources);
  const std::string ngspice = support::program_fingerprint(kNgspice);
  const std::vector<SpiceSpan> spans = spice_spans(design.schedule);
  std::vector<SpanResult> results(spans.size());
  std::atomic<std::size_t> resumed{spans.size()};
  std::mutex reporting;
  std::size_t done = 0;
  progress.stage(fmt::format("transistor level, {} simulations", spans.size()));
  support::parallel_for(std::size_t{0}, spans.size(), [&](std::size_t i) {
    const std::string deck = spice_deck(design, spans[i], spice_models_line(sources));
    const fs::path entry = support::cached_directory(
        "spice", support::content_hash({deck, models.key, ngspice, kEvaluation}),
        [&](const fs::path& folder) {
          --resumed;
          const SpanResult result = simulate(design, spans[i], models, deck);
          support::write_file(folder / kResults, to_json(result).dump());
        });
    results[i] = from_json(nlohmann::json::parse(support::read_file(entry / kResults)));
    const std::lock_guard lock(reporting);
    progress.fraction(static_cast<double>(++done) / static_cast<double>(spans.size()));
  });
  SpiceRun run;
  run.energy_fj.assign(design.schedule.cycles(), 0.0);
  run.settle_ns.assign(design.schedule.cycles(), 0.0);
  run.crossings.assign(design.netlist.net_count, 0);
  run.simulations = spans.size();
  run.resumed = resumed;
  for (std::size_t i = 0; i < spans.size(); ++i) add(design, spans[i], results[i], run);
  return run;
}

}  // namespace pann::flow
