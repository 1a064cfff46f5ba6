#include "cli/options/parse.h"

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/options/value.h"
#include "support/closest_word.h"

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

const CLI::App* find_subcommand(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == name) return command;
  }
  return nullptr;
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

/// Legal words where `given` stands: subcommands for a word, options for what has a dash in front.
std::vector<std::string> candidates(const CLI::App& app, const std::string& given) {
  std::vector<std::string> words;
  if (given.front() == '-') {
    for (const CLI::Option* option : app.get_options({})) {
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
  } else {
    for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  }
  return words;
}

/// What is wrong in a command line, and the way out.
struct UsageFault {
  std::string message;
  std::string hint = "pann --help, and pann SUBCOMMAND --help";
};

/// "did you mean '--vectors'?", for the first word that is no option or subcommand and nearly one.
UsageFault fault_of(const CLI::App& app, const CLI::ParseError& fault, int argc,
                    const char* const* argv) {
  UsageFault result{fault.what()};
  const CLI::App* command = &app;
  for (int i = 1; i < argc; ++i) {
    const std::string given(std::string(argv[i]).substr(0, std::string(argv[i]).find('=')));
    if (given.empty()) continue;
    if (given.front() != '-') {
      if (const CLI::App* sub = find_subcommand(*command, given)) {
        command = sub;
        continue;
      }
      if (command->get_require_subcommand_min() > 0) {
        result.message = fmt::format("'{}' is no subcommand of {}", given, command->get_name());
      }
    }
    const std::vector<std::string> words = candidates(*command, given);
    const std::string closest = support::closest_word(given, words);
    if (closest.empty() || closest == given) continue;
    result.hint = fmt::format("did you mean '{}'?", closest);
    break;
  }
  return result;
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
  app.footer(program.closing);  // now: subcommands take on what is there when they are added
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    std::ostringstream text;
    if (fault.get_exit_code() == 0) {
      app.exit(fault, text, text);
      return {nullptr, text.str()};
    }
    const UsageFault usage = fault_of(app, fault, argc, argv);
    support::fail_input("option.usage", usage.message, usage.hint);
  }
  return {commands.at(&innermost(app)), {}};
}

}  // namespace pann::cli
