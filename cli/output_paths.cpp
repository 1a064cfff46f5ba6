#include "cli/output_paths.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::cli {

namespace fs = std::filesystem;

namespace {

/// A device takes anything any number of times.
bool is_device(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error) && fs::is_character_file(path, error);
}

void refuse_same(const NamedPath& output, const NamedPath& other, const char* what) {
  if (output.path.empty() || other.path.empty() || !is_same_file(output.path, other.path)) return;
  if (output.path != "-" && is_device(output.path)) return;
  support::fail_input("output.same",
                      fmt::format("{} would write to '{}', which {} {}", output.option, output.path,
                                  other.option, what),
                      "give each its own file");
}

}  // namespace

bool is_same_file(const std::string& one, const std::string& other) {
  if (one == "-" || other == "-") return one == other;
  std::error_code error;
  if (fs::equivalent(one, other, error) && !error) return true;
  return fs::absolute(one, error).lexically_normal() ==
         fs::absolute(other, error).lexically_normal();
}

void claim_outputs(Context& context, const std::vector<NamedPath>& outputs,
                   const std::vector<NamedPath>& inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    // Reading from standard input and writing to standard output are no conflict.
    for (const NamedPath& input : inputs) {
      if (input.path != "-") refuse_same(outputs[i], input, "reads");
    }
    for (std::size_t j = 0; j < i; ++j) refuse_same(outputs[i], outputs[j], "writes");
    if (outputs[i].path == "-") context.output_is_taken = true;
  }
}

}  // namespace pann::cli
