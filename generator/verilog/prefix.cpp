#include <set>
#include <string>
#include <vector>

#include "generator/verilog/module.h"

namespace pann::generator::verilog {

namespace {

/// Renames the instances of modules in `names`, in generate blocks too.
class Renamer {
 public:
  Renamer(const std::set<std::string>& names, const std::string& prefix)
      : names_(names), prefix_(prefix) {}

  void rename(Items& items) const {
    for (Item& item : items) std::visit([this](auto& value) { (*this)(value); }, item.value);
  }

 private:
  template <class Other>
  void operator()(Other&) const {}
  void operator()(Instance& instance) const {
    if (names_.count(instance.module) != 0) instance.module = prefix_ + instance.module;
  }
  void operator()(GenerateFor& loop) const { rename(loop.items); }
  void operator()(GenerateIf& choice) const {
    for (GenerateBranch& branch : choice.branches) rename(branch.items);
  }

  const std::set<std::string>& names_;
  const std::string& prefix_;
};

}  // namespace

void add_prefix(std::vector<Module>& modules, const std::string& prefix) {
  std::set<std::string> names;
  for (const Module& module : modules) names.insert(module.name);
  const Renamer renamer(names, prefix);
  for (Module& module : modules) {
    module.name = prefix + module.name;
    renamer.rename(module.items);
  }
}

}  // namespace pann::generator::verilog
