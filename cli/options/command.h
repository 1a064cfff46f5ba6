#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "support/diagnostic.h"

namespace pann::cli {

/// Where the value of an option goes; a bool is a flag, a vector takes one value or several. What
/// it points to holds the default and outlives the parsing.
using Target =
    std::variant<bool*, int*, unsigned*, std::uint64_t*, double*, std::string*,
                 std::filesystem::path*, std::optional<int>*, std::optional<std::uint64_t>*,
                 std::optional<double>*, std::optional<std::string>*, std::vector<int>*,
                 std::vector<std::string>*>;

/// Legal numbers of an option: `low` to `high`, both included unless `above_low`.
struct Bounds {
  double low;
  std::optional<double> high{};
  bool above_low = false;
};

/// One option, flag or positional argument, described once: the parser, `--help`, the man pages and
/// the shells' completion read it. The functions below set one property each and return the option.
struct Option {
  std::string names;  ///< "--json", "-o,--output"; without a dash: a positional argument.
  Target target;
  std::string help;
  std::string value_name{};  ///< What the help calls the value: "FILE"; empty: after its type.
  std::string group{};       ///< Heading in the help; empty: "Options".
  bool required = false;
  bool default_shown = false;
  std::vector<std::string> legal{};  ///< The only legal values; empty: any.
  std::optional<Bounds> bounds{};
  std::vector<const Option*> excluded{};  ///< Options that do not go with this one.
  std::vector<const Option*> needed{};    ///< Options that this one means nothing without.

  bool is_flag() const { return std::holds_alternative<bool*>(target); }
  bool is_positional() const { return names.front() != '-'; }
  bool is_list() const;
  /// The longest name, as messages spell it: "--output", "KIND".
  std::string title() const;

  Option& value(std::string name);
  Option& in_group(std::string heading);
  Option& require();
  /// Shows the value that the target holds now as the default.
  Option& show_default();
  Option& one_of(std::vector<std::string> names);
  Option& between(double low, double high);
  Option& at_least(double low);
  Option& above(double low);
  Option& exclude(const Option& other);
  Option& need(const Option& other);
};

/// A subcommand with its options; `pann` itself is one, too. References to its parts stay valid.
struct Command {
  std::string name;
  std::string summary;
  std::list<Option> options{};
  std::list<Command> subcommands{};
  std::string closing{};  ///< Text below the options in the help.
  /// What it does. Without one, a subcommand must be named.
  std::function<support::ExitCode()> action{};

  Option& option(std::string names, Target target, std::string help);
  Command& subcommand(std::string name, std::string summary);
};

}  // namespace pann::cli
