#include "activity/element_baseline.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"

namespace pann::activity {

namespace {

using Json = nlohmann::ordered_json;

Json parse(const std::string& text, const std::string& source) {
  Json json = Json::parse(text, nullptr, false);
  const bool is_report = json.is_object() && json.value("schema", Json()) == "pann.sim" &&
                         json.contains("elements") && json["elements"].is_array();
  if (!is_report) {
    support::fail_input("baseline.format",
                        fmt::format("'{}' is no report of `pann sim --json`", source),
                        "write one with `pann sim ... --json FILE`");
  }
  return json;
}

/// Whether two values are equal, whatever the order of their fields.
bool is_same(const Json& one, const Json& other) {
  return nlohmann::json::parse(one.dump()) == nlohmann::json::parse(other.dump());
}

void check_same(const Json& baseline, const Json& report, const std::string& source) {
  for (const char* key : {"version", "design", "stimulus", "seed", "operations"}) {
    if (is_same(baseline.value(key, Json()), report.value(key, Json()))) continue;
    support::fail_input(
        "baseline.different",
        fmt::format("'{}' was made with another {}: {} there, {} here", source, key,
                    baseline.value(key, Json()).dump(), report.value(key, Json()).dump()),
        "compare like with like, or write a new baseline with --json");
  }
}

std::vector<ElementCount> elements_of(const Json& baseline, const std::string& source) {
  std::vector<ElementCount> elements;
  for (const Json& entry : baseline["elements"]) {
    const bool good = entry.is_object() && entry.contains("name") && entry["name"].is_string() &&
                      entry.contains("toggles") && entry["toggles"].is_number_unsigned();
    if (!good) {
      support::fail_input("baseline.format",
                          fmt::format("'{}': an element without name or toggles", source),
                          "write a new baseline with `pann sim ... --json FILE`");
    }
    elements.push_back({entry["name"], entry["toggles"], 0});
  }
  return elements;
}

const ElementCount* find(const std::vector<ElementCount>& elements, const std::string& name) {
  const auto found =
      std::find_if(elements.begin(), elements.end(),
                   [&](const ElementCount& element) { return element.name == name; });
  return found == elements.end() ? nullptr : &*found;
}

ElementChange change(const std::string& name, const ElementCount* before, const ElementCount* after,
                     double tolerance) {
  ElementChange result{name, before == nullptr ? 0 : before->toggles,
                       after == nullptr ? 0 : after->toggles};
  const auto [low, high] = std::minmax(result.before, result.after);
  result.relative = static_cast<double>(high - low) /
                    static_cast<double>(std::max<std::uint64_t>(result.before, 1));
  result.within = before != nullptr && after != nullptr && result.relative <= tolerance;
  return result;
}

}  // namespace

std::vector<ElementChange> compare_with_baseline(const std::vector<ElementCount>& elements,
                                                 const Json& report,
                                                 const std::string& baseline_text,
                                                 const std::string& source, double tolerance) {
  const Json baseline = parse(baseline_text, source);
  check_same(baseline, report, source);
  const std::vector<ElementCount> before = elements_of(baseline, source);
  std::vector<ElementChange> changes;
  changes.reserve(elements.size() + before.size());
  for (const ElementCount& element : elements) {
    changes.push_back(change(element.name, find(before, element.name), &element, tolerance));
  }
  for (const ElementCount& element : before) {
    if (find(elements, element.name) == nullptr) {
      changes.push_back(change(element.name, &element, nullptr, tolerance));
    }
  }
  return changes;
}

}  // namespace pann::activity
