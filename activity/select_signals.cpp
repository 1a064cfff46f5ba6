#include "activity/select_signals.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/diagnostic.h"
#include "support/name_pattern.h"

namespace pann::activity {

namespace {

/// `name` below `scope`; nothing where it is not in it.
std::optional<std::string> below(const std::string& name, const std::string& scope) {
  if (scope.empty()) return name;
  if (!name.starts_with(scope) || name.size() <= scope.size() || name[scope.size()] != '.') {
    return std::nullopt;
  }
  return name.substr(scope.size() + 1);
}

std::size_t depth(const std::string& scope) {
  return static_cast<std::size_t>(std::count(scope.begin(), scope.end(), '.'));
}

bool ends_in(const std::string& scope, const std::string& level) {
  return scope == level || scope.ends_with('.' + level);
}

}  // namespace

Activity select_signals(const Activity& activity, const std::string& scope,
                        const std::vector<std::string>& match) {
  Activity result = activity;
  result.signals.clear();
  result.nets.clear();
  result.scope = scope;
  std::vector<std::optional<circuit::NetId>> places(activity.nets.size());
  for (const Signal& signal : activity.signals) {
    const auto name = below(signal.name, scope);
    const auto matches = [&](const std::string& pattern) {
      return support::matches(pattern, *name);
    };
    if (!name || (!match.empty() && std::none_of(match.begin(), match.end(), matches))) continue;
    Signal selected = signal;
    selected.name = *name;
    for (circuit::NetId& bit : selected.bits) {
      if (!places[bit]) {
        places[bit] = static_cast<circuit::NetId>(result.nets.size());
        result.nets.push_back(activity.nets[bit]);
      }
      bit = *places[bit];
    }
    result.signals.push_back(std::move(selected));
  }
  if (result.signals.empty() && !activity.signals.empty()) {
    support::fail_input(
        "trace.scope", fmt::format("no signal lies in the scope '{}'", scope),
        fmt::format("a signal's full name is, e.g., '{}'", activity.signals.front().name));
  }
  return result;
}

std::string find_instance(const std::vector<Signal>& signals, const generator::Manifest& manifest) {
  // Scopes that hold each port: an instance holds them all.
  std::map<std::string, std::set<std::string>> ports_of_scope;
  for (const Signal& signal : signals) {
    const std::size_t dot = signal.name.rfind('.');
    const std::string scope = dot == std::string::npos ? "" : signal.name.substr(0, dot);
    const std::string name = dot == std::string::npos ? signal.name : signal.name.substr(dot + 1);
    for (const generator::Port& port : manifest.ports) {
      if (port.name != name || signal.bits.size() != static_cast<std::size_t>(port.width)) continue;
      ports_of_scope[scope].insert(name);
    }
  }
  std::vector<std::string> candidates;
  for (const auto& [scope, ports] : ports_of_scope) {
    if (ports.size() == manifest.ports.size()) candidates.push_back(scope);
  }
  const auto rank = [&](const std::string& scope) {
    return std::pair(ends_in(scope, manifest.top), depth(scope));
  };
  std::sort(candidates.begin(), candidates.end(),
            [&](const std::string& a, const std::string& b) { return rank(a) > rank(b); });
  if (candidates.empty()) {
    support::fail_input(
        "trace.instance", fmt::format("no scope of the trace has all ports of '{}'", manifest.top),
        "is it a trace of this design, ports included? name the instance with --scope");
  }
  if (candidates.size() > 1 && rank(candidates[0]) == rank(candidates[1])) {
    support::fail_input(
        "trace.instance",
        fmt::format("several scopes may be '{}': {}", manifest.top, fmt::join(candidates, ", ")),
        "name the instance with --scope");
  }
  return candidates.front();
}

}  // namespace pann::activity
