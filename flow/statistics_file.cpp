#include "flow/statistics_file.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"
#include "support/input.h"
#include "synth/yosys/script.h"

namespace pann::flow {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kStatisticsSchema = "pann.synthesis";

bool is_known(const synth::Pdk& pdk) {
  const auto known = synth::known_pdks();
  return std::any_of(known.begin(), known.end(),
                     [&pdk](const synth::Pdk& candidate) { return candidate.name == pdk.name; });
}

[[noreturn]] void fail_record(const fs::path& file, const std::string& why) {
  support::fail_input("synth.statistics", fmt::format("'{}' {}", file.string(), why),
                      "name the library with --pdk or --liberty, or run `pann synth` again");
}

Json path_json(const synth::CriticalPath& path) {
  Json steps = Json::array();
  for (const synth::PathStep& step : path.steps) {
    steps.push_back({{"instance", step.instance},
                     {"cell", step.cell},
                     {"from", step.from},
                     {"to", step.to},
                     {"edge", step.edge == synth::Edge::rise ? "rise" : "fall"},
                     {"arrival_ns", step.arrival_ns}});
  }
  return {{"delay_ns", path.delay_ns}, {"half_cycle", path.is_half_cycle},
          {"setup_ns", path.setup_ns}, {"maximum_clock_mhz", path.maximum_clock_mhz()},
          {"levels", path.levels},     {"end", path.end},
          {"steps", std::move(steps)}};
}

}  // namespace

Json to_json(const SynthesisResult& result) {
  Json modules = Json::array();
  for (const ModuleStatistics& module : result.modules) {
    modules.push_back({{"name", module.path},
                       {"module", module.module},
                       {"cells", module.cells},
                       {"area", module.area}});
  }
  Json types = Json::array();
  for (const CellCount& entry : result.cell_types) {
    types.push_back({{"cell", entry.cell}, {"count", entry.count}, {"area", entry.area}});
  }
  return {{"top", result.manifest.top},
          {"pdk", result.pdk},
          {"library", result.library},
          {"corner", result.corner},
          {"synthetic", result.synthetic},
          {"cells", result.cells},
          {"area", result.area},
          {"modules", std::move(modules)},
          {"cell_types", std::move(types)},
          {"lost_elements", result.lost_elements},
          {"recipe", std::string(name(result.recipe))},
          {"adder_cells", result.adder_cells},
          {"checked_operations", result.checked_operations},
          {"compared_cycles", result.compared_cycles},
          {"not_compared", result.not_compared},
          {"levels", result.timing.levels},
          {"critical_path_ns", result.timing.delay_ns},
          {"critical_path", path_json(result.timing)},
          {"clock_mhz", result.clock_mhz},
          {"input_slew_ns", result.input_slew_ns}};
}

std::string statistics_text(const SynthesisResult& result, const synth::Pdk& pdk,
                            const synth::Library& library, const NetlistHashes& netlists) {
  Json report{{"schema", kStatisticsSchema}, {"version", 1}};
  report.update(to_json(result));
  Json files = Json::array();
  if (!is_known(pdk)) {
    for (const std::string& file : library.files) files.push_back(fs::absolute(file).string());
  }
  report["liberty"] = std::move(files);
  report["netlists"] = netlists;
  return report.dump(2) + '\n';
}

SynthesisRecord read_synthesis_record(const fs::path& directory) {
  const fs::path file = directory / synth::files::kStatistics;
  const Json report = Json::parse(support::read_file(file), nullptr, false);
  if (!report.is_object() || report.value("schema", "") != kStatisticsSchema) {
    fail_record(file, "does not come from `pann synth`");
  }
  try {
    SynthesisRecord record;
    record.liberty = report.at("liberty").get<std::vector<std::string>>();
    if (record.liberty.empty()) record.pdk = report.at("pdk").get<std::string>();
    record.clock_mhz = report.at("clock_mhz").get<double>();
    record.input_slew_ns = report.at("input_slew_ns").get<double>();
    if (const auto known = report.find("netlists"); known != report.end()) {
      record.netlists = known->get<NetlistHashes>();
    }
    return record;
  } catch (const Json::exception& fault) {
    fail_record(file, fmt::format("is not what `pann synth` writes: {}", fault.what()));
  }
}

}  // namespace pann::flow
