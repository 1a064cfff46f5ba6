#include "synth/timing/sdf.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "osu018.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "synth/pdk/pdk.h"

using namespace pann;
using synth::DelayTriple;
using synth::Edge;

using pann::test::osu018;

namespace {

/// "u_xor" (XOR2X1) and "u_nand" (NAND2X1), both of a_i and b_i.
const circuit::Netlist& two_gates() {
  static const circuit::Netlist netlist = [] {
    const auto cell = [](const char* name, const char* type, int output) {
      return fmt::format(
          R"("{}": {{"hide_name": 0, "type": "{}", "parameters": {{}}, "attributes": {{}},
          "port_directions": {{"A": "input", "B": "input", "Y": "output"}},
          "connections": {{"A": [2], "B": [3], "Y": [{}]}}}})",
          name, type, output);
    };
    return circuit::parse_yosys_json(
        R"({"modules": {"top": {"attributes": {"top": "1"}, "ports": {
        "a_i": {"direction": "input", "bits": [2]}, "b_i": {"direction": "input", "bits": [3]},
        "x_o": {"direction": "output", "bits": [4]}, "n_o": {"direction": "output", "bits": [5]}},
        "cells": {)" +
            cell("u_xor", "XOR2X1", 4) + "," + cell("u_nand", "NAND2X1", 5) +
            R"(}, "netnames": {}}}})",
        "two.json");
  }();
  return netlist;
}

/// A file with `definitions` for u_nand.
std::string nand_file(const std::string& definitions) {
  return "(DELAYFILE (SDFVERSION \"3.0\") (TIMESCALE 1ns)\n(CELL (CELLTYPE \"NAND2X1\") (INSTANCE "
         "u_nand)\n(DELAY (ABSOLUTE\n" +
         definitions + "\n))))\n";
}

synth::ArcDelays sdf_annotated(const std::string& text) {
  synth::ArcDelays delays = synth::compute_delays(osu018(), two_gates(), {});
  synth::apply_sdf(synth::parse_sdf(text, "t.sdf"), two_gates(), delays);
  return delays;
}

const synth::ArcDelay& arc_of(const synth::ArcDelays& delays, const std::string& instance,
                              const std::string& from) {
  return *std::find_if(delays.arcs.begin(), delays.arcs.end(), [&](const synth::ArcDelay& arc) {
    const synth::BoundCell& bound = delays.cells[arc.cell];
    return two_gates().cells[bound.instance].name == instance &&
           bound.cell->pins[arc.from].name == from;
  });
}

/// The typical delay of u_nand from A to a rising Y.
double nand_rise_ns(const std::string& definitions) {
  const synth::ArcDelays delays = sdf_annotated(nand_file(definitions));
  return arc_of(delays, "u_nand", "A").joined(Edge::rise)->typical_ns;
}

struct Fault {
  std::string code;
  std::string message;
  std::uint64_t line = 0;
};

/// The first fault of a file; nothing where it is read.
std::optional<Fault> sdf_fault_of(const std::string& definitions) {
  try {
    sdf_annotated(nand_file(definitions));
    return std::nullopt;
  } catch (const support::Failure& failure) {
    const support::Diagnostic& fault = failure.diagnostics().front();
    return Fault{fault.code, fault.message, fault.location->line};
  }
}

}  // namespace

TEST_CASE("SDF keywords, edges and units are taken in capitals and small letters") {
  if (!test::osu018_is_here()) return;
  CHECK(nand_rise_ns("(iopath A Y (7.5) (1))") == 7.5);
  CHECK(nand_rise_ns("(Cond B==1'b1 (IoPath A Y (7.5) (1)))") == 7.5);
  CHECK(
      sdf_annotated("(delayfile (timescale 100 PS) (cell (celltype \"NAND2X1\") (instance u_nand)\n"
                    "(delay (absolute (iopath (POSEDGE A) Y () (5))))))")
          .annotation->covered == 1);
}

TEST_CASE(
    "delays without a TIMESCALE are in ns, which is known; one that comes too late is refused") {
  const std::string cell =
      "(CELL (CELLTYPE \"NAND2X1\") (INSTANCE u_nand)\n(DELAY (ABSOLUTE (IOPATH A Y (2) (3)))))\n";
  const synth::SdfFile silent = synth::parse_sdf("(DELAYFILE " + cell + ")", "t.sdf");
  CHECK_FALSE(silent.has_timescale);
  CHECK(silent.cells.at(0).paths.at(0).rise.typical_ns == pann::test::relative(2.0));
  const synth::SdfFile told =
      synth::parse_sdf("(DELAYFILE (TIMESCALE 100ps) " + cell + ")", "t.sdf");
  CHECK(told.has_timescale);
  CHECK(told.cells.at(0).paths.at(0).rise.typical_ns == pann::test::relative(0.2));
  CHECK_THROWS_WITH_AS(synth::parse_sdf("(DELAYFILE " + cell + "(TIMESCALE 1ps))", "t.sdf"),
                       doctest::Contains("sdf.scale"), support::Failure);
}

