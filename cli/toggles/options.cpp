#include "cli/toggles/options.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "activity/select_signals.h"
#include "activity/trace/activity_file.h"
#include "activity/windows.h"
#include "cli/design_target.h"
#include "cli/timescale_option.h"

namespace pann::cli {

namespace {

constexpr unsigned kMostThreads = 64;

/// Scope and windows from the manifest and what lies beside the trace; says what is counted.
std::string take_manifest(const generator::Manifest& manifest, const std::string& trace,
                          activity::TraceOptions& options) {
  if (options.scope.empty()) {
    options.scope = activity::find_instance(activity::read_signals(trace, options), manifest);
  }
  const std::filesystem::path windows = activity::windows_path(trace);
  std::error_code error;
  if (!std::filesystem::exists(windows, error)) {
    return fmt::format("everything, since there is no {}", windows.string());
  }
  options.windows = activity::read_windows(windows);
  return fmt::format("{} windows of {}", options.windows.windows.size(), windows.string());
}

std::string describe_window(const activity::TraceOptions& options) {
  if (!options.from && !options.to) return "everything";
  return fmt::format("from {} to {}", options.from ? std::to_string(*options.from) : "the begin",
                     options.to ? std::to_string(*options.to) : "the end");
}

activity::TraceOptions trace_options(const TraceArguments& arguments, const std::string& path) {
  activity::TraceOptions options;
  options.source = path;
  options.scope = arguments.scope;
  options.match = arguments.match;
  options.from = arguments.from;
  options.to = arguments.to;
  options.lenient = arguments.lenient;
  set_timescale(arguments.timescale, options);
  const unsigned processors = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  options.threads = arguments.threads > 0 ? arguments.threads : processors;
  return options;
}

}  // namespace

void add_trace_options(Command& app, TraceArguments& arguments) {
  app.option("--manifest", &arguments.manifest,
             "Count the design that this manifest describes, in the windows beside the trace")
      .value("FILE|DIR");
  add_include_option(app, arguments.include);
  app.option("--scope", &arguments.scope, "Count only what lies at or below this scope")
      .value("PATH");
  app.option("--match", &arguments.match,
             "Count only names below the scope that match ('*': any run without a dot, '**': "
             "any run)")
      .value("PATTERN");
  app.option("--from", &arguments.from, "First tick that counts").value("T");
  app.option("--to", &arguments.to, "First tick that no longer counts").value("T");
  add_timescale_option(app, arguments.timescale);
  app.option("--lenient", &arguments.lenient, "Count what comes before a fault, and say so");
  app.option("--threads", &arguments.threads, "Threads (0: one a processor)")
      .value("N")
      .between(0U, kMostThreads);
}

PreparedTrace prepare_trace(const TraceArguments& arguments, const std::string& path) {
  PreparedTrace prepared{trace_options(arguments, path), {}};
  prepared.counted = describe_window(prepared.options);
  if (!arguments.manifest.empty()) {
    prepared.manifest = generator::read_manifest(arguments.manifest);
    add_include(arguments.include, *prepared.manifest);
    prepared.counted = take_manifest(*prepared.manifest, path, prepared.options);
  }
  return prepared;
}

}  // namespace pann::cli
