#include "cli/options/parse.h"

#include <map>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/options/value.h"

// The one file that knows CLI11: its header takes seconds to compile.

namespace pann::cli {

namespace {

using Added = std::map<const Option*, CLI::Option*>;

CLI::Option* add_option(CLI::App& app, const Option& option) {
  if (option.is_flag()) {
    return app.add_flag_callback(
        option.names, [&option] { store(option, {}); }, option.help);
  }
  CLI::Option* added = app.add_option(
      option.names,
      [&option](const CLI::results_t& given) {
        store(option, given);
        return true;
      },
      option.help);
  if (option.is_list()) added->expected(CLI::detail::expected_max_vector_size);
  added->type_name(value_words(option));
  if (option.default_shown) added->default_str(text_of(option));
  return added;
}

void add_options(CLI::App& app, const Command& command) {
  Added added;
  for (const Option& option : command.options) {
    CLI::Option* const one = added[&option] = add_option(app, option);
    if (option.required) one->required();
    if (!option.group.empty()) one->group(option.group);
  }
  for (const Option& option : command.options) {
    for (const Option* other : option.excluded) added.at(&option)->excludes(added.at(other));
    for (const Option* other : option.needed) added.at(&option)->needs(added.at(other));
  }
}

using Commands = std::map<const CLI::App*, const Command*>;

void add_command(CLI::App& app, const Command& command, Commands& commands) {
  commands[&app] = &command;
  add_options(app, command);
  if (!command.action) app.require_subcommand(1);
  for (const Command& sub : command.subcommands) {
    add_command(*app.add_subcommand(sub.name, sub.summary), sub, commands);
  }
}

/// The innermost subcommand that was named.
const CLI::App& innermost(const CLI::App& app) {
  const auto named = app.get_subcommands();
  return named.empty() ? app : innermost(*named.front());
}

}  // namespace

Parsed parse(const Command& program, const std::string& version, int argc,
             const char* const* argv) {
  CLI::App app(program.summary, program.name);
  app.set_version_flag("--version", version);
  Commands commands;
  add_command(app, program, commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    std::ostringstream text;
    if (fault.get_exit_code() == 0) {
      app.exit(fault, text, text);
      return {nullptr, text.str()};
    }
    support::fail_input("option.usage", fault.what(), "pann --help, and pann SUBCOMMAND --help");
  }
  return {commands.at(&innermost(app)), {}};
}

}  // namespace pann::cli