TEST_CASE("one, two and three values of a triple, members left out, negative delays") {
  if (!test::osu018_is_here()) return;
  CHECK(nand_rise_ns("(IOPATH A Y (2) (1))") == 2.0);
  CHECK(nand_rise_ns("(IOPATH A Y (2:3) (1))") == 3.0);
  CHECK(nand_rise_ns("(IOPATH A Y (2:3:9) (1))") == 3.0);
  CHECK(nand_rise_ns("(IOPATH A Y (2::9) (1))") == 5.5);
  CHECK(nand_rise_ns("(IOPATH A Y (::9) (1))") == 9.0);
  CHECK(nand_rise_ns("(IOPATH A Y (2) (1) (4) (4) (4) (4))") == 2.0);
  CHECK(nand_rise_ns("(IOPATH A Y ((2) (2) (2)) (1))") == 2.0);
  CHECK(nand_rise_ns("(IOPATH A Y (-0.25) (1))") == 0.0);
  const synth::ArcDelays delays =
      sdf_annotated(nand_file("(IOPATH B Y (1) (1))\n(IOPATH A Y (-3:-2:-1) (-0.5))"));
  CHECK(delays.annotation->negative_delays == 2);
  CHECK(delays.annotation->first_negative_line == 5);
  CHECK(arc_of(delays, "u_nand", "A").joined(Edge::fall) == DelayTriple());
}

TEST_CASE("CONDELSE is for the states that no COND has, however it is written") {
  if (!test::osu018_is_here()) return;
  const std::string condition = "(COND B==1'b1 (IOPATH A Y (1) (1)))\n";
  CHECK(nand_rise_ns(condition + "(CONDELSE (IOPATH A Y (4) (4)))") == 2.5);
  CHECK(nand_rise_ns(condition + "(COND B==1'b0 (IOPATH A Y (4) (4)))") == 2.5);
  CHECK(nand_rise_ns("(COND \"label\" ((B == 1'b1) && (B)) (IOPATH A Y (4) (4)))") == 4.0);
  // A path without a condition replaces all that came before.
  CHECK(nand_rise_ns(condition + "(IOPATH A Y (6) (6))") == 6.0);
}

TEST_CASE("DEVICE is for all paths to an output, INSTANCE * for all cells of a type") {
  if (!test::osu018_is_here()) return;
  const synth::ArcDelays one = sdf_annotated(nand_file("(DEVICE Y (3) (4))"));
  for (const char* pin : {"A", "B"}) {
    CHECK(arc_of(one, "u_nand", pin).joined(Edge::rise)->typical_ns == 3.0);
    CHECK(arc_of(one, "u_nand", pin).joined(Edge::fall)->typical_ns == 4.0);
  }
  CHECK(one.annotation->covered == 2);
  CHECK(one.annotation->arcs == 4);
  const synth::ArcDelays all = sdf_annotated(
      "(DELAYFILE (CELL (CELLTYPE \"XOR2X1\") (INSTANCE *) (DELAY (ABSOLUTE (DEVICE (3))))))");
  CHECK(arc_of(all, "u_xor", "B").joined(Edge::rise)->typical_ns == 3.0);
  CHECK(all.annotation->covered == 2);
}

TEST_CASE("a path from one edge of a pin leaves the delays from the other as they are") {
  if (!test::osu018_is_here()) return;
  const std::string file =
      "(DELAYFILE (CELL (CELLTYPE \"XOR2X1\") (INSTANCE u_xor) (DELAY (ABSOLUTE\n"
      "(IOPATH (posedge A) Y (3) (4)) (IOPATH (negedge A) Y (5) (6))))))";
  const synth::ArcDelays delays = sdf_annotated(file);
  const synth::ArcDelay& arc = arc_of(delays, "u_xor", "A");
  CHECK(arc.delay(Edge::rise, Edge::rise)->typical_ns == 3.0);
  CHECK(arc.delay(Edge::rise, Edge::fall)->typical_ns == 4.0);
  CHECK(arc.delay(Edge::fall, Edge::rise)->typical_ns == 5.0);
  CHECK(arc.delay(Edge::fall, Edge::fall)->typical_ns == 6.0);
  // A NAND falls after a rise of A alone.
  CHECK(sdf_fault_of("(IOPATH (posedge A) Y (1) ())")->code == "sdf.path");
}

