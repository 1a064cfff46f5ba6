#pragma once

#include <string>
#include <vector>

#include "cli/subcommand.h"

namespace pann::cli {

/// A file or folder that an option names; an empty path: the option is not given.
struct NamedPath {
  std::string option;
  std::string path;
  bool is_folder = false;  ///< A folder that is written as a whole; others are asked of the disk.
};

/// Whether two paths are one file, by whatever names.
bool is_same_file(const std::string& one, const std::string& other);

/// Before anything is written: refuses outputs that are an input, which would be lost, and two
/// outputs in one place. A folder holds what a design, a netlist, a network or a report consists
/// of: sources, libraries, scripts, and JSON of the known names; further reports, traces and tables
/// may be written into it. Standard output ('-') that takes a file shows no report beside it.
/// Throws Failure(user_error, "output.same") naming both options.
void claim_outputs(Context& context, const std::vector<NamedPath>& outputs,
                   const std::vector<NamedPath>& inputs);

}  // namespace pann::cli
