#include <doctest/doctest.h>

#include "circuit/yosys_json.h"

using namespace pann;

TEST_CASE("cells that only tell something are no cells of a netlist") {
  const circuit::Netlist netlist = circuit::parse_yosys_json(R"({"modules": {"top": {
    "attributes": {"top": "1"}, "ports": {"a_i": {"direction": "input", "bits": [2]},
      "y_o": {"direction": "output", "bits": [3]}},
    "cells": {
      "u_inner": {"hide_name": 0, "type": "$scopeinfo", "parameters": {"TYPE": "module"},
        "attributes": {}, "port_directions": {}, "connections": {}},
      "hold": {"hide_name": 0, "type": "$check", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input"}, "connections": {"A": [2]}},
      "u0": {"hide_name": 0, "type": "$_NOT_", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [2], "Y": [3]}}},
    "netnames": {}}}})",
                                                             "info.json");
  REQUIRE(netlist.cells.size() == 1);
  CHECK(netlist.cells.front().name == "u0");
}
