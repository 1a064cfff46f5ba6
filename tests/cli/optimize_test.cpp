#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/cli_runner.h"
#include "support/input.h"
#include "support/output.h"

// pann gen --optimize energy: the wiring of a heap's compressors by measurement.

using nlohmann::json;
using pann::support::read_file;
using pann::support::TemporaryDirectory;
using pann::test::CliResult;
using pann::test::run_pann;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

json read_json(const std::string& file) {
  return json::parse(read_file(file));
}

}  // namespace

TEST_CASE(
    "pann gen --optimize energy takes no more energy or time, by every pair of operands right") {
  const TemporaryDirectory directory;
  const std::string place = directory.path().string();
  const std::vector<std::string> search{"gen",
                                        "multiplier",
                                        "--multiplier",
                                        "heap",
                                        "--x-width",
                                        "4",
                                        "--w-width",
                                        "4",
                                        "--x-unsigned",
                                        "--optimize",
                                        "energy",
                                        "--effort",
                                        "60",
                                        "--pdk",
                                        "generic",
                                        "--search",
                                        place + "/search.json",
                                        "--json",
                                        place + "/report.json",
                                        "--force",
                                        "-o",
                                        place + "/found"};
  const CliResult result = run_pann(search);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const json report = read_json(place + "/report.json");
  const json& found = report["optimization"];
  CHECK(found["training_operations"] == 4000);
  CHECK(found["held_out_operations"] == 4000);
  CHECK(found["evaluations"] == 60);
  CHECK(found["training_after_fj"] < found["training_before_fj"]);
  CHECK(found["moved_bits"] > 0);
  CHECK(found["after"]["energy_per_operation_fj"] < found["before"]["energy_per_operation_fj"]);
  CHECK(found["after"]["critical_ns"] <= found["before"]["critical_ns"]);
  const std::string top = report["manifest"]["top"];
  CHECK(contains(read_file(place + "/found/" + top + ".v"), "Gain "));
  // All 256 pairs, from a file: right, on RTL and on gates.
  std::string npy("\x93NUMPY\x01\x00", 8);
  std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (256, 2), }";
  header.resize(117, ' ');
  header += '\n';
  npy += static_cast<char>(header.size());
  npy += '\0';
  npy += header;
  for (int i = 0; i < 256; ++i) {
    npy += static_cast<char>(i / 16);
    const int w = i % 16;
    npy += static_cast<char>(w < 8 ? w : w - 16);
  }
  const std::size_t sign = npy.find("|u1");
  npy.replace(sign, 3, "|i1");
  pann::support::write_file(place + "/all.npy", npy);
  const CliResult all = run_pann({"sim", place + "/found", "--stimulus", place + "/all.npy",
                                  "--json", place + "/sim.json", "--quiet"});
  REQUIRE_MESSAGE(all.exit_code == 0, all.error);
  CHECK(read_json(place + "/sim.json")["operations"] == 256);
  CHECK(read_json(place + "/sim.json")["mismatches"] == 0);
  // The same again, from where the search ended, gives the same bytes; so does the wiring alone.
  const std::string before = read_file(place + "/found/wiring.json");
  REQUIRE(run_pann(search).exit_code == 0);
  CHECK(read_file(place + "/found/wiring.json") == before);
  const CliResult wired =
      run_pann({"gen", "multiplier", "--multiplier", "heap", "--x-width", "4", "--w-width", "4",
                "--x-unsigned", "--wiring", place + "/found/wiring.json", "-o", place + "/wired"});
  REQUIRE_MESSAGE(wired.exit_code == 0, wired.error);
  CHECK(contains(wired.output, top));
}

TEST_CASE("pann gen --optimize refuses few operands, rows of adders and another search's state") {
  const TemporaryDirectory directory;
  const std::string unit = (directory.path() / "unit").string();
  const CliResult few = run_pann({"gen", "multiplier", "--multiplier", "heap", "--optimize",
                                  "energy", "--vectors", "100", "--pdk", "generic", "-o", unit});
  CHECK(few.exit_code == 2);
  CHECK(contains(few.error, "--vectors 8000"));
  const CliResult rows = run_pann({"gen", "multiplier", "--x-width", "2", "--w-width", "2",
                                   "--optimize", "energy", "--pdk", "generic", "-o", unit});
  CHECK(rows.exit_code == 2);
  CHECK(contains(rows.error, "no bit heap"));
  CHECK_FALSE(std::filesystem::exists(unit));
}
