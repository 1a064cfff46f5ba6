// A design with two clocks, measured from a trace.
#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "support/input.h"
#include "support/output.h"

namespace fs = std::filesystem;
using pann::support::write_file;
using pann::test::CliResult;
using pann::test::run_pann;

namespace {

constexpr const char* kTwoClocks = R"(
module two (input clk_a, input clk_b, input d_i, output reg a_o, output reg b_o);
  always @(posedge clk_a) a_o <= d_i;
  always @(posedge clk_b) b_o <= d_i;
endmodule
)";

/// A hundred cycles of clk_a, 10 ns each, beside a clk_b of another period; nothing else moves.
std::string clocks_trace(int period_b) {
  std::string text =
      "$timescale 1ns $end\n$scope module two $end\n$var wire 1 A clk_a $end\n$var wire 1 B clk_b "
      "$end\n$var wire 1 d d_i $end\n$var wire 1 x a_o $end\n$var wire 1 y b_o $end\n$upscope "
      "$end\n$enddefinitions $end\n#0\n0A\n0B\n0d\n0x\n0y\n";
  bool a = false;
  bool b = false;
  for (int step = 0; step < 1000; ++step) {
    text += fmt::format("#{}\n", step + 1);
    if ((step % 10 < 5) != a) text += (a = !a) ? "1A\n" : "0A\n";
    if ((step % period_b < period_b / 2) != b) text += (b = !b) ? "1B\n" : "0B\n";
  }
  return text;
}

/// Power of the mapped design by its trace.
nlohmann::json traced_power(const fs::path& gates, const fs::path& file, int period_b) {
  write_file(file, clocks_trace(period_b));
  const CliResult result = run_pann({"power", gates.string(), "--activity", file.string(),
                                     "--scope", "two", "--clock-mhz", "100", "--json", "-"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  return nlohmann::json::parse(result.output);
}

}  // namespace

TEST_CASE(
    "each of several clocks takes its own energy from a trace, and is simulated by no engine") {
  const pann::support::TemporaryDirectory directory;
  const fs::path place = directory.path() / "two";
  fs::create_directory(place);
  write_file(place / "two.v", kTwoClocks);
  REQUIRE(run_pann({"manifest", (place / "two.v").string(), "--top", "two"}).exit_code == 0);
  CHECK(pann::support::read_file(place / "manifest.json").find("other_clock") != std::string::npos);
  const CliResult sim = run_pann({"sim", place.string()});
  CHECK(sim.exit_code == 2);
  CHECK(sim.error.find("design.clocks") != std::string::npos);

  const fs::path gates = directory.path() / "gates";
  const CliResult synth =
      run_pann({"synth", place.string(), "--pdk", "generic", "-o", gates.string()});
  REQUIRE_MESSAGE(synth.exit_code == 0, synth.error);
  CHECK(synth.output.find("not compared with its source") != std::string::npos);
  CHECK(run_pann({"power", gates.string()}).error.find("design.clocks") != std::string::npos);

  // Two registers: 100 cycles of each clock, then 100 of the one and 500 of the other.
  const fs::path file = directory.path() / "t.vcd";
  const nlohmann::json alike = traced_power(gates, file, 10);
  const nlohmann::json faster = traced_power(gates, file, 2);
  for (const char* part : {"clock_pins_w", "clock_net_w"}) {
    CAPTURE(part);
    REQUIRE(alike[part].get<double>() > 0.0);
    CHECK(faster[part].get<double>() / alike[part].get<double>() == doctest::Approx(3.0));
  }
}
