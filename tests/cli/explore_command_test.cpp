#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/network_folder.h"
#include "cli/cli_runner.h"
#include "environment.h"
#include "relative.h"
#include "support/input.h"
#include "support/output.h"
#include "synth/pdk/pdk.h"
#include "test_data.h"

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

TEST_CASE(
    "pann explore --energy costs every configuration on its units, in text, JSON, CSV and a page") {
  const pann::support::TemporaryDirectory directory;
  const std::string study = (directory.path() / "study").string();
  const std::string csv = (directory.path() / "study.csv").string();
  const std::string liberty = pann::synth::find_pdk("generic").files.at(0).string();
  const CliResult result = run_pann({"explore",  "--energy",
                                     "--budget", "2bit",
                                     "1e6fJ",    "--min-bits",
                                     "2",        "--max-bits",
                                     "2",        "--samples",
                                     "40",       "--elements",
                                     "300",      "--liberty",
                                     liberty,    "--units",
                                     "all",      "--recipe",
                                     "area",     "--clock-mhz",
                                     "50",       "--pann-lanes",
                                     "8",        "--accuracy",
                                     "10",       "--force",
                                     "-o",       study,
                                     "--csv",    csv,
                                     "--json",   (directory.path() / "e.json").string()});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  for (const char* words : {"by the model (Algorithm 1)", "most accurate within it",
                            "cheapest that reaches it", "no uniform width"}) {
    CHECK_MESSAGE(result.output.find(words) != std::string::npos, words, result.output);
  }
  const json report = json::parse(pann::support::read_file(directory.path() / "e.json"));
  const json& points = report["energy"]["points"];
  REQUIRE(points.size() == 6);  // two configurations, three units each
  CHECK(report["energy"]["clock_mhz"] == 50.0);
  for (const json& point : points) {
    const json& unit = point["unit"];
    CAPTURE(unit["name"]);
    CHECK(unit["checked"].get<int>() > 0);
    CHECK(unit["mismatches"] == 0);
    const double energy_fj = unit["energy"]["total_fj"];
    CHECK(energy_fj > 0.0);
    // 4464 multiply-accumulates an inference.
    CHECK(unit["inference_nj"].get<double>() == pann::test::relative(energy_fj * 4464 * 1e-6));
    const auto folder = std::filesystem::path(study) / unit["directory"].get<std::string>();
    CHECK(std::filesystem::exists(folder / "netlist" / "netlist.v"));
  }
  CHECK(report["energy"]["choices"][0]["budget"] == 10.0);
  // One uniform width and one of PANN: the latter is at least as accurate, or none is.
  const json& equal = report["energy"]["equal_accuracy"].at(0);
  CHECK(equal["uniform"]["title"] == "uniform 2");
  const bool reached = !equal["pann"].is_null();
  CHECK(result.output.find(reached ? "At equal accuracy PANN 2 x 4.50" : "No PANN configuration") !=
        std::string::npos);
  CHECK(report["uniform"][0]["predictions"].size() == 40);
  CHECK(pann::support::read_file(csv).find("PANN 2 x 4.50,pann_dot") != std::string::npos);
  const std::string page = pann::support::read_file(std::filesystem::path(study) / "report.html");
  CHECK(page.find("Accuracy against measured energy") != std::string::npos);
  const CliResult other = run_pann({"run", "-o", study, "--quiet"});
  CHECK(other.exit_code == 2);
  CHECK(other.error.find("results of pann explore") != std::string::npos);
}

TEST_CASE("pann explore's quantizers change what is measured, and their names are checked") {
  const auto accuracies = [](std::vector<std::string> more) {
    std::vector<std::string> command{"explore", "--budget",   "2bit", "--samples",
                                     "100",     "--min-bits", "2",    "--max-bits",
                                     "2",       "--json",     "-"};
    command.insert(command.end(), more.begin(), more.end());
    const CliResult result = run_pann(command);
    REQUIRE_MESSAGE(result.exit_code == 0, result.error);
    const json report = json::parse(result.output);
    return std::pair(report["uniform"][0]["predictions"], report["budgets"][0]["candidates"]);
  };
  const auto plain = accuracies({});
  CHECK(accuracies({"--activations", "mse", "--weights", "layer"}) == plain);
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--activations", "max"},
                                             {"--activations", "percentile", "--percentile", "90"},
                                             {"--activations", "aciq"},
                                             {"--activations", "dynamic"},
                                             {"--weights", "channel"},
                                             {"--bias-correction"},
                                             {"--wide-edges"}}) {
    CAPTURE(more.front());
    CHECK(accuracies(more) != plain);
  }
  CHECK(run_pann({"explore", "--activations", "least"}).exit_code == 2);
  CHECK(run_pann({"explore", "--percentile", "10"}).exit_code == 2);
}

