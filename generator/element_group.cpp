#include "generator/element_group.h"

#include <algorithm>

namespace pann::generator {

void count_as(ElementGroups& groups, const std::string& name,
              const std::vector<std::string>& patterns) {
  if (patterns.empty()) return;
  auto group = std::find_if(groups.begin(), groups.end(),
                            [&](const ElementGroup& one) { return one.name == name; });
  if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
  for (const std::string& pattern : patterns) {
    auto& known = group->patterns;
    if (std::find(known.begin(), known.end(), pattern) == known.end()) known.push_back(pattern);
  }
}

void count_instance(ElementGroups& groups, const ElementGroups& inner, const std::string& prefix) {
  for (const ElementGroup& group : inner) {
    count_as(groups, group.name, below(prefix, group.patterns));
  }
}

void count_instance(ElementGroups& groups, const ElementGroups& inner, const std::string& prefix,
                    const Renaming& as) {
  for (const auto& [name, new_name] : as) {
    for (const ElementGroup& group : inner) {
      if (group.name == name) count_as(groups, new_name, below(prefix, group.patterns));
    }
  }
}

std::vector<std::string> below(const std::string& prefix, const std::vector<std::string>& names) {
  std::vector<std::string> all;
  all.reserve(names.size());
  for (const std::string& name : names) all.push_back(prefix + name);
  return all;
}

}  // namespace pann::generator
