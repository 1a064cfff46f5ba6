#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "engine_support.h"
#include "support/diagnostic.h"
#include "support/process.h"

using namespace pann;
using generator::DesignSpec;
using generator::Kind;
namespace fs = std::filesystem;

namespace {

/// A library of our own with the kinds of cells that matter: inverting gates, a complex gate, and a
/// flip-flop that shows the complement of what it stores.
const char* const kLibrary = R"lib(
library (small) {
  cell (BUF) { area : 2; pin (A) { direction : input; }
    pin (Y) { direction : output; function : "A"; } }
  cell (INV) { area : 1; pin (A) { direction : input; }
    pin (Y) { direction : output; function : "!A"; } }
  cell (NAND2) { area : 2; pin (A) { direction : input; } pin (B) { direction : input; }
    pin (Y) { direction : output; function : "!(A & B)"; } }
  cell (AOI21) { area : 3; pin (A) { direction : input; } pin (B) { direction : input; }
    pin (C) { direction : input; }
    pin (Y) { direction : output; function : "!((A & B) | C)"; } }
  cell (XOR2) { area : 4; pin (A) { direction : input; } pin (B) { direction : input; }
    pin (Y) { direction : output; function : "A ^ B"; } }
  cell (DFFN) { area : 8; ff (IQ, IQN) { next_state : "D"; clocked_on : "CK"; }
    pin (D) { direction : input; } pin (CK) { direction : input; clock : true; }
    pin (QN) { direction : output; function : "IQN"; } }
}
)lib";

circuit::CellFunctions small_functions() {
  const circuit::TruthTable stored_complement{{"IQ"}, {0b01}};
  circuit::CellFunctions functions;
  functions["BUF"].outputs = {{"Y", {{"A"}, {0b10}}}};
  functions["INV"].outputs = {{"Y", {{"A"}, {0b01}}}};
  functions["NAND2"].outputs = {{"Y", {{"A", "B"}, {0b0111}}}};
  functions["AOI21"].outputs = {{"Y", {{"A", "B", "C"}, {0b00000111}}}};
  functions["XOR2"].outputs = {{"Y", {{"A", "B"}, {0b0110}}}};
  functions["DFFN"].outputs = {{"QN", stored_complement}};
  functions["DFFN"].flip_flop =
      circuit::FlipFlopFunction{.clock = "CK", .state = "IQ", .next = {{"D"}, {0b10}}};
  return functions;
}

/// Maps the design to the library; leaves netlist.v, netlist.json and cells.v in its directory, and
/// a manifest of these two Verilog files.
void map_design(test::DesignOnDisk& design, const fs::path& liberty) {
  std::string script;
  for (const std::string& file : design.manifest.files) script += "read_verilog " + file + "; ";
  script += fmt::format(
      "hierarchy -check -top {0}; synth -top {0}; dfflibmap -liberty {1}; abc -liberty {1}; "
      "opt_clean; read_liberty -lib -ignore_miss_func {1}; write_verilog -noattr -noexpr "
      "netlist.v; "
      "write_json netlist.json; design -reset; read_liberty -ignore_miss_func {1}; "
      "write_verilog -noattr cells.v",
      design.manifest.top, liberty.string());
  support::run_tool(
      {.arguments = {"yosys", "-q", "-p", script}, .directory = design.directory.path()},
      "test.yosys");
  design.manifest.files = {"cells.v", "netlist.v"};
  design.manifest.parameters.clear();
}

