#include "cli/toggles/report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>

#include <nlohmann/json.hpp>

#include "activity/scope_sums.h"
#include "cli/element_coverage.h"
#include "cli/fitted.h"
#include "support/diagnostic.h"
#include "support/print.h"
#include "support/printable.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Scopes in the table; --json has them all.
constexpr std::size_t kMostScopes = 40;
constexpr std::size_t kMostMissing = 20;

std::uint64_t sum(const activity::Activity& activity, std::uint64_t activity::NetCounts::*count) {
  std::uint64_t total = 0;
  for (const activity::NetCounts& net : activity.nets) total += net.*count;
  return total;
}

std::string shown(const std::string& scope) {
  return scope.empty() ? "(here)" : support::printable(scope);
}

std::size_t peak_interval(const activity::ActivityProfile& profile) {
  const auto peak = std::max_element(profile.toggles.begin(), profile.toggles.end());
  return static_cast<std::size_t>(peak - profile.toggles.begin());
}

void print_elements(const TogglesReport& report, std::ostream& output) {
  if (report.elements.empty()) return;
  const std::uint64_t operations = report.count.activity.operations;
  support::print(output, "\n{:<24}{:>8}{:>14}{:>16}\n", "element", "bits", "toggles",
                 operations > 0 ? "per operation" : "");
  for (const activity::ElementCount& element : report.elements) {
    support::print(output, "{:<24}{:>8}{:>14}", fitted(element.name, 23), element.bits,
                   element.toggles);
    if (operations > 0) {
      support::print(output, "{:>16.4f}",
                     static_cast<double>(element.toggles) / static_cast<double>(operations));
    }
    support::print(output, "\n");
  }
}

void print_modules(const TogglesReport& report, std::ostream& output) {
  if (report.modules.empty()) return;
  support::print(output, "\n{:<32}{:>12}{:>10}{:>14}\n", "module", "instances", "nets", "toggles");
  for (const activity::ModuleSum& module : report.modules) {
    support::print(output, "{:<32}{:>12}{:>10}{:>14}\n", fitted(module.module, 31),
                   module.instances, module.nets, module.toggles);
  }
}

void print_scopes(const TogglesReport& report, std::ostream& output) {
  std::vector<activity::ScopeSum> scopes = activity::sum_scopes(report.count.activity);
  std::stable_sort(scopes.begin(), scopes.end(),
                   [](const auto& a, const auto& b) { return a.toggles > b.toggles; });
  support::print(output, "\n{:<44}{:>10}{:>14}{:>14}\n", "scope", "nets", "toggles", "of its own");
  for (std::size_t i = 0; i < std::min(scopes.size(), kMostScopes); ++i) {
    const activity::ScopeSum& scope = scopes[i];
    support::print(output, "{:<44}{:>10}{:>14}{:>14}\n", fitted(shown(scope.name), 43), scope.nets,
                   scope.toggles, scope.own_toggles);
  }
  if (scopes.size() > kMostScopes) {
    support::print(output, "... and {} more (--json has all)\n", scopes.size() - kMostScopes);
  }
}

void print_profile(const activity::ActivityProfile& profile, std::ostream& output) {
  if (profile.toggles.empty()) return;
  const std::size_t peak = peak_interval(profile);
  const std::uint64_t begin = profile.from + peak * profile.every;
  support::print(output, "\n{} intervals of {} ticks; peak: {} toggles from {} to {}\n",
                 profile.toggles.size(), profile.every, profile.toggles[peak], begin,
                 begin + profile.every);
}

void print_pins(const activity::PinActivity& pins, std::ostream& output) {
  support::print(output, "\n{} of {} pins annotated\n", pins.annotated_pins(), pins.total_pins);
  for (std::size_t i = 0; i < std::min(pins.missing.size(), kMostMissing); ++i) {
    support::print(output, "  missing: {}\n", support::printable(pins.missing[i]));
  }
  if (pins.missing.size() > kMostMissing) {
    support::print(output, "  ... and {} more (--json has all)\n",
                   pins.missing.size() - kMostMissing);
  }
}

