#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "emitted_design.h"
#include "flow/cost.h"
#include "test_data.h"

using namespace pann;

namespace {

generator::DesignSpec lazy_mac() {
  generator::DesignSpec spec{.multiplier = generator::Architecture::heap};
  spec.x_width = 3;
  spec.w_width = 4;
  spec.acc_width = 12;
  spec.x_signed = false;
  spec.accumulate = generator::Accumulation::fused;
  spec.zero_gate = true;
  spec.lazy_high = 5;
  return spec;
}

flow::CostReport cost_of(const generator::DesignSpec& spec, const synth::Pdk& pdk) {
  const auto rtl = test::emit_to_disk(spec);
  const synth::Library library = synth::read_library(pdk.files);
  const tb::OperandStreams operands = tb::make_operands({.vectors = 200, .length = 20}, spec);
  flow::Experiment experiment{rtl.files, operands, pdk, library};
  experiment.activity.delays = flow::GateDelays::liberty;
  return flow::cost(experiment);
}

std::uint64_t count_cells(const flow::CostReport& report, const std::string& part) {
  std::uint64_t count = 0;
  for (const flow::CellCount& entry : report.mapping.cell_types) {
    if (entry.cell.find(part) != std::string::npos) count += entry.count;
  }
  return count;
}

/// Mapped, compared with its source and played with delays.
void check_library(const synth::Pdk& pdk, const std::string& gate) {
  CAPTURE(pdk.name);
  const flow::CostReport report = cost_of(lazy_mac(), pdk);
  CHECK(report.mapping.compared_cycles == 500);
  CHECK(report.mapping.not_compared.empty());
  CHECK(report.mapping.checked_operations > 0);
  CHECK(report.mismatches() == 0);
  CHECK(report.mapped.gates.races.count == 0);
  CHECK(count_cells(report, gate) == 2);
  CHECK(report.mapped.power.clock_tree.cells >= 2);
  CHECK(report.mapped.power.clock_tree.power.total_w() > 0.0);
  CHECK(report.mapped.power.clock_tree.power.total_w() < report.mapped.power.total.total_w());
}

}  // namespace

TEST_CASE("clock gates become a latch and an AND gate where the library has no cell for them") {
  check_library(synth::find_pdk("osu018"), "LATCH");
}

TEST_CASE("a gated clock that comes after its registers' inputs have changed is told") {
  generator::DesignSpec spec = lazy_mac();
  spec.gate_fanout = 4;
  const flow::CostReport report = cost_of(spec, synth::find_pdk("osu018"));
  CHECK(report.mismatches() == 0);
  CHECK(report.mapped.gates.races.count > 0);
  CHECK(report.mapped.gates.races.time_fs > 0);
  CHECK(!report.mapped.gates.races.first.empty());
}

TEST_CASE("clock gates become the library's clock gating cell, which delays do not race") {
  for (const auto& [name, gate] : {std::pair("sky130hd", "dlclkp"), std::pair("ihp_sg13g2", "lgcp"),
                                   std::pair("asap7", "ICG"), std::pair("gf180mcu_7t", "icgtp")}) {
    if (name != std::string("sky130hd") && !test::runs_when_full(name)) continue;
    if (!test::test_data("PANN_PDK_PATH", name)) continue;
    check_library(synth::find_pdk(name), gate);
  }
}
