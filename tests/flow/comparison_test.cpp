#include "flow/choice/comparison.h"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "environment.h"
#include "flow/choice/structure_choice.h"
#include "flow/choice/structure_cost.h"
#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "support/output.h"
#include "synth/pdk/pdk.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;
using flow::ComparedDesign;
using flow::Goal;
using generator::DesignSpec;

namespace {

ComparedDesign point(double area, double delay_ns, double energy_fj) {
  ComparedDesign design;
  design.area = area;
  design.delay_ns = delay_ns;
  design.energy_fj = energy_fj;
  return design;
}

std::vector<bool> marks(std::vector<ComparedDesign> designs) {
  flow::mark_pareto(designs);
  std::vector<bool> result;
  for (const ComparedDesign& design : designs) result.push_back(design.is_pareto);
  return result;
}

DesignSpec small(generator::Kind kind) {
  DesignSpec spec;
  spec.kind = kind;
  spec.x_width = spec.w_width = 3;
  spec.acc_width = 8;
  return spec;
}

}  // namespace

TEST_CASE("a design is on the Pareto front unless another is better in one figure, worse in none") {
  CHECK(marks({point(1, 1, 1)}) == std::vector{true});
  CHECK(marks({point(1, 1, 1), point(1, 1, 1)}) == std::vector{true, true});
  CHECK(marks({point(1, 1, 1), point(1, 1, 2)}) == std::vector{true, false});
  CHECK(marks({point(1, 2, 1), point(1, 1, 1)}) == std::vector{false, true});
  CHECK(marks({point(1, 2, 3), point(3, 2, 1), point(2, 1, 2)}) == std::vector{true, true, true});
  CHECK(marks({point(2, 2, 2), point(3, 2, 1), point(2, 1, 2)}) == std::vector{false, true, true});
}

TEST_CASE("the structures that are tried are legal, different, and of the design's own ports") {
  for (const auto kind : {generator::Kind::multiplier, generator::Kind::mac,
                          generator::Kind::split_mac, generator::Kind::dot}) {
    const DesignSpec spec = small(kind);
    const std::vector<DesignSpec> specs = flow::structures_for(spec);
    CAPTURE(generator::name(kind));
    CHECK(specs.size() >= 6);
    for (std::size_t i = 0; i < specs.size(); ++i) {
      CHECK(generator::validate(specs[i]).empty());
      for (std::size_t j = 0; j < i; ++j) CHECK(specs[i] != specs[j]);
      const auto ports = generator::manifest_of(specs[i]).ports;
      CHECK(ports.size() == generator::manifest_of(specs[0]).ports.size());
    }
  }
}

TEST_CASE("each goal puts the structure first that no other one beats in its figure") {
  const synth::Pdk pdk = synth::find_pdk("generic");
  const synth::Library library = synth::read_library(pdk.files);
  const DesignSpec spec = small(generator::Kind::multiplier);
  const tb::OperandStreams operands =
      tb::make_operands({.vectors = 200}, generator::manifest_of(spec));
  const flow::StructureTrial trial{spec, pdk, library, operands};
  const support::TemporaryDirectory cache;
  const test::Variables variables({{"PANN_CACHE_DIR", cache.path().string()}});
  support::Progress silent(true);
  CHECK_FALSE(flow::known_saving(trial));
  const auto by_energy = flow::measure_structures(trial, Goal::energy, silent);
  const auto by_area = flow::measure_structures(trial, Goal::area, silent);
  const auto by_delay = flow::measure_structures(trial, Goal::delay, silent);
  for (const auto& one : by_energy) {
    CHECK(one.cost.energy_fj >= by_energy.front().cost.energy_fj);
    CHECK(one.cost.area >= by_area.front().cost.area);
    CHECK(one.cost.delay_ns >= by_delay.front().cost.delay_ns);
  }
  // What was kept is what is measured, figure by figure.
  const ComparedDesign kept = flow::structure_cost(spec, trial, silent);
  const ComparedDesign known = flow::known_structure_cost(spec, trial).value();
  CHECK(kept.energy_fj == known.energy_fj);
  const support::TemporaryDirectory place;
  const tb::DesignFiles files{place.path(), generator::emit_into(spec, place.path())};
  flow::ComparisonSetup setup{.pdk = pdk, .library = library};
  setup.mapping.recipe = synth::Recipe::area;
  setup.mapping.adder_cells = pdk.full_adder.has_value();
  setup.activity.delays = flow::GateDelays::liberty;
  const ComparedDesign anew = flow::compare({{"anew", files, operands}}, setup, silent).front();
  CHECK(known.energy_fj == anew.energy_fj);
  CHECK(known.glitches_fj == anew.glitches_fj);
  CHECK(known.area == anew.area);
  CHECK(known.delay_ns == anew.delay_ns);
  CHECK(known.cells == anew.cells);
  CHECK(known.operations == 200);
  CHECK(known.checked == anew.checked);
  // Other operands are another measurement.
  const tb::OperandStreams others =
      tb::make_operands({.vectors = 200, .seed = 2}, generator::manifest_of(spec));
  CHECK_FALSE(flow::known_structure_cost(spec, {spec, pdk, library, others}));
  const flow::Saving saving = flow::known_saving(trial).value();
  CHECK(saving.asked_fj == known.energy_fj);
  CHECK(saving.share() == doctest::Approx(1.0 - saving.best_fj / saving.asked_fj));
}
