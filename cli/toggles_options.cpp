#include "cli/toggles_options.h"

#include <algorithm>
#include <thread>

#include <CLI/CLI.hpp>

namespace pann::cli {

namespace {

constexpr unsigned kMostThreads = 64;

}  // namespace

void add_trace_options(CLI::App& app, TraceArguments& arguments) {
  app.add_option("--scope", arguments.scope, "Count only what lies at or below this scope")
      ->type_name("PATH");
  app.add_option("--match", arguments.match,
                 "Count only names below the scope that match ('*': any run without a dot, '**': "
                 "any run)")
      ->type_name("PATTERN");
  app.add_option("--from", arguments.from, "First tick that counts")->type_name("T");
  app.add_option("--to", arguments.to, "First tick that no longer counts")->type_name("T");
  app.add_flag("--lenient", arguments.lenient, "Count what comes before a fault, and say so");
  app.add_option("--threads", arguments.threads, "Threads (0: one a processor)")
      ->type_name("N")
      ->check(CLI::Range(0U, kMostThreads));
}

tb::TraceOptions trace_options(const TraceArguments& arguments, const std::string& path) {
  tb::TraceOptions options;
  options.source = path;
  options.scope = arguments.scope;
  options.match = arguments.match;
  options.from = arguments.from;
  options.to = arguments.to;
  options.lenient = arguments.lenient;
  const unsigned processors = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  options.threads = arguments.threads > 0 ? arguments.threads : processors;
  return options;
}

}  // namespace pann::cli
