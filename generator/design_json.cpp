#include "generator/design_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "generator/json_value.h"

namespace pann::generator {

using Json = nlohmann::ordered_json;

namespace {

Json value_json(const DesignField& field, const DesignSpec& spec) {
  switch (field.type) {
    case FieldType::choice:
      return value_text(field, spec);
    case FieldType::integer:
      return field.get(spec);
    case FieldType::flag:
      return field.get(spec) != 0;
    case FieldType::list:
      return field.get_list(spec);
  }
  return nullptr;
}

/// A detail of a structure that is not known.
bool is_hidden(const DesignField& field, const DesignSpec& spec) {
  return field.is_structure && is_unknown_structure(spec);
}

std::string names_of(const DesignFields& fields) {
  std::vector<std::string_view> names;
  for (const DesignField& field : fields) names.push_back(field.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The choice of that name, offered or not: what is not is told by validation.
std::optional<int> choice_in(const DesignField& field, const Json& json) {
  if (!json.is_string()) return std::nullopt;
  return value_from_text(field, json.get_ref<const std::string&>());
}

std::optional<std::vector<int>> list_in(const DesignField& field, const Json& json) {
  if (!json.is_array() || json.size() > PlaneLanes{}.count.size()) return std::nullopt;
  std::vector<int> values;
  for (const Json& value : json) {
    if (!is_integer_within(value, field.minimum, field.maximum)) return std::nullopt;
    values.push_back(value.get<int>());
  }
  return values;
}

}  // namespace

Json to_json(const DesignSpec& spec, const DesignFields& fields) {
  if (spec.kind == Kind::other) return applicable_json(spec, fields);  // no structure is known
  Json json = Json::object();
  for (const DesignField& field : fields) {
    if (!is_hidden(field, spec)) json[std::string(field.name)] = value_json(field, spec);
  }
  return json;
}

Json applicable_json(const DesignSpec& spec, const DesignFields& fields) {
  Json json = Json::object();
  for (const DesignField& field : fields) {
    if (!applies(field, spec, fields) || is_hidden(field, spec)) continue;
    json[std::string(field.name)] = value_json(field, spec);
  }
  return json;
}

void read_field(const DesignField& field, const Json& json, const std::string& path,
                DesignSpec& spec, const JsonFault& fault) {
  switch (field.type) {
    case FieldType::choice:
      if (const auto value = choice_in(field, json)) {
        field.set(spec, *value);
      } else {
        fault("manifest.value", path,
              fmt::format("{} is none of the legal names: {}", shown(json), legal_values(field)));
      }
      break;
    case FieldType::integer:
      if (is_integer_within(json, field.minimum, field.maximum)) {
        field.set(spec, json.get<int>());
      } else {
        fault("manifest.value", path,
              fmt::format("{}: legal are the integers {}", shown(json), legal_values(field)));
      }
      break;
    case FieldType::flag:
      if (json.is_boolean()) {
        field.set(spec, json.get<bool>() ? 1 : 0);
      } else {
        fault("manifest.type", path, "must be true or false, not " + shown(json));
      }
      break;
    case FieldType::list:
      if (const auto values = list_in(field, json)) {
        field.set_list(spec, *values);
      } else {
        fault("manifest.value", path,
              fmt::format("{}: legal are {}", shown(json), legal_values(field)));
      }
      break;
  }
}

DesignSpec design_from_json(const Json& json, const std::string& path, const JsonFault& fault,
                            const DesignFields& fields) {
  DesignSpec spec;
  if (!json.is_object()) {
    fault("manifest.type", path, "must be an object, not " + shown(json));
    return spec;
  }
  bool is_whole = true;
  const JsonFault noted = [&](const std::string& code, const std::string& at,
                              const std::string& what) {
    is_whole = false;
    fault(code, at, what);
  };
  const DesignField& kind = fields.front();
  if (!json.contains(std::string(kind.name))) {
    noted("manifest.missing", path, fmt::format("the field \"{}\" is missing", kind.name));
  }
  for (const auto& [key, value] : json.items()) {
    if (const DesignField* field = find_field(fields, key)) {
      read_field(*field, value, path + "." + key, spec, noted);
    } else {
      noted("manifest.unknown", path,
            fmt::format("{} is not a field; legal are {}", shown(key), names_of(fields)));
    }
  }
  if (!is_whole) return spec;
  for (const support::Diagnostic& diagnostic : validate(spec, fields)) {
    fault("manifest.design", path, diagnostic.message);
  }
  return spec;
}

}  // namespace pann::generator
