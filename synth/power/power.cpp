#include "synth/power/power.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "activity/elements.h"
#include "activity/signal_bits.h"
#include "activity/tick.h"
#include "support/diagnostic.h"
#include "synth/power/annotation.h"
#include "synth/power/cell_power.h"
#include "synth/power/opensta_rules.h"
#include "synth/timing/order.h"
#include "synth/timing/slews.h"

namespace pann::synth {

namespace {

using circuit::NetId;

constexpr double kMegahertz = 1e6;

/// Names every used cell that lacks what power is made of.
void check_tables(const std::vector<BoundCell>& cells) {
  std::set<const Cell*> used;
  for (const BoundCell& bound : cells) used.insert(bound.cell);
  std::vector<support::Diagnostic> faults;
  for (const Cell* cell : used) {
    const bool tables = has_power_tables(*cell);
    if (tables && has_leakage(*cell)) continue;
    faults.push_back({"power.tables",
                      fmt::format("cell '{}' has no {}", cell->name,
                                  tables ? "leakage power" : "internal power tables"),
                      "its power cannot be told; map to another library or keep it off",
                      support::Location{cell->file, cell->line, std::nullopt}});
  }
  std::sort(faults.begin(), faults.end(),
            [](const auto& a, const auto& b) { return a.message < b.message; });
  support::throw_if_any(std::move(faults));
}

class Computation {
 public:
  Computation(const PowerInput& input, const PowerOptions& options)
      : input_(input),
        options_(options),
        cells_(bind_cells(input.netlist, input.library)),
        wires_(options.wires, input.library, area_of(cells_)),
        loads_(net_loads(input.netlist, cells_, wires_)),
        annotation_(annotate(input.netlist, cells_, input.activity)) {
    check_tables(cells_);
    slews_ = propagate_slews(input.netlist, cells_, loads_, options.input_slew_s);
    find_clock();
  }

  PowerReport run() {
    describe();
    set_time();
    report_.toggle_j.assign(input_.netlist.net_count, 0.0);
    for (const BoundCell& bound : cells_) add(bound);
    divide_by_toggles();
    if (input_.functional != nullptr) split_glitches();
    sum_clock_tree();
    sum_modules();
    sum_cell_types();
    sum_elements();
    add_input_nets();
    report_.coverage = std::move(annotation_.coverage);
    return std::move(report_);
  }

 private:
  void find_clock() {
    clock_nets_.assign(input_.netlist.net_count, false);
    for (const generator::Port& clock : input_.manifest.ports) {
      if (!generator::is_clock(clock.role)) continue;
      const circuit::NetlistPort* port = input_.netlist.find_port(clock.name);
      if (port == nullptr || port->bits.empty()) continue;
      clock_nets_[port->bits.front()] = true;
      if (clock.role == generator::Role::clock) clock_net_ = port->bits.front();
    }
  }

  void describe() {
    report_.library = input_.library.name;
    report_.corner = input_.corner;
    report_.voltage_v = input_.library.conditions.voltage_v;
    report_.synthetic = input_.synthetic;
    report_.input_slew_s = options_.input_slew_s;
    report_.wires = wires_.describe();
    report_.wire_coverage = wires_.coverage(input_.netlist);
  }

  /// How long the activity lasts: its clock cycles at the asked rate, or the trace's own time.
  void set_time() {
    const activity::Activity& activity = input_.activity;
    if (clock_net_) {
      report_.cycles = static_cast<std::uint64_t>(annotation_.nets[*clock_net_].rises);
    } else {
      report_.cycles = activity.operations;
    }
    report_.operations = activity.operations != 0 ? activity.operations : report_.cycles;
    if (options_.clock_mhz && report_.cycles > 0) {
      report_.clock_mhz = *options_.clock_mhz;
      report_.time_s = static_cast<double>(report_.cycles) / (report_.clock_mhz * kMegahertz);
    } else {
      activity::require_tick(activity, "without clock cycles power rests on the trace's seconds");
      report_.time_s = static_cast<double>(activity.duration) * activity.tick_seconds;
    }
    if (report_.time_s > 0.0) return;
    support::fail_input("power.time", "the activity lasts no time and its clock never rises",
                        "give the activity of at least one clock cycle");
  }

  const CellPower& model(const Cell& cell) {
    const auto found = models_.find(&cell);
    if (found != models_.end()) return found->second;
    return models_.emplace(&cell, CellPower(cell)).first->second;
  }

  double switching_w(NetId net, double toggles, double voltage_v) const {
    return toggles * loads_[net].max() * voltage_v * voltage_v / 2.0 / report_.time_s;
  }

