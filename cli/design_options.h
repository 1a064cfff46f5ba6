#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/options/command.h"
#include "generator/design_spec.h"

namespace pann::cli {

/// The options that say which unit is meant, as given: what is missing was not on the command line.
/// Every subcommand that takes a KIND has them.
struct DesignArguments {
  std::optional<std::string> multiplier{};
  std::optional<int> x_width{};
  std::optional<int> w_width{};
  std::optional<int> acc_width{};
  bool all_signed = false;
  bool all_unsigned = false;
  bool x_unsigned = false;
  bool w_unsigned = false;
  std::optional<std::string> recode{};
  std::optional<std::string> sequencer{};
  bool bias = false;

  /// Whether any of them was given: they mean nothing beside a directory.
  bool any() const;
};

/// Adds --multiplier, --x-width, --w-width, --acc-width, --signed, --unsigned, --x-unsigned,
/// --w-unsigned, --recode, --sequencer and --bias. `arguments` must outlive the parsing.
void add_design_options(Command& app, DesignArguments& arguments);

/// The kind of that name. Throws Failure(user_error, "design.kind") with the legal ones.
generator::Kind parse_kind(std::string_view text);

/// The unit meant, valid. Throws Failure(user_error) with every fault: options that mean nothing
/// for the kind ("design.unused"), values that are none, widths out of range (generator::validate).
generator::DesignSpec to_spec(generator::Kind kind, const DesignArguments& arguments);

}  // namespace pann::cli
