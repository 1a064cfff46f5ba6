#include "circuit/yosys_json.h"

#include <fmt/format.h>

#include "circuit/module_tree.h"
#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::circuit {

namespace {

std::string find_top(const ModuleTree& modules, const std::string& asked,
                     const std::string& source) {
  const support::Location location{source, 0, {}};
  if (!asked.empty()) {
    if (modules.find(asked) != modules.end()) return asked;
    support::fail_input("netlist.top", fmt::format("the netlist has no module '{}'", asked),
                        "name a module of the netlist", location);
  }
  std::string only;
  std::size_t candidates = 0;
  for (const auto& [name, module] : modules) {
    if (module.is_top) return name;
    if (module.is_leaf) continue;
    only = name;
    ++candidates;
  }
  if (candidates == 1) return only;
  support::fail_input("netlist.top", fmt::format("{} modules could be the top module", candidates),
                      "run Yosys' hierarchy -top before write_json", location);
}

}  // namespace

Netlist parse_yosys_json(std::string_view text, const std::string& source, const std::string& top) {
  const ModuleTree modules = parse_modules(text, source);
  Netlist netlist = flatten(modules, find_top(modules, top, source), source);
  if (netlist.ports.empty() && netlist.cells.empty()) {
    support::fail_input("netlist.top",
                        fmt::format("the module '{}' has neither ports nor cells", netlist.top),
                        "is this the netlist that you mean?", support::Location{source, 0, {}});
  }
  return netlist;
}

Netlist read_yosys_json(const std::filesystem::path& path, const std::string& top) {
  return parse_yosys_json(support::read_file(path), path.string(), top);
}

}  // namespace pann::circuit
