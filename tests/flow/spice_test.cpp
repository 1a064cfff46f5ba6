// What lies between a mapped netlist and ngspice: cells, decks, results. No simulator is needed.
#include <cstring>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "flow/spice/deck.h"
#include "flow/spice/raw_file.h"
#include "flow/spice/spice_cells.h"
#include "flow/spice/spice_run.h"
#include "flow/spice/waveforms.h"
#include "relative.h"
#include "support/diagnostic.h"

using namespace pann;
using flow::RawFile;
using flow::SpiceCells;

namespace {

const std::string kInverter =
    "* a comment\n.SUBCKT inv_1 VGND VNB\n+ VPB VPWR A Y w=1\nm0 Y A VGND VNB n\n.ends\n";

/// y = not a.
circuit::Netlist inverter() {
  circuit::Netlist netlist;
  netlist.top = "inverter";
  netlist.net_count = circuit::kFirstWire + 2;
  const circuit::NetId a = circuit::kFirstWire;
  netlist.ports = {{"a", generator::Direction::input, {a}},
                   {"y", generator::Direction::output, {a + 1}}};
  netlist.cells = {
      {"g",
       "inv_1",
       0,
       {{"A", generator::Direction::input, {a}}, {"Y", generator::Direction::output, {a + 1}}},
       {}}};
  netlist.instances = {{"", "inverter"}};
  return netlist;
}

synth::Library library() {
  synth::Library library;
  synth::Cell cell;
  cell.name = "inv_1";
  cell.pins.resize(2);
  cell.pins[0].name = "A";
  cell.pins[1].name = "Y";
  cell.pins[1].direction = synth::PinDirection::output;
  library.cells = {cell};
  return library;
}

/// a is 0, 1, 1; y is compared in every cycle.
sim::Schedule schedule() {
  sim::Schedule schedule;
  schedule.inputs = {{"a", 1, 0}};
  schedule.outputs = {{"y", 1, 0}};
  schedule.input_words = schedule.output_words = 1;
  schedule.values = {0, 1, 1};
  schedule.expected = {1, 0, 0};
  schedule.flags = {{}, {true, true, true}, {true, true, true}};
  schedule.streams = {{0, 3, 2}};
  return schedule;
}

struct Bench {
  circuit::Netlist netlist = inverter();
  synth::Library cells_described = library();
  SpiceCells cells = flow::parse_spice_cells(kInverter, "cells.spice");
  sim::Schedule played = schedule();
  flow::SpiceTimes times{.period_ns = 10.0, .ramp_ns = 0.2, .lead_ns = 0.1};

