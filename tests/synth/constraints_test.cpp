#include "synth/yosys/constraints.h"

#include <string>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "osu018.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/wires.h"

using namespace pann;

namespace {

generator::Manifest manifest_of(bool has_clock) {
  using generator::Direction;
  using generator::Role;
  generator::Manifest manifest;
  manifest.top = "top";
  if (has_clock) manifest.ports.push_back({"clk_i", Direction::input, 1, Role::clock, false});
  manifest.ports.push_back({"x_i", Direction::input, 4, Role::x, false});
  return manifest;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a virtual clock has no transition, a clock that passes cells the slews of its nets") {
  const auto sdc = [](bool has_clock, bool passes_cells) {
    return synth::to_sdc(manifest_of(has_clock),
                         {.clock_mhz = 50.0, .clock_passes_cells = passes_cells});
  };
  CHECK(holds(sdc(true, false), "create_clock -name clk_i -period 20 [get_ports clk_i]\n"));
  CHECK(holds(sdc(true, false), "set_clock_transition 0.1 [get_clocks clk_i]\n"));
  CHECK(!holds(sdc(true, false), "set_propagated_clock"));
  CHECK(holds(sdc(true, true), "set_propagated_clock [get_clocks clk_i]\n"));
  CHECK(!holds(sdc(true, true), "set_clock_transition"));
  CHECK(holds(sdc(false, false), "create_clock -name virtual_clock -period 20\n"));
  CHECK(!holds(sdc(false, false), "set_clock_transition"));
}

TEST_CASE("every clock is in the constraints, with no phase to the others") {
  generator::Manifest manifest = manifest_of(true);
  manifest.ports.push_back(
      {"clk_b_i", generator::Direction::input, 1, generator::Role::other_clock, false});
  const std::string text = synth::to_sdc(manifest, {.clock_mhz = 50.0});
  CHECK(holds(text, "create_clock -name clk_i -period 20 [get_ports clk_i]\n"));
  CHECK(holds(text, "create_clock -name clk_b_i -period 20 [get_ports clk_b_i]\n"));
  CHECK(holds(text, "set_clock_groups -asynchronous -group {clk_i} -group {clk_b_i}\n"));
  CHECK(holds(text, "set_clock_transition 0.1 [get_clocks clk_b_i]\n"));
  CHECK(!holds(text, "set_input_delay 0 -clock clk_i [get_ports {clk_b_i}]"));
  CHECK(!holds(synth::to_sdc(manifest_of(true), {}), "set_clock_groups"));
}

TEST_CASE("the wire load is in the constraints") {
  const std::string text = synth::to_sdc(manifest_of(true), {.wire_load = "5k"});
  CHECK(holds(text, "set_wire_load_model -name {5k}\n"));
  CHECK(holds(text, "set_wire_load_mode top\n"));
  CHECK(!holds(synth::to_sdc(manifest_of(true), {}), "wire_load"));
}

TEST_CASE("a wire load is selected by area before the library's default, the last one for more") {
  synth::Library library;
  for (const char* name : {"default", "small", "large"}) {
    synth::WireLoad load;
    load.name = name;
    load.capacitance_f_per_length = 1e-15;
    library.wire_loads.push_back(load);
  }
  const auto chosen = [&](double area) {
    return synth::WireCapacitance({}, library, area).wire_load();
  };
  CHECK(chosen(5).empty());
  library.default_wire_load = "default";
  CHECK(chosen(5) == "default");
  library.wire_load_by_area = {{0.0, 10.0, "small"}, {10.0, 20.0, "large"}};
  CHECK(chosen(0) == "small");
  CHECK(chosen(9.9) == "small");
  CHECK(chosen(10) == "large");
  CHECK(chosen(1e6) == "large");
}

TEST_CASE("a clock's net that leads to a gate passes cells, one to flip-flops alone does not") {
  if (!test::osu018_is_here()) return;
  const synth::Library library = synth::read_library(synth::find_pdk("osu018").files);
  const auto passes = [&](const std::string& cells) {
    const circuit::Netlist netlist = circuit::parse_yosys_json(
        R"({"modules": {"top": {"attributes": {"top": "1"}, "ports": {
        "clk_i": {"direction": "input", "bits": [2]}, "x_i": {"direction": "input", "bits": [3]},
        "q_o": {"direction": "output", "bits": [4]}}, "cells": {)" +
            cells + R"(}, "netnames": {}}}})",
        "clock.json");
    return synth::clock_passes_cells(manifest_of(true), netlist,
                                     synth::bind_cells(netlist, library));
  };
  const auto flip_flop = [](int clock) {
    return R"("u_q": {"hide_name": 0, "type": "DFFPOSX1", "parameters": {}, "attributes": {},
      "port_directions": {"CLK": "input", "D": "input", "Q": "output"},
      "connections": {"CLK": [)" +
           std::to_string(clock) + R"(], "D": [3], "Q": [4]}})";
  };
  const std::string buffer = R"(, "u_b": {"hide_name": 0, "type": "BUFX2", "parameters": {},
      "attributes": {}, "port_directions": {"A": "input", "Y": "output"},
      "connections": {"A": [2], "Y": [5]}})";
  CHECK(!passes(flip_flop(2)));
  CHECK(passes(flip_flop(5) + buffer));
}