TEST_CASE("delays of wires come to the ends that they are for, however they are told") {
  if (!test::osu018_is_here()) return;
  const auto wires_of = [](const std::string& definitions, const std::string& instance) {
    return sdf_annotated("(DELAYFILE (DIVIDER /) (CELL (CELLTYPE \"top\") (INSTANCE " + instance +
                         ")\n(DELAY (ABSOLUTE\n" + definitions + "\n))))\n");
  };
  /// Instance and pin (output: its net), typical rise and fall.
  const auto told = [](const synth::ArcDelays& delays) {
    std::vector<std::string> list;
    for (const synth::WireEnd& wire : delays.wires) {
      std::string name;
      if (wire.cell == synth::WireEnd::kPort) {
        for (const circuit::NetlistPort& port : two_gates().ports) {
          if (port.bits.front() == wire.pin) name = port.name;
        }
      } else {
        const synth::BoundCell& bound = delays.cells[wire.cell];
        name = two_gates().cells[bound.instance].name + "." + bound.cell->pins[wire.pin].name;
      }
      list.push_back(fmt::format("{} {:g} {:g}", name, wire.rise.typical_ns, wire.fall.typical_ns));
    }
    std::sort(list.begin(), list.end());
    CHECK(delays.annotation->wires == delays.wires.size());
    return list;
  };
  using List = std::vector<std::string>;
  CHECK(told(wires_of("(INTERCONNECT a_i u_nand/A (0.5) (0.25))", "")) ==
        List{"u_nand.A 0.5 0.25"});
  CHECK(told(wires_of("(interconnect u_xor/Y x_o (0:0.5:1))", "")) == List{"x_o 0.5 0.5"});
  CHECK(told(wires_of("(PORT u_xor/B (0.5))", "")) == List{"u_xor.B 0.5 0.5"});
  CHECK(told(wires_of("(PORT B (0.5) ())", "u_nand")) == List{"u_nand.B 0.5 0"});
  CHECK(told(wires_of("(NETDELAY a_i (0.5))", "")) == List{"u_nand.A 0.5 0.5", "u_xor.A 0.5 0.5"});
  CHECK(told(wires_of("(NETDELAY u_nand/Y (0.5))", "")) == List{"n_o 0.5 0.5"});
  CHECK(told(sdf_annotated("(DELAYFILE (CELL (CELLTYPE \"XOR2X1\") (INSTANCE *) (DELAY (ABSOLUTE "
                           "(PORT A (2))))))")) == List{"u_xor.A 2 2"});
  // The last one counts, also one of 0; negative ones are 0.
  CHECK(told(wires_of("(NETDELAY a_i (0.5))\n(PORT u_xor/A (0))", "")) == List{"u_nand.A 0.5 0.5"});
  CHECK(told(wires_of("(PORT u_xor/A (-0.5) (0.5))", "")) == List{"u_xor.A 0 0.5"});
}

TEST_CASE("wires that the netlist does not have are refused by name and line unless they are 0") {
  if (!test::osu018_is_here()) return;
  for (const auto& [definition, name] : std::vector<std::pair<std::string, std::string>>{
           {"(INTERCONNECT a_i u_nor/A (0.5))", "u_nor.A"},
           {"(INTERCONNECT nobody u_nand/A (0.5))", "nobody"},
           {"(INTERCONNECT b_i u_nand/A (0.5))", "not one net"},
           {"(PORT u_nand/Z (0.5))", "u_nand.Z"},
           {"(PORT a_i (0.5))", "a_i"},
           {"(NETDELAY nobody (0.5))", "nobody"}}) {
    const std::string head =
        "(DELAYFILE (DIVIDER /) (CELL (CELLTYPE \"top\") (INSTANCE)\n(DELAY (ABSOLUTE\n";
    try {
      sdf_annotated(head + definition + "))))");
      FAIL_CHECK(definition);
    } catch (const support::Failure& failure) {
      const support::Diagnostic& fault = failure.diagnostics().front();
      CHECK(fault.code == "sdf.wire");
      CHECK(fault.location->line == 3);
      CHECK_MESSAGE(fault.message.find(name) != std::string::npos, fault.message);
    }
    std::string zero = definition;
    zero.replace(zero.find("0.5"), 3, "0:0:0");
    CHECK_NOTHROW(sdf_annotated(head + zero + "))))"));
  }
  CHECK_THROWS_WITH_AS(sdf_annotated(nand_file("(PORT (0.5))")), doctest::Contains("sdf.syntax"),
                       support::Failure);
}

