#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generator/design_fields.h"
#include "generator/design_json.h"
#include "generator/json_value.h"
#include "generator/manifest.h"
#include "generator/manifest_check.h"
#include "generator/manifest_schema.h"
#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::generator {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaximumBytes = std::size_t{16} << 20U;
constexpr std::size_t kMaximumNameLength = 255;
constexpr int kMaximumPortWidth = 1 << 17;  ///< The sums of the largest mac_array.

/// A value that could not be read: its fault is noted, the field keeps its default.
class Reader {
 public:
  explicit Reader(std::string source) : source_(std::move(source)) {}

  Manifest read(const Json& json);
  std::vector<support::Diagnostic> take_faults() { return std::move(faults_); }

 private:
  void fault(std::string code, const std::string& path, const std::string& what);
  /// Whether `json` is an object; its keys beyond `known` are faults, and so is a missing required
  /// one (those before `optional_from` in `known`).
  bool is_object(const Json& json, const std::string& path, const std::vector<std::string>& known,
                 std::size_t optional_from);
  const Json* list(const Json& object, const std::string& key, const std::string& path);

  std::string text(const Json& object, const std::string& key, const std::string& path);
  void integer(const Json& object, const std::string& key, const std::string& path, int minimum,
               int maximum, int& value);
  void boolean(const Json& object, const std::string& key, const std::string& path, bool& value);
  template <class Value, class FromName>
  void named(const Json& object, const std::string& key, const std::string& path, Value& value,
             FromName from_name);
  std::string identifier(const Json& object, const std::string& key, const std::string& path);
  std::vector<std::string> patterns(const Json& object, const std::string& key,
                                    const std::string& path);

  void schema(const Json& json);
  DesignSpec design(const Json& json, const std::string& path);
  std::vector<std::string> paths(const Json& json, const std::string& key,
                                 bool (*is_legal)(const std::string&), const char* rule);
  std::vector<std::string> files(const Json& json);
  Parameter parameter(const Json& json, const std::string& path);
  Port port(const Json& json, const std::string& path);
  ElementGroup element(const Json& json, const std::string& path);

  std::string source_;
  int version_ = kManifestVersion;
  std::vector<support::Diagnostic> faults_;
};

std::string index_path(const std::string& path, std::size_t index) {
  return fmt::format("{}[{}]", path, index);
}

bool is_identifier(const std::string& text) {
  if (text.empty() || text.size() > kMaximumNameLength) return false;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '$'; };
  return is_letter(text[0]) && std::all_of(text.begin(), text.end(), is_part);
}

/// Relative, of plain characters, and not out of the directory.
bool is_safe_path(const std::string& text) {
  if (text.empty() || text.size() > kMaximumNameLength || text[0] == '/' || text[0] == '-') {
    return false;
  }
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '/' || c == '+';
  });
  if (!is_plain || text.back() == '/') return false;
  for (const auto& part : std::filesystem::path(text)) {
    if (part == "..") return false;
  }
  return true;
}

/// A folder anywhere, without what a tool's script or command line takes for something else.
bool is_folder(const std::string& text) {
  constexpr std::size_t kMaximumFolderLength = 4096;
  return !text.empty() && text.size() <= kMaximumFolderLength && text[0] != '-' &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == '\x7f';
         });
}

bool is_pattern(const std::string& text) {
  constexpr std::size_t kMaximumPatternLength = 4096;
  return !text.empty() && text.size() <= kMaximumPatternLength &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<Role> role_from_name(std::string_view text) {
  for (const auto& [role, name] : kRoleNames) {
    if (name == text) return role;
  }
  return std::nullopt;
}

std::optional<Direction> direction_from_name(std::string_view text) {
  if (text == "input") return Direction::input;
  if (text == "output") return Direction::output;
  return std::nullopt;
}

void Reader::fault(std::string code, const std::string& path, const std::string& what) {
  faults_.push_back({std::move(code), path + ": " + what, "", support::Location{source_}});
}

bool Reader::is_object(const Json& json, const std::string& path,
                       const std::vector<std::string>& known, std::size_t optional_from) {
  if (!json.is_object()) {
    fault("manifest.type", path, "must be an object, not " + shown(json));
    return false;
  }
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      fault("manifest.unknown", path,
            fmt::format("{} is not a field; legal are {}", shown(key), fmt::join(known, ", ")));
    }
  }
  for (std::size_t i = 0; i < optional_from; ++i) {
    if (!json.contains(known[i])) {
      fault("manifest.missing", path, fmt::format("the field \"{}\" is missing", known[i]));
    }
  }
  return true;
}

