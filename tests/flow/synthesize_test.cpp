#include "flow/synthesize.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "flow/behaviour.h"
#include "generator/units/emit.h"
#include "osu018.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "synth/yosys/cell_models.h"
#include "synth/yosys/script.h"

namespace fs = std::filesystem;
using namespace pann;

using pann::test::osu018;

namespace {

void synthesize_emit_into(const fs::path& directory, const generator::DesignSpec& spec) {
  support::OutputDirectory output(directory);
  for (const auto& file : generator::emit(spec).files) output.add(file.name, file.text);
  output.commit();
}

generator::DesignSpec small_mac() {
  generator::DesignSpec spec;
  spec.x_width = 4;
  spec.w_width = 4;
  spec.acc_width = 12;
  return spec;
}

flow::SynthesisResult synthesize_synthesize(const fs::path& source, const fs::path& target) {
  support::Progress progress(true);
  return flow::synthesize({.source = source, .target = target}, synth::find_pdk("osu018"), osu018(),
                          progress);
}

std::string synthesize_fault_of(const fs::path& source, const fs::path& target) {
  try {
    synthesize_synthesize(source, target);
  } catch (const support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "none";
}

}  // namespace

TEST_CASE("a MAC is mapped module by module: multiplier, accumulator with its register, adder") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  synthesize_emit_into(directory.path() / "rtl", small_mac());
  const fs::path target = directory.path() / "mapped";
  const flow::SynthesisResult result = synthesize_synthesize(directory.path() / "rtl", target);

  std::set<std::string> paths;
  for (const auto& module : result.modules) paths.insert(module.path);
  CHECK(paths ==
        std::set<std::string>{"", "u_accumulator", "u_accumulator.u_adder", "u_multiplier"});
  std::uint64_t cells = 0;
  for (const auto& entry : result.cell_types) {
    cells += entry.count;
    if (entry.cell == "DFFPOSX1") CHECK(entry.count == 12);
  }
  CHECK(cells == result.cells);
  for (const char* file : {"netlist.v", "netlist.json", "cells.v", "cells.lib", "netlist.sdc",
                           "statistics.json", "manifest.json", "synth.ys", "rtl/full_adder.v"}) {
    CHECK_MESSAGE(fs::is_regular_file(target / file), file);
  }
  const generator::Manifest manifest = generator::read_manifest(target);
  CHECK(manifest.top == "mac_booth4");
  CHECK(manifest.parameters.empty());
  const auto& registers = manifest.registers;
  CHECK(std::count(registers.begin(), registers.end(), "acc_o") == 1);
  for (const char* element :
       {"multiplier_inputs", "accumulator_input", "accumulator_sum", "accumulator_register"}) {
    CHECK_MESSAGE(std::any_of(manifest.elements.begin(), manifest.elements.end(),
                              [&](const auto& group) { return group.name == element; }),
                  element);
  }
}

TEST_CASE("the script that was run gives the same netlist by hand, byte for byte") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  synthesize_emit_into(directory.path() / "rtl", small_mac());
  const fs::path target = directory.path() / "mapped";
  synthesize_synthesize(directory.path() / "rtl", target);
  const std::string netlist = support::read_file(target / "netlist.v");
  fs::remove(target / "netlist.v");
  support::run_tool({.arguments = {"yosys", "-q", "-s", "synth.ys"}, .directory = target}, "test");
  CHECK(support::read_file(target / "netlist.v") == netlist);
}

TEST_CASE("Icarus and Verilator take the netlist and its cell models without a warning") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  synthesize_emit_into(directory.path() / "rtl", small_mac());
  const fs::path target = directory.path() / "mapped";
  synthesize_synthesize(directory.path() / "rtl", target);
  const auto icarus = support::run_process(
      {.arguments = {"iverilog", "-Wall", "-o", "a.out", "cells.v", "netlist.v"},
       .directory = target});
  CHECK(icarus.exit_code == 0);
  CHECK(icarus.error.empty());
  const auto verilator =
      support::run_process({.arguments = {"verilator", "--lint-only", "--top-module", "mac_booth4",
                                          "cells.v", "netlist.v"},
                            .directory = target});
  CHECK_MESSAGE(verilator.exit_code == 0, verilator.error);
}

