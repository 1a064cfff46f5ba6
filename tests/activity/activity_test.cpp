// SAIF, CSV, windows, elements, merged nets, pins of a netlist, comparisons.
#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "activity/activity_diff.h"
#include "activity/elements.h"
#include "activity/files/activity_csv.h"
#include "activity/files/pin_activity.h"
#include "activity/files/saif.h"
#include "activity/module_sums.h"
#include "activity/net_aliases.h"
#include "activity/scope_sums.h"
#include "activity/select_signals.h"
#include "activity/windows.h"
#include "circuit/yosys_json.h"
#include "relative.h"
#include "support/diagnostic.h"

using namespace pann::activity;
using namespace pann::circuit;
using pann::generator::Direction;
using pann::support::Failure;

namespace {

/// u.a[1:0] and v share net 1; u.esc is a scalar with an odd name.
Activity sample() {
  Activity activity;
  activity.nets = {
      {3, 2, 0, 0, 10, 30, 0, 0}, {1, 1, 2, 1, 5, 15, 12, 8}, {0, 1, 0, 0, 20, 20, 0, 0}};
  activity.signals = {
      {"u.a", 1, 0, true, {0, 1}}, {"v", 0, 0, false, {1}}, {"u.e+sc", 0, 0, false, {2}}};
  activity.duration = 40;
  activity.tick_seconds = 1e-11;
  return activity;
}

std::string code_of(const std::string& text) {
  try {
    parse_saif(text, "t.saif");
  } catch (const Failure& failure) {
    return failure.diagnostics().at(0).code;
  }
  return "none";
}

const std::string kNetlist = R"({"modules": {"top": {"attributes": {"top": "1"},
  "ports": {"a": {"direction": "input", "bits": [2]}, "y": {"direction": "output", "bits": [4, 5]}},
  "cells": {
    "u.g1": {"type": "INV", "port_directions": {"A": "input", "Y": "output"},
             "connections": {"A": [2], "Y": [3]}},
    "g2": {"type": "NAND", "port_directions": {"A": "input", "B": "input", "Y": "output"},
           "connections": {"A": [3], "B": ["1"], "Y": [4]}},
    "g3": {"type": "INV", "port_directions": {"A": "input", "Y": "output"},
           "connections": {"A": [4], "Y": [5]}}},
  "netnames": {"a": {"bits": [2]}, "y": {"bits": [4, 5]}, "n": {"bits": [3]}}}}})";

}  // namespace

TEST_CASE("SAIF holds every bit with its times and counts, and reads back the same") {
  const std::string text = to_saif(sample(), {.instance = "tb/dut"});
  CHECK(text.find("(TIMESCALE 10 ps)") != std::string::npos);
  CHECK(text.find("(a\\[1\\] (T0 5) (T1 15) (TX 12) (TZ 8) (TC 2) (IG 1))") != std::string::npos);
  CHECK(text.find("(e\\+sc ") != std::string::npos);
  const Activity again = select_signals(parse_saif(text, "t"), "tb.dut", {});
  CHECK(again.duration == 40);
  CHECK(again.tick_seconds == pann::test::relative(1e-11));
  REQUIRE(again.signals.size() == 3);
  CHECK(compare_activities(sample(), again, 0.0).passes());
  const auto a = std::find_if(again.signals.begin(), again.signals.end(),
                              [](const Signal& signal) { return signal.name == "u.a"; });
  REQUIRE(a != again.signals.end());
  CHECK(a->left == 1);
  CHECK(again.nets[a->bits[1]].time_floating == 8);
  CHECK(to_saif(again, {.instance = "tb/dut"}) == text);
}

