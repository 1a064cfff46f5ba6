#include <algorithm>
#include <charconv>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "generator/design_fields.h"

namespace pann::generator {

namespace {

const DesignField& kind_field(const DesignFields& fields) {
  return fields.front();
}

std::string kinds_text(const DesignField& field) {
  std::vector<std::string_view> names;
  for (const Kind kind : field.kinds) names.push_back(name(kind));
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The kinds that a field's condition is for, with a blank, where it is not for most of them.
std::string condition_kinds(const DesignField& field) {
  std::string text;
  if (field.with->except.size() < 2) return text;
  for (const Kind kind : field.kinds) {
    const auto& except = field.with->except;
    if (std::find(except.begin(), except.end(), kind) == except.end()) {
      text += fmt::format("{} ", name(kind));
    }
  }
  return text;
}

/// Whether every unit that computes has the field.
bool is_general(const DesignField& field, const DesignFields& fields) {
  return field.kinds.empty() || field.kinds.size() == kind_field(fields).choices.size();
}

/// A value as titles have it: a flag's in words where it has some.
std::string title_value(const DesignField& field, const DesignSpec& spec) {
  if (field.type != FieldType::flag) return value_text(field, spec);
  const auto value = static_cast<std::size_t>(field.get(spec));
  return value < field.choices.size() ? std::string(field.choices[value].name)
                                      : value_text(field, spec);
}

/// `pattern` with {name} replaced by the field's value.
std::string filled(std::string_view pattern, const DesignSpec& spec, const DesignFields& fields) {
  std::string text;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    text += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    const DesignField* field = find_field(fields, pattern.substr(open + 1, close - open - 1));
    if (field != nullptr) text += title_value(*field, spec);
    pattern.remove_prefix(close + 1);
  }
  return text;
}

/// Whether the field says that something is not known; a title is silent on that.
bool is_unknown(const DesignField& field, const DesignSpec& spec, const DesignFields& fields) {
  return &field != &kind_field(fields) && field.type == FieldType::choice &&
         !field.choices[static_cast<std::size_t>(field.get(spec))].offered;
}

std::string title_part(const DesignField& field, const DesignSpec& spec,
                       const DesignFields& fields) {
  if (!applies(field, spec, fields) || is_unknown(field, spec, fields)) return {};
  if (!field.always_in_title && is_default(field, spec)) return {};
  if (!field.title.empty()) return filled(field.title, spec, fields);
  if (field.type == FieldType::flag) return fmt::format(", {}", field.option);
  return fmt::format(", {} {}", field.option, value_text(field, spec));
}

std::string offered_names(const DesignField& field) {
  std::vector<std::string_view> names;
  for (const Choice& choice : field.choices) {
    if (choice.offered) names.push_back(choice.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// "booth4 (radix-4 Booth, the default), booth2 (radix-2 Booth)".
std::string explained_choices(const DesignField& field) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    const Choice& choice = field.choices[i];
    std::vector<std::string> notes;
    if (!choice.offered) notes.emplace_back("not offered");
    if (!choice.help.empty()) notes.emplace_back(choice.help);
    if (static_cast<int>(i) == field.default_value) notes.emplace_back("the default");
    texts.push_back(notes.empty() ? std::string(choice.name)
                                  : fmt::format("{} ({})", choice.name, fmt::join(notes, ", ")));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string default_text(const DesignField& field) {
  if (field.type == FieldType::list) return fmt::format("{} each", kDefaultLanes);
  return value_text(field, field.default_value);
}

}  // namespace

const DesignField* find_field(const DesignFields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const DesignField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

bool applies(const DesignField& field, const DesignSpec& spec, const DesignFields& fields) {
  const bool has_kind = field.kinds.empty() || std::find(field.kinds.begin(), field.kinds.end(),
                                                         spec.kind) != field.kinds.end();
  if (!has_kind || !field.with) return has_kind;
  const auto& except = field.with->except;
  if (std::find(except.begin(), except.end(), spec.kind) != except.end()) return true;
  const DesignField* other = find_field(fields, field.with->field);
  if (other == nullptr) return false;
  const auto& values = field.with->values;
  return applies(*other, spec, fields) &&
         std::find(values.begin(), values.end(), value_text(*other, spec)) != values.end();
}

std::string value_text(const DesignField& field, const DesignSpec& spec) {
  if (field.type == FieldType::list) return fmt::format("{}", fmt::join(field.get_list(spec), ","));
  return value_text(field, field.get(spec));
}

bool is_default(const DesignField& field, const DesignSpec& spec) {
  if (field.type == FieldType::list) return field.get_list(spec).empty();
  return field.get(spec) == field.default_value;
}

std::string value_text(const DesignField& field, int value) {
  const auto index = static_cast<std::size_t>(value);
  switch (field.type) {
    case FieldType::choice:
      return index < field.choices.size() ? std::string(field.choices[index].name)
                                          : std::to_string(value);
    case FieldType::integer:
    case FieldType::list:
      return std::to_string(value);
    case FieldType::flag:
      return value != 0 ? "true" : "false";
  }
  return {};
}

std::string legal_values(const DesignField& field) {
  switch (field.type) {
    case FieldType::choice:
      return offered_names(field);
    case FieldType::integer:
      return fmt::format("{} to {}", field.minimum, field.maximum);
    case FieldType::list:
      return fmt::format("lists of {} to {}", field.minimum, field.maximum);
    case FieldType::flag:
      return "true, false";
  }
  return {};
}

std::string option_help(const DesignField& field) {
  std::string text(field.help);
  if (field.type == FieldType::choice) text += ": " + explained_choices(field);
  if (field.type == FieldType::integer || field.type == FieldType::list) {
    text += fmt::format(", {} ({})", legal_values(field), default_text(field));
  }
  if (field.with) {
    text += fmt::format("; {}with --{} {}", condition_kinds(field), field.with->field,
                        fmt::join(field.with->values, ", "));
  }
  if (!is_general(field, design_fields())) text += "; for " + kinds_text(field);
  return text;
}

std::optional<int> value_from_text(const DesignField& field, std::string_view text) {
  if (field.type == FieldType::flag) {
    if (text == "true") return 1;
    if (text == "false") return 0;
  }
  if (field.type != FieldType::integer) {
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
      if (field.choices[i].name == text) return static_cast<int>(i);
    }
    return std::nullopt;
  }
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::vector<int>> list_from_text(std::string_view text) {
  std::vector<int> values;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    int value = 0;
    const auto [stop, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || values.size() >= PlaneLanes{}.count.size()) return std::nullopt;
    values.push_back(value);
    if (stop == end) return values;
    if (*stop != ',') return std::nullopt;
    at = stop + 1;
  }
}

support::Diagnostic value_fault(const DesignField& field, std::string_view text) {
  return {fmt::format("design.{}", field.option),
          fmt::format("--{} {}: legal are {}", field.option, text, legal_values(field)), "",
          std::nullopt};
}

std::string key_of(const DesignSpec& spec, const DesignFields& fields) {
  std::string text;
  for (const DesignField& field : fields) {
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", field.name, value_text(field, spec));
  }
  return text;
}

std::string title_of(const DesignSpec& spec, const DesignFields& fields) {
  std::string text;
  std::string rest;
  for (const DesignField& field : fields) {
    const std::string part = title_part(field, spec, fields);
    (part.rfind(',', 0) == 0 ? rest : text) += part;
  }
  return text + rest;
}

std::string fields_markdown(const DesignFields& fields) {
  std::string text =
      "| option | in JSON | values (default) | kinds | what |\n|---|---|---|---|---|\n";
  for (const DesignField& field : fields) {
    if (&field == &kind_field(fields)) continue;
    const std::string kinds = is_general(field, fields) ? "all" : kinds_text(field);
    const std::string with =
        field.with ? fmt::format(", {}with `{}` {}", condition_kinds(field), field.with->field,
                                 fmt::join(field.with->values, ", "))
                   : "";
    text += fmt::format("| `--{}` | `{}` | {} ({}) | {}{} | {} |\n", field.option, field.name,
                        legal_values(field), default_text(field), kinds, with, field.help);
  }
  return text;
}

}  // namespace pann::generator
