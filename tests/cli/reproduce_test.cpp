#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/reproduce/item.h"
#include "cli/cli_runner.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "test_data.h"

using namespace pann::support;
using pann::test::CliResult;
using pann::test::run_pann;
using OrderedJson = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

const fs::path kGolden =
    fs::path(pann::test::kSourceDirectory) / "tests" / "golden" / "reproduce_summary.json";

/// All that the test has the time for: a third of the paper's operations, the library that is
/// everywhere, and not the energies of whole MACs and their rivals.
std::vector<std::string> golden_command(const std::string& out) {
  std::vector<std::string> command{"reproduce"};
  for (const auto& item : pann::analysis::reproduce_items()) {
    const bool maps_much =
        item.id == "pann-energy" || item.id == "pann-prediction" || item.id == "addition-factors";
    if (!maps_much) command.push_back(item.id);
  }
  command.insert(command.end(), {"--pdk", "generic", "--vectors", "12000", "-o", out, "--quiet"});
  return command;
}

/// How far a figure may move: twice its 95 % interval where it is sampled; what rounding does where
/// it is exact, modelled or drawn from the same numbers; at gate level what another release of the
/// mapper does.
double tolerance_of(const OrderedJson& row, bool is_gate_level) {
  const double measured = std::abs(row.at("measured").get<double>());
  if (is_gate_level) return 0.15 * measured;
  const double rounding = 1e-6 * measured;
  if (row.at("confidence").is_null()) return rounding;
  return std::max(rounding, 2.0 * row.at("confidence").get<double>());
}

bool is_gate_level(const std::string& item, const OrderedJson& row) {
  return item != "not-measured" &&
         row.at("quantity").get<std::string>().find("generic") != std::string::npos;
}

/// The golden form of a summary: what was measured, how far it may move, and the outcome.
OrderedJson golden_of(const OrderedJson& summary) {
  OrderedJson rows = OrderedJson::array();
  for (const OrderedJson& row : summary.at("rows")) {
    if (row.at("measured").is_null()) continue;
    const bool gates = is_gate_level(row.at("item"), row);
    rows.push_back({{"item", row.at("item")},
                    {"quantity", row.at("quantity")},
                    {"measured", row.at("measured")},
                    {"tolerance", tolerance_of(row, gates)},
                    {"outcome", gates ? OrderedJson(nullptr) : row.at("outcome")}});
  }
  return {{"seed", summary.at("seed")}, {"rows", rows}};
}

std::string label_of(const OrderedJson& row) {
  return row.at("item").get<std::string>() + ": " + row.at("quantity").get<std::string>();
}

}  // namespace

TEST_CASE("the summary of the paper's items is the golden one") {
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "out").string();
  const CliResult result = run_pann(golden_command(out));
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const OrderedJson actual =
      golden_of(OrderedJson::parse(read_file(fs::path(out) / "summary.json")));
  if (std::getenv("PANN_UPDATE_GOLDEN") != nullptr) {
    write_file(kGolden, actual.dump(1) + '\n');
    return;
  }
  std::map<std::string, OrderedJson> rows;
  for (const OrderedJson& row : actual.at("rows")) rows[label_of(row)] = row;
  const OrderedJson golden = OrderedJson::parse(read_file(kGolden));
  CHECK(golden.at("rows").size() == rows.size());
  for (const OrderedJson& expected : golden.at("rows")) {
    const std::string label = label_of(expected);
    CAPTURE(label);
    REQUIRE(rows.count(label) == 1);
    const OrderedJson& row = rows.at(label);
    CHECK(std::abs(row.at("measured").get<double>() - expected.at("measured").get<double>()) <=
          expected.at("tolerance").get<double>());
    CHECK(row.at("outcome") == expected.at("outcome"));
  }
}