sim::Schedule engine_mapped_schedule_for(const generator::Manifest& manifest,
                                         std::uint64_t length) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = 1500;
  stimulus.length = length;
  return tb::make_schedule(manifest, tb::make_operands(stimulus, manifest.design));
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE(
      "a netlist of library cells counts the same by their functions, by their models and in "
      "Icarus") {
    test::DesignOnDisk design;
    test::emit_to(design, {.kind = Kind::mac, .x_width = 4, .w_width = 3, .acc_width = 12});
    support::write_file(design.directory.path() / "small.lib", kLibrary);
    map_design(design, design.directory.path() / "small.lib");
    const sim::Schedule schedule = engine_mapped_schedule_for(design.manifest, 50);

    const circuit::Netlist mapped =
        circuit::read_yosys_json(design.directory.path() / "netlist.json");
    const sim::SimulationResult by_function =
        sim::run(sim::compile(mapped, small_functions()), schedule);
    CHECK(by_function.mismatches == 0);

    const circuit::Netlist models = design.netlist();
    const sim::SimulationResult by_model = sim::run(sim::compile(models), schedule);
    CHECK(test::check_equal(by_function, by_model, activity::net_bindings(mapped)) > 50);

    // The register nets of a mapped netlist bear the names of the source or hang on them: at the
    // storing edge only the engine knows them all, so that the trace is compared without that edge.
    sim::Schedule without_edge = schedule;
    for (sim::CycleFlags& flags : without_edge.flags) flags.registers_counted = flags.counted;
    const auto icarus =
        tb::simulate_with_icarus(design.directory.path(), design.manifest, without_edge);
    CHECK(test::check_equal(sim::run(sim::compile(models), without_edge), icarus,
                            activity::net_bindings(models)) > 200);
  }

  TEST_CASE(
      "every net of a mapped netlist can be counted, also those without a name in the source") {
    test::DesignOnDisk design;
    test::emit_to(design, {.kind = Kind::multiplier, .x_width = 4, .w_width = 4});
    support::write_file(design.directory.path() / "small.lib", kLibrary);
    map_design(design, design.directory.path() / "small.lib");
    const circuit::Netlist mapped =
        circuit::read_yosys_json(design.directory.path() / "netlist.json");
    const sim::Schedule schedule = engine_mapped_schedule_for(design.manifest, 0);
    const sim::NativeDesign all = sim::compile(mapped, small_functions(), {.every_net = true});
    CHECK(all.nets() == mapped.net_count);
    const activity::Activity activity = sim::run(all, schedule).activity;
    const std::vector<bool> driven = circuit::driven_nets(mapped);
    const auto named = sim::run(sim::compile(mapped, small_functions()), schedule);
    for (const activity::NetBinding& binding : activity::net_bindings(mapped)) {
      for (const activity::Signal& signal : named.activity.signals) {
        if (signal.name != binding.name) continue;
        const auto bit = static_cast<std::size_t>(binding.bit);
        CHECK(activity.nets[binding.net] == named.activity.nets[signal.bits[bit]]);
      }
    }
    std::size_t moving = 0;
    for (circuit::NetId net = circuit::kFirstWire; net < mapped.net_count; ++net) {
      if (driven[net] && activity.nets[net].toggles() > 0) ++moving;
    }
    CHECK(moving > 60);
  }

  TEST_CASE("a cell type that nobody described is named") {
    test::DesignOnDisk design;
    test::emit_to(design, {.kind = Kind::adder, .x_width = 4});
    support::write_file(design.directory.path() / "small.lib", kLibrary);
    map_design(design, design.directory.path() / "small.lib");
    const circuit::Netlist mapped =
        circuit::read_yosys_json(design.directory.path() / "netlist.json");
    circuit::CellFunctions functions = small_functions();
    functions.erase("XOR2");
    functions["NAND2"].refusal = "a cell with a secret";
    try {
      sim::compile(mapped, functions);
      FAIL("no failure");
    } catch (const support::Failure& failure) {
      const std::string text = failure.what();
      CHECK(failure.diagnostics().front().code == "netlist.cell");
      CHECK(text.find("'XOR2' has no known function") != std::string::npos);
      CHECK(text.find("'NAND2' is a cell with a secret") != std::string::npos);
    }
  }

  TEST_CASE(
      "a multiplier on Debian's osu018 counts the same as the traces of Icarus and Verilator") {
    const fs::path liberty = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
    if (!fs::exists(liberty)) {
      MESSAGE("SKIPPED: qflow-tech-osu018 is not installed");
      return;
    }
    test::DesignOnDisk design;
    test::emit_to(design, {.kind = Kind::multiplier, .x_width = 6, .w_width = 5});
    map_design(design, liberty);
    const circuit::Netlist models = design.netlist();
    const sim::Schedule schedule = engine_mapped_schedule_for(design.manifest, 0);
    const sim::SimulationResult native = sim::run(sim::compile(models), schedule);
    CHECK(native.mismatches == 0);
    const auto bindings = activity::net_bindings(models);
    const auto icarus =
        tb::simulate_with_icarus(design.directory.path(), design.manifest, schedule);
    CHECK(test::check_equal(native, icarus, bindings) > 200);
    const auto verilator =
        tb::simulate_with_verilator(design.directory.path(), design.manifest, schedule);
    CHECK(test::check_equal(native, verilator, bindings) > 200);
  }
}