TEST_CASE("a mapped netlist with the models of its cells is mapped again, registers and all") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  generator::DesignSpec spec = small_mac();
  spec.x_width = spec.w_width = 2;
  spec.acc_width = 6;
  synthesize_emit_into(directory.path() / "rtl", spec);
  const flow::SynthesisResult first =
      synthesize_synthesize(directory.path() / "rtl", directory.path() / "mapped");
  // Checked against its source and the arithmetic model.
  const flow::SynthesisResult again =
      synthesize_synthesize(directory.path() / "mapped", directory.path() / "again");
  CHECK(again.checked_operations > 0);
  CHECK(again.compared_cycles > 0);
  for (const flow::SynthesisResult* result : {&first, &again}) {
    const auto registers = std::find_if(result->cell_types.begin(), result->cell_types.end(),
                                        [](const auto& entry) { return entry.cell == "DFFPOSX1"; });
    REQUIRE(registers != result->cell_types.end());
    CHECK(registers->count == 6);
  }
  CHECK(again.area < 1.2 * first.area);
  // Its modules are told from the library's cells by dissolving them, which is said.
  CHECK_FALSE(first.dissolved);
  CHECK(first.modules.size() > 1);
  CHECK(again.dissolved);
  CHECK(again.modules.size() == 1);
  // A design that is itself named like a cell cannot be told from it.
  const fs::path named = directory.path() / "named";
  fs::create_directory(named);
  support::write_file(named / "a.v",
                      "module AND2X1(input a, input b, output y); assign y = a & b; endmodule\n");
  generator::Manifest manifest;
  manifest.design.kind = generator::Kind::other;
  manifest.top = "AND2X1";
  manifest.files = {"a.v"};
  manifest.ports = {{"a", generator::Direction::input, 1, generator::Role::other_input, false},
                    {"b", generator::Direction::input, 1, generator::Role::other_input, false},
                    {"y", generator::Direction::output, 1, generator::Role::other_output, false}};
  support::write_file(named / "manifest.json", generator::to_json_text(manifest));
  CHECK(synthesize_fault_of(named, directory.path() / "named_again") == "synth.top");
}

TEST_CASE("what cannot be synthesized is a diagnostic, and nothing half-written remains") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  const fs::path source = directory.path() / "rtl";
  const fs::path target = directory.path() / "mapped";
  synthesize_emit_into(source, small_mac());
  generator::Manifest manifest = generator::read_manifest(source);

  const auto with = [&](auto change) {
    generator::Manifest changed = manifest;
    change(changed);
    support::write_file(source / "manifest.json", generator::to_json_text(changed));
    return synthesize_fault_of(source, target);
  };
  CHECK(with([](auto& m) { m.parameters[0].value = 64; }) == "synth.rtl");
  CHECK(with([](auto& m) { m.top = "nowhere"; }) == "synth.rtl");
  CHECK(synthesize_fault_of(directory.path() / "none", target) != "none");
  CHECK_FALSE(fs::exists(target));
  for (const auto& entry : fs::directory_iterator(directory.path())) {
    CHECK(entry.path() == source);
  }
}

TEST_CASE("what gates do not have is refused by name, never mapped to something else") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  const fs::path source = directory.path() / "rtl";
  fs::create_directories(source);
  const auto fault = [&](const std::string& body) {
    generator::Manifest manifest;
    manifest.top = "odd";
    manifest.files = {"odd.v"};
    manifest.design.kind = generator::Kind::adder;
    using generator::Direction;
    using generator::Role;
    manifest.ports = {{"en_i", Direction::input, 1, Role::other_input, false},
                      {"q_i", Direction::input, 8, Role::x, true},
                      {"w_i", Direction::input, 8, Role::w, true},
                      {"y_o", Direction::output, 8, Role::other_output, false}};
    support::write_file(source / "manifest.json", generator::to_json_text(manifest));
    support::write_file(source / "odd.v",
                        "module odd (input en_i, input [7:0] q_i, w_i, " + body + "\nendmodule\n");
    return synthesize_fault_of(source, directory.path() / "mapped");
  };
  CHECK(fault("output [7:0] y_o); assign y_o = en_i ? q_i : 8'bz;") == "synth.tristate");
  CHECK(fault("output [7:0] y_o); assign y_o = {4'bz, q_i[3:0]};") == "synth.tristate");
  CHECK(fault("inout [7:0] y_o); assign y_o = q_i;") == "synth.inout");
  CHECK(fault("output reg [7:0] y_o); always @* if (en_i) y_o = q_i;") == "synth.latch");
}

