#pragma once

#include <string>

#include "cli/options/command.h"

namespace pann::cli {

/// What a command line asks for.
struct Parsed {
  const Command* command = nullptr;  ///< To be run; none where `text` is all that is asked for.
  std::string text{};                ///< The answer to --help or --version.
};

/// Parses a command line and stores the values of the options in their targets. Throws
/// Failure(user_error): "option.value" for a value, "option.usage" for all else.
Parsed parse(const Command& program, const std::string& version, int argc, const char* const* argv);

}  // namespace pann::cli
