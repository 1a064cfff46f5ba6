#include <doctest/doctest.h>

#include "engine_support.h"

using namespace pann;
using generator::DesignSpec;
using generator::Kind;

namespace {

tb::Schedule schedule_for(const generator::Manifest& manifest, std::uint64_t vectors,
                          std::uint64_t length, tb::Distribution distribution) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = vectors;
  stimulus.length = length;
  stimulus.distribution = distribution;
  return tb::make_schedule(manifest, tb::make_operands(stimulus, manifest.design));
}

void check_against_verilator(const DesignSpec& spec, std::uint64_t vectors, std::uint64_t length) {
  CAPTURE(std::string(generator::name(spec.kind)));
  test::DesignOnDisk design;
  test::emit_to(design, spec);
  const tb::Netlist netlist = design.netlist();
  const tb::Schedule schedule =
      schedule_for(design.manifest, vectors, length, tb::Distribution::uniform);
  const tb::SimulationResult native = tb::run(tb::compile(netlist), schedule);
  CHECK(native.mismatches == 0);
  const auto bindings = tb::net_bindings(netlist);
  const tb::SimulationResult other =
      tb::simulate_with_verilator(design.directory.path(), design.manifest, schedule);
  const std::size_t bits = test::check_equal(native, other, bindings);
  CHECK(bits > 20);
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE("a multiplier counts the same in the native engine and in Verilator's trace") {
    check_against_verilator({.kind = Kind::multiplier, .x_width = 8, .w_width = 6}, 5000, 0);
  }
  TEST_CASE("a MAC counts the same in the native engine and in Verilator's trace") {
    check_against_verilator({.kind = Kind::mac, .x_width = 5, .w_width = 8, .acc_width = 20}, 3000,
                            70);
  }
}
