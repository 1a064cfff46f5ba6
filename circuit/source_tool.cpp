#include "circuit/source_tool.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "circuit/source_files.h"
#include "support/diagnostic.h"

namespace pann::circuit {

namespace {

namespace fs = std::filesystem;

bool names_a_source(const std::string& text, const ElaborationRequest& sources) {
  std::vector<std::string> beginnings;
  for (const fs::path& file : sources.files) {
    beginnings.push_back(fs::absolute(file).string() + ":");
  }
  for (const fs::path& folder : search_path(sources)) {
    beginnings.push_back(fs::absolute(folder).string() + "/");
  }
  return std::any_of(beginnings.begin(), beginnings.end(), [&](const std::string& beginning) {
    return text.find(beginning) != std::string::npos;
  });
}

}  // namespace

support::ProcessResult run_on_sources(const support::ProcessOptions& options,
                                      const ElaborationRequest& sources, const std::string& code) {
  constexpr int kSignals = 128;
  source_files(sources);  // A source that cannot be read, a pipe that nobody fills, is told by us.
  support::ProcessResult result = support::run_process(options);
  if (result.exit_code == 0 && !result.timed_out) return result;
  const std::string text = result.error + result.output;
  const bool is_tools = result.timed_out || result.exit_code > kSignals ||
                        text.find("Internal Error") != std::string::npos ||
                        !names_a_source(text, sources);
  try {
    support::fail_process(options.arguments[0], result, code);
  } catch (const support::Failure& failure) {
    if (is_tools) throw;
    support::Diagnostic fault = failure.diagnostics().front();
    fault.hint = "mend the Verilog sources or the manifest";
    throw support::Failure(support::ExitCode::user_error, std::move(fault));
  }
}

}  // namespace pann::circuit
