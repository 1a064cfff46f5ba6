#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "generator/manifest.h"
#include "generator/manifest_schema.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"

// The first manifest of a design of one's own, from its ports.

using namespace pann;
using generator::Manifest;
using generator::Role;
using support::TemporaryDirectory;
using test::CliResult;
using test::run_pann;
namespace fs = std::filesystem;

namespace {

constexpr const char* kCore = R"(// input signed [7:0] nonsense, in a comment
module stage (input [3:0] in, output [3:0] out);
  assign out = ~in;
endmodule
module core (
  input  wire              aclk,
  input  wire              rst_n,
  input  wire              in_valid,
  input  wire signed [3:0] a_i, input wire [3:0] b_i,
  input  wire [2:0]        mode,
  output reg  [7:0]        result
);
  wire [3:0] inverted;
  stage u_stage (.in(a_i), .out(inverted));
  always @(posedge aclk)
    if (!rst_n) result <= 8'd0;
    else if (in_valid) result <= {inverted, b_i} + {5'd0, mode};
endmodule
)";

CliResult drafted(const fs::path& file, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"manifest", file.string(), "--top", "core"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_pann(arguments);
}

Role role_of(const Manifest& manifest, const std::string& name) {
  for (const generator::Port& port : manifest.ports) {
    if (port.name == name) return port.role;
  }
  FAIL("no port " << name);
  return Role::other_output;
}

}  // namespace

TEST_CASE("a first manifest has every port, roles by name and use, and says what is a guess") {
  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "core.v";
  support::write_file(file, kCore);
  const CliResult result = drafted(file);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  CHECK(result.output.find("a guess: its name") != std::string::npos);
  CHECK(result.output.find("it clocks registers") != std::string::npos);

  const Manifest manifest = generator::read_manifest(directory.path());
  CHECK(manifest.design.kind == generator::Kind::other);
  CHECK(support::read_file(directory.path() / "manifest.json").find("booth") == std::string::npos);
  CHECK(manifest.files == std::vector<std::string>{"core.v"});
  CHECK(role_of(manifest, "aclk") == Role::clock);
  CHECK(role_of(manifest, "rst_n") == Role::reset);
  CHECK(role_of(manifest, "in_valid") == Role::valid_in);
  CHECK(role_of(manifest, "a_i") == Role::x);
  CHECK(role_of(manifest, "b_i") == Role::w);
  CHECK(role_of(manifest, "mode") == Role::other_input);
  CHECK(role_of(manifest, "result") == Role::other_output);
  CHECK(manifest.find(Role::x)->is_signed);
  CHECK_FALSE(manifest.find(Role::w)->is_signed);
  CHECK(manifest.registers == std::vector<std::string>{"result"});
  CHECK(manifest.latency == 1);
  REQUIRE(manifest.elements.size() == 2);
  CHECK(manifest.elements[1].name == "u_stage");

  const CliResult sim = run_pann({"sim", directory.path().string(), "--vectors", "200"});
  CHECK_MESSAGE(sim.exit_code == 0, sim.error);
  CHECK(sim.output.find("u_stage") != std::string::npos);
  const std::size_t check = sim.output.find("nothing was checked");
  REQUIRE(check != std::string::npos);
  CHECK(sim.output.find("checked", check + 19) == std::string::npos);
}

TEST_CASE("all nets of a drafted manifest are all nets of the gates too") {
  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "core.v";
  support::write_file(file, kCore);
  REQUIRE(drafted(file).exit_code == 0);
  const fs::path gates = directory.path() / "gates";
  const CliResult synth = run_pann(
      {"synth", directory.path().string(), "--pdk", "generic", "--flatten", "-o", gates.string()});
  REQUIRE_MESSAGE(synth.exit_code == 0, synth.error);
  const std::string list =
      synth.output.substr(std::min(synth.output.find("dissolved"), synth.output.size()));
  CHECK(list.find("all_nets") == std::string::npos);
  const CliResult sim = run_pann({"sim", gates.string(), "--vectors", "200", "--json", "-"});
  REQUIRE_MESSAGE(sim.exit_code == 0, sim.error);
  const auto nets = nlohmann::json::parse(sim.output).at("elements").at(0);
  CHECK(nets.at("name") == "all_nets");
  CHECK(nets.at("toggles") > 0);
  // The other way: what the cells and ports of the netlist are connected to.
  const auto netlist = nlohmann::json::parse(support::read_file(gates / "netlist.json"));
  std::set<int> connected;
  const auto add = [&](const nlohmann::json& bits) {
    for (const auto& bit : bits) {
      if (bit.is_number()) connected.insert(bit.get<int>());
    }
  };
  for (const auto& port : netlist.at("modules").at("core").at("ports")) add(port.at("bits"));
  for (const auto& cell : netlist.at("modules").at("core").at("cells")) {
    for (const auto& bits : cell.at("connections")) add(bits);
  }
  CHECK(nets.at("found") == connected.size());
}

TEST_CASE("a manifest that is there stays, unless forced, and sources lie beside it") {
  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "core.v";
  support::write_file(file, kCore);
  support::write_file(directory.path() / "manifest.json", "mine");
  CHECK(drafted(file).exit_code == 2);
  CHECK(support::read_file(directory.path() / "manifest.json") == "mine");
  const CliResult forced = drafted(file, {"--force", "--json", "-"});
  REQUIRE(forced.exit_code == 0);
  CHECK(nlohmann::json::parse(forced.output).at("ports").at(0).at("guess") == false);
  const std::string document = (directory.path() / "draft.json").string();
  const CliResult quiet =
      run_pann({"manifest", file.string(), "--top", "core", "--force", "--quiet", "--json",
                document, "--seed", "2", "-o", directory.path().string()});
  CHECK(quiet.exit_code == 0);
  CHECK(quiet.output.empty());
  CHECK(fs::exists(document));
  fs::create_directory(directory.path() / "elsewhere");
  const CliResult apart = drafted(file, {"-o", (directory.path() / "elsewhere").string()});
  CHECK(apart.exit_code == 2);
  CHECK(apart.error.find("manifest.draft") != std::string::npos);
}

TEST_CASE("one operand alone is no operand, and a reset that is active high is pointed at") {
  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "core.v";
  support::write_file(file,
                      "module core (input clk, input rst, input [3:0] x, output reg [3:0] q);\n"
                      "  always @(posedge clk) if (rst) q <= 4'd0; else q <= x;\nendmodule\n");
  const CliResult result = drafted(file);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  CHECK(result.output.find("active high") != std::string::npos);
  CHECK(role_of(generator::read_manifest(directory.path()), "x") == Role::other_input);
  CHECK(run_pann({"manifest", file.string(), "--top", "nothing", "--force"}).exit_code == 2);
}

TEST_CASE("the manual names every role and direction that a manifest may hold") {
  const std::string page =
      support::read_file(fs::path(test::kSourceDirectory) / "docs" / "own-design.md");
  const auto names_it = [&](std::string_view word) {
    CHECK_MESSAGE(page.find('`' + std::string(word) + '`') != std::string::npos, word);
  };
  for (const auto& [role, word] : generator::kRoleNames) names_it(word);
  for (const auto direction : {generator::Direction::input, generator::Direction::output}) {
    names_it(generator::name(direction));
  }
}