  InstancePower power_of(const BoundCell& bound, const std::vector<NetActivity>& nets,
                         const InternalEnergy& energy) {
    const Cell& cell = *bound.cell;
    InstancePower instance;
    instance.instance = bound.instance;
    instance.clock_w = energy.clock_j / report_.time_s;
    instance.power.internal_w = energy.total_j / report_.time_s;
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      const NetId net = bound.nets[i];
      if (!cell.pins[i].is_output() || circuit::is_constant_net(net)) continue;
      instance.toggles += static_cast<std::uint64_t>(nets[net].toggles());
      instance.power.switching_w +=
          switching_w(net, nets[net].toggles(), input_.library.voltage_v(cell, cell.pins[i]));
    }
    instance.power.leakage_w = model(cell).leakage(bound, nets);
    instance.functional = instance.power;
    instance.settled_toggles = instance.toggles;
    return instance;
  }

  void add(const BoundCell& bound) {
    const Cell& cell = *bound.cell;
    const PowerContext context{annotation_.nets, loads_, slews_};
    const InternalEnergy energy = model(cell).internal(bound, context);
    const InstancePower instance = power_of(bound, annotation_.nets, energy);
    add_toggle_energy(bound, energy);
    report_.opensta += {opensta_internal(bound, context) / report_.time_s,
                        instance.power.switching_w, opensta_leakage(bound, annotation_.nets)};
    report_.total += instance.power;
    report_.functional += instance.functional;
    report_.clock_w += instance.clock_w;
    report_.area += cell.area;
    ++report_.cells;
    report_.instances.push_back(instance);
  }

  /// Collects the energy of all toggles net by net.
  void add_toggle_energy(const BoundCell& bound, const InternalEnergy& energy) {
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      const NetId net = bound.nets[i];
      const Pin& pin = bound.cell->pins[i];
      if (circuit::is_constant_net(net)) continue;
      report_.toggle_j[net] += energy.pins_j[i];
      if (!pin.is_output()) continue;
      report_.toggle_j[net] +=
          report_.time_s * switching_w(net, annotation_.nets[net].toggles(),
                                       input_.library.voltage_v(*bound.cell, pin));
    }
  }

  void divide_by_toggles() {
    for (NetId net = circuit::kFirstWire; net < report_.toggle_j.size(); ++net) {
      const double toggles = annotation_.nets[net].toggles();
      report_.toggle_j[net] = toggles > 0.0 ? report_.toggle_j[net] / toggles : 0.0;
    }
  }

