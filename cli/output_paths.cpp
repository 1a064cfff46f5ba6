#include "cli/output_paths.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
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

/// Whether a file of that name is a part of what lies in a folder, and no report that was put
/// there.
bool is_part(const fs::path& name) {
  constexpr std::array<std::string_view, 8> kParts{
      "manifest.json", "netlist.json", "statistics.json", "network.json",
      "report.json",   "report.html",  "summary.json",    "summary.csv"};
  constexpr std::array<std::string_view, 7> kReports{".json", ".csv", ".saif", ".vcd",
                                                     ".fst",  ".tcl", ".sdf"};
  const auto is_in = [](const auto& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
  };
  return is_in(kParts, name.filename().string()) || !is_in(kReports, name.extension().string());
}

/// Whether the output would take the place of something that belongs to the folder.
bool belongs_to(const std::string& output, const NamedPath& folder) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(output, error);
  const fs::path below = whole.lexically_relative(fs::weakly_canonical(folder.path, error));
  if (below.empty() || below == "." || *below.begin() == ".." || !is_part(below)) return false;
  return folder.is_folder || fs::exists(whole, error);
}

bool collides(const NamedPath& output, const NamedPath& other) {
  if (is_same_file(output.path, other.path)) return true;
  std::error_code error;
  const bool is_folder = other.is_folder || fs::is_directory(other.path, error);
  return is_folder && !output.is_folder && output.path != "-" && belongs_to(output.path, other);
}

void refuse_same(const NamedPath& output, const NamedPath& other, const char* what) {
  if (output.path.empty() || other.path.empty() || !collides(output, other)) return;
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