TEST_CASE("SAIF as others write it is read; faults name the line") {
  const Activity activity = parse_saif(
      "(SAIFILE // comment\n(SAIFVERSION \"2.0\")\n(DIVIDER .)(TIMESCALE 1ns)(DURATION 10)\n"
      "(INSTANCE \"mod\" top (PORT (clk (T0 5) (T1 5) (TX 0) (TB 0) (TC 10) (IG 0)))\n"
      "(INSTANCE u (NET (q\\[1\\] (T0 1) (TC 3)) (q\\[0\\] (TC 1))))))",
      "t");
  REQUIRE(activity.signals.size() == 2);
  CHECK(activity.signals[0].name == "top.clk");
  CHECK(activity.nets[0].rises == 5);
  CHECK(activity.signals[1].right == 1);
  CHECK(activity.signals[1].left == 0);
  CHECK(activity.nets[1].rises == 2);
  CHECK(code_of("") == "saif.syntax");
  CHECK(code_of("(SAIFILE (DURATION -1))") == "saif.number");
  CHECK(code_of("(SAIFILE (INSTANCE a (NET (q (TC 1)))") == "saif.truncated");
  CHECK(code_of("(SAIFILE (TIMESCALE 1 year))") == "saif.timescale");
  std::string deep = "(SAIFILE ";
  for (int i = 0; i < 3000; ++i) deep += "(INSTANCE a ";
  CHECK(code_of(deep) == "saif.syntax");
}

TEST_CASE("CSV holds everything and reads back the same") {
  Activity activity = sample();
  activity.signals[2].name = "odd,\"name\"";
  const std::string text = to_csv(activity);
  const Activity again = parse_activity_csv(text, "t.csv");
  CHECK(to_csv(again) == text);
  CHECK(again.signals[2].name == "odd,\"name\"");
  CHECK(again.nets[1].unknown_changes == 2);
  CHECK_THROWS_AS(parse_activity_csv("", "t"), Failure);
  CHECK_THROWS_AS(parse_activity_csv(text + "a,b\n", "t"), Failure);
}

TEST_CASE("counted windows read back the same; bad ones are refused") {
  CountedWindows windows;
  windows.windows = {{0, 10, 15}, {20, 30, 30}};
  windows.registers = {"**.q", "odd\"name"};
  windows.operations = 12;
  const std::string text = to_json_text(windows);
  const CountedWindows again = parse_windows(text, "t");
  CHECK(to_json_text(again) == text);
  CHECK(again.windows[1].from == 20);
  CHECK(parse_windows(to_json_text(CountedWindows{}), "t").windows.empty());
  const auto refused = [](const std::string& fault) {
    CHECK_THROWS_AS(parse_windows(fault, "t"), Failure);
  };
  refused("");
  refused("{}");
  refused(R"({"schema":"pann.windows","version":2,"operations":0,"registers":[],"windows":[]})");
  refused(R"({"schema":"pann.windows","version":1,"operations":-1,"registers":[],"windows":[]})");
  refused(
      R"({"schema":"pann.windows","version":1,"operations":0,"registers":[],"windows":[[5,1,9]]})");
  refused(
      R"({"schema":"pann.windows","version":1,"operations":0,"registers":[],"windows":[[0,5,5],[4,6,6]]})");
}

TEST_CASE("elements sum bit positions; a name that matches twice counts once") {
  Activity activity = sample();
  activity.signals.push_back(activity.signals[0]);  // declared twice
  const auto counts =
      count_elements(activity, {{"all", {"**", "u.*"}}, {"v", {"v"}}, {"none", {"x"}}});
  CHECK(counts[0].toggles == 5 + 2 + 2 + 1);  // v again, though it is u.a's net
  CHECK(counts[0].bits == 4);
  CHECK(counts[1].toggles == 2);
  CHECK(counts[2].bits == 0);
}

TEST_CASE("bits of one electrical net are merged, and must agree") {
  Activity activity = sample();
  activity.nets.push_back(activity.nets[0]);
  activity.signals.push_back({"w", 0, 0, false, {3}});
  // Nets 7 and 8 of a design whose inputs are u.a, w, v and one that the trace lacks.
  Netlist design;
  design.net_count = 10;
  design.ports = {{"in", Direction::input, {7, 8, 9}}};
  design.names = {{"u.a", 1, 0, false, {7, 9}},
                  {"w", 0, 0, false, {7}},
                  {"gone", 0, 0, false, {7}},
                  {"v", 0, 0, false, {8}}};
  const Activity merged = merge_nets(activity, design);
  CHECK(merged.nets.size() == 3);
  CHECK(merged.signals.back().bits[0] == merged.signals[0].bits[0]);
  CHECK(total_toggles(merged) == total_toggles(sample()));
  try {
    design.names[0].bits = {9, 7};
    merge_nets(activity, design);
    FAIL("the nets differ");
  } catch (const Failure& failure) {
    CHECK(std::string(failure.what()).find("'u.a[1]' and 'w'") != std::string::npos);
  }
}

