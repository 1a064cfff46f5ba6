#include "activity/module_sums.h"

#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

namespace pann::activity {

namespace {

/// The module of the innermost instance that holds a name; null: of none.
const std::string* module_of(std::string_view name,
                             const std::unordered_map<std::string, std::string>& modules) {
  for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos; dot = name.rfind('.')) {
    name = name.substr(0, dot);
    const auto found = modules.find(std::string(name));
    if (found != modules.end()) return &found->second;
  }
  const auto top = modules.find("");
  return top == modules.end() ? nullptr : &top->second;
}

}  // namespace

std::vector<ModuleSum> sum_modules(const Activity& activity,
                                   const std::vector<circuit::NetlistInstance>& instances) {
  std::unordered_map<std::string, std::string> modules;
  std::map<std::string, ModuleSum> sums;
  for (const circuit::NetlistInstance& instance : instances) {
    modules.emplace(instance.path, instance.module);
    ModuleSum& sum = sums[instance.module];
    sum.module = instance.module;
    ++sum.instances;
  }
  std::map<std::string, std::set<circuit::NetId>> nets;
  for (const Signal& signal : activity.signals) {
    const std::string* module = module_of(signal.name, modules);
    if (module != nullptr) nets[*module].insert(signal.bits.begin(), signal.bits.end());
  }
  for (const auto& [module, members] : nets) {
    ModuleSum& sum = sums[module];
    sum.nets = members.size();
    for (const circuit::NetId net : members) {
      sum.toggles += activity.nets[net].toggles();
      sum.glitches += activity.nets[net].glitches;
    }
  }
  std::vector<ModuleSum> result;
  result.reserve(sums.size());
  for (auto& [module, sum] : sums) result.push_back(std::move(sum));
  return result;
}

}  // namespace pann::activity
