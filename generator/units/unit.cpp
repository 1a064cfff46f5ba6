#include "generator/units/unit.h"

#include "generator/arith/adder.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/magnitude.h"
#include "generator/arith/multiplier.h"
#include "generator/port_roles.h"
#include "generator/units/accumulator.h"
#include "generator/units/array_parts.h"
#include "generator/units/clock_gate.h"
#include "generator/units/heap_unit.h"
#include "generator/units/mac.h"
#include "generator/units/mac_array.h"
#include "generator/units/multiplier_free.h"
#include "generator/units/pann_array.h"
#include "generator/units/pann_dot.h"
#include "generator/units/pann_mac.h"
#include "generator/units/weight_stationary.h"

namespace pann::generator {

using verilog::Module;

namespace {

/// `spec` with every width and signedness at its default: what modules below the top are emitted
/// with.
DesignSpec inner(const DesignSpec& spec) {
  DesignSpec defaults;
  defaults.multiplier = spec.multiplier;
  defaults.recode = spec.recode;
  defaults.sequencer = spec.sequencer;
  defaults.bias = spec.bias;
  defaults.clock_gate = spec.clock_gate;
  defaults.zero_gate = spec.zero_gate;
  defaults.gate_fanout = spec.gate_fanout;
  return defaults;
}

DesignSpec inner_accumulator(const DesignSpec& spec) {
  DesignSpec defaults = inner(spec);
  defaults.kind = Kind::accumulator;
  return defaults;
}

std::vector<Module> adders() {
  return {full_adder(), ripple_adder(DesignSpec{}.x_width)};
}

/// The MAC in a processing element: a heap has the widths of the array itself.
DesignSpec inner_cell(const DesignSpec& spec) {
  if (spec.multiplier == Architecture::heap) return cell_spec(spec);
  DesignSpec defaults = inner(spec);
  defaults.kind = Kind::mac;
  return defaults;
}

/// The multiplier below a unit's top and the cells that only it needs: a heap has the operands of
/// the unit itself.
std::vector<Module> inner_multiplier(const DesignSpec& spec) {
  if (spec.multiplier != Architecture::heap) return {multiplier(inner(spec))};
  return {half_adder(), multiplier(multiplier_spec(spec))};
}

std::vector<Module> stationary_modules(const DesignSpec& spec) {
  const DesignSpec cell = inner_cell(spec);
  std::vector<Module> modules;
  if (spec.accumulate == Accumulation::fused) {
    modules = {full_adder(), half_adder(), heap_multiply_add(cell)};
  } else {
    modules = adders();
    for (const Module& module : inner_multiplier(cell)) modules.push_back(module);
  }
  const Module element = stationary_element(cell, modules.back());
  const Module sized = stationary_element(cell_spec(spec), modules.back());
  modules.insert(modules.end(),
                 {delay_line(), element, stationary_array(spec, element, sized.parameters)});
  return modules;
}

/// The enabled accumulators of a split unit: with a bias, the positive one is of another module.
std::vector<Module> enabled_accumulators(const DesignSpec& spec) {
  std::vector<Module> modules;
  if (has_clock_gates(spec)) modules.push_back(clock_gate());
  modules.push_back(enabled_accumulator(inner(spec), false));
  if (spec.bias) modules.push_back(enabled_accumulator(inner(spec), true));
  return modules;
}

}  // namespace

std::vector<Module> modules_of(const DesignSpec& spec) {
  if (is_heap_unit(spec)) {
    std::vector<Module> heap{full_adder(), half_adder()};
    if (has_clock_gates(spec)) heap.push_back(clock_gate());
    heap.push_back(heap_unit(spec));
    return heap;
  }
  std::vector<Module> modules = adders();
  const auto add = [&modules](const std::vector<Module>& more) {
    modules.insert(modules.end(), more.begin(), more.end());
  };
  const auto add_below_top = [&modules](const std::vector<Module>& more) {
    modules.insert(modules.end() - 1, more.begin(), more.end());
  };
  switch (spec.kind) {
    case Kind::adder:
      return {full_adder(), ripple_adder(spec.x_width)};
    case Kind::multiplier:
      if (spec.multiplier == Architecture::heap) {
        return {full_adder(), half_adder(), multiplier(spec)};
      }
      add({multiplier(spec)});
      break;
    case Kind::accumulator:
      add({accumulator(spec)});
      break;
    case Kind::mac:
      add(inner_multiplier(spec));
      add({accumulator(inner_accumulator(spec))});
      add({mac(spec, modules[modules.size() - 2], modules.back())});
      break;
    case Kind::split_mac:
      add({magnitude(inner(spec))});
      add(inner_multiplier(spec));
      add({split_mac(spec, modules.back())});
      add_below_top(enabled_accumulators(spec));
      break;
    case Kind::pann_mac:
      if (spec.sequencer == Sequencer::local) add({magnitude(inner(spec))});
      add(enabled_accumulators(spec));
      add({pann_mac(spec)});
      break;
    case Kind::sad_mac:
      add({sad_mac(spec)});
      break;
    case Kind::shift_mac:
      add({shift_mac(spec)});
      break;
    case Kind::pann_dot:
      return {full_adder(), half_adder(), pann_dot(spec)};
    case Kind::pann_array: {
      modules = {full_adder(), half_adder()};
      if (has_window(spec)) add({clock_gate()});
      add({pann_position(spec)});
      add({pann_array(spec, modules.back())});
      break;
    }
    case Kind::mac_array:
      if (is_weight_stationary(spec)) return stationary_modules(spec);
      modules = modules_of(inner_cell(spec));
      add({delay_line(), processing_element(modules.back())});
      add({mac_array(spec, modules.back(), modules_of(cell_spec(spec)).back().parameters)});
      break;
    case Kind::dot:
    case Kind::other:
      break;
  }
  return modules;
}

std::vector<ElementGroup> elements_of(const DesignSpec& spec, const Module& top) {
  ElementGroups groups;
  std::vector<std::string> control;
  std::vector<std::string> clock;
  for (const verilog::ModulePort& port : top.ports) {
    switch (role_of(spec.kind, port.name)) {
      case Role::clock:
        clock.push_back(port.name);
        break;
      case Role::reset:
      case Role::clear:
      case Role::load:
      case Role::index:
      case Role::bias:
      case Role::start:
      case Role::enable:
      case Role::negative:
      case Role::valid_in:
        control.push_back(port.name);
        break;
      default:
        break;
    }
  }
  for (const ElementGroup& group : top.elements) {
    if (group.name == "control") {
      control.insert(control.end(), group.patterns.begin(), group.patterns.end());
    } else if (group.name == "clock") {
      clock.insert(clock.end(), group.patterns.begin(), group.patterns.end());
    } else {
      groups.push_back(group);
    }
  }
  count_as(groups, "control", control);
  count_as(groups, "clock", clock);
  return groups;
}

}  // namespace pann::generator
