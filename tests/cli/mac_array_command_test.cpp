#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "osu018.h"
#include "support/output.h"

using namespace pann::test;
using pann::support::TemporaryDirectory;
using Json = nlohmann::json;

namespace {

void check_array_flow(const std::string& dataflow) {
  CAPTURE(dataflow);
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "array").string();
  const std::string gates = (directory.path() / "gates").string();
  REQUIRE(run_pann({"gen", "mac_array", "--rows", "2", "--cols", "3", "--dataflow", dataflow,
                    "--x-width", "3", "--w-width", "2", "--acc-width", "8", "-o", unit})
              .exit_code == 0);
  const Json simulated =
      Json::parse(run_pann({"sim", unit, "--vectors", "600", "--json", "-"}).output);
  CHECK(simulated.at("mismatches") == 0);
  CHECK(simulated.at("operations") == 600);
  if (!osu018_is_here()) return;
  REQUIRE(run_pann({"synth", unit, "--pdk", "osu018", "-o", gates}).exit_code == 0);
  const Json measured =
      Json::parse(run_pann({"power", gates, "--vectors", "600", "--json", "-"}).output);
  CHECK_FALSE(measured.contains("operation_energy"));  // A cycle is six of them.
  const double total_w = measured.at("total_w").get<double>();
  const double seconds = measured.at("duration").get<double>();
  CHECK(measured.at("energy_per_operation_fj").get<double>() ==
        doctest::Approx(total_w * seconds / 600 * 1e15).epsilon(1e-6));
}

}  // namespace

TEST_CASE("an array is emitted, right, mapped, and costs what its elements cost, by the MAC") {
  for (const char* dataflow : {"output-stationary", "weight-stationary"}) {
    check_array_flow(dataflow);
  }
}

TEST_CASE("an array that the generator does not have is refused, all faults at once") {
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "array").string();
  const CliResult result =
      run_pann({"gen", "mac_array", "--dataflow", "row-stationary", "-o", unit});
  CHECK(result.exit_code == 2);
  CHECK(result.error.find("legal are output-stationary, weight-stationary") != std::string::npos);
  const CliResult sizes = run_pann({"gen", "mac_array", "--rows", "33", "--cols", "0", "-o", unit});
  CHECK(sizes.exit_code == 2);
  CHECK(sizes.error.find("--rows") != std::string::npos);
  CHECK(sizes.error.find("--cols") != std::string::npos);
}
