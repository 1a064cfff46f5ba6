#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "osu018.h"
#include "paths.h"
#include "support/input.h"
#include "sweep_runner.h"

using namespace pann::test;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

Json points_of(const SweepPlace& place, const std::string& folder) {
  place.expect(0, {"sweep", "export", folder, "-o", "points.json", "--quiet"});
  return Json::parse(place.read("points.json")).at("points");
}

double figure(const Json& point, const std::string& name) {
  for (const Json& entry : point.at("figures")) {
    if (entry.at("name") == name) return entry.at("value").get<double>();
  }
  FAIL("no figure " << name);
  return 0.0;
}

}  // namespace

TEST_CASE("a sweep measures what pann sim measures, point by point, and each row repeats itself") {
  const SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  const auto sweep = place.expect(0, {"sweep", "s.yaml", "-o", "out", "--executor", "local",
                                      "--jobs", "2", "--chunk-seconds", "0.5", "--seed", "7"});
  CHECK(contains(sweep.output, "points: 12 of 12 combinations"));
  CHECK(contains(sweep.output, "done 12, failed 0, crashed 0, waiting 0"));
  const Json points = points_of(place, "out");
  REQUIRE(points.size() == 12);
  for (const std::size_t i : {0, 5, 11}) {
    const Json& point = points[i];
    std::istringstream words(point.at("command").get<std::string>());
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) arguments.push_back(word);
    REQUIRE(arguments.front() == "pann");
    arguments.erase(arguments.begin());
    arguments.insert(arguments.end(), {"--json", "-"});
    const auto sim = place.expect(0, arguments);
    const Json counted = Json::parse(sim.output);
    for (const Json& element : counted.at("elements")) {
      CHECK(figure(point, "flips_" + element.at("name").get<std::string>()) ==
            element.at("per_operation").get<double>());
    }
    CHECK(point.at("seed") == 7);
    CHECK(point.at("origin") == "measured");
    CHECK(point.at("versions").contains("yosys"));
  }
  CHECK_FALSE(fs::exists(place.file("out/work")));
}

TEST_CASE("a mapped point has the cells and the energy that its own commands give") {
  const SweepPlace place;
  place.write("s.yaml",
              "fields:\n  kind: mac\n  x_width: 3\n  w_width: 3\n  acc_width: 8\n"
              "  library: generic\n  delays: [zero, liberty]\n  recipe: [standard, area]\n"
              "  vectors: 200\n");
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  const Json points = points_of(place, "out");
  REQUIRE(points.size() == 4);
  for (const std::size_t i : {0, 3}) {
    std::istringstream words(points[i].at("command").get<std::string>() + " --json power.json ;");
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) {
      const bool ends = word.ends_with(';');
      if (ends) word.pop_back();
      if (!word.empty() && word != "pann") arguments.push_back(word);
      if (!ends) continue;
      place.expect(0, arguments);
      arguments.clear();
    }
    const Json power = Json::parse(place.read("power.json"));
    CHECK(figure(points[i], "cells") == power.at("cells").get<double>());
    CHECK(figure(points[i], "area") == power.at("area").get<double>());
    CHECK(figure(points[i], "energy") ==
          doctest::Approx(power.at("energy_per_operation_fj").get<double>()).epsilon(1e-12));
    CHECK(points[i].at("origin") == "synthetic library");
    CHECK(points[i].at("versions").contains("library"));
  }
}

TEST_CASE(
    "the same sweep gives the same table to the last digit, with any workers and without cache") {
  const SweepPlace place;
  const SweepPlace other;
  place.write("s.yaml", kSmallSweep);
  other.write("s.yaml", kSmallSweep);
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--jobs", "1", "--quiet"});
  other.expect(
      0, {"sweep", "s.yaml", "-o", "out", "--jobs", "2", "--chunk-seconds", "0.01", "--quiet"});
  const std::string table = place.table("out");
  CHECK(table == other.table("out"));
  CHECK(count_of(table, "\r\n") == 13);
  // A second sweep shares the points through the cache: nothing is measured, all is the same.
  const auto again = place.expect(0, {"sweep", "s.yaml", "-o", "out2"});
  CHECK(contains(again.output, "12 were there already"));
  CHECK(place.table("out2") == table);
}

