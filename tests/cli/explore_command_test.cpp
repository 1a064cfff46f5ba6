#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/cli_runner.h"

using nlohmann::json;
using pann::test::CliResult;
using pann::test::run_pann;

TEST_CASE("pann explore reports every width tried at every budget as JSON") {
  const CliResult result = run_pann({"explore", "--budget", "24", "2bit", "--samples", "60",
                                     "--min-bits", "3", "--max-bits", "5", "--json", "-"});
  CHECK(result.error == "");
  REQUIRE(result.exit_code == 0);
  const json report = json::parse(result.output);
  CHECK(report["schema"] == "pann.explore");
  CHECK(report["version"] == 1);
  CHECK(report["validation_samples"] == 60);
  CHECK(report["macs"] == 4464);
  REQUIRE(report["budgets"].size() == 2);
  CHECK(report["budgets"][0]["budget"] == 24.0);
  CHECK(report["budgets"][1]["budget"] == 10.0);
  for (const json& budget : report["budgets"]) {
    REQUIRE(budget["candidates"].size() == 3);
    CHECK(budget["candidates"][0]["activation_bits"] == 3);
    const double best = budget["best"]["validation_accuracy"];
    for (const json& candidate : budget["candidates"]) {
      CHECK(candidate["validation_accuracy"].get<double>() <= best);
    }
  }
  CHECK(report["budgets"][0]["uniform"]["bits"] == 4);
}

TEST_CASE("pann explore says what is wrong with a budget or a network") {
  const auto fails_with = [](const CliResult& result, const char* code) {
    CHECK(result.exit_code == 2);
    CHECK(result.output == "");
    CHECK_MESSAGE(result.error.find(code) != std::string::npos, result.error);
  };
  for (const char* budget :
       {"abc", "-4", "0", "4bits", "nan", "inf", "bit", "0.5", "1e30bit", "65bit", "1e300"}) {
    CAPTURE(budget);
    fails_with(run_pann({"explore", "--budget=" + std::string(budget)}), "explore.budget");
  }
  fails_with(run_pann({"explore", "--budget", "24", "4bit"}), "explore.budget");
  fails_with(run_pann({"explore", "--network", "/no/such/network"}), "network.file");
  fails_with(run_pann({"explore", "--min-bits", "9"}), "explore.width");
}
