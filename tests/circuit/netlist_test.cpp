#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "activity/net_aliases.h"
#include "circuit/elaborate.h"
#include "circuit/netlist_binary.h"
#include "circuit/yosys_json.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann;
using circuit::Netlist;

namespace {

const char* const kAdder = R"(
module full_adder(input wire a_i, input wire b_i, input wire c_i, output wire s_o, output wire c_o);
  assign s_o = a_i ^ b_i ^ c_i;
  assign c_o = (a_i & b_i) | (c_i & (a_i ^ b_i));
endmodule
module adder #(parameter Width = 4) (
    input wire clk_i, input wire rst_ni, input wire [Width-1:0] a_i, input wire [0:Width-1] b_i,
    output wire [Width:1] s_o);
  reg [Width-1:0] q;
  wire [1:0] \odd.name , half;
  assign half[0] = a_i[0];
  assign \odd.name = q[1:0];
  genvar i;
  generate
    for (i = 0; i < Width; i = i + 1) begin : g_bit
      wire carry;
      if (i == 0) begin : g_first
        full_adder u_fa(.a_i(a_i[i]), .b_i(b_i[i]), .c_i(1'b0), .s_o(s_o[i+1]), .c_o(carry));
      end else begin : g_rest
        full_adder u_fa(.a_i(a_i[i]), .b_i(b_i[i]), .c_i(g_bit[i-1].carry), .s_o(s_o[i+1]), .c_o(carry));
      end
    end
  endgenerate
  always @(posedge clk_i) if (!rst_ni) q <= 0; else q <= s_o;
endmodule
)";

const circuit::NetName* find_name(const Netlist& netlist, const std::string& name) {
  const auto found =
      std::find_if(netlist.names.begin(), netlist.names.end(),
                   [&](const circuit::NetName& entry) { return entry.name == name; });
  return found == netlist.names.end() ? nullptr : &*found;
}

/// Which public bits share a net: what flattening has to get right, whatever the numbers are.
std::map<std::string, std::string> partition(const Netlist& netlist) {
  std::map<circuit::NetId, std::string> first;
  std::map<std::string, std::string> representative;
  for (const activity::NetBinding& binding : activity::net_bindings(netlist)) {
    const std::string bit = fmt::format("{}:{}", binding.name, binding.bit);
    const auto net = static_cast<circuit::NetId>(binding.net);
    if (first.count(net) == 0 || bit < first[net]) first[net] = bit;
  }
  for (const activity::NetBinding& binding : activity::net_bindings(netlist)) {
    representative[fmt::format("{}:{}", binding.name, binding.bit)] =
        first[static_cast<circuit::NetId>(binding.net)];
  }
  return representative;
}

std::string failure_code(const std::function<void()>& action) {
  try {
    action();
  } catch (const support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "none";
}

}  // namespace

TEST_SUITE("netlist") {
  TEST_CASE("an elaborated design keeps every public name with its range and its aliases") {
    const support::TemporaryDirectory directory;
    support::write_file(directory.path() / "adder.v", kAdder);
    const Netlist netlist =
        circuit::elaborate({{directory.path() / "adder.v"}, "adder", {{"Width", 6}}});
    CHECK(netlist.top == "adder");
    REQUIRE(netlist.find_port("a_i") != nullptr);
    CHECK(netlist.find_port("a_i")->bits.size() == 6);

    const circuit::NetName* sum = find_name(netlist, "s_o");
    REQUIRE(sum != nullptr);
    CHECK(sum->left == 6);
    CHECK(sum->right == 1);
    const circuit::NetName* b = find_name(netlist, "b_i");
    REQUIRE(b != nullptr);
    CHECK(b->left == 0);
    CHECK(b->right == 5);
    // b_i[0] is the leftmost bit: the last of the list.
    CHECK(b->bits.back() == find_name(netlist, "g_bit[0].g_first.u_fa.b_i")->bits.front());

    const circuit::NetName* carry = find_name(netlist, "g_bit[2].carry");
    REQUIRE(carry != nullptr);
    CHECK(carry->bits == find_name(netlist, "g_bit[2].g_rest.u_fa.c_o")->bits);
    CHECK(carry->bits == find_name(netlist, "g_bit[3].g_rest.u_fa.c_i")->bits);
    CHECK(find_name(netlist, "g_bit[0].g_first.u_fa.c_i")->bits.front() == circuit::kNetZero);
    CHECK(find_name(netlist, "odd.name")->bits.front() == find_name(netlist, "q")->bits.front());

    std::set<std::string> bound;
    for (const activity::NetBinding& binding : activity::net_bindings(netlist)) {
      bound.insert(fmt::format("{}:{}", binding.name, binding.bit));
    }
    CHECK(bound.count("half:0") == 1);
    CHECK(bound.count("half:1") == 0);  // nothing drives it
  }

  TEST_CASE("a hierarchical netlist flattens to what Yosys' own flatten gives") {
    const support::TemporaryDirectory directory;
    support::write_file(directory.path() / "adder.v", kAdder);
    support::run_tool(
        {.arguments =
             {"yosys", "-q", "-p",
              "read_verilog adder.v; hierarchy -check -top adder; proc; techmap; simplemap; "
              "write_json tree.json; flatten; write_json flat.json"},
         .directory = directory.path()},
        "test.yosys");
    const Netlist tree = circuit::read_yosys_json(directory.path() / "tree.json");
    const Netlist flat = circuit::read_yosys_json(directory.path() / "flat.json");
    CHECK(tree.instances.size() == 5);
    CHECK(tree.instances[1].module == "full_adder");
    CHECK(flat.instances.size() == 1);
    CHECK(tree.cells.size() == flat.cells.size());
    CHECK(partition(tree) == partition(flat));
  }

  TEST_CASE("designs that go through one process are the same as one by one") {
    const support::TemporaryDirectory directory;
    support::write_file(directory.path() / "adder.v", kAdder);
    std::vector<circuit::ElaborationRequest> requests;
    for (int width = 2; width < 5; ++width) {
      requests.push_back({{directory.path() / "adder.v"}, "adder", {{"Width", width}}});
    }
    const std::vector<Netlist> together = circuit::elaborate_all(requests);
    for (std::size_t i = 0; i < requests.size(); ++i) {
      CHECK(together[i].find_port("a_i")->bits.size() == i + 2);
      CHECK(partition(together[i]) == partition(circuit::elaborate(requests[i])));
    }
  }

  TEST_CASE("a fault of the source is told with Yosys' words, for the right design") {
    const support::TemporaryDirectory directory;
    support::write_file(directory.path() / "good.v", "module good(input wire a_i); endmodule\n");
    support::write_file(directory.path() / "bad.v",
                        "module bad(input wire a_i); nowhere u(a_i); endmodule\n");
    const std::vector<circuit::ElaborationRequest> requests{{{directory.path() / "good.v"}, "good"},
                                                            {{directory.path() / "bad.v"}, "bad"}};
    try {
      circuit::elaborate_all(requests);
      FAIL("no failure");
    } catch (const support::Failure& failure) {
      CHECK(failure.exit_code() == support::ExitCode::user_error);
      const support::Diagnostic& diagnostic = failure.diagnostics().front();
      CHECK(diagnostic.code == "netlist.elaborate");
      CHECK(diagnostic.message.find("'bad'") != std::string::npos);
      CHECK(diagnostic.message.find("nowhere") != std::string::npos);
    }
    CHECK(failure_code([&] {
            circuit::elaborate({{directory.path() / "none.v"}, "none"});
          }) == "input.read");
  }

  TEST_CASE("a netlist comes back from bytes as it was, and from no damaged ones") {
    const support::TemporaryDirectory directory;
    support::write_file(directory.path() / "adder.v", kAdder);
    const Netlist netlist = circuit::elaborate({{directory.path() / "adder.v"}, "adder"});
    const std::string bytes = circuit::to_binary(netlist);
    const auto again = circuit::from_binary(bytes);
    REQUIRE(again.has_value());
    CHECK(circuit::to_binary(*again) == bytes);
    CHECK(partition(*again) == partition(netlist));
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
      CHECK(!circuit::from_binary(std::string_view(bytes).substr(0, size)).has_value());
    }
    CHECK(!circuit::from_binary(bytes + "x").has_value());
  }

  TEST_CASE("text that is no netlist is refused with its place") {
    const auto code = [](const std::string& text) {
      return failure_code([&] { circuit::parse_yosys_json(text, "test.json"); });
    };
    CHECK(code("") == "netlist.json");
    CHECK(code("{\"modules\": {\"m\": {\"ports\"") == "netlist.json");
    CHECK(code("{}") == "netlist.json");
    CHECK(code(R"({"modules": {"m": {"cells": {"u": "no cell"}}}})") == "netlist.top");
    CHECK(code("[1, 2]") == "netlist.json");
    CHECK(code("{\"modules\": {}}") == "netlist.top");
    // Nothing to annotate would pass for everything annotated, however deep it lies.
    std::string deep = "1";
    for (int i = 0; i < 2000; ++i) deep = "{\"a\": " + deep + "}";
    CHECK(code("{\"modules\": " + deep + "}") == "netlist.top");
    CHECK(code(R"({"modules": {"m": {"ports": {"a": {"direction": "input", "bits": ["q"]}}}}})") ==
          "netlist.json");
    CHECK(code(R"({"modules": {"m": {"ports": {"a": {"direction": "input", "bits": [-1]}}}}})") ==
          "netlist.json");
    CHECK(code(R"({"modules": {"m": {"ports": {"a": {"direction": "inout", "bits": [2]}}}}})") ==
          "netlist.port");
    CHECK(code(R"({"modules": {"m": {"cells": {"u": {"type": "m", "connections": {}}}}}})") ==
          "netlist.instance");
    CHECK(
        code(R"({"modules": {"m": {"cells": {"u": {"type": "X", "connections": {"A": [2]}}}}}})") ==
        "netlist.pin");
  }

  TEST_CASE("a small file that stands for more than memory holds is refused") {
    std::string modules;
    constexpr int kLevels = 40;  // each holds two of the next
    for (int level = 0; level < kLevels; ++level) {
      std::string cells;
      for (int i = 0; i < 2 && level + 1 < kLevels; ++i) {
        cells += fmt::format(R"({}"u{}": {{"type": "m{}", "connections": {{"a": [2]}}}})",
                             i == 0 ? "" : ", ", i, level + 1);
      }
      modules += fmt::format(
          R"({}"m{}": {{"ports": {{"a": {{"direction": "input", "bits": [2]}}}}, "cells": {{{}}}}})",
          level == 0 ? "" : ", ", level, cells);
    }
    const std::string text = "{\"modules\": {" + modules + "}}";
    CHECK(failure_code([&] { circuit::parse_yosys_json(text, "bomb.json", "m0"); }) ==
          "netlist.size");
    const char* const far =
        R"({"modules": {"m": {"ports": {"a": {"direction": "input", "bits": [268435455]}}}}})";
    CHECK(failure_code([&] { circuit::parse_yosys_json(far, "far.json"); }) == "netlist.size");
  }
}