TEST_CASE("a dry run counts and prices without writing, and knows what is there") {
  const SweepPlace place;
  place.write("s.yaml", std::string(kSmallSweep) + "where: x_width + w_width != 5\n");
  const auto first = place.expect(0, {"sweep", "s.yaml", "-o", "out", "--dry-run"});
  CHECK(contains(first.output, "points: 10 of 12 combinations"));
  CHECK(contains(first.output, "2 do not hold a condition"));
  CHECK(contains(first.output, "waiting 10"));
  CHECK(contains(first.output, "a guess"));
  CHECK_FALSE(fs::exists(place.file("out")));
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  const auto later = place.expect(0, {"sweep", "s.yaml", "-o", "out", "--dry-run", "--json", "-"});
  CHECK(Json::parse(later.output).at("state").at("done") == 10);
  CHECK(Json::parse(later.output).at("state").at("waiting") == 0);
}

TEST_CASE(
    "a sweep without end is refused with its price, and one without a point with the reason") {
  const SweepPlace place;
  place.write("big.yaml",
              "fields:\n  kind: mac\n  seed: {from: 1, to: 1000}\n  vectors: {from: 1, to: 1000}\n"
              "  length: {from: 0, to: 999}\n");
  for (const char* option : {"--quiet", "--dry-run"}) {
    const auto big = place.expect(2, {"sweep", "big.yaml", "-o", "out", option});
    CHECK(contains(big.error, "1000000000 combinations, about "));
    CHECK(contains(big.error, "--yes"));
  }
  CHECK_FALSE(fs::exists(place.file("out")));
  place.write("many.yaml",
              "fields: {kind: multiplier, x_width: 4, vectors: {from: 1, to: 100001}}");
  CHECK(contains(place.expect(2, {"sweep", "many.yaml", "--dry-run"}).error, "[sweep.many]"));
  place.write("few.yaml", "fields: {kind: multiplier, x_width: 4, vectors: {from: 1, to: 3}}");
  place.expect(0, {"sweep", "few.yaml", "--dry-run", "--yes"});
  place.write("none.yaml", "fields: {kind: mac, x_width: 30, acc_width: 16}");
  const auto none = place.expect(2, {"sweep", "none.yaml", "-o", "out"});
  CHECK(contains(none.error, "none of 1 combinations is a legal point"));
  CHECK(contains(none.error, "acc-width"));
}

TEST_CASE("results of another specification are not mixed up or lost unasked") {
  const SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  place.write("more.yaml", std::string(kSmallSweep) + "  seed: [1, 2]\n");
  place.write("other.yaml", "fields: {kind: adder, x_width: 3, vectors: 20}");
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  const auto refused = place.expect(2, {"sweep", "other.yaml", "-o", "out", "--quiet"});
  CHECK(contains(refused.error, "results of 12 points"));
  const auto more = place.expect(0, {"sweep", "more.yaml", "-o", "out"});
  CHECK(contains(more.output, "12 were there already"));
  CHECK(contains(more.output, "done 24"));
  place.expect(0, {"sweep", "other.yaml", "-o", "out", "--force", "--quiet"});
  CHECK(points_of(place, "out").size() == 1);
}

