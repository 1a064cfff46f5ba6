// Bits are matched by name: words as a whole, bit by bit, in any order, in any format; what the
// trace lacks is named.
#include "activity/elements.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "activity/activity_diff.h"
#include "activity/bit_index.h"
#include "activity/files/activity_csv.h"
#include "activity/files/saif.h"
#include "activity/net_aliases.h"
#include "activity/select_signals.h"
#include "activity/signal_bits.h"
#include "activity/trace/vcd_counter.h"
#include "support/diagnostic.h"

using namespace pann::activity;
using pann::circuit::Netlist;
using pann::generator::Direction;
using pann::support::Failure;

namespace {

/// A design with the ports a[1:0] and y, and the inner word u.a[1:0], which is a[0] twice.
Netlist design() {
  Netlist netlist;
  netlist.net_count = 7;
  netlist.ports = {{"a", Direction::input, {4, 5}}, {"y", Direction::input, {6}}};
  netlist.names = {
      {"a", 1, 0, false, {4, 5}}, {"y", 0, 0, false, {6}}, {"u.a", 1, 0, false, {4, 4}}};
  return netlist;
}

Activity count(const std::string& variables, const std::string& changes,
               const std::string& scope = "tb.u") {
  VcdActivityCounter counter({.source = "t.vcd", .scope = scope});
  counter.feed("$timescale 1ns $end\n$scope module tb $end\n$scope module u $end\n" + variables +
               "$upscope $end\n$upscope $end\n$enddefinitions $end\n" + changes);
  return counter.finish();
}

const std::vector<pann::generator::ElementGroup> kGroups{{"word", {"a"}}, {"inner", {"u.a"}}};

/// a[0] toggles three times, a[1] once.
constexpr const char* kBits = "#0\n0!\n0\"\n0#\n#1\n1!\n#2\n0!\n1\"\n#3\n1!\n";

void check_counts(const Activity& activity) {
  const auto elements = index_elements(design(), activity.signals, kGroups);
  const auto counts = count_elements(activity, elements);
  CHECK(counts[0].toggles == 4);
  CHECK(counts[0].bits == 2);
  CHECK(counts[0].expected == 2);
  CHECK(counts[1].toggles == 6);  // two positions of one net, found by its other name
  CHECK(is_complete(counts));
  CHECK(merge_nets(activity, design()).nets.size() == activity.nets.size());
}

}  // namespace

TEST_CASE("a word that is dumped bit by bit, in any order and spelling, counts as the whole word") {
  const std::string y = "$var wire 1 # y $end\n";
  const std::vector<std::string> spellings{
      "$var wire 1 \" a [1] $end\n$var wire 1 ! a [0] $end\n",
      "$var wire 1 ! a [0] $end\n$var wire 1 \" a [1] $end\n",
      "$var wire 1 \" a[1] $end\n$var wire 1 ! a[0] $end\n",
      "$var wire 1 ! \\a[0] $end\n$var wire 1 \" \\a[1] $end\n",
      "$var wire 1 \" a(1) $end\n$var wire 1 ! a(0) $end\n",
      "$var wire 1 \" a [1:1] $end\n$var wire 1 ! a [0:0] $end\n"};
  for (const std::string& spelling : spellings) {
    INFO(spelling);
    check_counts(count(spelling + y, kBits));
    check_counts(count("$var wire 1 \" a [1] $end\n" + y + "$var wire 1 ! a [0] $end\n", kBits));
  }
  check_counts(count("$var wire 2 ! a [1:0] $end\n$var wire 1 # y $end\n",
                     "#0\nb0 !\n0#\n#1\nb1 !\n#2\nb10 !\n#3\nb11 !\n"));
}

TEST_CASE("SAIF and CSV of the bits in any order give the same elements") {
  for (const char* nets :
       {"(a\\[0\\] (TC 3)) (a\\[1\\] (TC 1))", "(a\\[1\\] (TC 1)) (a\\[0\\] (TC 3))",
        "(a[1] (TC 1)) (y (TC 0)) (a[0] (TC 3))"}) {
    INFO(nets);
    const Activity activity =
        parse_saif("(SAIFILE (DURATION 3) (INSTANCE u (NET " + std::string(nets) + ")))", "t.saif");
    check_counts(select_signals(activity, "u", {}));
  }
  const Activity whole =
      count("$var wire 1 \" a [1] $end\n$var wire 1 ! a [0] $end\n$var wire 1 # y $end\n", kBits);
  check_counts(parse_activity_csv(to_csv(whole), "t.csv"));
}

TEST_CASE("an instance is found though its ports are dumped bit by bit") {
  pann::generator::Manifest manifest;
  manifest.top = "u";
  manifest.ports = {{"a", Direction::input, 2}, {"y", Direction::output, 1}};
  const Activity activity = count(
      "$var wire 1 \" a [1] $end\n$var wire 1 # y $end\n$var wire 1 ! a [0] $end\n", kBits, "");
  CHECK(find_instance(activity.signals, manifest) == "tb.u");
  manifest.ports[0].width = 3;
  CHECK_THROWS_AS(find_instance(activity.signals, manifest), Failure);
  manifest.ports[0].width = 1;
  CHECK_THROWS_AS(find_instance(activity.signals, manifest), Failure);
}