  /// What the settled toggles alone take, and the nets that move more than that.
  void split_glitches() {
    const Annotation settled = annotate(input_.netlist, cells_, *input_.functional);
    report_.has_glitches = true;
    report_.functional = {};
    const std::vector<std::string> labels = circuit::net_labels(input_.netlist);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const InternalEnergy energy =
          model(*cells_[i].cell).internal(cells_[i], {settled.nets, loads_, slews_});
      const InstancePower functional = power_of(cells_[i], settled.nets, energy);
      report_.instances[i].functional = functional.power;
      report_.instances[i].settled_toggles = functional.toggles;
      report_.functional += report_.instances[i].functional;
      add_glitches(cells_[i], settled.nets, labels);
    }
    std::stable_sort(
        report_.glitches.begin(), report_.glitches.end(),
        [](const NetGlitches& a, const NetGlitches& b) { return a.switching_w > b.switching_w; });
  }

  void add_glitches(const BoundCell& bound, const std::vector<NetActivity>& settled,
                    const std::vector<std::string>& labels) {
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      const NetId net = bound.nets[i];
      const Pin& pin = bound.cell->pins[i];
      if (!pin.is_output() || circuit::is_constant_net(net)) continue;
      const double toggles = annotation_.nets[net].toggles();
      const double glitches = toggles - settled[net].toggles();
      if (glitches <= 0.0) continue;
      report_.glitch_toggles += static_cast<std::uint64_t>(glitches);
      report_.glitches.push_back(
          {labels[net], static_cast<std::uint64_t>(toggles), static_cast<std::uint64_t>(glitches),
           switching_w(net, glitches, input_.library.voltage_v(*bound.cell, pin))});
    }
  }

  /// Cells that drive a clock's net, and latches that open one.
  void sum_clock_tree() {
    const ClockGates gates(input_.netlist, cells_);
    const std::vector<bool>& is_tree = gates.clock_nets();
    if (is_tree.empty()) return;
    std::set<NetId> opening;
    for (std::uint32_t i = 0; i < cells_.size(); ++i) {
      for (std::size_t pin = 0; pin < cells_[i].nets.size(); ++pin) {
        if (!cells_[i].cell->pins[pin].is_output() && gates.opens(i, pin)) {
          opening.insert(cells_[i].nets[pin]);
        }
      }
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const BoundCell& bound = cells_[i];
      bool belongs = false;
      for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
        const NetId net = bound.nets[pin];
        if (!bound.cell->pins[pin].is_output() || circuit::is_constant_net(net)) continue;
        belongs = belongs || is_tree[net] || (bound.cell->is_latch() && opening.count(net) != 0);
      }
      if (!belongs) continue;
      ++report_.clock_tree.cells;
      report_.clock_tree.power += report_.instances[i].power;
    }
  }

  void sum_modules() {
    for (const circuit::NetlistInstance& instance : input_.netlist.instances) {
      report_.modules.push_back({instance.path, instance.module, 0, 0.0, {}, {}});
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      ModulePower& module = report_.modules[input_.netlist.cells[cells_[i].instance].parent];
      ++module.cells;
      module.area += cells_[i].cell->area;
      module.power += report_.instances[i].power;
      module.functional += report_.instances[i].functional;
    }
  }

  static void add_to(GroupPower& group, const InstancePower& instance) {
    ++group.cells;
    group.power += instance.power;
    group.functional += instance.functional;
  }

  void sum_cell_types() {
    std::map<std::string, GroupPower> groups;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      GroupPower& group = groups[cells_[i].cell->name];
      group.name = cells_[i].cell->name;
      add_to(group, report_.instances[i]);
    }
    for (auto& [name, group] : groups) report_.cell_types.push_back(std::move(group));
  }

  /// For each net the first element of the manifest that names it; the number of elements: none.
  std::vector<std::size_t> elements_of_nets() const {
    const auto elements = activity::index_elements(activity::signals_of(input_.netlist, true),
                                                   input_.manifest.elements);
    std::vector<std::size_t> first(input_.netlist.net_count, elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      for (const activity::ElementBits::Weight& weight : elements[i].nets) {
        first[weight.net] = std::min(first[weight.net], i);
      }
    }
    return first;
  }

  void sum_elements() {
    const std::vector<std::size_t> first = elements_of_nets();
    for (const generator::ElementGroup& element : input_.manifest.elements) {
      report_.elements.push_back({element.name, 0, {}, {}});
    }
    report_.elements.push_back({"other", 0, {}, {}});
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::size_t group = report_.elements.size() - 1;
      for (std::size_t pin = 0; pin < cells_[i].nets.size(); ++pin) {
        const NetId net = cells_[i].nets[pin];
        const bool drives = cells_[i].cell->pins[pin].is_output() && !circuit::is_constant_net(net);
        if (drives) group = std::min(group, first[net]);
      }
      add_to(report_.elements[group], report_.instances[i]);
    }
  }

  void add_input_nets() {
    const double voltage_v = input_.library.conditions.voltage_v;
    std::set<NetId> seen;
    for (const circuit::NetlistPort& port : input_.netlist.ports) {
      if (port.direction != generator::Direction::input) continue;
      for (const NetId net : port.bits) {
        if (circuit::is_constant_net(net) || !seen.insert(net).second) continue;
        const double power = switching_w(net, annotation_.nets[net].toggles(), voltage_v);
        (clock_nets_[net] ? report_.clock_net_w : report_.input_nets_w) += power;
      }
    }
  }

  const PowerInput& input_;
  const PowerOptions& options_;
  std::vector<BoundCell> cells_;
  WireCapacitance wires_;
  std::vector<EdgePair> loads_;
  std::vector<EdgePair> slews_;
  Annotation annotation_;
  std::optional<NetId> clock_net_;
  std::vector<bool> clock_nets_;
  std::unordered_map<const Cell*, CellPower> models_;
  PowerReport report_;
};

}  // namespace

Power& Power::operator+=(const Power& other) {
  internal_w += other.internal_w;
  switching_w += other.switching_w;
  leakage_w += other.leakage_w;
  return *this;
}

double PowerReport::per_operation_fj(double power_w) const {
  constexpr double kFemtojoules = 1e15;
  if (operations == 0) return 0.0;
  return power_w * time_s / static_cast<double>(operations) * kFemtojoules;
}

PowerReport compute_power(const PowerInput& input, const PowerOptions& options) {
  return Computation(input, options).run();
}

}  // namespace pann::synth
