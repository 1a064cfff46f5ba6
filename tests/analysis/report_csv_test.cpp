#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/report/report.h"
#include "report_model.h"

using namespace pann;
using Rows = std::vector<std::vector<std::string>>;

namespace {

/// RFC 4180, read one character at a time.
Rows read_csv(const std::string& csv) {
  Rows rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
      row.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      row.emplace_back();
    } else if (!quoted && c == '\r') {
      REQUIRE(csv.at(++i) == '\n');
      rows.push_back(row);
      row.assign(1, "");
    } else {
      row.back() += c;
    }
  }
  CHECK(!quoted);
  CHECK(row == std::vector<std::string>{""});  // every line is ended
  return rows;
}

double number(const std::string& text) {
  return std::strtod(text.c_str(), nullptr);
}

}  // namespace

TEST_CASE("a table reads back from CSV with all digits and hostile text whole") {
  const double third = 1.0 / 3.0;
  const analysis::Table table{
      "t",
      "T",
      {{test::kHostile, "", {}}, {"energy", "fJ", analysis::Origin::measured}},
      {{{{}, test::kHostile}, {third, "a third"}},
       {{{}, "say \"a,b\""}, {}},
       {{{}, ""}, {-1e-300}}}};
  const Rows rows = read_csv(analysis::to_csv(table));
  REQUIRE(rows.size() == 4);
  CHECK(rows[0] == std::vector<std::string>{test::kHostile, "energy (fJ)"});
  CHECK(rows[1][0] == test::kHostile);
  CHECK(number(rows[1][1]) == third);
  CHECK(rows[2] == std::vector<std::string>{"say \"a,b\"", ""});
  CHECK(rows[3][0].empty());
  CHECK(number(rows[3][1]) == -1e-300);
}

TEST_CASE("a plot's points read back from CSV with series, origin and error") {
  analysis::Plot plot = test::sample_plot("p", analysis::PlotKind::lines);
  plot.series[1].points[0].y = 0.1 + 0.2;
  const Rows rows = read_csv(analysis::to_csv(plot));
  REQUIRE(rows.size() == 10);
  CHECK(rows[0] == std::vector<std::string>{"series", "origin", "x", "y", "error"});
  CHECK(rows[1] == std::vector<std::string>{"booth4", "measured", "2", "3.25", "0.5"});
  CHECK(number(rows[4][3]) == 0.1 + 0.2);
  CHECK(rows[4][4].empty());
  plot.categories = {"zero", "one", "a, b"};
  CHECK(read_csv(analysis::to_csv(plot))[1][2] == "a, b");
}
