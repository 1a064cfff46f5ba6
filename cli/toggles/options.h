#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "activity/vcd/trace_options.h"
#include "cli/options/command.h"
#include "generator/manifest.h"

namespace pann::cli {

/// The options of `pann toggles` and `pann toggles diff` that say what of a trace is counted.
struct TraceArguments {
  std::string manifest{};               ///< --manifest FILE|DIR
  std::vector<std::string> include{};   ///< --include DIR...
  std::string scope{};                  ///< --scope PATH
  std::vector<std::string> match{};     ///< --match PATTERN...
  std::optional<std::uint64_t> from{};  ///< --from T
  std::optional<std::uint64_t> to{};    ///< --to T
  std::string timescale{};              ///< --timescale 1ps
  bool lenient = false;                 ///< --lenient
  unsigned threads = 0;                 ///< --threads N; 0: as many as there are processors.
};

void add_trace_options(Command& app, TraceArguments& arguments);

/// What the options and the files beside a trace mean for it.
struct PreparedTrace {
  activity::TraceOptions options;
  std::string counted;  ///< In words: "42 windows of FILE", "everything".
  std::optional<generator::Manifest> manifest{};
};

/// Options for the reader of `path`. With a manifest: the scope, unless given, is the instance of
/// its top module, and the counted windows are those written beside the trace, if any.
PreparedTrace prepare_trace(const TraceArguments& arguments, const std::string& path);

}  // namespace pann::cli
