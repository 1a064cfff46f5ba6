#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "activity/elements.h"
#include "activity/files/pin_activity.h"
#include "activity/module_sums.h"
#include "activity/vcd/trace_options.h"

namespace pann::cli {

/// All that `pann toggles` has to say of a trace.
struct TogglesReport {
  std::string trace{};
  activity::TraceCount count{};
  std::string counted{};   ///< "42 windows of FILE", "everything".
  std::string net_note{};  ///< Why the names of a net were not merged, with a manifest; else empty.
  bool has_glitches = false;
  std::vector<activity::ElementCount> elements{};
  std::vector<activity::ModuleSum> modules{};  ///< With a manifest that Yosys can elaborate.
  std::optional<activity::PinActivity> pins{};
};

/// The table: totals, elements, modules, scopes, the profile's peak.
void print_report(const TogglesReport& report, std::ostream& output);

/// The same, complete, for --json.
nlohmann::ordered_json report_json(const TogglesReport& report);

}  // namespace pann::cli