const Json* Reader::list(const Json& object, const std::string& key, const std::string& path) {
  const auto found = object.find(key);
  if (found == object.end()) return nullptr;
  if (found->is_array()) return &*found;
  fault("manifest.type", path, "must be a list, not " + shown(*found));
  return nullptr;
}

std::string Reader::text(const Json& object, const std::string& key, const std::string& path) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  fault("manifest.type", path + "." + key, "must be a string, not " + shown(*found));
  return {};
}

void Reader::integer(const Json& object, const std::string& key, const std::string& path,
                     int minimum, int maximum, int& value) {
  const auto found = object.find(key);
  if (found == object.end()) return;
  if (is_integer_within(*found, minimum, maximum)) {
    value = found->get<int>();
    return;
  }
  fault("manifest.value", path + "." + key,
        fmt::format("{}: legal are the integers {} to {}", shown(*found), minimum, maximum));
}

void Reader::boolean(const Json& object, const std::string& key, const std::string& path,
                     bool& value) {
  const auto found = object.find(key);
  if (found == object.end()) return;
  if (found->is_boolean()) {
    value = found->get<bool>();
  } else {
    fault("manifest.type", path + "." + key, "must be true or false, not " + shown(*found));
  }
}

template <class Value, class FromName>
void Reader::named(const Json& object, const std::string& key, const std::string& path,
                   Value& value, FromName from_name) {
  const auto found = object.find(key);
  if (found == object.end()) return;
  const auto parsed =
      found->is_string() ? from_name(found->get_ref<const std::string&>()) : std::nullopt;
  if (parsed) {
    value = *parsed;
  } else {
    fault("manifest.value", path + "." + key, shown(*found) + " is none of the legal names");
  }
}

std::string Reader::identifier(const Json& object, const std::string& key,
                               const std::string& path) {
  std::string name = text(object, key, path);
  if (object.contains(key) && object[key].is_string() && !is_identifier(name)) {
    fault("manifest.name", path + "." + key,
          shown(object[key]) + " is no plain Verilog identifier");
    return {};
  }
  return name;
}

std::vector<std::string> Reader::patterns(const Json& object, const std::string& key,
                                          const std::string& path) {
  std::vector<std::string> patterns;
  const Json* entries = list(object, key, path + "." + key);
  if (entries == nullptr) return patterns;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const Json& entry = (*entries)[i];
    if (entry.is_string() && is_pattern(entry.get_ref<const std::string&>())) {
      patterns.push_back(entry.get<std::string>());
    } else {
      fault("manifest.name", index_path(path + "." + key, i),
            shown(entry) + " is no pattern of names (printable characters, no blanks)");
    }
  }
  return patterns;
}

void Reader::schema(const Json& json) {
  if (json.contains("schema") && json["schema"] != kManifestSchema) {
    fault("manifest.schema", "$.schema",
          fmt::format("{}: legal is \"{}\"", shown(json["schema"]), kManifestSchema));
  }
  if (!json.contains("version")) return;
  if (json["version"] != 1 && json["version"] != kManifestVersion) {
    fault("manifest.schema", "$.version",
          fmt::format("{}: this program reads the versions 1 and {}", shown(json["version"]),
                      kManifestVersion));
    return;
  }
  version_ = json["version"].get<int>();
}

DesignSpec Reader::design(const Json& json, const std::string& path) {
  DesignSpec spec = design_from_json(
      json, path, [this](const std::string& code, const std::string& at, const std::string& what) {
        fault(code, at, what);
      });
  // Of a multiplier whose manifest is silent on its structure nothing is known.
  const bool is_dot = spec.kind == Kind::dot;
  const char* const structure = is_dot ? "partial_products" : "multiplier";
  const bool is_silent = json.is_object() && !json.contains(structure);
  if (is_silent && (is_dot || has_multiplier(spec.kind))) spec.multiplier = kUnknownStructure;
  return spec;
}

std::vector<std::string> Reader::paths(const Json& json, const std::string& key,
                                       bool (*is_legal)(const std::string&), const char* rule) {
  std::vector<std::string> names;
  const Json* entries = list(json, key, "$." + key);
  for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
    const Json& entry = (*entries)[i];
    if (entry.is_string() && is_legal(entry.get_ref<const std::string&>())) {
      names.push_back(entry.get<std::string>());
    } else {
      fault("manifest.path", index_path("$." + key, i), shown(entry) + " is " + rule);
    }
  }
  return names;
}