TEST_CASE("a netlist that does something else than its source is told by its output") {
  generator::Manifest manifest;
  using generator::Direction;
  using generator::Role;
  manifest.ports = {{"a_i", Direction::input, 1, Role::other_input, false},
                    {"b_i", Direction::input, 1, Role::other_input, false},
                    {"y_o", Direction::output, 1, Role::other_output, false}};
  const auto netlist = [](const char* type, const char* output) {
    return circuit::parse_yosys_json(
        fmt::format(R"({{"modules": {{"top": {{"attributes": {{"top": "1"}}, "ports": {{
          "a_i": {{"direction": "input", "bits": [2]}}, "b_i": {{"direction": "input", "bits": [3]}},
          "y_o": {{"direction": "output", "bits": [{}]}}}}, "cells": {{"u": {{"hide_name": 0,
          "type": "{}", "parameters": {{}}, "attributes": {{}},
          "port_directions": {{"A": "input", "B": "input", "Y": "output"}},
          "connections": {{"A": [2], "B": [3], "Y": [4]}}}}}}, "netnames": {{}}}}}}}})",
                    output, type),
        "one.json");
  };
  const auto compare = [&](const circuit::Netlist& first, const circuit::Netlist& second) {
    return flow::compare_behaviour(manifest, first, second, {});
  };
  const circuit::Netlist gate = netlist("$_AND_", "4");
  CHECK(compare(gate, gate).port.empty());
  CHECK(compare(gate, gate).cycles > 0);
  CHECK(compare(gate, netlist("$_OR_", "4")).port == "y_o");
  // The same changes at other levels, and constants.
  CHECK(compare(gate, netlist("$_NAND_", "4")).port == "y_o");
  CHECK(compare(gate, netlist("$_AND_", "\"0\"")).port == "y_o");
  CHECK(compare(netlist("$_AND_", "\"0\""), netlist("$_AND_", "\"1\"")).port == "y_o");
}

TEST_CASE("names that would end a command of the script are refused") {
  generator::Manifest manifest;
  manifest.files = {"a.v"};
  manifest.top = "mac; shell true";
  CHECK_THROWS_WITH_AS(synth::elaboration_script(manifest), doctest::Contains("synth.name"),
                       support::Failure);
  manifest.top = "mac";
  for (const char* file : {"../a.v", "/a.v", "a\" -D x", "a\nshell true"}) {
    manifest.files = {file};
    CHECK_THROWS_WITH_AS(synth::elaboration_script(manifest), doctest::Contains("synth.file-name"),
                         support::Failure);
  }
}

TEST_CASE("cells that have no function to simulate are refused by name") {
  if (!test::osu018_is_here()) return;
  CHECK_THROWS_WITH_AS(synth::cell_models(osu018(), {"NOPE"}), doctest::Contains("'NOPE'"),
                       support::Failure);
  CHECK(synth::cell_models(osu018(), {"DFFSR"}).find("posedge CLK") != std::string::npos);
}

TEST_CASE("netlists at small widths are proved equal to their RTL by Yosys") {
  if (!test::osu018_is_here()) return;
  struct Case {
    generator::Kind kind;
    generator::Architecture architecture;
    int width;
  };
  using generator::Architecture;
  using generator::Kind;
  for (const Case& one :
       {Case{Kind::multiplier, Architecture::booth4, 4},
        Case{Kind::multiplier, Architecture::booth2, 3},
        Case{Kind::multiplier, Architecture::array, 4}, Case{Kind::adder, Architecture::booth4, 6},
        Case{Kind::mac, Architecture::booth4, 3}, Case{Kind::split_mac, Architecture::array, 3},
        Case{Kind::pann_mac, Architecture::booth4, 3}}) {
    const support::TemporaryDirectory directory;
    generator::DesignSpec spec;
    spec.kind = one.kind;
    spec.multiplier = one.architecture;
    spec.x_width = one.width;
    spec.w_width = one.width;
    spec.acc_width = 2 * one.width + 2;
    synthesize_emit_into(directory.path() / "rtl", spec);
    const fs::path target = directory.path() / "mapped";
    const flow::SynthesisResult result = synthesize_synthesize(directory.path() / "rtl", target);
    const generator::Manifest source = generator::read_manifest(directory.path() / "rtl");
    const std::string& top = result.manifest.top;
    std::string script = "read_verilog -defer";
    for (const std::string& file : source.files) script += " rtl/" + file;
    script += "\nhierarchy -top " + top + "\nproc\nflatten\nopt_clean\nrename " + top +
              " gold\ndesign -stash gold\nread_verilog cells.v netlist.v\nhierarchy -top " + top +
              "\nproc\nflatten\nsplitnets -ports\nopt_clean\nrename " + top +
              " gate\ndesign -stash gate\ndesign -copy-from gold -as gold gold\n"
              "design -copy-from gate -as gate gate\nsplitnets -ports\nopt_clean\n"
              "equiv_make gold gate equiv\nhierarchy -top equiv\nequiv_simple\nequiv_induct\n"
              "equiv_status -assert\n";
    support::write_file(target / "prove.ys", script);
    const auto proof =
        support::run_process({.arguments = {"yosys", "-q", "-s", "prove.ys"}, .directory = target});
    CHECK_MESSAGE(proof.exit_code == 0, top << ": " << proof.error << proof.output);
  }
}
