#include "activity/select_signals.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "activity/signal_bits.h"
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
  const support::NamePatterns patterns(match);
  for (const Signal& signal : activity.signals) {
    const auto name = below(signal.name, scope);
    if (!name) continue;
    Signal selected = signal;
    selected.name = *name;
    if (!match.empty() && !NamedBits(patterns, selected).any()) continue;
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
  std::map<std::string, int, std::less<>> widths;
  for (const generator::Port& port : manifest.ports) widths.emplace(port.name, port.width);
  // Bits of the ports that each scope holds, whether declared as words or one by one.
  std::map<std::string, std::map<std::string, std::set<int>, std::less<>>> scopes;
  for (const Signal& signal : signals) {
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      const auto [word, index] = bit_key(signal, bit);
      const std::size_t dot = word.rfind('.');
      const std::string_view name = dot == std::string_view::npos ? word : word.substr(dot + 1);
      const auto port = widths.find(name);
      if (port == widths.end()) break;
      // One past the width tells a word that is too wide.
      std::set<int>& bits =
          scopes[std::string(word.substr(0, word.size() - name.size()))][port->first];
      if (bits.size() <= static_cast<std::size_t>(port->second)) bits.insert(index.value_or(0));
    }
  }
  std::map<std::string, std::set<std::string>> ports_of_scope;
  for (const auto& [scope, ports] : scopes) {
    for (const auto& [name, bits] : ports) {
      if (bits.size() != static_cast<std::size_t>(widths.at(name))) continue;
      ports_of_scope[scope.empty() ? scope : scope.substr(0, scope.size() - 1)].insert(name);
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
