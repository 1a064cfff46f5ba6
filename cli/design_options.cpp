#include "cli/design_options.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::cli {

using generator::DesignField;
using generator::DesignFields;
using generator::FieldType;

namespace {

constexpr const char* kGroup = "Design";

void add_flag(Command& app, DesignArguments& arguments, std::string_view option,
              std::string_view help) {
  const std::string name(option);
  app.option("--" + name, &arguments.flags[name], std::string(help)).in_group(kGroup);
}

const char* value_name(FieldType type) {
  if (type == FieldType::list) return "N,N,...";
  return type == FieldType::integer ? "N" : "NAME";
}

void add_field(Command& app, DesignArguments& arguments, const DesignField& field) {
  if (field.type == FieldType::flag) {
    add_flag(app, arguments, field.option, generator::option_help(field));
    return;
  }
  const std::string name(field.option);
  app.option("--" + name, &arguments.values[name], generator::option_help(field))
      .value(value_name(field.type))
      .in_group(kGroup);
}

}  // namespace

bool DesignArguments::any() const {
  return std::any_of(values.begin(), values.end(),
                     [](const auto& entry) { return entry.second.has_value(); }) ||
         std::any_of(flags.begin(), flags.end(), [](const auto& entry) { return entry.second; });
}

void add_design_options(Command& app, DesignArguments& arguments, const DesignFields& fields) {
  for (const generator::DesignShorthand& shorthand : generator::design_shorthands()) {
    add_flag(app, arguments, shorthand.option, shorthand.help);
  }
  // The first field is the kind, which is positional.
  for (auto field = fields.begin() + 1; field != fields.end(); ++field) {
    add_field(app, arguments, *field);
  }
}

std::string kind_names() {
  return generator::legal_values(generator::design_fields().front());
}

generator::Kind parse_kind(std::string_view text) {
  if (const auto kind = generator::kind_from_name(text)) return *kind;
  support::fail_input("design.kind",
                      fmt::format("'{}' is no kind of unit: legal are {}", text, kind_names()),
                      "see pann gen --help");
}

generator::DesignSpec to_spec(generator::Kind kind, const DesignArguments& arguments,
                              const DesignFields& fields) {
  std::vector<generator::GivenOption> given;
  for (const auto& [option, is_given] : arguments.flags) {
    if (is_given) given.push_back({option});
  }
  for (const auto& [option, value] : arguments.values) {
    if (value) given.push_back({option, value});
  }
  return generator::design_from_options(kind, given, fields);
}

}  // namespace pann::cli
