#pragma once

#include <string>

#include "cli/options/command.h"

namespace pann::cli {

/// A script that completes the program's subcommands, options and legal values in bash; names of
/// files everywhere else.
std::string bash_completion(const Command& program);

/// The same for zsh, as a function file "_pann".
std::string zsh_completion(const Command& program);

}  // namespace pann::cli