Json elements_json(const TogglesReport& report) {
  const std::uint64_t operations = report.count.activity.operations;
  Json list = Json::array();
  for (const activity::ElementCount& element : report.elements) {
    Json entry{{"name", element.name}, {"toggles", element.toggles}, {"bits", element.bits}};
    entry["expected"] = element.expected ? Json(*element.expected) : Json();
    entry["found"] = element.bits;
    entry["missing"] = element.missing;
    if (operations > 0) {
      entry["per_operation"] =
          static_cast<double>(element.toggles) / static_cast<double>(operations);
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json modules_json(const TogglesReport& report) {
  Json list = Json::array();
  for (const activity::ModuleSum& module : report.modules) {
    list.push_back({{"name", module.module},
                    {"instances", module.instances},
                    {"nets", module.nets},
                    {"toggles", module.toggles},
                    {"glitches", module.glitches}});
  }
  return list;
}

Json scopes_json(const activity::Activity& activity) {
  Json list = Json::array();
  for (const activity::ScopeSum& scope : activity::sum_scopes(activity)) {
    list.push_back({{"name", scope.name},
                    {"nets", scope.nets},
                    {"toggles", scope.toggles},
                    {"own_nets", scope.own_nets},
                    {"own_toggles", scope.own_toggles},
                    {"glitches", scope.glitches}});
  }
  return list;
}

Json profile_json(const activity::ActivityProfile& profile) {
  if (profile.toggles.empty()) return nullptr;
  const std::size_t peak = peak_interval(profile);
  const std::uint64_t begin = profile.from + peak * profile.every;
  return {{"from", profile.from},
          {"every", profile.every},
          {"peak",
           {{"from", begin}, {"to", begin + profile.every}, {"toggles", profile.toggles[peak]}}},
          {"toggles", profile.toggles}};
}

}  // namespace

void print_report(const TogglesReport& report, std::ostream& output) {
  const activity::Activity& activity = report.count.activity;
  support::print(
      output, "{}: {} toggles of {} nets in {} ticks{}{}\n", report.trace,
      activity::total_toggles(activity), activity.nets.size(), activity.duration,
      activity.tick_is_assumed ? "" : fmt::format(" of {:g} s", activity.tick_seconds),
      activity.scope.empty() ? "" : fmt::format(", scope {}", support::printable(activity.scope)));
  if (activity.tick_is_assumed) {
    output << "how long a tick is the file does not say (no time scale); --timescale tells\n";
  }
  support::print(output, "counted: {}\n", report.counted);
  if (!report.net_note.empty()) support::print(output, "{}\n", report.net_note);
  const std::uint64_t unknown = sum(activity, &activity::NetCounts::unknown_changes);
  if (unknown > 0) support::print(output, "{} changes from or to x or z, no toggles\n", unknown);
  if (report.has_glitches) {
    support::print(output, "{} of the toggles are glitches\n",
                   sum(activity, &activity::NetCounts::glitches));
  }
  if (report.count.cut) {
    support::print(output, "counted up to a fault only: {}\n",
                   support::printable(support::to_string(*report.count.cut)));
  }
  print_elements(report, output);
  output << describe_missing(report.elements);
  print_modules(report, output);
  print_scopes(report, output);
  print_profile(report.count.profile, output);
  if (report.pins) print_pins(*report.pins, output);
}

Json report_json(const TogglesReport& report) {
  const activity::Activity& activity = report.count.activity;
  Json json{{"trace", report.trace},
            {"scope", activity.scope},
            {"counted", report.counted},
            {"nets", activity.nets.size()},
            {"net_note", report.net_note},
            {"toggles", activity::total_toggles(activity)},
            {"rises", sum(activity, &activity::NetCounts::rises)},
            {"falls", sum(activity, &activity::NetCounts::falls)},
            {"unknown_changes", sum(activity, &activity::NetCounts::unknown_changes)},
            {"glitches",
             report.has_glitches ? Json(sum(activity, &activity::NetCounts::glitches)) : Json()},
            {"duration", activity.duration},
            {"tick_s", activity.tick_is_assumed ? Json() : Json(activity.tick_seconds)},
            {"operations", activity.operations},
            {"elements", elements_json(report)},
            {"modules", modules_json(report)},
            {"scopes", scopes_json(activity)},
            {"profile", profile_json(report.count.profile)}};
  if (report.pins) {
    json["annotated_pins"] = report.pins->annotated_pins();
    json["total_pins"] = report.pins->total_pins;
    json["missing_pins"] = report.pins->missing;
  }
  json["cut"] = report.count.cut ? Json(support::to_string(*report.count.cut)) : Json();
  return json;
}

}  // namespace pann::cli