  flow::SpiceDesign design() const {
    return {.netlist = netlist,
            .library = cells_described,
            .cells = cells,
            .schedule = played,
            .voltage_v = 2.0,
            .temperature_c = 25.0,
            .times = times};
  }
};

std::string code_of(const Bench& bench) {
  try {
    flow::spice_deck(bench.design(), {0, 3}, "");
    return "";
  } catch (const support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
}

/// Points of time, supply, a, y, current of the supply and of a's source.
RawFile waveforms(const std::vector<std::vector<double>>& points) {
  RawFile raw{{"time", "v(vpwr)", "v(n4)", "v(n5)", "i(vsupply)", "i(vn4)"}, points.size(), {}};
  for (const auto& point : points) {
    raw.values.insert(raw.values.end(), point.begin(), point.end());
  }
  return raw;
}

std::string raw_text(const std::string& flags, std::size_t points, std::size_t written) {
  std::string text = fmt::format(
      "Title: t\nPlotname: Transient Analysis\nFlags: {}\nNo. Variables: 2\nNo. Points: "
      "{}\nVariables:\n\t0\ttime\ttime\n\t1\tv(n4)\tvoltage\nBinary:\n",
      flags, points);
  for (std::size_t i = 0; i < written; ++i) {
    const double value = static_cast<double>(i);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    text.append(bytes, sizeof value);
  }
  return text;
}

}  // namespace

TEST_CASE("subcircuits are read with continued ports, without parameters, by whole names") {
  const SpiceCells cells = flow::parse_spice_cells(kInverter, "cells.spice");
  REQUIRE(cells.size() == 1);
  const flow::SpiceCell& cell = cells.at("inv_1");
  CHECK(cell.ports == std::vector<std::string>{"VGND", "VNB", "VPB", "VPWR", "A", "Y"});
  CHECK(cell.text.find("m0 Y A VGND VNB n\n.ends\n") != std::string::npos);
  CHECK(cell.text.find("comment") == std::string::npos);
  CHECK_THROWS_WITH_AS(flow::parse_spice_cells(".subckt a x\n", "f"), doctest::Contains("'a'"),
                       support::Failure);
  CHECK_THROWS_WITH_AS(flow::parse_spice_cells(kInverter + kInverter, "f"),
                       doctest::Contains("twice"), support::Failure);
}

TEST_CASE("results of ngspice are read point by point; complex and cut ones are refused") {
  const RawFile raw = flow::parse_raw_file(raw_text("real", 2, 4));
  CHECK(raw.points == 2);
  CHECK(raw.at(1, raw.index("time")) == 2.0);
  CHECK(raw.at(1, raw.index("v(n4)")) == 3.0);
  CHECK_THROWS_AS(raw.index("v(n5)"), support::Failure);
  CHECK_THROWS_AS(flow::parse_raw_file(raw_text("real", 3, 4)), support::Failure);
  CHECK_THROWS_AS(flow::parse_raw_file(raw_text("complex", 2, 4)), support::Failure);
  CHECK_THROWS_AS(flow::parse_raw_file("Flags: real\n"), support::Failure);
}

TEST_CASE("a deck holds the cells, rails by name, and the inputs as ramps after the lead") {
  const std::string deck = flow::spice_deck(Bench().design(), {0, 3}, "* models\n");
  CHECK(deck.find("\nx0 0 0 vpwr vpwr n4 n5 inv_1\n") != std::string::npos);
  CHECK(deck.find("\nvn4 n4 0 pwl(0 0 10.1n 0 10.3n 2)\n") != std::string::npos);
  CHECK(deck.find("* models\n") != std::string::npos);
  CHECK(deck.find(".tran 0.03n 30n 0 0.03n\n") != std::string::npos);
  CHECK(deck.find(".save v(vpwr) v(n4) v(n5)\n+ i(vsupply)\n+ i(vn4)\n") != std::string::npos);
}

TEST_CASE("a deck without a cell, a rail or a driver is refused by name") {
  Bench missing;
  missing.cells.clear();
  CHECK(code_of(missing) == "spice.cell");
  Bench rail;
  rail.cells = flow::parse_spice_cells(".subckt inv_1 VBODY VPWR A Y\n.ends\n", "f");
  CHECK(code_of(rail) == "spice.pin");
  Bench floating;
  floating.netlist.cells[0].pins[0].bits = {circuit::kNetUnknown};
  CHECK(code_of(floating) == "spice.floating");
  CHECK(code_of(Bench()) == "");
}

TEST_CASE("energy is what all sources deliver, cycle by cycle, by hand") {
  // 3 uA from the supply of 2 V in the second cycle, and 1 uA into a's source at 2 V in the third:
  // 10 ns x 6 uW = 60 fJ, and 10 ns x -2 uW = -20 fJ. The first cycle's 9 uA are left out.
  const RawFile raw = waveforms({{0, 2, 0, 2, -9e-6, 0},
                                 {10e-9, 2, 0, 2, -9e-6, 0},
                                 {10e-9, 2, 0, 2, -3e-6, 0},
                                 {12.2e-9, 2, 2, 2, -3e-6, 0},
                                 {14.2e-9, 2, 2, 0, -3e-6, 0},
                                 {20e-9, 2, 2, 0, -3e-6, 0},
                                 {20e-9, 2, 2, 0, 0, 1e-6},
                                 {30e-9, 2, 2, 0, 0, 1e-6}});
  const Bench bench;
  const flow::SpanResult result = flow::evaluate(bench.design(), {0, 3}, raw);
  REQUIRE(result.energy_fj.size() == 2);
  CHECK(result.energy_fj[0] == test::relative(60.0));
  CHECK(result.energy_fj[1] == test::relative(-20.0));
  // y crosses 1 V at 13.2 ns; the ramp's middle is at 10.2 ns.
  CHECK(result.settle_ns[0] == test::relative(3.0));
  CHECK(result.settle_ns[1] == 0.0);
  const std::size_t nets = bench.netlist.net_count;
  CHECK(result.crossings[5] == 1);
  CHECK(result.crossings[nets + 5] == 0);
  CHECK(result.checked == 2);
  CHECK(result.mismatches == 0);
}

TEST_CASE("a wrong level at a cycle's end is a mismatch, and a cut simulation a fault") {
  const Bench bench;
  const RawFile stuck = waveforms({{0, 2, 0, 2, 0, 0},
                                   {20e-9, 2, 2, 2, 0, 0},
                                   {20.5e-9, 2, 2, 0, 0, 0},
                                   {30e-9, 2, 2, 0, 0, 0}});
  CHECK(flow::evaluate(bench.design(), {0, 3}, stuck).mismatches == 1);
  const RawFile cut = waveforms({{0, 2, 0, 2, 0, 0}, {20e-9, 2, 2, 2, 0, 0}});
  CHECK_THROWS_WITH_AS(flow::evaluate(bench.design(), {0, 3}, cut), doctest::Contains("end before"),
                       support::Failure);
}

TEST_CASE("units without a clock are simulated in pieces, streams of others whole") {
  sim::Schedule schedule;
  schedule.streams = {{0, 24, 23}};
  const auto pieces = flow::spice_spans(schedule);
  REQUIRE(pieces.size() == 3);
  CHECK(pieces[0].first_cycle == 0);
  CHECK(pieces[0].cycles == 11);
  CHECK(pieces[1].first_cycle == 10);
  CHECK(pieces[2].first_cycle == 20);
  CHECK(pieces[2].cycles == 4);
  schedule.clock = "clk_i";
  CHECK(flow::spice_spans(schedule).size() == 1);
}
