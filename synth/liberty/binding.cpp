#include "synth/liberty/binding.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::synth {

namespace {

/// Collects faults, one a cell type.
class Binder {
 public:
  explicit Binder(const Library& library) : library_(library) {}

  BoundCell bind(const circuit::NetlistCell& instance, std::uint32_t index) {
    BoundCell bound{library_.find(instance.type), index, {}};
    if (bound.cell == nullptr) {
      fault(instance, "netlist.cell",
            fmt::format("the library '{}' has no cell '{}' (instance '{}')", library_.name,
                        instance.type, instance.name));
      return bound;
    }
    if (bound.cell->has_buses) {
      fault(instance, "netlist.bus",
            fmt::format("cell '{}' has buses, which are not read", instance.type));
    }
    bound.nets.assign(bound.cell->pins.size(), circuit::kNetFloating);
    for (const circuit::NetlistPin& pin : instance.pins) connect(instance, pin, bound);
    return bound;
  }

  void finish() { support::throw_if_any(std::move(faults_)); }

 private:
  void connect(const circuit::NetlistCell& instance, const circuit::NetlistPin& pin,
               BoundCell& bound) {
    const Pin* found = bound.cell->find_pin(pin.name);
    if (found == nullptr || pin.bits.size() != 1) {
      fault(instance, "netlist.pin",
            fmt::format("cell '{}' of the library '{}' has no one-bit pin '{}' (instance '{}')",
                        instance.type, library_.name, pin.name, instance.name));
      return;
    }
    bound.nets[static_cast<std::size_t>(found - bound.cell->pins.data())] = pin.bits.front();
  }

  void fault(const circuit::NetlistCell& instance, const char* code, std::string message) {
    if (!told_.insert(code + instance.type).second) return;
    faults_.push_back({code, std::move(message),
                       "name the library that the netlist was mapped to (--pdk, --liberty)"});
  }

  const Library& library_;
  std::set<std::string> told_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace

std::vector<BoundCell> bind_cells(const circuit::Netlist& netlist, const Library& library) {
  Binder binder(library);
  std::vector<BoundCell> cells;
  cells.reserve(netlist.cells.size());
  for (std::uint32_t i = 0; i < netlist.cells.size(); ++i) {
    cells.push_back(binder.bind(netlist.cells[i], i));
  }
  binder.finish();
  return cells;
}

bool shows_state(const Cell& cell, const Pin& output) {
  if (!output.function) return false;
  return std::any_of(cell.sequentials.begin(), cell.sequentials.end(), [&](const Sequential& s) {
    return output.function->depends_on(s.state) || output.function->depends_on(s.inverted_state);
  });
}

double area_of(const std::vector<BoundCell>& cells) {
  double area = 0.0;
  for (const BoundCell& bound : cells) area += bound.cell->area;
  return area;
}

std::vector<bool> register_nets(const circuit::Netlist& netlist,
                                const std::vector<BoundCell>& cells) {
  std::vector<bool> nets(netlist.net_count, false);
  for (const BoundCell& bound : cells) {
    if (bound.cell->is_latch()) continue;
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      const Pin& pin = bound.cell->pins[i];
      if (pin.is_output() && shows_state(*bound.cell, pin)) nets[bound.nets[i]] = true;
    }
  }
  for (circuit::NetId constant = 0; constant < circuit::kFirstWire; ++constant)
    nets[constant] = false;
  return nets;
}

}  // namespace pann::synth
