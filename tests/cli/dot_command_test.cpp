// Dot products and the registers of a heap, on the command lines of gen and sim.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "support/output.h"

using pann::test::run_pann;
using Json = nlohmann::json;

TEST_CASE("a dot with every option of its registers is emitted, and sim finds it right") {
  const pann::support::TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  const auto gen =
      run_pann({"gen",     "dot",     "--lanes",   "3",        "--sign-ordered", "--pipeline",
                "1",       "--reset", "async",     "--enable", "--valid",        "--saturate",
                "--round", "2",       "--x-width", "3",        "--w-width",      "3",
                "-o",      unit,      "--json",    "-"});
  REQUIRE_MESSAGE(gen.exit_code == 0, gen.error);
  CHECK(Json::parse(gen.output).at("manifest").at("latency") == 2);
  const auto sim =
      run_pann({"sim",       "dot",     "--lanes",   "3",        "--sign-ordered", "--pipeline",
                "1",         "--reset", "async",     "--enable", "--valid",        "--saturate",
                "--round",   "2",       "--x-width", "3",        "--w-width",      "3",
                "--vectors", "50",      "--engine",  "native",   "--json",         "-"});
  REQUIRE_MESSAGE(sim.exit_code == 0, sim.error);
  CHECK(Json::parse(sim.output).at("mismatches") == 0);
  CHECK(Json::parse(sim.output).at("design").at("lanes") == 3);
}

TEST_CASE("a MAC with every option that saves power is emitted, and sim finds it right") {
  const pann::support::TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  const auto gen = run_pann({"gen",
                             "mac",
                             "--multiplier",
                             "heap",
                             "--enable",
                             "--clock-gate",
                             "--zero-gate",
                             "--operand-isolation",
                             "--lazy-high",
                             "2",
                             "--gate-fanout",
                             "3",
                             "--dot-length",
                             "16",
                             "--x-width",
                             "3",
                             "--w-width",
                             "3",
                             "-o",
                             unit,
                             "--json",
                             "-"});
  REQUIRE_MESSAGE(gen.exit_code == 0, gen.error);
  CHECK(Json::parse(gen.output).at("manifest").at("design").at("acc_width") == 11);
  const auto sim = run_pann({"sim",           "mac",
                             "--multiplier",  "heap",
                             "--enable",      "--clock-gate",
                             "--zero-gate",   "--operand-isolation",
                             "--lazy-high",   "2",
                             "--gate-fanout", "3",
                             "--dot-length",  "16",
                             "--x-width",     "3",
                             "--w-width",     "3",
                             "--vectors",     "50",
                             "--engine",      "native",
                             "--json",        "-"});
  REQUIRE_MESSAGE(sim.exit_code == 0, sim.error);
  CHECK(Json::parse(sim.output).at("mismatches") == 0);
  CHECK(Json::parse(sim.output).at("design").at("lazy_high") == 2);
}

TEST_CASE("what a dot's options do not mean together is refused") {
  const auto result = run_pann({"gen", "dot", "--accumulate", "carry-save", "--saturate", "--round",
                                "3", "--bias", "-o", "never"});
  CHECK(result.exit_code == 2);
  CHECK(result.error.find("--saturate") != std::string::npos);
  CHECK(result.error.find("--round 3") != std::string::npos);
}
