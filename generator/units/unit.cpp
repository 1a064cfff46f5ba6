#include "generator/units/unit.h"

#include <utility>

#include "generator/arith/adder.h"
#include "generator/arith/heap_multiplier.h"
#include "generator/arith/magnitude.h"
#include "generator/arith/multiplier.h"
#include "generator/units/accumulator.h"
#include "generator/units/fused_mac.h"
#include "generator/units/mac.h"
#include "generator/units/pann_mac.h"
#include "generator/units/split_accumulators.h"

namespace pann::generator {

using verilog::Module;

namespace {

using Groups = std::vector<ElementGroup>;

void append(Groups& groups, const Groups& more) {
  groups.insert(groups.end(), more.begin(), more.end());
}

/// `spec` with every width and signedness at its default: what modules below the top are emitted
/// with.
DesignSpec inner(const DesignSpec& spec) {
  DesignSpec defaults;
  defaults.multiplier = spec.multiplier;
  defaults.recode = spec.recode;
  defaults.sequencer = spec.sequencer;
  defaults.bias = spec.bias;
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

/// The multiplier below a unit's top and the cells that only it needs: a heap has the operands of
/// the unit itself.
std::vector<Module> inner_multiplier(const DesignSpec& spec) {
  if (spec.multiplier != Architecture::heap) return {multiplier(inner(spec))};
  return {half_adder(), multiplier(multiplier_spec(spec))};
}

/// The enabled accumulators of a split unit: with a bias, the positive one is of another module.
std::vector<Module> enabled_accumulators(const DesignSpec& spec) {
  std::vector<Module> modules{accumulator_enable(inner(spec), false)};
  if (spec.bias) modules.push_back(accumulator_enable(inner(spec), true));
  return modules;
}

Groups mac_elements(const DesignSpec& spec) {
  Groups groups = multiplier_elements(multiplier_spec(spec), "u_multiplier.");
  groups.push_back({"accumulator_input", {"u_accumulator.operand"}});
  append(groups, accumulator_elements({"u_accumulator."}));
  return groups;
}

Groups split_elements(const DesignSpec& spec) {
  Groups groups;
  if (spec.kind == Kind::split_mac)
    groups = multiplier_elements(multiplier_spec(spec), "u_multiplier.");
  append(groups, split_accumulator_elements());
  return groups;
}

std::vector<std::string> control_patterns(const DesignSpec& spec) {
  std::vector<std::string> patterns{"rst_ni", "clear_i"};
  const auto add = [&patterns](const std::vector<std::string>& more) {
    patterns.insert(patterns.end(), more.begin(), more.end());
  };
  if (spec.bias) add({"bias_i"});
  if (spec.kind == Kind::split_mac) {
    // Without a sign, the magnitude is the multiplier's w_i, counted there.
    if (spec.w_signed) {
      std::vector<std::string> magnitude = magnitude_patterns(spec, "");
      magnitude.pop_back();
      add(magnitude);
    }
    add({"is_nonzero"});
  }
  if (spec.kind == Kind::pann_mac) {
    if (spec.sequencer == Sequencer::local) add({"start_i"});
    if (spec.sequencer == Sequencer::external) add({"en_i", "negative_i"});
    add(sequencer_patterns(spec));
  }
  if (spec.kind == Kind::split_mac || spec.kind == Kind::pann_mac) add(split_accumulator_enables());
  return patterns;
}

}  // namespace

std::vector<Module> modules_of(const DesignSpec& spec) {
  if (accumulates_in_heap(spec)) return {full_adder(), half_adder(), fused_mac(spec)};
  std::vector<Module> modules = adders();
  const auto add = [&modules](const std::vector<Module>& more) {
    modules.insert(modules.end(), more.begin(), more.end());
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
      add({accumulator(inner_accumulator(spec)), mac(spec)});
      break;
    case Kind::split_mac:
      add({magnitude(inner(spec))});
      add(inner_multiplier(spec));
      add(enabled_accumulators(spec));
      add({split_mac(spec)});
      break;
    case Kind::pann_mac:
      if (spec.sequencer == Sequencer::local) add({magnitude(inner(spec))});
      add(enabled_accumulators(spec));
      add({pann_mac(spec)});
      break;
    case Kind::dot:
    case Kind::other:
      break;
  }
  return modules;
}

std::vector<ElementGroup> elements_of(const DesignSpec& spec) {
  Groups groups;
  switch (spec.kind) {
    case Kind::adder:
      return {{"adder_operands", {"a_i", "b_i"}},
              {"adder_carries", {carry_pattern("")}},
              {"adder_sum", {"sum_o"}}};
    case Kind::multiplier:
      return multiplier_elements(spec, "");
    case Kind::accumulator:
      groups = {{"accumulator_input", {"operand"}}};
      append(groups, accumulator_elements({""}));
      break;
    case Kind::mac:
      groups = accumulates_in_heap(spec) ? fused_mac_elements(spec) : mac_elements(spec);
      break;
    case Kind::split_mac:
    case Kind::pann_mac:
      groups = split_elements(spec);
      break;
    case Kind::dot:
    case Kind::other:
      return {};
  }
  groups.push_back({"control", control_patterns(spec)});
  groups.push_back({"clock", {"clk_i"}});
  return groups;
}

std::vector<std::string> registers_of(const DesignSpec& spec) {
  switch (spec.kind) {
    case Kind::adder:
    case Kind::multiplier:
    case Kind::dot:
    case Kind::other:
      return {};
    case Kind::accumulator:
      return accumulator_registers({""});
    case Kind::mac: {
      if (accumulates_in_heap(spec)) return fused_mac_registers(spec);
      std::vector<std::string> patterns = accumulator_registers({"u_accumulator."});
      patterns.push_back("acc_o");
      return patterns;
    }
    case Kind::split_mac:
    case Kind::pann_mac:
      break;
  }
  std::vector<std::string> patterns = split_accumulator_registers();
  if (spec.kind == Kind::pann_mac) {
    for (const std::string& pattern : sequencer_registers(spec)) patterns.push_back(pattern);
  }
  return patterns;
}

}  // namespace pann::generator
