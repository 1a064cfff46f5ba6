#include "synth/timing/critical_path.h"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "osu018.h"
#include "synth/pdk/pdk.h"

using namespace pann;

namespace {

/// u_inv from a_i, its output and b_i to u_xor.
circuit::Netlist inverter_and_xor() {
  return circuit::parse_yosys_json(R"({"modules": {"top": {"attributes": {"top": "1"}, "ports": {
    "a_i": {"direction": "input", "bits": [2]}, "b_i": {"direction": "input", "bits": [3]},
    "y_o": {"direction": "output", "bits": [5]}}, "cells": {
    "u_inv": {"hide_name": 0, "type": "INVX1", "parameters": {}, "attributes": {},
      "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [2], "Y": [4]}},
    "u_xor": {"hide_name": 0, "type": "XOR2X1", "parameters": {}, "attributes": {},
      "port_directions": {"A": "input", "B": "input", "Y": "output"},
      "connections": {"A": [4], "B": [3], "Y": [5]}}}, "netnames": {}}}})",
                                   "two.json");
}

synth::LookupTable nanoseconds(double value) {
  synth::LookupTable table;
  table.values = {value * 1e-9};
  return table;
}

synth::Pin& output_of(synth::Library& library, const std::string& name) {
  synth::Cell& cell = *std::find_if(library.cells.begin(), library.cells.end(),
                                    [&](const synth::Cell& one) { return one.name == name; });
  return *std::find_if(cell.pins.begin(), cell.pins.end(),
                       [](const synth::Pin& pin) { return pin.name == "Y"; });
}

}  // namespace

TEST_CASE("the critical path takes every arc of a pair of pins, in whatever order they come") {
  if (!test::osu018_is_here()) return;
  synth::Library library = synth::read_library(synth::find_pdk("osu018").files);
  synth::Pin& inverter = output_of(library, "INVX1");
  inverter.timing.front().cell_rise = nanoseconds(1.0);
  inverter.timing.front().cell_fall = nanoseconds(3.0);
  // B at 0: A passes in 1 ns; B at 1: A is inverted, to a rise in 2 ns, to a fall in 6 ns.
  synth::Pin& output = output_of(library, "XOR2X1");
  synth::TimingArc passes = output.timing.front();
  passes.related_pin = "A";
  passes.sense = synth::TimingSense::positive_unate;
  passes.cell_rise = passes.cell_fall = nanoseconds(1.0);
  synth::TimingArc inverts = passes;
  inverts.sense = synth::TimingSense::negative_unate;
  inverts.cell_rise = nanoseconds(2.0);
  inverts.cell_fall = nanoseconds(6.0);
  // A second condition of the same sense that is faster hides nothing either.
  synth::TimingArc faster = inverts;
  faster.cell_rise = faster.cell_fall = nanoseconds(0.5);
  std::vector<synth::TimingArc> arcs{passes, inverts, faster};
  const circuit::Netlist netlist = inverter_and_xor();
  for (std::size_t turn = 0; turn < arcs.size(); ++turn) {
    std::rotate(arcs.begin(), arcs.begin() + 1, arcs.end());
    output.timing = arcs;
    const synth::CriticalPath path =
        synth::critical_path(netlist, synth::compute_delays(library, netlist, {}));
    // u_inv rises after 1 ns, from where u_xor falls after 6; 3 + 2 ns is the slower rise.
    CHECK(path.delay_ns == doctest::Approx(7.0));
    CHECK(path.steps.back().edge == synth::Edge::fall);
    CHECK(path.steps.front().edge == synth::Edge::rise);
  }
}
