#include "synth/yosys/hierarchy_plan.h"

#include <map>
#include <set>

namespace pann::synth {

namespace {

class Planner {
 public:
  explicit Planner(const circuit::ModuleTree& modules) : modules_(modules) {}

  void visit(const std::string& module, const std::string& path, HierarchyPlan& plan) {
    if (!has_storage(module)) {
      plan.blocks.push_back(path);
      return;
    }
    for (const circuit::ModuleCell& cell : modules_.find(module)->second.cells) {
      if (!is_instance(cell.type)) continue;
      const std::string inner = path + "." + cell.name;
      plan.kept.push_back(inner);
      visit(cell.type, inner, plan);
    }
  }

  /// The same by modules, each once; those within a block are dissolved with it.
  void visit_modules(const std::string& module, HierarchyPlan& plan) {
    if (!visited_.insert(module).second) return;
    if (!has_storage(module)) {
      plan.blocks.push_back(module);
      return;
    }
    for (const circuit::ModuleCell& cell : modules_.find(module)->second.cells) {
      if (!is_instance(cell.type)) continue;
      if (!visited_.contains(cell.type)) plan.shared.emplace_back(cell.type, plain_name(cell.type));
      visit_modules(cell.type, plan);
    }
  }

 private:
  /// "accumulator" of Yosys' "$paramod\\accumulator\\XWidth=..." and "$paramod$1f0a\\accumulator";
  /// numbered where several modules came from one.
  std::string plain_name(const std::string& module) {
    std::string name = module;
    if (module.rfind("$paramod", 0) == 0) {
      const std::size_t begin = module.find('\\') + 1;
      name = module.substr(begin, module.find('\\', begin) - begin);
    }
    std::string free = name;
    for (int number = 2; name != module && (modules_.contains(free) || !taken_.insert(free).second);
         ++number) {
      free = name + "_" + std::to_string(number);
    }
    return free;
  }

  bool is_instance(const std::string& type) const {
    const auto found = modules_.find(type);
    return found != modules_.end() && !found->second.is_leaf;
  }

  bool has_storage(const std::string& module) {
    const auto known = storage_.find(module);
    if (known != storage_.end()) return known->second;
    bool found = false;
    for (const circuit::ModuleCell& cell : modules_.find(module)->second.cells) {
      found = found || is_storage(cell.type) || (is_instance(cell.type) && has_storage(cell.type));
    }
    return storage_[module] = found;
  }

  const circuit::ModuleTree& modules_;
  std::map<std::string, bool> storage_;
  std::set<std::string> visited_;
  std::set<std::string> taken_;
};

}  // namespace

bool is_storage(const std::string& type) {
  if (type.empty() || type.front() != '$') return false;
  for (const char* part : {"dff", "DFF", "latch", "LATCH", "$sr", "$_SR", "$ff", "$_FF", "$mem"}) {
    if (type.find(part) != std::string::npos) return type.rfind("$paramod", 0) != 0;
  }
  return false;
}

HierarchyPlan plan_hierarchy(const circuit::ModuleTree& modules, const std::string& top) {
  HierarchyPlan plan;
  Planner(modules).visit(top, top, plan);
  if (plan.kept.size() <= kMostMappedAlone) return plan;
  HierarchyPlan by_module;
  Planner(modules).visit_modules(top, by_module);
  return by_module;
}

}  // namespace pann::synth
