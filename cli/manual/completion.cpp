#include "cli/manual/completion.h"

#include <vector>

#include <fmt/ranges.h>

namespace pann::cli {

namespace {

/// One `case` arm a command: what may follow "pann toggles"; the innermost commands come first, so
/// that a pattern that fits more does not hide them.
void add_words(std::string& arms, const Command& command, const std::string& path) {
  std::vector<std::string> words{"--help"};
  for (const Command& sub : command.subcommands) {
    add_words(arms, sub, path + " " + sub.name);
    words.push_back(sub.name);
  }
  for (const Option& option : command.options) {
    if (!option.is_positional()) words.push_back(option.title());
  }
  arms += fmt::format("    \"{}\") offer=\"{}\" ;;\n", path, fmt::join(words, " "));
}

/// One `case` arm an option with legal values: "pann sim --engine".
void add_values(std::string& arms, const Command& command, const std::string& path) {
  for (const Command& sub : command.subcommands) add_values(arms, sub, path + " " + sub.name);
  for (const Option& option : command.options) {
    if (option.legal.empty() || option.is_positional()) continue;
    arms += fmt::format("    \"{} {}\") offer=\"{}\" ;;\n", path, option.title(),
                        fmt::join(option.legal, " "));
  }
}

/// Options that take a value: after them comes no option's name.
void add_valued(std::string& patterns, const Command& command, const std::string& path) {
  for (const Command& sub : command.subcommands) add_valued(patterns, sub, path + " " + sub.name);
  for (const Option& option : command.options) {
    if (option.is_flag() || option.is_positional()) continue;
    patterns += fmt::format("{}\"{} {}\"", patterns.empty() ? "" : " | ", path, option.title());
  }
}

/// Every path of subcommands, as patterns of one `case` arm.
void add_paths(std::string& patterns, const Command& command, const std::string& path) {
  for (const Command& sub : command.subcommands) {
    const std::string below = path + " " + sub.name;
    patterns += fmt::format("{}\"{}\"", patterns.empty() ? "" : " | ", below);
    add_paths(patterns, sub, below);
  }
}

/// The part that both shells share: sets `offer` from `before` (the words so far) and `previous`.
std::string chooser(const Command& program) {
  std::string words;
  std::string values;
  std::string valued;
  std::string paths;
  add_words(words, program, program.name);
  add_values(values, program, program.name);
  add_valued(valued, program, program.name);
  add_paths(paths, program, program.name);
  return fmt::format(R"(  at={}
  for word in "${{before[@]}}"; do
    case "$at $word" in {}) at="$at $word" ;; esac
  done
  offer=""
  case "$at $previous" in
{}    {}) ;;
    *) case "$at" in
{}    esac ;;
  esac
)",
                     program.name, paths, values, valued, words);
}

}  // namespace

std::string bash_completion(const Command& program) {
  return fmt::format(R"(# Completion of {0} for bash; made by `{0} manual`.
_{0}() {{
  local at word offer previous="${{COMP_WORDS[COMP_CWORD-1]}}" current="${{COMP_WORDS[COMP_CWORD]}}"
  local -a before=("${{COMP_WORDS[@]:1:COMP_CWORD-1}}")
{1}  mapfile -t COMPREPLY < <(compgen -W "$offer" -- "$current"; [[ $current == -* ]] || compgen -f -- "$current")
}}
complete -o filenames -F _{0} {0}
)",
                     program.name, chooser(program));
}

std::string zsh_completion(const Command& program) {
  return fmt::format(R"(#compdef {0}
# Completion of {0} for zsh; made by `{0} manual`.
local at word offer previous="${{words[CURRENT-1]}}"
local -a before choices
before=("${{(@)words[2,CURRENT-1]}}")
{1}choices=(${{=offer}})
(( $#choices )) && compadd -- "${{choices[@]}}"
[[ ${{words[CURRENT]}} == -* ]] || _files
)",
                     program.name, chooser(program));
}

}  // namespace pann::cli
