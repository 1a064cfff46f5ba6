#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "support/input.h"
#include "support/output.h"

using pann::test::run_pann;
namespace fs = std::filesystem;

namespace {

constexpr const char* kDump =
    "$timescale 1ns $end\n$scope module tb $end\n$scope module dut $end\n$var wire 1 ! clk $end\n"
    "$var wire 2 \" q [1:0] $end\n$var wire 1 # n $end\n$upscope $end\n$upscope $end\n"
    "$enddefinitions $end\n#0\n0!\nb00 \"\n0#\n#10\n1!\nb01 \"\n1#\n#12\n0#\n#15\n0!\n#20\n1!\n"
    "b10 \"\n#25\n0!\n#30\n";

constexpr const char* kNetlist = R"({"modules": {"dut": {"attributes": {"top": "1"},
  "ports": {"clk": {"direction": "input", "bits": [2]}, "q": {"direction": "output", "bits": [3, 4]}},
  "cells": {"g": {"type": "INV", "port_directions": {"A": "input", "Y": "output"},
                  "connections": {"A": [3], "Y": [5]}}},
  "netnames": {"clk": {"bits": [2]}, "q": {"bits": [3, 4]}, "n": {"bits": [5]}}}}})";

struct Files {
  pann::support::TemporaryDirectory directory{};
  std::string dump = (directory.path() / "t.vcd").string();
  Files() { std::ofstream(dump) << kDump; }
  std::string path(const std::string& name) const { return (directory.path() / name).string(); }
};

}  // namespace

TEST_CASE("pann toggles reports totals, scopes, glitches and the peak") {
  const Files files;
  const auto result = run_pann({"toggles", files.dump, "--scope", "tb.dut", "--clock", "clk",
                                "--every", "10", "--json", "-"});
  REQUIRE(result.exit_code == 0);
  const auto json = nlohmann::json::parse(result.output);
  CHECK(json["schema"] == "pann.toggles");
  CHECK(json["nets"] == 4);
  CHECK(json["toggles"] == 9);
  CHECK(json["duration"] == 30);
  CHECK(json["glitches"] == 2);
  CHECK(json["scopes"].size() == 1);
  CHECK(json["profile"]["toggles"] == nlohmann::json({0, 5, 4}));
  CHECK(json["profile"]["peak"]["from"] == 10);
  CHECK(run_pann({"toggles", files.dump}).output.find("9 toggles of 4 nets in 30 ticks") !=
        std::string::npos);
}

TEST_CASE("pann toggles writes pins of a netlist and fails below full coverage") {
  const Files files;
  std::ofstream(files.path("n.json")) << kNetlist;
  auto result = run_pann({"toggles", files.dump, "--scope", "tb.dut", "--netlist",
                          files.path("n.json"), "--saif", files.path("a.saif"), "--tcl",
                          files.path("a.tcl"), "--clock-mhz", "100"});
  CHECK(result.exit_code == 0);
  CHECK(result.output.find("5 of 5 pins annotated") != std::string::npos);
  CHECK(pann::support::read_file(files.path("a.saif")).find("(INSTANCE g") != std::string::npos);
  CHECK(pann::support::read_file(files.path("a.tcl")).find("{g/Y}") != std::string::npos);
  result = run_pann({"toggles", files.dump, "--scope", "tb.dut", "--netlist", files.path("n.json"),
                     "--saif", files.path("b.saif"), "--match", "q", "--match", "clk"});
  CHECK(result.exit_code == 1);
  CHECK(result.output.find("missing: g/Y (net n)") != std::string::npos);
}

TEST_CASE("pann toggles diff is a regression that --update renews") {
  const Files files;
  for (const std::string name : {"base.saif", "base.csv"}) {
    const std::string base = files.path(name);
    CHECK(run_pann({"toggles", "diff", base, files.dump, "--update"}).exit_code == 0);
    CHECK(run_pann({"toggles", "diff", base, files.dump}).exit_code == 0);
    const auto moved = run_pann({"toggles", "diff", base, files.dump, "--to", "12"});
    CHECK(moved.exit_code == 1);
    CHECK(moved.output.find("tb.dut.n") != std::string::npos);
    CHECK(run_pann({"toggles", "diff", base, files.dump, "--to", "12", "--tolerance", "1"})
              .exit_code == 0);
  }
  CHECK(run_pann({"toggles", "diff", files.path("x.vcd"), files.dump, "--update"}).exit_code == 2);
}