TEST_CASE("bits that the trace lacks are named, and patterns that name nothing") {
  const Activity activity =
      count("$var wire 1 \" a [1] $end\n$var wire 1 # y $end\n", "#0\n0\"\n0#\n#1\n1\"\n");
  auto groups = kGroups;
  groups.push_back({"typing error", {"b", "c[*]"}});
  const auto counts = count_elements(activity, index_elements(design(), activity.signals, groups));
  CHECK(counts[0].bits == 1);
  CHECK(counts[0].expected == 2);
  CHECK(counts[0].missing == std::vector<std::string>{"a[0]"});
  CHECK(counts[1].missing == std::vector<std::string>{"u.a[0]", "u.a[1]"});
  CHECK(counts[2].missing == std::vector<std::string>{"'b' names nothing", "'c[*]' names nothing"});
  CHECK_FALSE(is_complete(counts));
  const auto by_trace = count_elements(activity, groups);
  CHECK_FALSE(by_trace[0].expected.has_value());
  CHECK(by_trace[1].missing == std::vector<std::string>{"'u.a' names nothing"});
}

TEST_CASE("constant and undriven bits are no loss") {
  Netlist netlist = design();
  netlist.names.push_back({"k", 2, 0, false, {pann::circuit::kNetZero, pann::circuit::kNetOne, 6}});
  netlist.ports.pop_back();  // nothing drives 6
  const Activity activity = count("$var wire 1 ! a [0] $end\n", "#0\n0!\n#1\n1!\n");
  const auto counts =
      count_elements(activity, index_elements(netlist, activity.signals, {{"k", {"k"}}}));
  CHECK(counts[0].bits == 2);
  CHECK(counts[0].expected == 2);
  CHECK(is_complete(counts));
}

TEST_CASE("a word whose range the dump leaves out is matched by position, others by index") {
  Netlist netlist = design();
  netlist.names[0].left = 4;  // a[4:3]
  netlist.names[0].right = 3;
  const Activity bare =
      count("$var wire 2 ! a $end\n", "#0\nb0 !\n#1\nb1 !\n#2\nb10 !\n#3\nb11 !\n");
  const BitIndex index(bare.signals);
  CHECK(bare.nets[*match_nets(netlist, index)[4]].toggles() == 3);
  const Activity upwards =
      count("$var wire 2 ! a [3:4] $end\n", "#0\nb0 !\n#1\nb1 !\n#2\nb10 !\n#3\nb11 !\n");
  CHECK(upwards.nets[*match_nets(netlist, BitIndex(upwards.signals))[5]].toggles() == 3);
}

TEST_CASE("two nets of one name are refused in an element, unless they did the same") {
  const std::string twice = "$var wire 1 ! y $end\n$var wire 1 \" y $end\n";
  const Activity moved = count(twice, "#0\n0!\n0\"\n#1\n1!\n");
  CHECK_THROWS_AS(count_elements(moved, {{"y", {"y"}}}), Failure);
  const Activity same = count(twice, "#0\n0!\n0\"\n#1\n1!\n1\"\n");
  CHECK(count_elements(same, {{"y", {"y"}}})[0].toggles == 1);
}

TEST_CASE("a comparison tells two nets of one name apart") {
  const std::string twice = "$var wire 1 ! y $end\n$var wire 1 \" y $end\n";
  const Activity before = count(twice, "#0\n0!\n0\"\n#1\n1!\n1\"\n#2\n0!\n#3\n");
  const Activity after = count(twice, "#0\n0!\n0\"\n#1\n1!\n#2\n0!\n#3\n");
  const ActivityDifference difference = compare_activities(before, after, 0.0);
  CHECK(difference.toggles_before == 3);
  CHECK(difference.toggles_after == 2);
  REQUIRE(difference.exceeding.size() == 1);
  CHECK(difference.exceeding[0].name == "y (2)");
  // A word of one bit is the same with and without its range.
  const Activity scalar = count("$var wire 1 ! y $end\n", "#0\n0!\n#1\n1!\n");
  const Activity ranged = count("$var wire 1 ! y [0:0] $end\n", "#0\n0!\n#1\n1!\n");
  CHECK(compare_activities(scalar, ranged, 0.0).passes());
}

TEST_CASE("pieces of words are put together; what repeats an index is another word") {
  const std::vector<Signal> pieces{{"a", 3, 2, true, {3, 4}}, {"b", 0, 0, false, {9}},
                                   {"a", 0, 0, true, {1}},    {"a", 1, 1, true, {2}},
                                   {"a", 1, 1, true, {7}},    {"a", 9, 9, true, {8}}};
  const std::vector<Signal> words = gather_words(pieces);
  REQUIRE(words.size() == 4);
  CHECK(words[0].left == 3);
  CHECK(words[0].right == 0);
  CHECK(words[0].bits == std::vector<pann::circuit::NetId>{1, 2, 3, 4});
  CHECK(words[1].name == "b");
  CHECK(words[2].bits == std::vector<pann::circuit::NetId>{7});
  CHECK(words[3].left == 9);
}
