#include "synth/pdk/descriptor.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"

namespace pann::synth {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSchema = "pann.pdk";

Json adder_json(const std::optional<AdderCell>& adder) {
  if (!adder) return nullptr;
  return {{"cell", adder->cell},
          {"inputs", adder->inputs},
          {"sum", adder->sum},
          {"carry", adder->carry},
          {"inverted_outputs", adder->inverted_outputs}};
}

std::optional<AdderCell> adder_from(const Json& json, std::size_t inputs) {
  if (json.is_null()) return std::nullopt;
  AdderCell adder{json.at("cell").get<std::string>(),
                  json.at("inputs").get<std::vector<std::string>>(),
                  json.at("sum").get<std::string>(), json.at("carry").get<std::string>(),
                  json.at("inverted_outputs").get<bool>()};
  if (adder.inputs.size() != inputs) {
    throw std::invalid_argument(fmt::format("an adder's inputs must be {} pins", inputs));
  }
  return adder;
}

std::vector<fs::path> files_from(const Json& json, const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& file : json.at("files").get<std::vector<std::string>>()) {
    files.push_back(directory / file);
  }
  return files;
}

std::vector<std::string> file_names(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (const fs::path& file : files) names.push_back(file.string());
  return names;
}

Json corners_json(const std::vector<PdkCorner>& corners) {
  Json list = Json::array();
  for (const PdkCorner& corner : corners) {
    list.push_back(
        {{"name", corner.name}, {"corner", corner.corner}, {"files", file_names(corner.files)}});
  }
  return list;
}

/// Descriptors of before there were any have none.
std::vector<PdkCorner> corners_from(const Json& json, const fs::path& directory) {
  std::vector<PdkCorner> corners;
  if (!json.contains("corners")) return corners;
  for (const Json& entry : json.at("corners")) {
    PdkCorner corner{entry.at("name").get<std::string>(), entry.at("corner").get<std::string>(),
                     files_from(entry, directory)};
    if (!is_library_word(corner.name)) {
      throw std::invalid_argument(
          fmt::format("a corner's name is letters, digits, _ and -, not '{}'", corner.name));
    }
    corners.push_back(std::move(corner));
  }
  return corners;
}

Pdk from_json(const Json& json, const fs::path& directory) {
  Pdk pdk;
  pdk.name = json.at("name").get<std::string>();
  pdk.title = json.at("title").get<std::string>();
  pdk.corner = json.at("corner").get<std::string>();
  pdk.files = files_from(json, directory);
  pdk.corners = corners_from(json, directory);
  pdk.keep_off = json.at("keep_off").get<std::vector<std::string>>();
  constexpr std::size_t kFull = 3;
  constexpr std::size_t kHalf = 2;
  pdk.full_adder = adder_from(json.at("full_adder"), kFull);
  pdk.half_adder = adder_from(json.at("half_adder"), kHalf);
  pdk.clock_mhz = json.at("clock_mhz").get<double>();
  pdk.input_slew_ns = json.at("input_slew_ns").get<double>();
  if (pdk.clock_mhz <= 0.0 || pdk.input_slew_ns < 0.0) {
    throw std::invalid_argument("clock_mhz is above 0, input_slew_ns is 0 or more");
  }
  return pdk;
}

}  // namespace

bool is_library_word(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  });
}

std::string to_json_text(const Pdk& pdk) {
  const Json json{{"schema", kSchema},
                  {"version", 1},
                  {"name", pdk.name},
                  {"title", pdk.title},
                  {"corner", pdk.corner},
                  {"files", file_names(pdk.files)},
                  {"corners", corners_json(pdk.corners)},
                  {"keep_off", pdk.keep_off},
                  {"full_adder", adder_json(pdk.full_adder)},
                  {"half_adder", adder_json(pdk.half_adder)},
                  {"clock_mhz", pdk.clock_mhz},
                  {"input_slew_ns", pdk.input_slew_ns}};
  return json.dump(2) + '\n';
}

Pdk read_descriptor(const fs::path& path) {
  const std::string text = support::read_file(path);
  try {
    const Json json = Json::parse(text);
    if (json.at("schema") != kSchema) throw std::invalid_argument("schema is not pann.pdk");
    return from_json(json, path.parent_path());
  } catch (const std::exception& fault) {
    support::fail_input(
        "pdk.descriptor",
        fmt::format("'{}' is not a library descriptor: {}", path.string(), fault.what()),
        "`pann pdk add` writes one that works; mend or remove the file");
  }
}

fs::path descriptor_directory() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  const fs::path root = config != nullptr && *config != '\0'
                            ? fs::path(config)
                            : fs::path(home == nullptr ? "." : home) / ".config";
  return root / "pann" / "pdk";
}

fs::path add_descriptor(const Pdk& pdk) {
  const auto built_in = built_in_pdks();
  const bool taken = std::any_of(built_in.begin(), built_in.end(),
                                 [&pdk](const Pdk& known) { return known.name == pdk.name; });
  if (!is_library_word(pdk.name) || taken) {
    support::fail_input("pdk.name",
                        fmt::format("a library cannot be called '{}'{}", pdk.name,
                                    taken ? ": there is one of that name" : ""),
                        "letters, digits, _ and -, and none of the names of `pann pdk list`");
  }
  fs::path file = descriptor_directory() / (pdk.name + ".json");
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  support::write_file(file, to_json_text(pdk));
  return file;
}

std::vector<Pdk> own_descriptors() {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(descriptor_directory(), error)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Pdk> pdks;
  pdks.reserve(paths.size());
  for (const fs::path& path : paths) pdks.push_back(read_descriptor(path));
  return pdks;
}

}  // namespace pann::synth
