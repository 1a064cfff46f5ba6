#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options/command.h"
#include "generator/design_fields.h"

namespace pann::cli {

/// The options that say which unit is meant, as given: what is missing was not on the command line.
/// Every subcommand that takes a KIND has them.
struct DesignArguments {
  std::map<std::string, std::optional<std::string>, std::less<>> values{};
  std::map<std::string, bool, std::less<>> flags{};

  /// Whether any of them was given: they mean nothing beside a directory.
  bool any() const;
};

/// Adds an option for every field of a design, and the shorthands (--signed, --unsigned).
/// `arguments` must outlive the parsing.
void add_design_options(Command& app, DesignArguments& arguments,
                        const generator::DesignFields& fields = generator::design_fields());

/// "multiplier, adder, ...": the kinds, for help and messages.
std::string kind_names();

/// The kind of that name. Throws Failure(user_error, "design.kind") with the legal ones.
generator::Kind parse_kind(std::string_view text);

/// The unit meant, valid. Throws as generator::design_from_options.
generator::DesignSpec to_spec(generator::Kind kind, const DesignArguments& arguments,
                              const generator::DesignFields& fields = generator::design_fields());

}  // namespace pann::cli
