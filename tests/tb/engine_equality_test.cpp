#include <vector>

#include <doctest/doctest.h>

#include "engine_support.h"

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::Kind;
using generator::Sequencer;

namespace {

struct Case {
  DesignSpec spec;
  std::uint64_t vectors = 0;
  std::uint64_t length = 0;
  tb::Distribution distribution = tb::Distribution::uniform;
};

/// Every kind and option of the generator, at widths of which none is a multiple of another.
std::vector<Case> cases() {
  const auto gaussian = tb::Distribution::gaussian;
  std::vector<Case> all{
      {{.kind = Kind::adder, .x_width = 7}, 700, 0},
      {{.kind = Kind::multiplier, .x_width = 2, .w_width = 3}, 600, 0},
      {{.kind = Kind::multiplier, .x_width = 7, .w_width = 5, .recode = generator::Operand::x},
       900,
       0,
       gaussian},
      {{.kind = Kind::multiplier,
        .multiplier = Architecture::booth2,
        .x_width = 5,
        .w_width = 9,
        .x_signed = false},
       900,
       300},
      {{.kind = Kind::multiplier,
        .multiplier = Architecture::array,
        .x_width = 6,
        .w_width = 4,
        .x_signed = false,
        .w_signed = false},
       900,
       0},
      {{.kind = Kind::multiplier, .x_width = 33, .w_width = 34}, 40, 0},
      {{.kind = Kind::accumulator, .x_width = 9, .acc_width = 21}, 900, 50},
      {{.kind = Kind::accumulator, .x_width = 8, .acc_width = 70, .bias = true}, 300, 0, gaussian},
      {{.kind = Kind::mac, .x_width = 6, .w_width = 4, .acc_width = 18, .x_signed = false},
       950,
       100,
       gaussian},
      {{.kind = Kind::mac,
        .multiplier = Architecture::array,
        .x_width = 3,
        .w_width = 7,
        .acc_width = 32,
        .bias = true},
       600,
       0},
      // One long stream, which is cut into pieces, of which the last are short.
      {{.kind = Kind::mac, .x_width = 4, .w_width = 5, .acc_width = 23, .bias = true}, 9001, 0},
      {{.kind = Kind::split_mac, .x_width = 5, .w_width = 6, .acc_width = 20, .x_signed = false},
       700,
       33},
  };
  for (const Sequencer sequencer : {Sequencer::external, Sequencer::local}) {
    all.push_back({{.kind = Kind::pann_mac,
                    .x_width = 6,
                    .w_width = 4,
                    .acc_width = 20,
                    .x_signed = false,
                    .sequencer = sequencer},
                   300,
                   11});
    all.push_back(all.back());
    all.back().vectors = 1500;
    all.back().length = 0;
  }
  all.push_back({{.kind = Kind::sad_mac,
                  .x_width = 5,
                  .w_width = 7,
                  .acc_width = 20,
                  .x_signed = false,
                  .bias = true},
                 900,
                 30});
  all.push_back({{.kind = Kind::shift_mac, .x_width = 6, .w_width = 4, .acc_width = 21}, 900, 30});
  all.push_back({{.kind = Kind::mac_array,
                  .x_width = 3,
                  .w_width = 4,
                  .acc_width = 11,
                  .x_signed = false,
                  .rows = 2,
                  .columns = 3},
                 900,
                 30});
  all.push_back(all.back());
  all.back().spec.dataflow = generator::Dataflow::weight_stationary;
  all.push_back({{.kind = Kind::pann_dot,
                  .x_width = 3,
                  .w_width = 4,
                  .acc_width = 14,
                  .x_signed = false,
                  .plane_lanes = generator::plane_lanes({3, 2, 2, 1})},
                 900,
                 30});
  all.push_back({{.kind = Kind::pann_dot,
                  .x_width = 3,
                  .w_width = 4,
                  .acc_width = 14,
                  .x_signed = false,
                  .planes = generator::Planes::repetition},
                 900,
                 30});
  all.push_back({{.kind = Kind::pann_array,
                  .x_width = 3,
                  .w_width = 4,
                  .acc_width = 14,
                  .x_signed = false,
                  .positions = 3,
                  .fetch = generator::Fetch::index,
                  .window = 6},
                 900,
                 30});
  return all;
}

sim::Schedule schedule_for(const generator::Manifest& manifest, const Case& entry) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = entry.vectors;
  stimulus.length = entry.length;
  stimulus.distribution = entry.distribution;
  return tb::make_schedule(manifest, tb::make_operands(stimulus, manifest.design));
}

using OtherEngine = sim::SimulationResult (*)(const std::filesystem::path&,
                                              const generator::Manifest&, const sim::Schedule&,
                                              const std::filesystem::path&);

void check_against(OtherEngine other, const Case& entry) {
  test::DesignOnDisk design;
  test::emit_to(design, entry.spec);
  CAPTURE(design.manifest.top);
  const circuit::Netlist netlist = design.netlist();
  const sim::Schedule schedule = schedule_for(design.manifest, entry);
  const sim::SimulationResult native = sim::run(sim::compile(netlist), schedule);
  CHECK(native.mismatches == 0);
  CHECK(native.checked > 0);
  const std::size_t bits =
      test::check_equal(native, other(design.directory.path(), design.manifest, schedule, {}),
                        activity::net_bindings(netlist));
  CHECK(bits > 20);
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE("every kind counts the same, net for net, as the trace of Icarus") {
    for (const Case& entry : cases()) check_against(&tb::simulate_with_icarus, entry);
  }

  TEST_CASE("a multiplier and a MAC count the same, net for net, as the trace of Verilator") {
    check_against(&tb::simulate_with_verilator,
                  {{.kind = Kind::multiplier, .x_width = 8, .w_width = 6}, 5000, 0});
    check_against(&tb::simulate_with_verilator,
                  {{.kind = Kind::mac, .x_width = 5, .w_width = 8, .acc_width = 20}, 3000, 70});
  }
}
