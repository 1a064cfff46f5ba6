#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/cli_runner.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"

// pann gen --optimize energy: the wiring of a heap's compressors by measurement.

using nlohmann::json;
using pann::support::read_file;
using pann::support::TemporaryDirectory;
using pann::test::CliResult;
using pann::test::contains;
using pann::test::run_pann;

namespace {

json optimize_read_json(const std::string& file) {
  return json::parse(read_file(file));
}

/// Rows of all pairs of operands of `bits` bits, x from `x_low` and w from `w_low` on, as .npy.
std::string all_pairs(int bits, int x_low, int w_low) {
  const int count = 1 << bits;
  std::string header =
      fmt::format("{{'descr': '<i4', 'fortran_order': False, 'shape': ({}, 2), }}", count * count);
  header.resize(117, ' ');
  header += '\n';
  std::string npy("\x93NUMPY\x01\x00", 8);
  npy += static_cast<char>(header.size());
  npy += '\0';
  npy += header;
  const auto add = [&npy](int value) {
    for (int byte = 0; byte < 4; ++byte) npy += static_cast<char>(value >> (8 * byte));
  };
  for (int i = 0; i < count * count; ++i) {
    add(x_low + i / count);
    add(w_low + i % count);
  }
  return npy;
}

/// The design in `unit` multiplies every pair right; files go to `place`.
void check_all_pairs(const std::string& unit, const std::string& place, int bits, int x_low,
                     int w_low) {
  pann::support::write_file(place + "/all.npy", all_pairs(bits, x_low, w_low));
  const CliResult all = run_pann({"sim", unit, "--stimulus", place + "/all.npy", "--engine",
                                  "native", "--json", place + "/sim.json", "--quiet"});
  REQUIRE_MESSAGE(all.exit_code == 0, all.error);
  CHECK(optimize_read_json(place + "/sim.json")["operations"] == 1 << (2 * bits));
  CHECK(optimize_read_json(place + "/sim.json")["mismatches"] == 0);
  REQUIRE(run_pann({"sim", unit, "--stimulus", place + "/all.npy", "--vectors", "7", "--engine",
                    "native", "--json", place + "/few.json", "--quiet"})
              .exit_code == 0);
  CHECK(optimize_read_json(place + "/few.json")["operations"] == 7);
  CHECK(run_pann({"sim", unit, "--stimulus", place + "/all.npy", "--vectors", "0"}).exit_code == 2);
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
  const json report = optimize_read_json(place + "/report.json");
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
  check_all_pairs(place + "/found", place, 4, 0, -8);
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

TEST_CASE("wirings that ship multiply right: all pairs to 8 bits") {
  const TemporaryDirectory directory;
  const std::string place = directory.path().string();
  const auto folder = std::filesystem::path(pann::test::kSourceDirectory) / "docs/examples/wirings";
  int tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    // LIBRARY-WIDTH-signed.json
    const std::string name = entry.path().stem().string();
    CAPTURE(name);
    if (entry.path().extension() != ".json") continue;
    const std::string width = name.substr(name.find('-') + 1, name.rfind('-') - name.find('-') - 1);
    const bool is_signed = name.ends_with("-signed");
    const CliResult wired =
        run_pann({"gen", "multiplier", "--multiplier", "heap", "--x-width", width, "--w-width",
                  width, is_signed ? "--signed" : "--unsigned", "--wiring", entry.path().string(),
                  "--force", "-o", place + "/unit"});
    REQUIRE_MESSAGE(wired.exit_code == 0, wired.error);
    const int bits = std::stoi(width);
    const int low = is_signed ? -(1 << (bits - 1)) : 0;
    if (bits <= 8) {
      check_all_pairs(place + "/unit", place, bits, low, low);
    } else {
      CHECK(run_pann({"sim", place + "/unit", "--vectors", "4000", "--engine", "native", "--quiet"})
                .exit_code == 0);
    }
    ++tried;
  }
  CHECK(tried >= 6);
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
