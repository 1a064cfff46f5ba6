#include "generator/manifest.h"

#include <nlohmann/json.hpp>

#include "generator/design_json.h"
#include "generator/manifest_schema.h"

namespace pann::generator {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Parameter& parameter) {
  return {{"name", parameter.name},
          {"value", parameter.value},
          {"minimum", parameter.minimum},
          {"maximum", parameter.maximum}};
}

Json to_json(const Port& port) {
  Json json{{"name", port.name},
            {"direction", name(port.direction)},
            {"width", port.width},
            {"role", name(port.role)},
            {"signed", port.is_signed}};
  if (port.lane != 0) json["lane"] = port.lane;
  if (port.lanes != 1) json["lanes"] = port.lanes;
  return json;
}

Json to_json(const ElementGroup& group) {
  return {{"name", group.name}, {"patterns", group.patterns}};
}

template <class Value>
Json to_json(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values) list.push_back(to_json(value));
  return list;
}

}  // namespace

const Port* Manifest::find(Role role) const {
  for (const Port& port : ports) {
    if (port.role == role) return &port;
  }
  return nullptr;
}

int Manifest::lanes(Role role) const {
  int count = 0;
  for (const Port& port : ports) count += port.role == role ? port.lanes : 0;
  return count;
}

std::string_view name(Role role) {
  for (const auto& [candidate, text] : kRoleNames) {
    if (candidate == role) return text;
  }
  return "?";
}

std::string_view name(Direction direction) {
  return direction == Direction::input ? "input" : "output";
}

std::string to_json_text(const Manifest& manifest) {
  Json json{{"schema", kManifestSchema},
            {"version", kManifestVersion},
            {"design", generator::to_json(manifest.design)},
            {"top", manifest.top},
            {"files", manifest.files}};
  if (!manifest.include.empty()) json["include"] = manifest.include;
  json.update(Json{{"parameters", to_json(manifest.parameters)},
                   {"ports", to_json(manifest.ports)},
                   {"latency", manifest.latency},
                   {"interval", manifest.interval},
                   {"elements", to_json(manifest.elements)},
                   {"registers", manifest.registers}});
  return json.dump(2) + '\n';
}

}  // namespace pann::generator
