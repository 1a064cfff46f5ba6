#include "analysis/reproduce/item_store.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/reproduce/section_json.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/tools.h"

namespace pann::analysis {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kDirectory = "items";
constexpr const char* kSchema = "pann.reproduce.item";
constexpr int kSchemaVersion = 1;

std::string library_key(const std::vector<synth::Pdk>& libraries) {
  std::vector<std::string> parts;
  parts.reserve(libraries.size());
  for (const synth::Pdk& pdk : libraries) parts.push_back(fingerprint_of(pdk));
  return support::content_hash({parts.begin(), parts.end()});
}

}  // namespace

ItemStore::ItemStore(fs::path output, const ReproduceOptions& options)
    : output_(std::move(output)),
      options_(options),
      libraries_(library_key(options.measurement.libraries)),
      tools_(support::measuring_tools()) {}

std::string ItemStore::key_of(const ReproduceItem& item) const {
  const WorkbenchOptions& measurement = options_.measurement;
  const std::string text =
      fmt::format("{} {} seed {} engine {} vectors {} timed {} {}", options_.version, item.id,
                  measurement.seed, tb::name(measurement.engine), measurement.vectors,
                  measurement.timed_vectors, item.gate_level ? libraries_ : "");
  std::vector<std::string_view> parts{text, options_.command_options};
  for (const auto& [tool, version] : tools_) parts.insert(parts.end(), {tool, version});
  return support::content_hash(parts);
}

std::optional<ItemResult> ItemStore::find(const ReproduceItem& item) const {
  const fs::path path = output_ / kDirectory / (item.id + ".json");
  if (options_.fresh || !fs::is_regular_file(path)) return std::nullopt;
  try {
    const Json json = Json::parse(support::read_file(path));
    if (json.at("schema") != kSchema || json.at("version") != kSchemaVersion ||
        json.at("key") != key_of(item))
      return std::nullopt;
    return item_result_from_json(json.at("result"));
  } catch (const std::exception&) {
    return std::nullopt;  // a file that is not ours is measured anew
  }
}

void ItemStore::keep(const ReproduceItem& item, const ItemResult& result) const {
  const Json json{{"schema", kSchema},
                  {"version", kSchemaVersion},
                  {"program", options_.version},
                  {"seed", options_.measurement.seed},
                  {"tools", tools_},
                  {"key", key_of(item)},
                  {"result", to_json(result)}};
  support::OutputDirectory directory(output_ / kDirectory);
  directory.add(item.id + ".json", json.dump(1) + '\n');
  directory.commit();
}

}  // namespace pann::analysis
