#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "cli/run_cli.h"

namespace pann::test {

/// What a command line printed and returned.
struct CliResult {
  int exit_code = -1;
  std::string output;
  std::string error;
};

/// Runs `pann` with these arguments in this process.
inline CliResult run_pann(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv{"pann"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream output;
  std::ostringstream error;
  CliResult result;
  result.exit_code = cli::run_cli(static_cast<int>(argv.size()), argv.data(), output, error);
  result.output = output.str();
  result.error = error.str();
  return result;
}

/// Whether `part` stands in `text`.
inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace pann::test