std::vector<std::string> Reader::files(const Json& json) {
  const auto found = json.find("files");
  if (found != json.end() && found->is_array() && found->empty()) {
    fault("manifest.value", "$.files", "must name at least one file");
  }
  return paths(json, "files", is_safe_path,
               "no plain relative path inside the manifest's directory");
}

Parameter Reader::parameter(const Json& json, const std::string& path) {
  constexpr int kLargest = 1 << 20;
  Parameter parameter;
  if (!is_object(json, path, {"name", "value", "minimum", "maximum"}, 4)) return parameter;
  parameter.name = identifier(json, "name", path);
  integer(json, "minimum", path, -kLargest, kLargest, parameter.minimum);
  parameter.maximum = kLargest;
  integer(json, "maximum", path, parameter.minimum, kLargest, parameter.maximum);
  integer(json, "value", path, parameter.minimum, parameter.maximum, parameter.value);
  return parameter;
}

Port Reader::port(const Json& json, const std::string& path) {
  Port port;
  std::vector<std::string> known{"name", "direction", "width", "role", "signed"};
  if (version_ > 1) known.insert(known.end(), {"lane", "lanes"});
  if (!is_object(json, path, known, 4)) return port;
  port.name = identifier(json, "name", path);
  named(json, "direction", path, port.direction, direction_from_name);
  named(json, "role", path, port.role, role_from_name);
  integer(json, "width", path, 1, kMaximumPortWidth, port.width);
  boolean(json, "signed", path, port.is_signed);
  integer(json, "lane", path, 0, kMaximumLanes - 1, port.lane);
  integer(json, "lanes", path, 1, kMaximumLanes, port.lanes);
  return port;
}

ElementGroup Reader::element(const Json& json, const std::string& path) {
  ElementGroup group;
  if (!is_object(json, path, {"name", "patterns"}, 2)) return group;
  group.name = identifier(json, "name", path);
  group.patterns = patterns(json, "patterns", path);
  return group;
}

Manifest Reader::read(const Json& json) {
  Manifest manifest;
  if (!json.is_object()) {
    fault("manifest.type", "$", "must be an object, not " + shown(json));
    return manifest;
  }
  schema(json);
  std::vector<std::string> known{"schema", "version",    "design",   "top",      "files",
                                 "ports",  "parameters", "elements", "registers"};
  if (version_ > 1) known.insert(known.end(), {"latency", "interval", "include"});
  is_object(json, "$", known, 6);
  const auto each = [&](const std::string& key, const auto& read_one) {
    const Json* entries = list(json, key, "$." + key);
    for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
      read_one((*entries)[i], index_path("$." + key, i));
    }
  };
  if (json.contains("design")) manifest.design = design(json["design"], "$.design");
  manifest.top = identifier(json, "top", "$");
  manifest.files = files(json);
  manifest.include = paths(json, "include", is_folder, "no folder that tools can be told of");
  each("parameters", [&](const Json& entry, const std::string& path) {
    manifest.parameters.push_back(parameter(entry, path));
  });
  each("ports", [&](const Json& entry, const std::string& path) {
    manifest.ports.push_back(port(entry, path));
  });
  each("elements", [&](const Json& entry, const std::string& path) {
    manifest.elements.push_back(element(entry, path));
  });
  manifest.registers = patterns(json, "registers", "$");
  manifest.latency = manifest.is_clocked() ? 1 : 0;
  integer(json, "latency", "$", 0, kMaximumCycles, manifest.latency);
  integer(json, "interval", "$", 1, kMaximumCycles, manifest.interval);
  if (!faults_.empty()) return manifest;
  adopt_operands(manifest);
  for (const ManifestFault& found : check_manifest(manifest)) {
    fault(found.code, found.path, found.what);
  }
  return manifest;
}

}  // namespace

Manifest parse_manifest(std::string_view text, const std::string& source) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    support::Location location{source};
    location.byte = error.byte == 0 ? 0 : error.byte - 1;
    support::fail_input("manifest.syntax", "this is no JSON",
                        "see docs/own-design.md for the format", location);
  } catch (const Json::exception&) {
    support::fail_input("manifest.syntax", "a number is larger than JSON readers take",
                        "see docs/own-design.md for the format", support::Location{source});
  }
  Reader reader(source);
  Manifest manifest = reader.read(json);
  support::throw_if_any(reader.take_faults());
  return manifest;
}

Manifest read_manifest(const std::filesystem::path& path) {
  const std::filesystem::path file =
      std::filesystem::is_directory(path) ? path / "manifest.json" : path;
  return parse_manifest(support::read_file(file, kMaximumBytes), file.string());
}

}  // namespace pann::generator
