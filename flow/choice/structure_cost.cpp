#include "flow/choice/structure_cost.h"

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "support/cache.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/tools.h"
#include "synth/pdk/descriptor.h"

namespace pann::flow {

namespace fs = std::filesystem;
using generator::DesignSpec;

namespace {

constexpr const char* kCacheKind = "structures";
constexpr const char* kFile = "cost.json";
constexpr const char* kRules = "1";  ///< Of measuring: another number forgets what is kept.

std::string bytes_of(const std::vector<tb::OperandBits>& words) {
  return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(tb::OperandBits)};
}

std::string fingerprint(const tb::OperandStreams& operands) {
  std::string first;
  for (const std::size_t at : operands.first) first += fmt::format("{} ", at);
  return support::content_hash(
      {first, bytes_of(operands.x), bytes_of(operands.w), std::to_string(operands.lanes)});
}

std::string to_text(const ComparedDesign& cost) {
  const nlohmann::ordered_json json{{"cells", cost.cells},
                                    {"area", cost.area},
                                    {"delay_ns", cost.delay_ns},
                                    {"energy_fj", cost.energy_fj},
                                    {"glitches_fj", cost.glitches_fj},
                                    {"clock_mhz", cost.clock_mhz},
                                    {"operations", cost.operations},
                                    {"checked", cost.checked}};
  return json.dump() + "\n";
}

ComparedDesign from_text(const std::string& text, const DesignSpec& spec) {
  const auto json = nlohmann::json::parse(text);
  ComparedDesign cost;
  cost.name = generator::title_of(spec);
  cost.cells = json.at("cells").get<std::uint64_t>();
  cost.area = json.at("area").get<double>();
  cost.delay_ns = json.at("delay_ns").get<double>();
  cost.energy_fj = json.at("energy_fj").get<double>();
  cost.glitches_fj = json.at("glitches_fj").get<double>();
  cost.clock_mhz = json.at("clock_mhz").get<double>();
  cost.operations = json.at("operations").get<std::uint64_t>();
  cost.checked = json.at("checked").get<std::uint64_t>();
  return cost;
}

ComparedDesign measure(const DesignSpec& spec, const StructureTrial& trial, const fs::path& place,
                       support::Progress& progress) {
  const tb::DesignFiles files{place, generator::emit_into(spec, place)};
  ComparisonSetup setup{.pdk = trial.pdk, .library = trial.library};
  setup.mapping.recipe = synth::Recipe::area;
  setup.mapping.adder_cells = trial.pdk.full_adder.has_value();
  setup.activity.delays = GateDelays::liberty;
  return compare({{generator::title_of(spec), files, trial.operands}}, setup, progress).front();
}

}  // namespace

std::string trial_key(const generator::EmittedDesign& design, const StructureTrial& trial) {
  std::vector<std::string> parts{kRules, support::program_fingerprint("yosys"),
                                 support::program_fingerprint("yosys-abc"),
                                 synth::to_json_text(trial.pdk), fingerprint(trial.operands)};
  for (const fs::path& file : trial.pdk.files) parts.push_back(support::read_file(file));
  for (const generator::EmittedFile& file : design.files) parts.push_back(file.text);
  return support::content_hash({parts.begin(), parts.end()});
}

ComparedDesign structure_cost(const DesignSpec& spec, const StructureTrial& trial,
                              support::Progress& progress) {
  const std::string key = trial_key(generator::emit(spec), trial);
  const fs::path entry = support::cached_directory(kCacheKind, key, [&](const fs::path& draft) {
    const support::TemporaryDirectory place;
    support::write_file(draft / kFile, to_text(measure(spec, trial, place.path(), progress)));
  });
  return from_text(support::read_file(entry / kFile), spec);
}

std::optional<ComparedDesign> known_structure_cost(const DesignSpec& spec,
                                                   const StructureTrial& trial) {
  const fs::path file =
      support::cache_location() / kCacheKind / trial_key(generator::emit(spec), trial) / kFile;
  if (!fs::exists(file)) return std::nullopt;
  return from_text(support::read_file(file), spec);
}

}  // namespace pann::flow
