#include "flow/cost.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "emitted_design.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;

namespace {

double value_of(const flow::CostReport& report, const std::string& name) {
  for (const flow::CostRow& row : report.rows()) {
    if (row.name != name) continue;
    CHECK_FALSE(row.unit.empty());
    CHECK_FALSE(row.origin.empty());
    return row.value;
  }
  FAIL("no row " << name);
  return 0.0;
}

}  // namespace

TEST_CASE("the cost of an experiment holds flips, checks, area, timing and energy in its parts") {
  const generator::DesignSpec spec{.x_width = 4, .w_width = 4, .acc_width = 12};
  const auto rtl = test::emit_to_disk(spec);
  const synth::Pdk pdk = synth::find_pdk("generic");
  const synth::Library library = synth::read_library(pdk.files);
  const tb::OperandStreams operands = tb::make_operands({.vectors = 400, .length = 50}, spec);
  flow::Experiment experiment{
      .design = rtl.files, .operands = operands, .pdk = pdk, .library = library};
  experiment.activity.delays = flow::GateDelays::liberty;
  const flow::CostReport report = flow::cost(experiment);

  const tb::Measurement alone = tb::measure(rtl.files, operands, tb::Engine::automatic);
  for (const auto& element : alone.elements) {
    CHECK(value_of(report, "flips_" + element.name) ==
          pann::test::relative(static_cast<double>(element.toggles) / 400.0));
  }
  CHECK(value_of(report, "checked") == 2.0 * static_cast<double>(alone.result.checked));
  CHECK(value_of(report, "mismatches") == 0.0);
  CHECK(value_of(report, "cells") > 0.0);
  CHECK(value_of(report, "area") > 0.0);
  CHECK(value_of(report, "delay") >= report.mapping.timing.delay_ns);
  const double energy = value_of(report, "energy");
  CHECK(value_of(report, "energy_glitches") > 0.0);
  CHECK(energy == pann::test::relative(value_of(report, "energy_without_glitches") +
                                       value_of(report, "energy_glitches")));
  CHECK(energy == pann::test::relative(value_of(report, "energy_internal") +
                                       value_of(report, "energy_switching") +
                                       value_of(report, "energy_leakage")));

  // Without delays there are no glitches to tell apart, and the settled energy is the same.
  experiment.activity.delays = flow::GateDelays::zero;
  const flow::CostReport settled = flow::cost(experiment);
  CHECK_FALSE(settled.mapped.power.has_glitches);
  CHECK(value_of(settled, "energy_switching") ==
        pann::test::relative(
            report.mapped.power.per_operation_fj(report.mapped.power.functional.switching_w)));
}

TEST_CASE(
    "a clock that nobody asked for is lowered to what the netlist allows, one asked for not") {
  const generator::DesignSpec spec{.kind = generator::Kind::multiplier, .x_width = 4, .w_width = 4};
  const auto rtl = test::emit_to_disk(spec);
  synth::Pdk pdk = synth::find_pdk("generic");
  pdk.clock_mhz = 1e6;
  const synth::Library library = synth::read_library(pdk.files);
  const tb::OperandStreams operands = tb::make_operands({.vectors = 100}, spec);
  flow::Experiment experiment{
      .design = rtl.files, .operands = operands, .pdk = pdk, .library = library};
  experiment.activity.delays = flow::GateDelays::liberty;
  const flow::CostReport report = flow::cost(experiment);
  CHECK(report.mapped.maximum_clock_mhz < 1e6);
  CHECK(report.mapped.power.clock_mhz == report.mapped.maximum_clock_mhz);
  experiment.activity.delays = flow::GateDelays::zero;
  CHECK(flow::cost(experiment).mapped.power.clock_mhz == 1e6);
}