TEST_CASE("what would change delays or pulses and is not applied is refused by name and line") {
  if (!test::osu018_is_here()) return;
  const std::vector<std::pair<std::string, std::string>> refused{
      {"(IOPATH A Y (RETAIN (0.5)) (1) (1))", "RETAIN"},
      {"(IOPATH A Y ((2) (1) (1)) (1))", "limit"},
  };
  for (const auto& entry : refused) {
    const auto& definition = entry.first;
    const auto& name = entry.second;
    const auto fault = sdf_fault_of("(IOPATH B Y (1) (1))\n" + definition);
    REQUIRE_MESSAGE(fault, definition);
    CHECK_MESSAGE(fault->code == "sdf.unsupported", definition);
    CHECK_MESSAGE(fault->message.find(name) != std::string::npos, fault->message);
    CHECK_MESSAGE(fault->line == 5, definition);
  }
  for (const char* nothing : {"(INTERCONNECT a_i u_nand/A (0.0:0.0:0.0) (0))", "(PORT A ())",
                              "(NETDELAY a_i (0))", "(IOPATH A Y (RETAIN (0) (0)) (1) (1))"}) {
    CHECK_MESSAGE(!sdf_fault_of(nothing), nothing);
  }
  const std::string head = "(DELAYFILE (CELL (CELLTYPE \"NAND2X1\") (INSTANCE u_nand)\n";
  for (const char* more : {"(DELAY (PATHPULSE A Y (1) (1)))", "(DELAY (PATHPULSEPERCENT A Y (50)))",
                           "(LABEL (ABSOLUTE (tpd (1))))"}) {
    CHECK_THROWS_WITH_AS(sdf_annotated(head + more + "))"), doctest::Contains("sdf.unsupported"),
                         support::Failure);
  }
}

TEST_CASE("keywords that SDF does not have where they stand are refused, checks are passed over") {
  if (!test::osu018_is_here()) return;
  CHECK(sdf_fault_of("(PATH A Y (1))")->code == "sdf.syntax");
  CHECK(sdf_fault_of("(COND (IOPATH A Y (1)))")->code == "sdf.syntax");
  CHECK(sdf_fault_of("(CONDELSE B (IOPATH A Y (1)))")->code == "sdf.syntax");
  CHECK(sdf_fault_of("(IOPATH (sometimes A) Y (1))")->code == "sdf.syntax");
  for (const char* text : {"(DELAYFILE (SPEED 3))", "(DELAYFILE (CELL (TYPE \"NAND2X1\")))",
                           "(DELAYFILE (CELL (DELAY (RELATIVE (IOPATH A Y (1))))))"}) {
    CHECK_THROWS_WITH_AS(sdf_annotated(text), doctest::Contains("sdf.syntax"), support::Failure);
  }
  CHECK_NOTHROW(sdf_annotated(
      "(DELAYFILE (CELL (CELLTYPE \"NAND2X1\") (INSTANCE u_nand) (TIMINGCHECK (SETUP D "
      "(posedge CK) (0.1))) (timingenv (slack Y (1)))))"));
}

TEST_CASE("hostile SDF files end in a diagnostic, however deep they nest") {
  if (!test::osu018_is_here()) return;
  constexpr std::size_t kDeep = 1000000;
  CHECK(sdf_fault_of(std::string(kDeep, '('))->code == "sdf.syntax");
  CHECK(sdf_fault_of("(COND " + std::string(kDeep, '('))->code == "sdf.syntax");
  CHECK(sdf_fault_of("(IOPATH A Y " + std::string(kDeep, '('))->code == "sdf.syntax");
  CHECK(sdf_fault_of("(IOPATH A Y (1" + std::string(kDeep, ':') + "))")->code == "sdf.syntax");
  CHECK_NOTHROW(sdf_annotated("(DELAYFILE (CELL (TIMINGCHECK " + std::string(kDeep, '(') +
                              std::string(kDeep, ')') + ")))"));
}

