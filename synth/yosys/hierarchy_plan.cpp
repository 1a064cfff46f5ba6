#include "synth/yosys/hierarchy_plan.h"

#include <map>

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

 private:
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
  return plan;
}

}  // namespace pann::synth
