// What is missing is named, what cannot be written is no success, and no input is written over.
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "support/input.h"
#include "support/output.h"

using pann::support::read_file;
using pann::test::run_pann;

namespace {

using Json = nlohmann::json;

struct Place {
  pann::support::TemporaryDirectory directory{};
  std::string path(const std::string& name) const { return (directory.path() / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
    return path(name);
  }
};

/// A 2-bit adder, its ports dumped as words, and bit by bit from the left.
const std::string kWords =
    "$timescale 1ns $end\n$scope module tb $end\n$scope module u $end\n$var wire 2 ! a_i [1:0] "
    "$end\n"
    "$var wire 2 \" b_i [1:0] $end\n$var wire 1 # c_i $end\n$var wire 2 $ sum_o [1:0] $end\n"
    "$var wire 1 % c_o $end\n$upscope $end\n$upscope $end\n$enddefinitions $end\n#0\nb0 !\nb0 \"\n"
    "0#\nb0 $\n0%\n#10\nb1 !\nb10 \"\nb11 $\n#20\nb10 !\nb0 $\n1%\n#30\n";
const std::string kBits =
    "$timescale 1ns $end\n$scope module tb $end\n$scope module u $end\n$var wire 1 A a_i [1] $end\n"
    "$var wire 1 a a_i [0] $end\n$var wire 1 B b_i[1] $end\n$var wire 1 b b_i[0] $end\n"
    "$var wire 1 # c_i $end\n$var wire 1 S sum_o [1] $end\n$var wire 1 s sum_o [0] $end\n"
    "$var wire 1 % c_o $end\n$upscope $end\n$upscope $end\n$enddefinitions "
    "$end\n#0\n0A\n0a\n0B\n0b\n"
    "0#\n0S\n0s\n0%\n#10\n1a\n1B\n1S\n1s\n#20\n1A\n0a\n0S\n0s\n1%\n#30\n";

Json elements_of(const std::string& trace, const std::string& manifest, int exit_code) {
  const auto result = run_pann({"toggles", trace, "--manifest", manifest, "--json", "-"});
  INFO(result.error);
  REQUIRE(result.exit_code == exit_code);
  return Json::parse(result.output).at("elements");
}

}  // namespace

TEST_CASE("a trace bit by bit counts as one of words; what it lacks is named with exit code 1") {
  const Place place;
  REQUIRE(
      run_pann({"gen", "adder", "--x-width", "2", "-o", place.path("ad2"), "--quiet"}).exit_code ==
      0);
  const std::string manifest = place.path("ad2");
  const Json words = elements_of(place.write("words.vcd", kWords), manifest, 1);
  const Json bits = elements_of(place.write("bits.vcd", kBits), manifest, 1);
  CHECK(words == bits);
  for (const Json& element : bits) {
    INFO(element.dump());
    if (element.at("name") == "adder_operands") CHECK(element.at("toggles") == 4);
    if (element.at("name") == "adder_operands") CHECK(element.at("expected") == 4);
    if (element.at("name") == "adder_sum") CHECK(element.at("toggles") == 4);
    // The carry between the bits is in neither trace: of two carries one is found, as c_i.
    if (element.at("name") != "adder_carries") continue;
    CHECK(element.at("expected") == 2);
    CHECK(element.at("found") == 1);
    CHECK(element.at("missing").size() == 1);
  }
}

TEST_CASE("sim writes the CSV that toggles reads, with every element complete") {
  const Place place;
  const auto sim = run_pann({"sim", "adder", "--x-width", "3", "--vectors", "50", "--csv",
                             place.path("s.csv"), "--saif", place.path("s.saif"), "--json", "-"});
  REQUIRE(sim.exit_code == 0);
  const Json counted = Json::parse(sim.output);
  for (const Json& element : counted.at("elements")) {
    CHECK(element.at("found") == element.at("expected"));
    CHECK(element.at("found") > 0);
    CHECK(element.at("missing").empty());
  }
  CHECK(read_file(place.path("s.csv")).starts_with("name,bit,rises,"));
  CHECK(run_pann({"toggles", place.path("s.csv"), "--quiet"}).exit_code == 0);
  CHECK(run_pann({"toggles", "diff", place.path("s.csv"), place.path("s.saif"), "--scope",
                  "ripple_adder", "--quiet"})
            .exit_code == 0);
}

TEST_CASE("a pattern that names nothing fails the simulation too") {
  const Place place;
  REQUIRE(
      run_pann({"gen", "adder", "--x-width", "2", "-o", place.path("ad2"), "--quiet"}).exit_code ==
      0);
  std::string text = read_file(place.path("ad2/manifest.json"));
  text.replace(text.find("\"sum_o\"\n"), 7, "\"sum_x\"");
  place.write("ad2/manifest.json", text);
  const auto sim = run_pann({"sim", place.path("ad2"), "--vectors", "50"});
  CHECK(sim.exit_code == 1);
  CHECK(sim.output.find("'sum_x' names nothing") != std::string::npos);
}

TEST_CASE("every emitted unit has a bit for each of its elements") {
  for (const char* kind : {"multiplier", "adder", "accumulator", "mac", "split_mac", "pann_mac"}) {
    INFO(kind);
    CHECK(run_pann({"sim", kind, "--x-width", "4", "--vectors", "40", "--length", "10", "--engine",
                    "native", "--quiet"})
              .exit_code == 0);
  }
  for (const char* dataflow : {"output-stationary", "weight-stationary"}) {
    CHECK(run_pann({"sim", "mac_array", "--rows", "2", "--cols", "3", "--dataflow", dataflow,
                    "--x-width", "3", "--vectors", "600"})
              .exit_code == 0);
  }
  for (const char* fetch : {"external", "index"}) {
    CHECK(run_pann({"sim", "pann_array", "--positions", "2", "--fetch", fetch, "--x-width", "3",
                    "--vectors", "600", "--quiet"})
              .exit_code == 0);
  }
  CHECK(run_pann({"sim", "pann_dot", "--x-unsigned", "--w-width", "3", "--plane-lanes", "2,1,1",
                  "--vectors", "40", "--quiet"})
            .exit_code == 0);
  for (const char* planes : {"signed-digit", "binary", "repetition"}) {
    CHECK(run_pann({"sim", "pann_dot", "--x-unsigned", "--w-width", "3", "--planes", planes,
                    "--vectors", "40", "--quiet"})
              .exit_code == 0);
  }
}

TEST_CASE(
    "a report in the place of its baseline is compared first, and does not replace one it broke") {
  const Place place;
  const std::string base = place.path("b.json");
  const auto sim = [&](const char* seed, const char* tolerance) {
    return run_pann({"sim", "adder", "--x-width", "3", "--vectors", "50", "--seed", "1", "--quiet",
                     "--baseline", base, "--json", base, "--tolerance", tolerance, "--engine",
                     seed})
        .exit_code;
  };
  REQUIRE(run_pann({"sim", "adder", "--x-width", "3", "--vectors", "50", "--json", base, "--quiet"})
              .exit_code == 0);
  CHECK(sim("native", "0") == 0);
  Json moved = Json::parse(read_file(base));
  moved["elements"][0]["toggles"] = moved["elements"][0]["toggles"].get<int>() + 5;
  place.write("b.json", moved.dump());
  CHECK(sim("native", "0") == 1);
  CHECK(Json::parse(read_file(base)) == moved);
}

TEST_CASE("no output takes the place of an input or of another output") {
  const Place place;
  const std::string trace = place.write("t.vcd", kWords);
  for (const char* option : {"--csv", "--saif", "--json"}) {
    INFO(option);
    const auto result = run_pann({"toggles", trace, option, place.path("./t.vcd")});
    CHECK(result.exit_code == 2);
    CHECK(result.error.find("[output.same]") != std::string::npos);
    CHECK(read_file(trace) == kWords);
  }
  CHECK(run_pann({"toggles", trace, "--csv", "-", "--json", "-"}).exit_code == 2);
  CHECK(
      run_pann({"toggles", trace, "--csv", place.path("x"), "--saif", place.path("x")}).exit_code ==
      2);
  CHECK(run_pann({"toggles", trace, "--csv", "/dev/null", "--saif", "/dev/null"}).exit_code == 0);
  CHECK(run_pann({"toggles", "diff", trace, trace, "--json", trace}).exit_code == 2);
  CHECK(run_pann(
            {"sim", "adder", "--vectors", "5", "--csv", place.path("y"), "--saif", place.path("y")})
            .exit_code == 2);
}

TEST_CASE("no report takes the place of a part of a design, a netlist or a run, or of a library") {
  const Place place;
  const std::string design = place.path("design");
  const auto fault_of = [](const std::vector<std::string>& arguments) {
    const auto result = run_pann(arguments);
    return fmt::format("{} {}", result.exit_code,
                       result.error.find("[output.same]") == std::string::npos ? "" : "same");
  };
  CHECK(fault_of({"gen", "mac", "--x-width", "3", "--w-width", "3", "--acc-width", "8", "-o",
                  design, "--json", design + "/manifest.json"}) == "2 same");
  REQUIRE(run_pann({"gen", "mac", "--x-width", "3", "--w-width", "3", "--acc-width", "8", "-o",
                    design, "--quiet"})
              .exit_code == 0);
  const std::string manifest = read_file(design + "/manifest.json");
  const std::string mapped = place.path("mapped");
  const std::string library = place.write("t.lib", "library (t) { }\n");
  CHECK(fault_of({"sim", design, "--vectors", "10", "--json", design + "/manifest.json"}) ==
        "2 same");
  CHECK(fault_of({"sim", design, "--vectors", "10", "--csv", design + "/mac_booth4.v"}) ==
        "2 same");
  CHECK(fault_of({"synth", design, "--pdk", "generic", "-o", mapped, "--json",
                  design + "/manifest.json"}) == "2 same");
  CHECK(fault_of({"synth", design, "--pdk", "generic", "-o", mapped, "--json",
                  mapped + "/netlist.json"}) == "2 same");
  CHECK(fault_of({"synth", design, "--liberty", library, "-o", mapped, "--json", library}) ==
        "2 same");
  CHECK(fault_of({"run", "--liberty", library, "--json", library}) == "2 same");
  CHECK(fault_of({"run", "-o", mapped, "--json", mapped + "/report.json"}) == "2 same");
  CHECK(fault_of({"reproduce", "eq19", "-o", mapped, "--json", mapped + "/summary.json"}) ==
        "2 same");
  CHECK(fault_of({"explore", "--network", library, "--json", library}) == "2 same");
  CHECK_FALSE(std::filesystem::exists(mapped));
  REQUIRE(run_pann({"synth", design, "--pdk", "generic", "-o", mapped, "--quiet"}).exit_code == 0);
  for (const char* file : {"netlist.json", "statistics.json", "cells.v", "manifest.json"}) {
    for (const char* option : {"--json", "--saif", "--instances", "--series"}) {
      CHECK(fault_of({"power", mapped, option, mapped + "/" + file}) == "2 same");
    }
  }
  CHECK(fault_of({"power", mapped, "--saif", place.path("a"), "--series", place.path("a")}) ==
        "2 same");
  CHECK(fault_of({"power", mapped, "--liberty", library, "--instances", library}) == "2 same");
  // Reports beside them are no part of them.
  CHECK(fault_of({"sim", design, "--vectors", "10", "--quiet", "--json", design + "/sim.json",
                  "--csv", design + "/sim.csv"}) == "0 ");
  CHECK(fault_of({"sim", design, "--vectors", "10", "--quiet", "--json", design + "/sim.json"}) ==
        "0 ");
  CHECK(read_file(design + "/manifest.json") == manifest);
  CHECK(read_file(library) == "library (t) { }\n");
}

TEST_CASE("standard output that fails is exit code 2, and a full device too") {
  std::ostringstream output;
  output.setstate(std::ios::badbit);
  std::ostringstream error;
  const char* const arguments[] = {"pann", "gen", "--help"};
  CHECK(pann::cli::run_cli(3, arguments, output, error) == 2);
  CHECK(error.str().find("standard output") != std::string::npos);
  const Place place;
  const std::string trace = place.write("t.vcd", kWords);
  for (const char* option : {"--csv", "--saif", "--json"}) {
    CHECK(run_pann({"toggles", trace, option, "/dev/full"}).exit_code == 2);
  }
}

TEST_CASE("names that are no text reach the JSON report as replacement characters") {
  const Place place;
  std::string text = kWords;
  text.replace(text.find("c_o"), 3,
               "c\xff"
               "o");
  const auto result = run_pann({"toggles", place.write("t.vcd", text), "--json", "-"});
  CHECK(result.exit_code == 0);
  CHECK(Json::accept(result.output));
}
