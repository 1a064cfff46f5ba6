#include "synth/timing/spef.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "osu018.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/delays.h"

using namespace pann;

namespace {

const std::string kSpef = R"(*SPEF "IEEE 1481-1998"
*DESIGN "top" // a comment *D_NET nothing 9
*DIVIDER /
*BUS_DELIMITER []
*C_UNIT 2 FF
*R_UNIT 1 OHM

*NAME_MAP
*1 u_mul/_12_
*2 word[3]
*3 odd\/name

*PORTS
*2 O

*D_NET *1 5.5
*CONN
*I u1:A I
*CAP
1 *1:1 5.5
*END
*R_NET *2 1:2.5:9
*END
*D_NET *3 0
*END
*D_NET plain 1e1
*END
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kSpef;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("capacitances of a SPEF file by net, whatever the map, the divider and the unit") {
  const synth::SpefFile file = synth::parse_spef(kSpef, "a.spef");
  CHECK(file.nets.size() == 4);
  CHECK(file.nets.at("u_mul._12_") == pann::test::relative(11e-15));
  CHECK(file.nets.at("word[3]") == pann::test::relative(5e-15));
  CHECK(file.nets.at("odd/name") == 0.0);
  CHECK(file.nets.at("plain") == pann::test::relative(20e-15));
}

TEST_CASE("faults of a SPEF file name file, line and what is wrong") {
  struct Case {
    std::string text;
    const char* code;
    std::uint64_t line;
  };
  const std::vector<Case> cases{
      {"", "spef.syntax", 1},
      {"(DELAYFILE)", "spef.syntax", 1},
      {with("*C_UNIT 2 FF", "*C_UNIT 2 OHM"), "spef.unit", 5},
      {with("*C_UNIT 2 FF", ""), "spef.unit", 16},
      {with("*D_NET *1 5.5", "*D_NET *9 5.5"), "spef.name", 16},
      {with("*D_NET *1 5.5", "*D_NET *1 -5.5"), "spef.capacitance", 16},
      {with("*D_NET *1 5.5", "*D_NET *1 much"), "spef.capacitance", 16},
      {with("*D_NET *1 5.5", "*D_NET *1 1e300"), "spef.capacitance", 16},
      {with("*D_NET plain", "*D_NET *3"), "spef.duplicate", 26},
      {with("*DIVIDER /", "*DIVIDER /x"), "spef.syntax", 3},
      {with("*DIVIDER /", "*DIVIDER x"), "spef.syntax", 3},
      {with("*BUS_DELIMITER []", "*BUS_DELIMITER **"), "spef.syntax", 4},
      {with("*PORTS", "*PORTALS"), "spef.syntax", 13},
      {with("*PORTS", "*"), "spef.syntax", 13},
      {with("*PORTS", "*DATE \"today"), "spef.syntax", 13},
      {with("*C_UNIT 2 FF", "*C_UNIT 0 FF"), "spef.unit", 5},
      {with("*D_NET *1 5.5", "*D_NET *1 1.5e12"), "spef.capacitance", 16},
      {with("*END\n*R_NET", "*R_NET"), "spef.syntax", 21},
  };
  for (const Case& one : cases) {
    try {
      synth::parse_spef(one.text, "bad.spef");
      FAIL_CHECK("read without a fault: " << one.code);
    } catch (const support::Failure& failure) {
      CHECK(failure.diagnostics().front().code == one.code);
      CHECK(failure.diagnostics().front().location->line == one.line);
    }
  }
  // Cut in the middle of a net.
  const std::size_t last = kSpef.rfind("*D_NET") + 6;
  for (std::size_t length = last; length + 5 < kSpef.size(); ++length) {
    CHECK_THROWS_AS(synth::parse_spef(kSpef.substr(0, length), "cut.spef"), support::Failure);
  }
}

TEST_CASE("bits of words are written as *BUS_DELIMITER has it") {
  const auto name_of = [](const std::string& delimiter, const std::string& name) {
    const std::string text = "*SPEF \"1\"\n*DIVIDER /\n*BUS_DELIMITER " + delimiter +
                             "\n*C_UNIT 1 pf\n*D_NET " + name + " 1\n*END\n";
    return synth::parse_spef(text, "a.spef").nets.begin()->first;
  };
  CHECK(name_of("[]", "u/word[3]") == "u.word[3]");
  CHECK(name_of("<>", "g_row<0>/word<12>") == "g_row[0].word[12]");
  CHECK(name_of("()", "word(3)") == "word[3]");
  CHECK(name_of(":", "u/word:3") == "u.word[3]");
  CHECK(name_of(":", "word\\:3") == "word:3");
  CHECK(name_of("<>", "word\\<3\\>") == "word<3>");
  CHECK(name_of("<>", "word[3]") == "word[3]");
  CHECK(name_of("[]", "word\\") == "word\\");
  // What has no word in front or no number behind the delimiter is no bit.
  CHECK(name_of(":", "w:3") == "w[3]");
  CHECK(name_of(":", ":3") == ":3");
  CHECK(name_of(":", "word:") == "word:");
  CHECK(name_of(":", "word:x3") == "word:x3");
}

TEST_CASE("what stands in quotes is read past, and the largest capacitance is read") {
  const std::string text =
      "*SPEF \"1\"\n*VENDOR \"\"\n*PROGRAM \"*D_NET n 1 *C_UNIT 3 FF\"\n*C_UNIT 2 PF\n"
      "*D_NET most 1e12\n*END\n*D_NET n 1\n*END\n";
  const synth::SpefFile file = synth::parse_spef(text, "a.spef");
  CHECK(file.nets.size() == 2);
  CHECK(file.nets.at("n") == pann::test::relative(2e-12));
  CHECK(file.nets.at("most") == pann::test::relative(2.0));
}

TEST_CASE("bits of a SPEF file are those of the declared range; a net has one entry") {
  circuit::Netlist netlist;
  netlist.net_count = circuit::kFirstWire + 7;
  const circuit::NetId first = circuit::kFirstWire;
  // Rightmost bit first.
  netlist.names = {{"down", 4, 2, false, {first, first + 1, first + 2}},
                   {"up", 2, 4, false, {first + 3, first + 4, first + 5}},
                   {"one", 0, 0, false, {first + 6}},
                   {"alias", 0, 0, false, {first + 6}}};
  const auto farads = [&](const std::string& nets) {
    return synth::net_capacitances(
        synth::parse_spef("*SPEF \"1\"\n*C_UNIT 1 PF\n" + nets, "a.spef"), netlist);
  };
  const auto net = [](const std::string& name, int value) {
    return "*D_NET " + name + " " + std::to_string(value) + "\n*END\n";
  };
  const std::vector<double> found =
      farads(net("down[2]", 1) + net("down[3]", 2) + net("down[4]", 3) + net("up[4]", 4) +
             net("up[3]", 5) + net("up[2]", 6) + net("one", 7));
  for (std::size_t i = 0; i < 7; ++i) {
    CHECK(found[first + i] == pann::test::relative(static_cast<double>(i + 1) * 1e-12));
  }
  CHECK(farads(net("one[0]", 7))[first + 6] == pann::test::relative(7e-12));
  CHECK_THROWS_WITH_AS(farads(net("one", 7) + net("alias", 8)),
                       doctest::Contains("'alias' and 'one' are names of one net"),
                       support::Failure);
  // Many that the netlist lacks: the first twenty.
  std::string unknown;
  for (int i = 0; i < 30; ++i) unknown += net("n" + std::to_string(i), 1);
  try {
    farads(unknown);
    FAIL_CHECK("read without a fault");
  } catch (const support::Failure& failure) {
    CHECK(failure.diagnostics().size() == 20);
    CHECK(failure.diagnostics().front().code == "spef.net");
  }
}

TEST_CASE("a SPEF file adds to the loads of its nets and to no others") {
  if (!test::osu018_is_here()) return;
  const circuit::Netlist netlist = circuit::parse_yosys_json(R"({"modules": {"top": {
    "attributes": {"top": "1"},
    "ports": {"a_i": {"direction": "input", "bits": [2]}, "y_o": {"direction": "output", "bits": [3]}},
    "cells": {"u0": {"hide_name": 0, "type": "INVX1", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [2], "Y": [4]}},
      "u1": {"hide_name": 0, "type": "INVX1", "parameters": {}, "attributes": {},
        "port_directions": {"A": "input", "Y": "output"}, "connections": {"A": [4], "Y": [3]}}},
    "netnames": {"a_i": {"hide_name": 0, "bits": [2], "attributes": {}},
      "y_o": {"hide_name": 0, "bits": [3], "attributes": {}},
      "n": {"hide_name": 0, "bits": [4], "attributes": {}}}}}})",
                                                             "two.json");
  const synth::Library library = synth::read_library(synth::find_pdk("osu018").files);
  const support::TemporaryDirectory directory;
  const std::string path = (directory.path() / "two.spef").string();
  const std::string head = "*SPEF \"IEEE 1481-1998\"\n*C_UNIT 1 FF\n";
  support::write_file(path, head + "*D_NET n 40\n*END\n");
  const synth::ArcDelays bare =
      synth::compute_delays(library, netlist, {.wires = synth::parse_wire_model("none", library)});
  const synth::ArcDelays wired =
      synth::compute_delays(library, netlist, {.wires = synth::parse_wire_model(path, library)});
  const circuit::NetId n = netlist.names.back().bits.front();
  for (circuit::NetId net = circuit::kFirstWire; net < netlist.net_count; ++net) {
    CHECK(wired.loads[net].rise - bare.loads[net].rise ==
          pann::test::relative(net == n ? 40e-15 : 0.0).epsilon(1e-9));
  }
  CHECK(wired.arcs[0].joined(synth::Edge::rise)->typical_ns >
        bare.arcs[0].joined(synth::Edge::rise)->typical_ns);
  // Two of the three nets have no entry.
  const synth::SpefCoverage coverage =
      synth::spef_coverage(synth::parse_spef(head + "*D_NET n 40\n*END\n", "two.spef"), netlist);
  CHECK(coverage.nets == 3);
  CHECK(coverage.covered == 1);
  CHECK(coverage.missing == std::vector<std::string>{"a_i", "y_o"});
  support::write_file(path, head + "*D_NET other 40\n*END\n");
  CHECK_THROWS_WITH_AS(
      synth::compute_delays(library, netlist, {.wires = synth::parse_wire_model(path, library)}),
      doctest::Contains("spef.net"), support::Failure);
}
