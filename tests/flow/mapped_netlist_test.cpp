#include "flow/mapped_netlist.h"

#include <filesystem>
#include <map>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "flow/mapped_power.h"
#include "generator/units/emit.h"
#include "osu018.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"

namespace fs = std::filesystem;
using namespace pann;

using pann::test::osu018;

namespace {

tb::DesignFiles map_to_osu018(const fs::path& source, const fs::path& target) {
  support::Progress silent(true);
  const flow::SynthesisResult result = flow::synthesize(
      {.source = source, .target = target}, synth::find_pdk("osu018"), osu018(), silent);
  return {target, result.manifest};
}

tb::DesignFiles mapped_mac(const fs::path& directory) {
  generator::DesignSpec spec;
  spec.x_width = 4;
  spec.w_width = 4;
  spec.acc_width = 12;
  generator::emit_into(spec, directory / "rtl");
  return map_to_osu018(directory / "rtl", directory / "mapped");
}

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
  std::string text = support::read_file(file);
  REQUIRE(text.find(from) != std::string::npos);
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  support::write_file(file, text);
}

void forget_hashes(const fs::path& directory) {
  auto json = nlohmann::ordered_json::parse(support::read_file(directory / "statistics.json"));
  json.erase("netlists");
  support::write_file(directory / "statistics.json", json.dump());
}

std::string fault_of(const tb::DesignFiles& mapped) {
  try {
    flow::read_mapped_netlist(mapped);
  } catch (const support::Failure& failure) {
    return failure.diagnostics().front().code + " " + failure.diagnostics().front().message;
  }
  return "none";
}

}  // namespace

TEST_CASE("power is of the netlist that is simulated, whatever names netlist.json makes up") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  const tb::DesignFiles mapped = mapped_mac(directory.path());
  const synth::PowerReport fresh = flow::trial_power(mapped, osu018(), 300, {});
  REQUIRE(fresh.coverage.complete());
  forget_hashes(mapped.directory);
  // As Yosys leaves them where nothing renames them.
  replace_in(mapped.directory / "netlist.json", "\"_pann_", "\"$abc$608$_pann_");
  const synth::PowerReport other = flow::trial_power(mapped, osu018(), 300, {});
  CHECK(other.coverage.complete());
  CHECK(other.coverage.total_pins == fresh.coverage.total_pins);
  CHECK(other.total.total_w() == pann::test::relative(fresh.total.total_w()).epsilon(1e-12));
  CHECK(fresh.total.total_w() > 0.0);
}

TEST_CASE("of a netlist in Verilog and in JSON neither may change alone") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  const tb::DesignFiles mapped = mapped_mac(directory.path());
  CHECK(fault_of(mapped) == "none");
  for (const char* file : {"netlist.v", "netlist.json"}) {
    const std::string text = support::read_file(mapped.directory / file);
    replace_in(mapped.directory / file, "NAND2X1", "NOR2X1");
    const std::string fault = fault_of(mapped);
    CHECK_MESSAGE(fault.find("netlist.changed") == 0, fault);
    CHECK_MESSAGE(fault.find(std::string(file) + "'") != std::string::npos, fault);
    support::write_file(mapped.directory / file, text);
  }
  // Without hashes the Verilog netlist is the truth for both.
  forget_hashes(mapped.directory);
  replace_in(mapped.directory / "netlist.v", "NAND2X1", "NOR2X1");
  std::map<std::string, int> cells;
  for (const auto& cell : flow::read_mapped_netlist(mapped).cells) ++cells[cell.type];
  CHECK(cells["NAND2X1"] == 0);
  CHECK(cells["NOR2X1"] > 0);
}

TEST_CASE("names that mapping makes up are none of the source's") {
  if (!test::osu018_is_here()) return;
  const support::TemporaryDirectory directory;
  const fs::path source = directory.path() / "rtl";
  fs::create_directory(source);
  // As Yosys and pann write netlists: numbers between underscores, for nets and for instances.
  std::string text = "module part (input a_i, output y_o);\n  assign y_o = ~a_i;\nendmodule\n";
  text += "module m (input [7:0] a_i, input [7:0] b_i, output [7:0] y_o);\n";
  for (const char* prefix : {"_", "_pann_", "_pann1_"}) {
    for (int i = 0; i < 8; ++i) {
      text += fmt::format("  wire {0}{1}_ = a_i[{1}] ^ (b_i[{1}] & a_i[{2}]);\n", prefix, i,
                          (i + 1) % 8);
    }
  }
  for (int i = 0; i < 8; ++i) {
    text += fmt::format("  part _{}_ (.a_i(_{}_ ^ _pann_{}_ ^ _pann1_{}_), .y_o(y_o[{}]));\n",
                        i + 8, i, i, i, i);
  }
  support::write_file(source / "m.v", text + "endmodule\n");
  support::write_file(source / "manifest.json", R"({"schema": "pann.manifest", "version": 2,
    "design": {"kind": "other"}, "top": "m", "files": ["m.v"], "parameters": [],
    "ports": [{"name": "a_i", "direction": "input", "width": 8, "role": "other_input"},
              {"name": "b_i", "direction": "input", "width": 8, "role": "other_input"},
              {"name": "y_o", "direction": "output", "width": 8, "role": "other_output"}],
    "latency": 0, "interval": 1, "elements": [], "registers": []})");
  const tb::DesignFiles mapped = map_to_osu018(source, directory.path() / "mapped");
  const std::string netlist = support::read_file(mapped.directory / "netlist.v");
  CHECK(netlist.find("_pann2_0_") != std::string::npos);
  std::map<std::string, int> declared;
  for (std::size_t at = 0; (at = netlist.find("  wire _", at)) != std::string::npos; ++at) {
    ++declared[netlist.substr(at + 7, netlist.find(';', at) - at - 7)];
  }
  for (const auto& net : declared) CHECK_MESSAGE(net.second == 1, net.first);
  CHECK(flow::trial_power(mapped, osu018(), 200, {}).coverage.complete());
}
