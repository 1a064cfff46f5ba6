#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tb/activity/elements.h"
#include "tb/activity/module_sums.h"
#include "tb/activity/pin_activity.h"
#include "tb/trace/trace_options.h"

namespace pann::cli {

/// All that `pann toggles` has to say of a trace.
struct TogglesReport {
  std::string trace{};
  tb::TraceCount count{};
  std::string counted{};   ///< "42 windows of FILE", "everything".
  std::string net_note{};  ///< Why the names of a net were not merged, with a manifest; else empty.
  bool has_glitches = false;
  std::vector<tb::ElementCount> elements{};
  std::vector<tb::ModuleSum> modules{};  ///< With a manifest that Yosys can elaborate.
  std::optional<tb::PinActivity> pins{};
};

/// The table: totals, elements, modules, scopes, the profile's peak.
void print_report(const TogglesReport& report, std::ostream& output);

/// The same, complete, for --json.
nlohmann::ordered_json report_json(const TogglesReport& report);

}  // namespace pann::cli