TEST_CASE("faults of the user's input get exit code 2 and a way out") {
  const Files files;
  const auto expect = [](const std::vector<std::string>& arguments, const std::string& code) {
    const auto result = run_pann(arguments);
    CHECK(result.exit_code == 2);
    CHECK_MESSAGE(result.error.find(code) != std::string::npos, result.error);
  };
  expect({"toggles"}, "TRACE");
  expect({"toggles", files.path("none")}, "trace.read");
  expect({"toggles", files.dump, "--scope", "tb.dot"}, "trace.scope");
  expect({"toggles", files.dump, "--clock", "q"}, "trace.clock");
  expect({"toggles", files.dump, "--from", "9", "--to", "3"}, "trace.window");
  expect({"toggles", files.dump, "--netlist", "n.json"}, "toggles.netlist");
  expect({"toggles", files.dump, "--tcl", "x.tcl"}, "toggles.tcl");
  std::ofstream(files.path("cut.vcd"))
      << std::string(kDump).substr(0, std::string(kDump).size() - 2);
  expect({"toggles", files.path("cut.vcd")}, "vcd.truncated");
  const auto lenient = run_pann({"toggles", files.path("cut.vcd"), "--lenient"});
  CHECK(lenient.exit_code == 0);
  CHECK(lenient.output.find("vcd.truncated") != std::string::npos);
}

TEST_CASE("toggles: the outermost instance and the divider of the SAIF file are the user's") {
  const Files files;
  REQUIRE(run_pann({"toggles", files.dump, "--saif", files.path("a.saif"), "--instance", "top/u",
                    "--divider", "/", "--threads", "2", "--seed", "3", "--quiet"})
              .exit_code == 0);
  const std::string text = pann::support::read_file(files.path("a.saif"));
  CHECK(text.find("(DIVIDER / )") != std::string::npos);
  CHECK(text.find("(INSTANCE top\n") != std::string::npos);
  CHECK(text.find("(INSTANCE u\n") != std::string::npos);
  REQUIRE(
      run_pann({"toggles", files.dump, "--saif", files.path("b.saif"), "--divider", ".", "--quiet"})
          .exit_code == 0);
  CHECK(pann::support::read_file(files.path("b.saif")).find("(DIVIDER . )") != std::string::npos);
}

TEST_CASE("toggles: how long a tick is the dump says, or --timescale; else no seconds are told") {
  const Files files;
  const std::string silent = files.path("silent.vcd");
  std::ofstream(silent) << std::string(kDump).substr(std::string(kDump).find("$scope"));
  const auto plain = run_pann({"toggles", silent});
  CHECK(plain.exit_code == 0);
  CHECK(plain.output.find("how long a tick is the file does not say") != std::string::npos);
  CHECK(nlohmann::json::parse(run_pann({"toggles", silent, "--json", "-"}).output)["tick_s"]
            .is_null());
  const auto saif = run_pann({"toggles", silent, "--saif", files.path("a.saif"), "--quiet"});
  CHECK(saif.exit_code == 2);
  CHECK(saif.error.find("trace.timescale") != std::string::npos);
  CHECK_FALSE(fs::exists(files.path("a.saif")));
  REQUIRE(run_pann({"toggles", silent, "--timescale", "10ps", "--saif", files.path("a.saif"),
                    "--csv", files.path("a.csv"), "--quiet"})
              .exit_code == 0);
  CHECK(pann::support::read_file(files.path("a.saif")).find("(TIMESCALE 10 ps)") !=
        std::string::npos);
  CHECK(
      run_pann({"toggles", "diff", files.path("a.csv"), silent, "--timescale", "10ps"}).exit_code ==
      0);
  CHECK(run_pann({"toggles", files.dump, "--timescale", "1ps"}).exit_code == 2);
  CHECK(run_pann({"toggles", silent, "--timescale", "7ps"}).exit_code == 2);
}

TEST_CASE("toggles diff compares only what its options leave") {
  const Files files;
  const std::string base = files.path("base.csv");
  REQUIRE(run_pann({"toggles", files.dump, "--csv", base, "--quiet"}).exit_code == 0);
  const auto diff = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"toggles", "diff", base, files.dump, "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_pann(arguments).exit_code;
  };
  const auto early = [&](const std::string& match) {
    return run_pann({"toggles", "diff", base, files.dump, "--from", "25", "--match", match,
                     "--threads", "1", "--seed", "2", "--quiet"})
        .exit_code;
  };
  CHECK(diff({}) == 0);
  const std::string pipe = files.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(run_pann({"toggles", "diff", pipe, files.dump, "--quiet"}).exit_code == 2);
  CHECK(diff({"--from", "25"}) == 1);
  CHECK(early("**") == 1);
  std::ofstream(files.dump, std::ios::app) << "#40\n1?\n";
  CHECK(diff({}) == 2);
  CHECK(run_pann({"toggles", "diff", base, files.dump, "--lenient", "--quiet"}).exit_code != 2);
}
