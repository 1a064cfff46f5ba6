#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/sweep/front.h"
#include "analysis/sweep/sweep_page.h"
#include "analysis/sweep/sweep_tables.h"
#include "support/random.h"

using namespace pann::analysis;

namespace {

SweepRow row_of(std::int64_t number, double area, double energy, const std::string& unit = "mac") {
  SweepRow row;
  row.number = number;
  row.status = "done";
  row.origin = "tabulated";
  row.versions = "{}";
  row.fields["kind"] = unit;
  row.fields["x_width"] = number;
  row.figures["area"] = {area, "library units", "measured, Yosys, Liberty areas"};
  row.figures["energy"] = {energy, "fJ/operation", "modelled, Liberty power"};
  return row;
}

std::vector<std::int64_t> sweep_front_numbers(const std::vector<const SweepRow*>& rows) {
  std::vector<std::int64_t> list;
  for (const SweepRow* row : rows) list.push_back(row->number);
  return list;
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a front holds what nothing beats, equal points too, and no point without a value") {
  SweepResults results;
  results.rows = {row_of(1, 5, 5), row_of(2, 3, 9), row_of(3, 3, 8), row_of(4, 9, 1),
                  row_of(5, 9, 2), row_of(6, 3, 8), row_of(7, 5, 6)};
  results.rows.push_back(row_of(8, 0, 0));
  results.rows.back().figures.erase("energy");
  const std::vector<Objective> both{{"area", false}, {"energy", false}};
  CHECK(sweep_front_numbers(pareto_front(results, both)) == Numbers{3, 6, 1, 4});
  CHECK(sweep_front_numbers(pareto_front(results, {{"area", true}, {"energy", true}})) ==
        Numbers{5, 7, 2});
  CHECK(sweep_front_numbers(pareto_front(results, {{"area", false}, {"x_width", true}})) ==
        Numbers{8});
}

TEST_CASE("the front of any points is the one that comparing all pairs gives") {
  pann::support::Random random(5);
  for (int trial = 0; trial < 50; ++trial) {
    SweepResults results;
    for (std::int64_t i = 1; i <= 40; ++i) {
      results.rows.push_back(
          row_of(i, static_cast<double>(random.below(8)), static_cast<double>(random.below(8))));
      results.rows.back().figures["delay"] = {static_cast<double>(random.below(4)), "ns", ""};
    }
    Numbers expected;
    const auto value = [](const SweepRow& row, const char* name) {
      return row.figures.at(name).value;
    };
    for (const SweepRow& row : results.rows) {
      const bool is_beaten =
          std::any_of(results.rows.begin(), results.rows.end(), [&](const SweepRow& other) {
            bool no_worse = true;
            bool better = false;
            for (const char* name : {"area", "energy", "delay"}) {
              no_worse = no_worse && value(other, name) <= value(row, name);
              better = better || value(other, name) < value(row, name);
            }
            return no_worse && better;
          });
      if (!is_beaten) expected.push_back(row.number);
    }
    Numbers found = sweep_front_numbers(
        pareto_front(results, {{"area", false}, {"energy", false}, {"delay", false}}));
    std::sort(found.begin(), found.end());
    CHECK(found == expected);
  }
}

TEST_CASE("the best of each group is the first of the least") {
  SweepResults results;
  results.rows = {row_of(1, 5, 5), row_of(2, 3, 9, "adder"), row_of(3, 4, 5),
                  row_of(4, 3, 8, "adder"), row_of(5, 1, 8, "adder")};
  CHECK(sweep_front_numbers(best_rows(results, {"energy", false}, {"kind"})) == Numbers{1, 4});
  CHECK(sweep_front_numbers(best_rows(results, {"energy", true}, {"kind"})) == Numbers{1, 2});
  CHECK(sweep_front_numbers(best_rows(results, {"area", false}, {})) == Numbers{5});
}

TEST_CASE("the page of a sweep has a plot a figure, the front, all points and what is missing") {
  SweepResults results;
  results.title = "A <study>";
  results.rows = {row_of(1, 5, 5), row_of(2, 3, 9), row_of(3, 2, 20, "adder")};
  results.rows.push_back({});
  results.rows.back().number = 4;
  results.rows.back().status = "crashed";
  results.rows.back().message = "its worker was ended by signal 9";
  results.state = {3, 0, 1, 0};
  const Report report = sweep_page(results, {});
  REQUIRE(report.sections.size() == 3);
  CHECK(report.sections[0].plots.size() == 2);
  CHECK(report.sections[0].plots[0].series.size() == 2);
  CHECK(report.sections[1].tables[0].rows.size() == 3);
  CHECK(report.sections[2].tables[0].rows.size() == 1);
  const std::string html = to_html(report);
  CHECK(html.find("A &lt;study&gt;") != std::string::npos);
  CHECK(html.find("ended by signal 9") != std::string::npos);
  CHECK(html.find("src=\"http") == std::string::npos);
  CHECK(html == to_html(sweep_page(results, {})));
}

TEST_CASE("an export has every field, figure and origin of every point, and says what has none") {
  SweepResults results;
  results.rows = {row_of(1, 5, 0.1), row_of(2, 3, 9)};
  results.rows[1].status = "failed";
  results.rows[1].message = "a, b";
  results.rows[1].figures.clear();
  const std::string csv = to_csv(export_table(results));
  CHECK(csv ==
        "point,status,kind,x_width,energy (fJ/operation),area (library units),seed,origin,message,"
        "key,versions,command\r\n"
        "1,done,mac,1,0.1,5,0,tabulated,,,{},\r\n"
        "2,failed,mac,2,,,0,tabulated,\"a, b\",,{},\r\n");
}