TEST_CASE("pann explore judges a network that was quantized elsewhere as it is") {
  using pann::tb::NpyType;
  const json layer{{"type", "dense"},
                   {"in_shape", {4}},
                   {"out_shape", {3}},
                   {"quantized",
                    {{"activation_bits", 3},
                     {"activation_step", 0.5},
                     {"weight_bits", 3},
                     {"weight_step", 0.5},
                     {"weight_codes", "codes.npy"}}}};
  const pann::test::OneLayerFolder folder(layer, {3, 4}, 3);
  folder.add("codes.npy",
             {NpyType::unsigned_integer, 1, {3, 4}, {3, 0, 1, 2, 0, 1, 2, 3, 1, 1, 0, 2}, {}});
  for (const std::string prefix : {"", "val_"}) {
    folder.add(prefix + "inputs.npy",
               {NpyType::unsigned_integer, 1, {2, 4}, {1, 9, 3, 4, 5, 6, 7, 30}, {}});
    folder.add(prefix + "labels.npy", {NpyType::signed_integer, 8, {2}, {0, 1}, {}});
  }
  const std::string place = folder.folder().string();
  const CliResult result =
      run_pann({"explore", "--network", place, "--budget", "2bit", "--max-bits", "2"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  for (const char* words : {"as given (quantized elsewhere)", "R = 1.333", "PANN of the given"}) {
    CHECK_MESSAGE(result.output.find(words) != std::string::npos, words, result.output);
  }
}

TEST_CASE("pann explore says what is wrong with a budget or a network") {
  const auto fails_with = [](const CliResult& result, const char* code) {
    CHECK(result.exit_code == 2);
    CHECK(result.output == "");
    CHECK_MESSAGE(result.error.find(code) != std::string::npos, result.error);
  };
  for (const char* budget : {"abc", "-4", "0", "4bits", "nan", "inf", "bit", "0.5", "1e30bit",
                             "65bit", "1e300", "0fJ", "4bitfJ", "1e99fJ"}) {
    CAPTURE(budget);
    fails_with(run_pann({"explore", "--budget=" + std::string(budget)}), "explore.budget");
  }
  fails_with(run_pann({"explore", "--budget", "24", "4bit"}), "explore.budget");
  fails_with(run_pann({"explore", "--network", "/no/such/network"}), "network.missing");
  fails_with(run_pann({"explore", "--min-bits", "9"}), "explore.width");
  fails_with(run_pann({"explore", "--pdk", "nowhere"}), "pdk.");
  const std::string liberty = pann::synth::find_pdk("generic").files.at(0).string();
  fails_with(run_pann({"explore", "--liberty", liberty, "--adder-cells", "--quiet", "--samples",
                       "20", "--max-bits", "2"}),
             "synth.adder-cells");
}

TEST_CASE(
    "pann explore --network fashion_lenet takes the installed images or says how to get them") {
  {
    const pann::test::Variables place({{"PANN_DATASET_PATH", std::string("/nowhere")}});
    const CliResult missing = run_pann({"explore", "--network", "fashion_lenet"});
    CHECK(missing.exit_code == 2);
    CHECK(missing.output == "");
    CHECK(missing.error.find("dataset.missing") != std::string::npos);
    CHECK(missing.error.find("apt install dataset-fashion-mnist") != std::string::npos);
  }
  const CliResult unknown = run_pann({"explore", "--network", "fashion_lenett"});
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.error.find("digits_mlp, fashion_lenet, fashion_resnet8") != std::string::npos);
  const pann::test::Variables place({{"PANN_DATASET_PATH", std::nullopt}});
  const CliResult result =
      run_pann({"explore", "--network", "fashion_lenet", "--budget", "2bit", "--min-bits", "3",
                "--max-bits", "3", "--samples", "20", "--json", "-"});
  if (result.exit_code == 2 && result.error.find("dataset.missing") != std::string::npos) {
    pann::test::say_skipped("dataset-fashion-mnist is not installed");
    return;
  }
  REQUIRE(result.exit_code == 0);
  const json report = json::parse(result.output);
  CHECK(report["test_samples"] == 20);
  CHECK(report["macs"] == 416520);
}
