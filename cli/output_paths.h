#pragma once

#include <string>
#include <vector>

#include "cli/subcommand.h"

namespace pann::cli {

/// A file that an option names; an empty path: the option is not given.
struct NamedPath {
  std::string option;
  std::string path;
};

/// Whether two paths are one file, by whatever names.
bool is_same_file(const std::string& one, const std::string& other);

/// Before anything is written: refuses outputs that are an input, which would be lost, and two
/// outputs in one place. Standard output ('-') that takes a file shows no report beside it. Throws
/// Failure(user_error, "output.same") naming both options.
void claim_outputs(Context& context, const std::vector<NamedPath>& outputs,
                   const std::vector<NamedPath>& inputs);

}  // namespace pann::cli
