#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/reproduce/gates.h"
#include "analysis/reproduce/section_json.h"
#include "analysis/reproduce/summary.h"

using namespace pann::analysis;

namespace {

SummaryRow reproduce_summary_row(std::optional<double> printed, std::optional<double> measured,
                                 std::optional<double> confidence = std::nullopt) {
  SummaryRow result;
  result.item = "fig0";
  result.quantity = "q";
  result.printed = printed;
  result.measured = measured;
  result.confidence = confidence;
  result.reason = "because";
  return result;
}

}  // namespace

TEST_CASE("a figure agrees within its tolerance, and the verdict says how closely") {
  CHECK(outcome(reproduce_summary_row(100.0, 105.0)) == Outcome::agrees);
  CHECK(verdict(reproduce_summary_row(100.0, 105.0)) == "agrees within 5 %");
  CHECK(verdict(reproduce_summary_row(100.0, 98.6)) == "agrees within 2 %");
  CHECK(verdict(reproduce_summary_row(100.0, 100.0)) == "agrees within 1 %");
  CHECK(outcome(reproduce_summary_row(100.0, 105.001)) == Outcome::differs);
  CHECK(outcome(reproduce_summary_row(-100.0, -104.0)) == Outcome::agrees);
}

TEST_CASE("a difference gives its sign, its size and its reason") {
  CHECK(verdict(reproduce_summary_row(100.0, 112.34)) == "differs: +12.3 %: because");
  CHECK(verdict(reproduce_summary_row(100.0, 50.0)) == "differs: -50.0 %: because");
  SummaryRow bare = reproduce_summary_row(100.0, 50.0);
  bare.reason.clear();
  CHECK(verdict(bare) == "differs: -50.0 %");
}

TEST_CASE("the confidence interval widens what agrees") {
  CHECK(outcome(reproduce_summary_row(100.0, 107.0)) == Outcome::differs);
  CHECK(outcome(reproduce_summary_row(100.0, 107.0, 2.5)) == Outcome::agrees);
  CHECK(outcome(reproduce_summary_row(100.0, 107.0, 1.5)) == Outcome::differs);
  SummaryRow strict = reproduce_summary_row(17.0, 18.0);
  strict.tolerance = 0.0;
  CHECK(outcome(strict) == Outcome::differs);
}

TEST_CASE("statements are supported or contradicted, and what is missing says so") {
  SummaryRow statement = reproduce_summary_row(std::nullopt, 0.7);
  statement.supported = true;
  CHECK(verdict(statement) == "supported");
  statement.supported = false;
  CHECK(verdict(statement) == "contradicted: because");
  CHECK(outcome(reproduce_summary_row(std::nullopt, 1.0)) == Outcome::measured);
  CHECK(verdict(reproduce_summary_row(std::nullopt, std::nullopt)) == "not measured here: because");
  CHECK_FALSE(reproduce_summary_row(0.0, 1.0).ratio().has_value());
}

TEST_CASE("the overview counts the outcomes of each item") {
  SummaryRow claim = reproduce_summary_row(std::nullopt, 0.7);
  claim.item = "fig1";
  claim.supported = false;
  const Table table =
      overview_table({reproduce_summary_row(1.0, 1.0), reproduce_summary_row(1.0, 2.0),
                      reproduce_summary_row(1.0, 1.01), claim});
  REQUIRE(table.rows.size() == 2);
  const auto counts = [&table](std::size_t at) {
    std::vector<double> list;
    for (std::size_t i = 1; i < table.rows[at].size(); ++i) {
      list.push_back(table.rows[at][i].number.value());
    }
    return list;
  };
  CHECK(counts(0) == std::vector<double>{2, 1, 0, 0, 0, 0});
  CHECK(counts(1) == std::vector<double>{0, 0, 0, 1, 0, 0});
}

TEST_CASE("a result read back from JSON is the same to the last digit") {
  ItemResult item;
  item.section.id = "fig0";
  item.section.title = "A \"title\"";
  item.section.paragraphs = {"one", "two"};
  item.section.command = "pann reproduce fig0";
  item.section.plots.push_back(
      {"p",
       "t",
       "x",
       "y",
       PlotKind::bars,
       false,
       true,
       {{"s", Origin::synthetic, {{1.0, 1.0 / 3.0, 0.1}, {2.0, 2e-300}}}}});
  item.section.tables.push_back({"t",
                                 "title",
                                 {{"a", "fJ", Origin::exact}, {"b", "", std::nullopt}},
                                 {{{0.1, ""}, {std::nullopt, "x"}}, {{}, {2.0, "two"}}}});
  item.summary = {reproduce_summary_row(1.0 / 7.0, std::numeric_limits<double>::denorm_min(), 0.5)};
  const auto json = to_json(item);
  const ItemResult back = item_result_from_json(nlohmann::ordered_json::parse(json.dump()));
  CHECK(to_json(back) == json);
  CHECK(back.section.plots.at(0).series.at(0).points.at(0).y == 1.0 / 3.0);
  CHECK(back.section.tables.at(0).rows.at(1).at(1).text == "two");
  CHECK(back.summary.at(0).measured == std::numeric_limits<double>::denorm_min());
}

TEST_CASE("a comparison runs at the paper's clock, or at two digits of what is reached") {
  CHECK(choose_clock(2000.0).mhz == 1600.0);
  CHECK(choose_clock(2000.0).is_papers);
  CHECK(choose_clock(1600.0).mhz == 1600.0);
  CHECK(choose_clock(1599.9).mhz == doctest::Approx(1500.0));
  CHECK(choose_clock(317.4).mhz == doctest::Approx(310.0));
  CHECK(choose_clock(99.9).mhz == doctest::Approx(99.0));
  CHECK_FALSE(choose_clock(99.9).is_papers);
}

TEST_CASE("leakage counts over all cycles of an operation, at any clock") {
  GateResult result;
  result.internal_fj = 3.0;
  result.switching_fj = 4.0;
  result.leakage_w = 2e-9;
  result.cycles_per_operation = 5.0;
  // 2 nW over 5 cycles of 10 ns: 0.1 fJ.
  CHECK(result.leakage_fj(100.0) == doctest::Approx(0.1));
  CHECK(result.total_fj(100.0) == doctest::Approx(7.1));
}
