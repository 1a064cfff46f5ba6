#include "flow/choice/structure_choice.h"

#include <algorithm>
#include <array>
#include <utility>

#include "flow/choice/structure_cost.h"

namespace pann::flow {

using generator::Accumulation;
using generator::Architecture;
using generator::DesignSpec;
using generator::FinalAdder;
using generator::Kind;
using generator::PartialProducts;

namespace {

constexpr std::array<std::pair<Goal, std::string_view>, 3> kGoals{
    {{Goal::area, "area"}, {Goal::delay, "delay"}, {Goal::energy, "energy"}}};

double figure(const ComparedDesign& design, Goal goal) {
  switch (goal) {
    case Goal::area:
      return design.area;
    case Goal::delay:
      return design.delay_ns;
    case Goal::energy:
      return design.energy_fj;
  }
  return 0.0;
}

/// The and-array by arrival, in a mac with the accumulator as one of its rows.
DesignSpec likely_best(const DesignSpec& spec) {
  DesignSpec heap = spec;
  heap.multiplier = Architecture::heap;
  if (spec.kind == Kind::mac) heap.accumulate = Accumulation::fused;
  return heap;
}

/// Whether a choice could change anything.
bool has_choice(const DesignSpec& spec) {
  return generator::has_multiplier(spec.kind) && !generator::has_heap(spec) &&
         generator::validate(likely_best(spec)).empty();
}

}  // namespace

std::string_view name(Goal goal) {
  for (const auto& [candidate, text] : kGoals) {
    if (candidate == goal) return text;
  }
  return "?";
}

std::optional<Goal> goal_from_name(std::string_view text) {
  for (const auto& [goal, candidate] : kGoals) {
    if (candidate == text) return goal;
  }
  return std::nullopt;
}

std::vector<DesignSpec> structures_for(const DesignSpec& spec) {
  DesignSpec paper = spec;
  paper.multiplier = Architecture::booth4;
  std::vector<DesignSpec> specs;
  const auto add = [&specs](const DesignSpec& one) {
    if (generator::validate(one).empty()) specs.push_back(one);
  };
  add(paper);
  DesignSpec heap = spec;
  heap.multiplier = Architecture::heap;
  const std::vector<Accumulation> places =
      spec.kind == Kind::mac ? std::vector{Accumulation::fused, Accumulation::separate}
                             : std::vector{Accumulation::separate};
  for (const Accumulation place : places) {
    heap.accumulate = place;
    for (const PartialProducts products : {PartialProducts::and_array, PartialProducts::booth4}) {
      heap.partial_products = products;
      for (const FinalAdder adder :
           {FinalAdder::ripple, FinalAdder::sklansky, FinalAdder::carry_select}) {
        heap.final_adder = adder;
        add(heap);
      }
    }
  }
  return specs;
}

std::vector<TriedStructure> measure_structures(const StructureTrial& trial, Goal goal,
                                               support::Progress& progress) {
  std::vector<TriedStructure> tried;
  for (const DesignSpec& spec : structures_for(trial.spec)) {
    tried.push_back({spec, structure_cost(spec, trial, progress)});
  }
  std::stable_sort(tried.begin(), tried.end(),
                   [goal](const TriedStructure& one, const TriedStructure& other) {
                     return figure(one.cost, goal) < figure(other.cost, goal);
                   });
  return tried;
}

std::optional<Saving> measure_saving(const StructureTrial& trial, support::Progress& progress) {
  if (!has_choice(trial.spec)) return std::nullopt;
  return Saving{structure_cost(trial.spec, trial, progress).energy_fj,
                structure_cost(likely_best(trial.spec), trial, progress).energy_fj};
}

std::optional<Saving> known_saving(const StructureTrial& trial) {
  if (!has_choice(trial.spec)) return std::nullopt;
  const auto asked = known_structure_cost(trial.spec, trial);
  const auto best = known_structure_cost(likely_best(trial.spec), trial);
  if (!asked || !best) return std::nullopt;
  return Saving{asked->energy_fj, best->energy_fj};
}

}  // namespace pann::flow
