#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tb/trace/trace_options.h"

namespace CLI {
class App;
}  // namespace CLI

namespace pann::cli {

/// The options of `pann toggles` and `pann toggles diff` that say what of a trace is counted.
struct TraceArguments {
  std::string scope{};                  ///< --scope PATH
  std::vector<std::string> match{};     ///< --match PATTERN...
  std::optional<std::uint64_t> from{};  ///< --from T
  std::optional<std::uint64_t> to{};    ///< --to T
  bool lenient = false;                 ///< --lenient
  unsigned threads = 0;                 ///< --threads N; 0: as many as there are processors.
};

void add_trace_options(CLI::App& app, TraceArguments& arguments);

/// Options for the reader of `path`.
tb::TraceOptions trace_options(const TraceArguments& arguments, const std::string& path);

}  // namespace pann::cli