TEST_CASE(
    "a results file of a newer schema, or of another kind, and a folder that cannot be written are "
    "refused") {
  const SweepPlace place;
  place.write("s.yaml", kSmallSweep);
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  REQUIRE(pann::support::run_process(
              {.arguments = {"python3", "-c",
                             "import sqlite3,sys; d = sqlite3.connect(sys.argv[1]); "
                             "d.execute(\"update meta set value = '2' where name = 'version'\"); "
                             "d.commit()",
                             place.file("out/sweep.db").string()}})
              .exit_code == 0);
  for (const auto& arguments : {std::vector<std::string>{"sweep", "s.yaml", "-o", "out"},
                                std::vector<std::string>{"sweep", "table", "out"}}) {
    const auto result = place.expect(2, arguments);
    CHECK(contains(result.error, "has schema 2; this program knows 1"));
  }
  fs::create_directory(place.file("strange"));
  place.write("strange/sweep.db", "this is no database, whatever its name says\n");
  CHECK(contains(place.expect(2, {"sweep", "table", "strange"}).error, "[sweep.database]"));
  CHECK(contains(place.expect(2, {"sweep", "table", "nowhere"}).error, "[sweep.missing]"));
  CHECK(contains(place.expect(2, {"sweep", "s.yaml", "-o", "/proc/sweep"}).error,
                 "[output.directory]"));
}

TEST_CASE("tables, fronts and the best fit 100 columns and name what is missing") {
  const SweepPlace place;
  place.write("s.yaml",
              "title: Units\nfields:\n  kind: [multiplier, mac]\n  multiplier: [booth4, array]\n"
              "  x_width: [3, 4]\n  w_width: 4\n  acc_width: 16\n  vectors: 60\n"
              "  stimulus: [uniform, missing.npy]\n");
  const auto sweep = place.run({"sweep", "s.yaml", "-o", "out", "--quiet"});
  CHECK_MESSAGE(sweep.exit_code == 2, sweep.error);
  place.write("s.yaml",
              "title: Units\nfields:\n  kind: [multiplier, mac]\n  multiplier: [booth4, array]\n"
              "  x_width: [3, 4]\n  w_width: 4\n  acc_width: 16\n  vectors: 60\n"
              "  length: [0, 10]\n");
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet"});
  const auto table = place.expect(0, {"sweep", "table", "out"});
  CHECK(contains(table.output, "Units: done 16"));
  std::istringstream lines(table.output);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
  const auto some =
      place.expect(0, {"sweep", "table", "out", "--where", "x_width = 4", "kind = mac", "--columns",
                       "multiplier", "flips", "--csv", "t.csv"});
  CHECK(contains(some.output, "done 4"));
  CHECK(place.read("t.csv").starts_with("point,multiplier,flips (toggles/operation)\r\n"));
  CHECK(count_of(place.read("t.csv"), "\r\n") == 5);
  const auto front =
      place.expect(0, {"sweep", "pareto", "out", "--minimize", "flips", "--maximize", "x_width",
                       "--columns", "kind", "x_width", "flips", "--csv", "f.csv"});
  CHECK(contains(front.output, "that none beats in least flips, largest x_width"));
  const auto best = place.expect(0, {"sweep", "best", "out", "--minimize", "flips", "--by", "kind",
                                     "--where", "x_width = 4", "--json", "-"});
  const Json rows = Json::parse(best.output).at("points");
  REQUIRE(rows.size() == 2);
  for (const Json& row : rows) {
    for (const Json& point : points_of(place, "out")) {
      if (point.at("fields").at("kind") != row.at("fields").at("kind") ||
          point.at("fields").at("x_width") != 4)
        continue;
      CHECK(figure(point, "flips") >= figure(row, "flips"));
    }
  }
  CHECK(contains(place
                     .expect(2, {"sweep", "best", "out", "--maximize", "flisp", "--columns", "kind",
                                 "--csv", "x.csv"})
                     .error,
                 "did you mean flips?"));
  CHECK(contains(place.expect(2, {"sweep", "pareto", "out", "--minimize", "flips"}).error,
                 "two objectives"));
  CHECK(contains(place.expect(2, {"sweep", "pareto", "out", "--where", "kind = max"}).error,
                 "kind is never 'max'"));
}