TEST_CASE("a typical delay is the mean over conditions and one edge of the input at a time") {
  if (!test::osu018_is_here()) return;
  synth::Library library = osu018();
  synth::Cell& nand = *std::find_if(library.cells.begin(), library.cells.end(),
                                    [](const synth::Cell& c) { return c.name == "NAND2X1"; });
  synth::Pin& output = *std::find_if(nand.pins.begin(), nand.pins.end(),
                                     [](const synth::Pin& pin) { return pin.name == "Y"; });
  const auto constant = [](double value_s) {
    synth::LookupTable table;
    table.values = {value_s};
    return table;
  };
  // Two conditions of one pair of pins, of either sense: 1 and 4 ns, 2 and 8 ns.
  synth::TimingArc arc = output.timing.front();
  output.timing.clear();
  for (const auto& [sense, rise_ns] : {std::pair{synth::TimingSense::negative_unate, 1.0},
                                       std::pair{synth::TimingSense::negative_unate, 4.0},
                                       std::pair{synth::TimingSense::positive_unate, 2.0},
                                       std::pair{synth::TimingSense::positive_unate, 8.0}}) {
    arc.sense = sense;
    arc.cell_rise = arc.cell_fall = constant(rise_ns * 1e-9);
    output.timing.push_back(arc);
  }
  const auto check = [&] {
    const synth::ArcDelays delays = synth::compute_delays(library, two_gates(), {});
    const synth::ArcDelay& entry = arc_of(delays, "u_nand", arc.related_pin);
    const auto close = [](const std::optional<DelayTriple>& delay, double low, double mean,
                          double high) {
      CHECK(delay->minimum_ns == pann::test::relative(low));
      CHECK(delay->typical_ns == pann::test::relative(mean));
      CHECK(delay->maximum_ns == pann::test::relative(high));
    };
    close(entry.delay(Edge::fall, Edge::rise), 1.0, 2.5, 4.0);
    close(entry.delay(Edge::rise, Edge::rise), 2.0, 5.0, 8.0);
    close(entry.joined(Edge::rise), 1.0, 4.5, 8.0);
    for (const sim::PinDelay& pin : synth::pin_delays(delays)) {
      if (pin.cell != delays.cells[entry.cell].instance || pin.from != arc.related_pin) continue;
      CHECK(pin.rise_fs == (pin.cause == sim::CauseEdge::fall ? 2'500'000 : 5'000'000));
    }
  };
  check();
  std::reverse(output.timing.begin(), output.timing.end());
  check();
}

TEST_CASE("the area of a netlist selects the wire load that its delays have") {
  if (!test::osu018_is_here()) return;
  synth::Library library = osu018();
  double area = 0.0;
  for (const char* cell : {"XOR2X1", "NAND2X1"}) area += library.find(cell)->area;
  const auto rise_ns = [&](double border) {
    synth::WireLoad wires{"large", 1e-12, 0.0, 1.0, {{1.0, 1.0}}};
    library.wire_loads = {{"small", 0.0, 0.0, 0.0, {{1.0, 0.0}}}, wires};
    library.wire_load_by_area = {{0.0, border, "small"}, {border, 1e9, "large"}};
    const synth::ArcDelays delays = synth::compute_delays(library, two_gates(), {});
    return arc_of(delays, "u_nand", "A").joined(Edge::rise)->typical_ns;
  };
  CHECK(rise_ns(area + 0.5) < 0.5 * rise_ns(area - 0.5));
}

TEST_CASE("delays come in the library's order, whatever pin it begins with") {
  if (!test::osu018_is_here()) return;
  synth::Library library = osu018();
  synth::Cell& nand = *std::find_if(library.cells.begin(), library.cells.end(),
                                    [](const synth::Cell& c) { return c.name == "NAND2X1"; });
  const auto is_output = [](const synth::Pin& pin) { return pin.name == "Y"; };
  std::stable_partition(nand.pins.begin(), nand.pins.end(), is_output);
  // Three conditions of each pair of pins, and B before A.
  std::vector<synth::TimingArc> arcs = nand.pins.front().timing;
  std::reverse(arcs.begin(), arcs.end());
  nand.pins.front().timing.clear();
  for (int i = 0; i < 3; ++i) {
    nand.pins.front().timing.insert(nand.pins.front().timing.end(), arcs.begin(), arcs.end());
  }
  const synth::ArcDelays delays =
      synth::compute_delays(library, two_gates(), {.conditional = true});
  std::vector<const synth::ArcDelay*> of_nand;
  for (const synth::ArcDelay& arc : delays.arcs) {
    if (delays.cells[arc.cell].cell->name == "NAND2X1") of_nand.push_back(&arc);
  }
  REQUIRE(of_nand.size() == 3 * arcs.size());
  for (std::size_t i = 1; i < of_nand.size(); ++i) {
    CHECK(of_nand[i - 1]->from <= of_nand[i]->from);
    if (of_nand[i - 1]->from == of_nand[i]->from) CHECK(of_nand[i - 1]->arc < of_nand[i]->arc);
  }
}