TEST_CASE(
    "an absolute difference takes more than an addition, a shift more than that, a product most") {
  if (!pann::test::runs_when_full("half a minute of mapping")) return;
  const TemporaryDirectory directory;
  const CliResult result =
      run_pann({"reproduce", "addition-factors", "--pdk", "generic", "--vectors", "2000", "-o",
                (directory.path() / "out").string(), "--json", "-"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  std::vector<double> factors;
  const OrderedJson json = OrderedJson::parse(result.output);
  for (const OrderedJson& row : json.at("items").at(0).at("summary")) {
    factors.push_back(row.at("measured"));
  }
  REQUIRE(factors.size() == 18);  // three units at three widths, with and without glitches
  for (std::size_t i = 0; i < factors.size(); i += 3) {
    CHECK(1.0 < factors[i]);
    CHECK(factors[i] < factors[i + 1]);
    CHECK(factors[i + 1] < factors[i + 2]);
  }
}

TEST_CASE("one item shows its tables, the summary and where the report is") {
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "out").string();
  const CliResult result =
      run_pann({"reproduce", "eq19", "-o", out, "--json", (directory.path() / "r.json").string()});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  CHECK(result.output.find("Choice of bx~ and R at equal power") != std::string::npos);
  CHECK(result.output.find("verdict") != std::string::npos);
  CHECK(result.output.find(out) != std::string::npos);
  for (const char* file :
       {"report.html", "summary.csv", "summary.json", "items/eq19.json", "csv/table-eq19.csv"}) {
    CHECK_MESSAGE(fs::exists(fs::path(out) / file), file);
  }
  const OrderedJson json = OrderedJson::parse(read_file(directory.path() / "r.json"));
  CHECK(json.at("schema") == "pann.reproduce");
  CHECK(json.at("items").at(0).at("id") == "eq19");
  const CliResult again = run_pann({"reproduce", "eq19", "-o", out});
  CHECK(again.output.find("taken up from an earlier run: eq19") != std::string::npos);
  const CliResult fresh = run_pann({"reproduce", "eq19", "--fresh", "-o", out});
  CHECK(fresh.output.find("taken up") == std::string::npos);
}

TEST_CASE("engine and seed are what is reproduced with; other results are written over by force") {
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "out").string();
  REQUIRE(run_pann({"gen", "adder", "-o", out, "--quiet"}).exit_code == 0);
  const auto measured = [&](const std::string& seed) {
    const CliResult result =
        run_pann({"reproduce", "fig15", "--vectors", "500", "--pdk", "generic", "--engine",
                  "native", "--seed", seed, "--force", "-o", out, "--json", "-"});
    REQUIRE_MESSAGE(result.exit_code == 0, result.error);
    return OrderedJson::parse(result.output);
  };
  CHECK(run_pann({"reproduce", "eq19", "-o", out, "--quiet"}).exit_code == 2);
  const OrderedJson first = measured("1");
  const OrderedJson second = measured("2");
  CHECK(first.at("seed") == 1);
  CHECK(first.at("items") != second.at("items"));
}

TEST_CASE("unknown items and libraries are refused with the legal ones") {
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "out").string();
  const CliResult item = run_pann({"reproduce", "fig1", "-o", out});
  CHECK(item.exit_code == 2);
  CHECK(item.error.find("reproduce.item") != std::string::npos);
  CHECK(item.error.find("fig15") != std::string::npos);
  const CliResult library = run_pann({"reproduce", "fig4a", "--pdk", "sky999", "-o", out});
  CHECK(library.exit_code == 2);
  CHECK(library.error.find("pdk.unknown") != std::string::npos);
  CHECK_FALSE(fs::exists(out));
}

TEST_CASE("PANN's energy from derived flips lies near the measured one over R and bx~") {
  if (!pann::test::runs_when_full("a minute of mapping and playing")) return;
  const TemporaryDirectory directory;
  const CliResult result =
      run_pann({"reproduce", "pann-prediction", "--pdk", "generic", "--vectors", "2000", "-o",
                (directory.path() / "out").string(), "--json", "-"});
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const OrderedJson json = OrderedJson::parse(result.output);
  const OrderedJson& rows = json.at("items").at(0).at("summary");
  REQUIRE(rows.size() == 16);  // four widths, four ranges of weights
  for (const OrderedJson& row : rows) {
    CHECK(row.at("printed").get<double>() ==
          doctest::Approx(row.at("measured").get<double>()).epsilon(0.35));
  }
}