TEST_CASE("the page and the exports need no other file, and Parquet is said not to be there") {
  const SweepPlace place;
  place.write("s.json", R"({"title": "Two", "fields": {"kind": "multiplier", "w_width": 3,
      "x_width": [2, 3], "vectors": 40}})");
  place.expect(0, {"sweep", "s.json", "-o", "out", "--quiet"});
  place.expect(0,
               {"sweep", "plot", "out", "--x", "x_width", "--y", "flips", "--by", "kind", "--where",
                "x_width > 1", "--minimize", "flips", "--maximize", "x_width", "-o", "p.html"});
  const std::string page = place.read("p.html");
  CHECK(contains(page, "flips over x_width"));
  CHECK(contains(page, "The front"));
  CHECK_FALSE(contains(page, "src=\"http"));
  place.expect(0, {"sweep", "export", "out", "--where", "x_width = 2", "-o", "e.csv"});
  CHECK(count_of(place.read("e.csv"), "\r\n") == 2);
  place.expect(0, {"sweep", "export", "out", "-o", "e.html"});
  CHECK(contains(place.read("e.html"), "flips over x_width"));
  CHECK(contains(place.expect(2, {"sweep", "export", "out", "-o", "e.parquet"}).error, "Arrow"));
  CHECK(contains(place.expect(2, {"sweep", "export", "out", "-o", "e.txt"}).error, ".csv"));
}

TEST_CASE("pann sweep without a specification says so") {
  const CliResult result = run_pann({"sweep"});
  CHECK(result.exit_code == 2);
  CHECK(contains(result.error, "SPEC is required"));
}

TEST_CASE("every part of pann sweep takes the options that all commands take") {
  const SweepPlace place;
  place.write("s.yaml", "fields: {kind: multiplier, x_width: [3, 4], w_width: 3, vectors: 40}");
  place.expect(0, {"sweep", "s.yaml", "-o", "out", "--quiet", "--json", "s.json"});
  place.expect(0, {"sweep", "table", "out", "--quiet", "--seed", "2", "--json", "t.json"});
  CHECK(Json::parse(place.read("t.json")).at("points").size() == 2);
  place.expect(0, {"sweep", "best", "out", "--minimize", "flips", "--quiet", "--seed", "2"});
  place.expect(0, {"sweep", "pareto", "out", "--minimize", "flips", "cycles", "--quiet", "--json",
                   "p.json", "--seed", "2"});
  CHECK(Json::parse(place.read("p.json")).at("points").size() == 1);
  place.expect(
      0, {"sweep", "plot", "out", "--quiet", "--json", "o.json", "--seed", "2", "-o", "o.html"});
  place.expect(
      0, {"sweep", "export", "out", "--quiet", "--json", "e.json", "--seed", "2", "-o", "e.csv"});
  place.expect(2, {"sweep", "worker", "out", "none", "--quiet", "--json", "w.json", "--seed", "2"});
}

TEST_CASE("the studies of the manual are specifications that can be measured") {
  const auto streams = test_data("PANN_NETWORK_PATH", "resnet8_cifar10/streams_b4.npz");
  if (!streams || !osu018_is_here() || !test_data("PANN_PDK_PATH", "asap7")) return;
  const SweepPlace place;
  for (const char* operands : {"streams_b4.npz", "streams_b8.npz"}) {
    place.write(operands, pann::support::read_file(streams->parent_path() / operands));
  }
  const auto points = [&place](const std::string& study) {
    const fs::path file = fs::path(kSourceDirectory) / "docs" / "studies" / study;
    place.write(study, pann::support::read_file(file));
    return place.expect(0, {"sweep", study, "--dry-run"}).output;
  };
  CHECK(contains(points("multipliers.yaml"), "points: 450 of 450"));
  CHECK(contains(points("macs.yaml"), "points: 162 of 162"));
  CHECK(contains(points("pann.yaml"), "points: 252 of 252"));
}
