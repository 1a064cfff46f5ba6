#include "synth/timing/elmore.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "osu018.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "synth/timing/critical_path.h"
#include "synth/timing/delays.h"

using namespace pann;

namespace {

/// An inverter that drives two others; one of these drives the output.
const circuit::Netlist& three_inverters() {
  static const circuit::Netlist netlist = circuit::parse_yosys_json(R"({"modules": {"top": {
    "attributes": {"top": "1"},
    "ports": {"a_i": {"direction": "input", "bits": [2]}, "y_o": {"direction": "output", "bits": [3]}},
    "cells": {"u0": {"hide_name": 0, "type": "INVX1", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [2], "Y": [4]}},
      "u1": {"hide_name": 0, "type": "INVX1", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [4], "Y": [3]}},
      "u2": {"hide_name": 0, "type": "INVX4", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [4], "Y": [5]}}},
    "netnames": {"a_i": {"hide_name": 0, "bits": [2], "attributes": {}},
      "y_o": {"hide_name": 0, "bits": [3], "attributes": {}},
      "n": {"hide_name": 0, "bits": [4], "attributes": {}},
      "open": {"hide_name": 0, "bits": [5], "attributes": {}}}}}})",
                                                                    "three.json");
  return netlist;
}

const std::string kHead =
    "*SPEF \"IEEE 1481-1998\"\n*C_UNIT 1 FF\n*R_UNIT 1 KOHM\n*NAME_MAP\n*7 n\n";
const std::string kConnections = "*CONN\n*I u0:Y O *C 0 0\n*I u1:A I *L 0.1 *D INVX1\n*I u2:A I\n";
const std::string kCapacitors = "*CAP\n1 *7:1 10\n2 u1:A 20\n3 u2:A other:2 30\n4 u0:Y 99\n";
const std::string kResistors = "*RES\n1 u0:Y *7:1 1:2:9\n2 *7:1 u1:A 3\n3 *7:1 u2:A 4\n";

std::string net_n(const std::string& sections) {
  return kHead + "*D_NET *7 159\n" + sections + "*END\n";
}

synth::ArcDelays wired_delays_of(const std::string& spef) {
  synth::DelayOptions options;
  options.wires.kind = synth::WireModel::Kind::per_net;
  options.wires.spef =
      std::make_shared<const synth::SpefFile>(synth::parse_spef(spef, "three.spef"));
  return synth::compute_delays(test::osu018(), three_inverters(), options);
}

double pin_capacitance(const char* cell, synth::Edge edge) {
  const synth::Pin& pin = *test::osu018().find(cell)->find_pin("A");
  return edge == synth::Edge::rise ? pin.rise_capacitance_f : pin.fall_capacitance_f;
}

}  // namespace

TEST_CASE("a wire's delay to each end is the Elmore delay that a hand sums") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays delays = wired_delays_of(net_n(kConnections + kCapacitors + kResistors));
  REQUIRE(delays.wires.size() == 2);
  for (const synth::Edge edge : synth::kEdges) {
    // 2 kohm for all behind the driver, 3 for what is at u1, 4 for what is at u2.
    const double at_u1 = 20e-15 + pin_capacitance("INVX1", edge);
    const double at_u2 = 30e-15 + pin_capacitance("INVX4", edge);
    const double common_ns = 2e3 * (10e-15 + at_u1 + at_u2) * 1e9;
    const auto found = [edge](const synth::WireEnd& end) {
      return edge == synth::Edge::rise ? end.rise.typical_ns : end.fall.typical_ns;
    };
    CHECK(found(delays.wires[0]) == test::relative(common_ns + 3e3 * at_u1 * 1e9));
    CHECK(found(delays.wires[1]) == test::relative(common_ns + 4e3 * at_u2 * 1e9));
  }
  CHECK(delays.wires[0].cell == 1);
  CHECK(delays.wires[1].cell == 2);
  // The driver sees the total; the engine and the critical path see the wire.
  const circuit::NetId n = three_inverters().names[2].bits.front();
  CHECK(delays.loads[n].rise ==
        test::relative(159e-15 + pin_capacitance("INVX1", synth::Edge::rise) +
                       pin_capacitance("INVX4", synth::Edge::rise)));
  CHECK(synth::engine_delays(delays).wires.size() == 2);
  CHECK(wired_delays_of(net_n(kConnections + kCapacitors)).wires.empty());
}

TEST_CASE("a wire to an output of the design ends at its port") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays delays = wired_delays_of(
      kHead +
      "*D_NET y_o 5\n*CONN\n*I u1:Y O\n*P y_o O\n*CAP\n1 y_o 5\n*RES\n1 u1:Y y_o 2\n*END\n");
  REQUIRE(delays.wires.size() == 1);
  CHECK(delays.wires[0].cell == synth::WireEnd::kPort);
  CHECK(delays.wires[0].rise.typical_ns == test::relative(0.01));
}

TEST_CASE("a wire from an input of the design begins at its port") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays delays = wired_delays_of(
      kHead + "*D_NET a_i 5\n*CONN\n*P a_i I\n*I u0:A I\n*RES\n1 a_i u0:A 2\n*END\n");
  REQUIRE(delays.wires.size() == 1);
  CHECK(delays.wires[0].cell == 0);
  CHECK(delays.wires[0].fall.typical_ns ==
        test::relative(2e3 * pin_capacitance("INVX1", synth::Edge::fall) * 1e9));
}

