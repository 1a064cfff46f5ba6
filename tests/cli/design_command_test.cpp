// Every option of a design, on the command lines of gen and sim; and what gen alone takes.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "support/input.h"
#include "support/output.h"

using namespace pann::support;
using pann::test::CliResult;
using pann::test::run_pann;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

Json report(const CliResult& result) {
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  return Json::parse(result.output);
}

}  // namespace

TEST_CASE("what is asked of a design is in gen's manifest, and sim simulates the same") {
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  const auto same = [&](const CliResult& gen, const CliResult& sim, const Json& expected) {
    const Json design = report(gen).at("manifest").at("design");
    for (const auto& field : expected.items()) {
      CHECK_MESSAGE(design.at(field.key()) == field.value(), field.key());
    }
    const Json simulated = report(sim);
    for (const auto& field : simulated.at("design").items()) {
      if (field.key() == "top") continue;
      CHECK_MESSAGE(design.at(field.key()) == field.value(), field.key());
    }
    CHECK(simulated.at("mismatches") == 0);
  };
  same(run_pann({"gen",
                 "mac",
                 "--signed",
                 "--multiplier",
                 "heap",
                 "--partial-products",
                 "booth4",
                 "--reduction",
                 "dadda",
                 "--final-adder",
                 "kogge-stone",
                 "--accumulate",
                 "fused",
                 "--x-width",
                 "3",
                 "--w-width",
                 "4",
                 "--acc-width",
                 "9",
                 "-o",
                 unit,
                 "--seed",
                 "1",
                 "--json",
                 "-"}),
       run_pann({"sim",
                 "mac",
                 "--signed",
                 "--multiplier",
                 "heap",
                 "--partial-products",
                 "booth4",
                 "--reduction",
                 "dadda",
                 "--final-adder",
                 "kogge-stone",
                 "--accumulate",
                 "fused",
                 "--x-width",
                 "3",
                 "--w-width",
                 "4",
                 "--acc-width",
                 "9",
                 "--vectors",
                 "50",
                 "--engine",
                 "native",
                 "--json",
                 "-"}),
       {{"multiplier", "heap"}, {"reduction", "dadda"}, {"final_adder", "kogge-stone"}});
  same(run_pann({"gen", "multiplier", "--unsigned", "--recode", "x", "--x-width", "3", "--w-width",
                 "3", "-o", unit, "--force", "--json", "-"}),
       run_pann({"sim", "multiplier", "--unsigned", "--recode", "x", "--x-width", "3", "--w-width",
                 "3", "--vectors", "50", "--engine", "native", "--json", "-"}),
       {{"recode", "x"}, {"x_signed", false}, {"w_signed", false}});
  same(run_pann({"gen", "pann_mac", "--sequencer", "local", "--bias", "--x-unsigned", "--x-width",
                 "3", "--w-width", "3", "--acc-width", "9", "-o", unit, "--json", "-"}),
       run_pann({"sim", "pann_mac", "--sequencer", "local", "--bias", "--x-unsigned", "--x-width",
                 "3", "--w-width", "3", "--acc-width", "9", "--vectors", "50", "--engine", "native",
                 "--json", "-"}),
       {{"sequencer", "local"}, {"bias", true}, {"x_signed", false}});
  same(run_pann({"gen", "multiplier", "--w-unsigned", "--x-width", "3", "--w-width", "3", "-o",
                 unit, "--json", "-"}),
       run_pann({"sim", "multiplier", "--w-unsigned", "--x-width", "3", "--w-width", "3",
                 "--vectors", "50", "--engine", "native", "--json", "-"}),
       {{"x_signed", true}, {"w_signed", false}});
}

TEST_CASE("gen --prefix stands before every module and file, --license-header above every text") {
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  const std::string license = (directory.path() / "license.txt").string();
  write_file(license, "Copyright Example.\nAll of it.\n");
  REQUIRE(run_pann({"gen", "adder", "--x-width", "3", "--prefix", "mine", "--license-header",
                    license, "--testbench", "-o", unit, "--quiet"})
              .exit_code == 0);
  int modules = 0;
  for (const auto& entry : fs::directory_iterator(unit)) {
    if (entry.path().extension() != ".v") continue;
    ++modules;
    const std::string name = entry.path().stem().string();
    const std::string text = read_file(entry.path());
    CHECK(name.starts_with("mine_"));
    CHECK(text.find("module " + name) != std::string::npos);
    CHECK(text.starts_with("// Copyright Example.\n// All of it.\n"));
    CHECK(text.find("SPDX") == std::string::npos);
  }
  CHECK(modules == 2);
  CHECK(report(run_pann({"sim", unit, "--vectors", "50", "--json", "-"})).at("mismatches") == 0);
  CHECK(run_pann({"gen", "adder", "--prefix", "1x", "-o", unit}).exit_code == 2);
}

TEST_CASE("sim --exact sets the expectation by enumeration beside the count") {
  const Json document = report(run_pann({"sim", "multiplier", "--x-width", "3", "--w-width", "3",
                                         "--exact", "--vectors", "20000", "--json", "-"}));
  int compared = 0;
  for (const Json& element : document.at("elements")) {
    if (!element.contains("exact") || element.at("exact").is_null()) continue;
    ++compared;
    CHECK(element.at("per_operation").get<double>() ==
          doctest::Approx(element.at("exact").get<double>()).epsilon(0.05));
  }
  CHECK(compared > 0);
}

TEST_CASE("seed and quiet are taken where nothing is drawn or printed") {
  const TemporaryDirectory directory;
  const std::string manual = (directory.path() / "manual").string();
  const Json pages = report(run_pann({"manual", "-o", manual, "--seed", "2", "--json", "-"}));
  CHECK(pages.at("pages").get<int>() > 10);
  CHECK(report(run_pann({"doctor", "--seed", "2", "--json", "-"})).at("seed") == 2);
  CHECK(run_pann({"explore", "--budget", "2bit", "--samples", "20", "--seed", "3", "--max-bits",
                  "3", "--quiet"})
            .output.empty());
}
