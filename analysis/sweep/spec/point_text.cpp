#include "analysis/sweep/spec/point_text.h"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"

namespace pann::analysis {

using Json = nlohmann::ordered_json;

Json json_of(const FieldValue& value) {
  return std::visit(
      [](const auto& held) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          return nullptr;
        } else {
          return held;
        }
      },
      value);
}

FieldValue value_from_json(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  return {};
}

Json fields_json(const SweepPoint& point) {
  Json json = Json::object();
  for (const PointField& field : point_fields()) {
    if (field.applies(point)) json[field.name] = json_of(field.get(point));
  }
  return json;
}

SweepPoint point_from_json(const Json& json) {
  SweepPoint point;
  for (const auto& [name, value] : json.items()) {
    const PointField* field = find_point_field(name);
    const FieldValue read = value_from_json(value);
    const bool is_default = std::holds_alternative<std::string>(read) && text_of(read).empty();
    if (field != nullptr && (is_default || field->set(point, read))) continue;
    support::fail_input("sweep.chunk", fmt::format("field '{}' is {}", name, value.dump()),
                        "the file is damaged or of another version: run `pann sweep` again");
  }
  return point;
}

std::string canonical_text(const SweepPoint& point) {
  std::string text;
  for (const PointField& field : point_fields()) {
    if (!field.applies(point)) continue;
    std::string value = text_of(field.get(point));
    // Of a file of operands the content counts, not where it lies.
    if (field.name == "stimulus") value = std::filesystem::path(value).filename().string();
    text += fmt::format("{}{}={}", text.empty() ? "" : "\n", field.name, value);
  }
  return text;
}

}  // namespace pann::analysis