TEST_CASE("a wire that is not told whole is refused with what is wrong") {
  if (!test::osu018_is_here()) return;
  const auto fault = [](const std::string& sections) -> std::string {
    try {
      wired_delays_of(net_n(sections));
    } catch (const support::Failure& failure) {
      CHECK(failure.diagnostics().front().location->file == "three.spef");
      CHECK(failure.diagnostics().front().location->line > 5);
      return failure.diagnostics().front().code + ": " + failure.diagnostics().front().message;
    }
    return "";
  };
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string tail = kCapacitors + kResistors;
  CHECK(fault(kConnections + kCapacitors + kResistors + "4 u1:A u2:A 5\n") ==
        "spef.wire: net 'n': its resistances form a loop");
  CHECK(fault(kConnections + kCapacitors + kResistors + "4 *7:1 u2:A 5\n") ==
        "spef.wire: net 'n': its resistances form a loop");
  CHECK(fault(with(kConnections, "u0:Y O", "u0:Y I") + tail) ==
        "spef.wire: net 'n': no end drives it");
  CHECK(fault(with(kConnections, "u1:A I", "u1:A O") + tail) ==
        "spef.wire: net 'n': two ends drive it");
  CHECK(fault(with(kConnections, "*I u0:Y O *C 0 0\n", "") + tail) ==
        "spef.wire: net 'n': no end drives it");
  CHECK(fault(with(kConnections, "*I u2:A I\n", "") + tail) ==
        "spef.wire: net 'n': the file tells 1 of its 2 ends");
  CHECK(fault(with(kConnections, "u2:A", "u2:B") + tail) ==
        "spef.wire: net 'n': the netlist has no end 'u2:B' there");
  CHECK(fault(kConnections + kCapacitors + with(kResistors, "3 *7:1 u2:A 4\n", "")) ==
        "spef.wire: net 'n': no resistance leads to 'u2:A'");
  CHECK(fault(kConnections + kCapacitors + with(kResistors, " 4\n", " -4\n"))
            .starts_with("spef.resistance"));
  CHECK(fault(with(kConnections, "u0:Y O", "u0:Y X") + tail).starts_with("spef.syntax"));
  CHECK(fault(with(kConnections, "u0:Y O", "u0 O") + tail).starts_with("spef.syntax"));
  CHECK(fault(with(kConnections, "u0:Y O", "u0: O") + tail).starts_with("spef.syntax"));
  CHECK(fault(with(kConnections, "*C 0 0", "*X 0 0") + tail).starts_with("spef.syntax"));
  CHECK(fault(with(kConnections, "u0:Y O", "*9:Y O") + tail).starts_with("spef.name"));
  CHECK(fault(kConnections + "*CAP\n1 *7:1 u1:A x\n").starts_with("spef.capacitance"));
  CHECK(fault(kConnections + "*CAP\n1 *7:1 1:2\n").starts_with("spef.capacitance"));
  CHECK(fault(kConnections + "*RES\n*D_NET m 1\n").starts_with("spef.syntax"));
}

TEST_CASE("resistances need a unit, and pins are parted as *DELIMITER has it") {
  const std::string body = "*D_NET n 1\n*CONN\n*I u0|Y O\n*I u1|A I\n*RES\n1 u0|Y u1|A 5\n*END\n";
  const std::string head = "*SPEF \"1\"\n*DELIMITER |\n*C_UNIT 1 FF\n";
  const synth::SpefFile file = synth::parse_spef(head + "*R_UNIT 10 OHM\n" + body, "a.spef");
  CHECK(file.wires.at("n").resistors.front().ohms == test::relative(50.0));
  CHECK(file.wires.at("n").ends.at("u1|A").instance == "u1");
  CHECK(file.wires.at("n").ends.at("u0|Y").drives);
  for (const char* unit : {"", "*R_UNIT 0 OHM\n", "*R_UNIT 1 FF\n", "*R_UNIT x OHM\n",
                           "*R_UNIT 1 OHM\n*DELIMITER %\n"}) {
    CHECK_THROWS_AS(synth::parse_spef(head + unit + body, "a.spef"), support::Failure);
  }
}

TEST_CASE(
    "resistances may be small or nothing, and a unit that is none is told from those there are") {
  const auto read = [](const std::string& unit, const std::string& value) {
    return synth::parse_spef("*SPEF \"1\"\n*C_UNIT 1 FF\n*R_UNIT 1 " + unit +
                                 "\n*D_NET n 1\n*CONN\n*I u0:Y O\n*I u1:A I\n*RES\n1 u0:Y u1:A " +
                                 value + "\n*END\n",
                             "a.spef")
        .wires.at("n")
        .resistors.front()
        .ohms;
  };
  CHECK(read("OHM", "0") == 0.0);
  CHECK(read("OHM", "0.5") == test::relative(0.5));
  CHECK(read("OHM", "1e12") == test::relative(1e12));
  CHECK(read("KOHM", "0.5") == test::relative(500.0));
  try {
    read("FF", "1");
    FAIL("a unit of capacitance is no unit of resistance");
  } catch (const support::Failure& failure) {
    CHECK(failure.diagnostics().front().hint == "a number and OHM or KOHM");
  }
}