TEST_CASE("scopes sum their nets once each") {
  const auto sums = sum_scopes(sample());
  REQUIRE(sums.size() == 2);
  CHECK(sums[0].name.empty());
  CHECK(sums[0].nets == 3);
  CHECK(sums[0].own_nets == 1);
  CHECK(sums[1].name == "u");
  CHECK(sums[1].toggles == 8);
}

TEST_CASE("each net reaches every pin of the netlist, and what is missing is named") {
  const Netlist netlist = parse_yosys_json(kNetlist, "n.json");
  Activity activity;
  activity.duration = 100;
  activity.nets = {{1, 0, 0, 0, 50, 50, 0, 0},
                   {2, 2, 0, 0, 90, 10, 0, 0},
                   {3, 3, 0, 0, 1, 99, 0, 0},
                   {4, 4, 0, 0, 2, 98, 0, 0}};
  activity.signals = {{"a", 0, 0, false, {0}}, {"y", 1, 0, true, {1, 2}}, {"n", 0, 0, false, {3}}};
  const PinActivity pins = annotate_pins(activity, netlist);
  CHECK(pins.total_pins == 10);
  CHECK(pins.annotated_pins() == 10);
  const std::string saif = to_saif(pins.pins, activity, {.instance = "top"});
  // The instance of a flattened name is one level.
  CHECK(saif.find("(INSTANCE u.g1\n") != std::string::npos);
  const Activity again = parse_saif(saif, "t");
  const auto toggles = [&](const std::string& name) {
    for (const Signal& signal : again.signals) {
      if (signal.name == name) return again.nets[signal.bits[0]].toggles();
    }
    return std::uint64_t{999};
  };
  CHECK(toggles("top.u.g1.A") == 1);
  CHECK(toggles("top.u.g1.Y") == 8);
  CHECK(toggles("top.g2.A") == 8);
  CHECK(toggles("top.g2.B") == 0);
  CHECK(toggles("top.g2.Y") == 4);
  CHECK(toggles("top.g3.Y") == 6);
  const std::string tcl = to_power_tcl(pins, activity, 10e-9);
  CHECK(tcl.find("sta::set_power_pin_activity [get_pins {g2/Y}] 0.4 0.1\n") != std::string::npos);
  activity.signals.pop_back();
  const PinActivity partial = annotate_pins(activity, netlist);
  CHECK(partial.missing == std::vector<std::string>{"u.g1/Y (net n)", "g2/A (net n)"});
}

TEST_CASE("a comparison lists the worst bits first and what only one side has") {
  Activity now = sample();
  now.nets[0].rises = 6;
  now.nets[2].falls = 3;
  const auto difference = compare_activities(sample(), now, 0.01);
  REQUIRE(difference.exceeding.size() == 2);
  CHECK(difference.exceeding[0].name == "u.e+sc");
  CHECK(difference.exceeding[1].relative == pann::test::relative(0.6));
  CHECK(compare_activities(sample(), now, 2.0).passes());
  now = sample();
  now.signals.pop_back();
  now.signals.push_back({"new", 0, 0, false, {2}});
  const auto renamed = compare_activities(sample(), now, 1.0);
  CHECK(renamed.exceeding.size() == 2);
  CHECK_FALSE(renamed.passes());
}

TEST_CASE("modules sum the nets of all their instances, each net once") {
  Activity activity = sample();
  activity.signals = {{"u.a", 1, 0, true, {0, 1}},
                      {"v", 0, 0, false, {1}},
                      {"w.g_bit[0].u.s", 0, 0, false, {2}},
                      {"w.g_bit[0].t", 0, 0, false, {0}}};
  const auto sums =
      sum_modules(activity, {{"", "top"}, {"u", "cell"}, {"w", "box"}, {"w.g_bit[0].u", "cell"}});
  REQUIRE(sums.size() == 3);
  CHECK(sums[0].module == "box");  // the net of the generate block belongs to the box
  CHECK(sums[0].toggles == 5);
  CHECK(sums[1].module == "cell");
  CHECK(sums[1].instances == 2);
  CHECK(sums[1].nets == 3);
  CHECK(sums[1].toggles == 5 + 2 + 1);
  CHECK(sums[2].module == "top");
  CHECK(sums[2].toggles == 2);
}
