#pragma once

#include <string>
#include <vector>

#include "cli/options/command.h"

namespace pann::cli {

/// A page of the manual, as groff's man macros have it.
struct ManPage {
  std::string file;  ///< "pann-toggles-diff.1"
  std::string text;
};

/// The page of the program and one for each of its subcommands, theirs included, from what parses
/// the command line: they cannot disagree with it. `version` is "pann 0.1.0".
std::vector<ManPage> man_pages(const Command& program, const std::string& version);

}  // namespace pann::cli
