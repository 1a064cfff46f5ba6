#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/report/html_text.h"
#include "analysis/report/report.h"
#include "analysis/report/table_html.h"
#include "html_reader.h"
#include "report_model.h"
#include "support/diagnostic.h"

using namespace pann;
using analysis::Origin;
using analysis::PlotKind;
using test::HtmlElement;
using test::HtmlPage;

namespace {

/// The page of `report`, after the checks that every page has to pass.
HtmlPage page_of(const analysis::Report& report) {
  const HtmlPage page = test::read_html(analysis::to_html(report));
  for (const std::string& fault : page.faults) FAIL_CHECK(fault);
  std::set<std::string> ids;
  for (const HtmlElement& element : page.elements) {
    const auto id = element.attributes.find("id");
    if (id != element.attributes.end()) CHECK_MESSAGE(ids.insert(id->second).second, id->second);
  }
  for (const HtmlElement& element : page.elements) {
    const auto link = element.attributes.find("href");
    if (link == element.attributes.end()) continue;
    CHECK(link->second.front() == '#');  // nothing but the page itself
    CHECK_MESSAGE(ids.contains(link->second.substr(1)), link->second);
  }
  CHECK(page.all("link").empty());
  CHECK(page.all("img").empty());
  CHECK(page.all("script").size() == 1);
  return page;
}

const HtmlElement& parent(const HtmlPage& page, const HtmlElement& element) {
  return page.elements[element.parent];
}

/// Whether `element` stands in one with this id.
bool is_in(const HtmlPage& page, const HtmlElement& element, const std::string& id) {
  const HtmlElement* at = &element;
  while (&parent(page, *at) != at) {
    at = &parent(page, *at);
    const auto found = at->attributes.find("id");
    if (found != at->attributes.end() && found->second == id) return true;
  }
  return false;
}

std::vector<std::string> tool_tips(const HtmlPage& page, const std::string& shape,
                                   const std::string& figure) {
  std::vector<std::string> texts;
  for (const HtmlElement* title : page.all("title")) {
    if (parent(page, *title).name == shape && is_in(page, *title, figure))
      texts.push_back(title->text);
  }
  return texts;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

TEST_CASE("a report's page holds its sections, its plots' points and its tables") {
  const HtmlPage page = page_of(test::sample_report());
  CHECK(page.all("h1").at(0)->text == "A report");
  CHECK(page.all("h2").size() == 3);  // two sections, and where figures are from
  CHECK(page.all("figure").size() == 4);
  CHECK(page.all("table").size() == 2);
  for (const auto& entry : {std::pair{"use", "plot-lines"},
                            {"polygon", "plot-bars"},
                            {"use", "plot-points"},
                            {"polygon", "plot-stacked"}}) {
    CAPTURE(entry.second);
    const auto tips = tool_tips(page, entry.first, entry.second);
    CHECK(tips.size() == 9);
    CHECK(contains(tips, "booth4 (measured)\n8: 33.4375 \u00b1 0.12"));
    CHECK(contains(tips, "array (printed)\n4: 8.5"));
  }
  CHECK(std::any_of(page.elements.begin(), page.elements.end(), [](const HtmlElement& element) {
    return element.name == "pre" && element.text == "pann run --seed 1";
  }));
}

TEST_CASE("marks lie where the points' values put them") {
  const HtmlPage page = page_of(test::sample_report());
  // Of a linear axis, any two pairs of marks give the same scale.
  std::vector<std::pair<double, double>> places;
  for (const HtmlElement* use : page.all("use")) {
    const auto colour = use->attributes.find("color");
    if (colour == use->attributes.end() || colour->second != "var(--s0)") continue;
    if (!is_in(page, *use, "plot-lines")) continue;
    const std::string move = use->attributes.at("transform");
    double x = 0.0;
    double y = 0.0;
    REQUIRE(std::sscanf(move.c_str(), "translate(%lf,%lf)", &x, &y) == 2);
    places.emplace_back(x, y);
  }
  REQUIRE(places.size() == 6);  // measured, then modelled, in one colour
  const auto slope = [&](std::size_t i, std::size_t j, double value) {
    return (places[i].second - places[j].second) / value;
  };
  CHECK(slope(0, 1, 3.25 - 9.5) == doctest::Approx(slope(1, 2, 9.5 - 33.4375)).epsilon(0.01));
  CHECK(slope(0, 1, 3.25 - 9.5) == doctest::Approx(slope(3, 5, 2.0 - 32.0)).epsilon(0.01));
  CHECK(slope(0, 1, 3.25 - 9.5) < 0.0);  // up is more
  CHECK((places[2].first - places[1].first) ==
        doctest::Approx(2.0 * (places[1].first - places[0].first)).epsilon(0.01));
}

TEST_CASE("hostile text stays text everywhere, and gnuplot never sees it") {
  analysis::Report report = test::sample_report();
  const std::string& hostile = test::kHostile;
  report.title = hostile;
  report.paragraphs = {hostile};
  analysis::ReportSection& section = report.sections[0];
  section.title = hostile;
  section.paragraphs = {hostile};
  section.command = hostile;
  for (analysis::Plot& plot : section.plots) {
    plot.title = plot.x_label = plot.y_label = hostile;
    for (analysis::PlotSeries& series : plot.series) series.name = hostile;
    plot.categories = {hostile, "b", hostile, "d", "e", "f", "g", "h", hostile};
  }
  analysis::Table& table = section.tables[0];
  table.title = table.columns[0].name = table.columns[1].unit = hostile;
  table.rows[0][0].text = hostile;

  const HtmlPage page = page_of(report);
  const std::string shown = hostile.substr(0, hostile.size() - 1) + "\uFFFD";
  CHECK(page.all("h1").at(0)->text == shown);
  CHECK(page.all("title").at(0)->text == shown);
  CHECK(page.all("figcaption").at(0)->text == shown);
  CHECK(std::any_of(page.elements.begin(), page.elements.end(), [&](const HtmlElement& element) {
    return parent(page, element).name == "caption" && element.text == shown;
  }));
  CHECK(page.all("tbody").size() == 2);
  std::size_t ticks = 0;
  for (const HtmlElement* text : page.all("text")) ticks += text->text == shown ? 1 : 0;
  CHECK(ticks == 6);  // three places a plot
}

TEST_CASE("equal reports give equal bytes, without a date") {
  const std::string first = analysis::to_html(test::sample_report());
  CHECK(first == analysis::to_html(test::sample_report()));
  CHECK(first.find("gnuplot") == std::string::npos);
  CHECK(first.find("GNUPLOT") == std::string::npos);
}

TEST_CASE("points without a place are left out of the drawing, and the rest is drawn") {
  analysis::Report report = test::sample_report();
  const double infinite = std::numeric_limits<double>::infinity();
  analysis::Plot& plot = report.sections[0].plots[0];
  plot.y_log = true;
  plot.x_log = true;
  plot.series[0].points = {{2, 3.5}, {4, -1}, {8, 0}, {16, infinite}, {32, NAN}, {64, 7.5, 100.0}};
  analysis::Plot empty = test::sample_plot("empty", PlotKind::bars);
  for (analysis::PlotSeries& series : empty.series) series.points.clear();
  report.sections[0].plots.push_back(empty);
  const HtmlPage page = page_of(report);
  const auto tips = tool_tips(page, "use", "plot-lines");
  CHECK(contains(tips, "booth4 (measured)\n2: 3.5"));
  CHECK(contains(tips, "booth4 (measured)\n64: 7.5 \u00b1 1e+02"));
  CHECK(tips.size() == 8);
  CHECK(tool_tips(page, "polygon", "plot-empty").empty());
}

TEST_CASE("eight series keep apart by colour, mark or dash") {
  analysis::Report report = test::sample_report();
  analysis::Plot& plot = report.sections[0].plots[0];
  for (int i = 0; i < 5; ++i)
    plot.series.push_back({"more" + std::to_string(i), {}, {{2, 1.0 * i}}});
  const HtmlPage page = page_of(report);
  std::set<std::string> swatches;
  for (const HtmlElement& element : page.elements) {
    if (element.attributes.count("style") == 0 || !is_in(page, element, "plot-lines")) continue;
    std::string look = element.attributes.at("style");
    for (const HtmlElement& inner : page.elements) {
      if (&parent(page, inner) != &element) continue;
      for (const auto& [name, value] : inner.attributes) look += ' ' + name + '=' + value;
    }
    CHECK_MESSAGE(swatches.insert(look).second, look);
  }
  CHECK(swatches.size() == 8);
}

TEST_CASE("a table's cells hold shown and full numbers, dashes and links to sections") {
  const HtmlPage page = page_of(test::sample_report());
  const HtmlElement* energy = page.all("td").at(0);
  CHECK(energy->text == "12206");
  CHECK(std::strtod(energy->attributes.at("data-value").c_str(), nullptr) == 12205.8125);
  CHECK(page.all("td").at(1)->text == "\u2013");
  const auto& links = page.all("a");
  CHECK(std::count_if(links.begin(), links.end(), [&](const HtmlElement* link) {
          return parent(page, *link).name == "th" && link->attributes.at("href") == "#one";
        }) == 2);
}

TEST_CASE("numbers of a column are shown with the digits that tell them apart") {
  using Texts = std::vector<std::string>;
  CHECK(analysis::shown_numbers({1, 36000, -2}) == Texts{"1", "36000", "-2"});
  CHECK(analysis::shown_numbers({3.18, 54.1}) == Texts{"3.18", "54.10"});
  CHECK(analysis::shown_numbers({5367.3, 77435.8}) == Texts{"5367", "77436"});
  CHECK(analysis::shown_numbers({0.975, 12.18}) == Texts{"0.975", "12.180"});
  CHECK(analysis::shown_numbers({0.05, 0.1}) == Texts{"0.05", "0.10"});
  CHECK(analysis::shown_numbers({1.25e-9, 5367.25}) == Texts{"1.25e-09", "5367"});
  CHECK(analysis::shown_numbers({}).empty());
}

TEST_CASE("escaped text holds no markup, no control characters and only UTF-8") {
  CHECK(analysis::escape_html("a<b>&\"'c") == "a&lt;b&gt;&amp;&quot;&#39;c");
  CHECK(analysis::escape_html(std::string("\0\x1B\x7F", 3)) == "\uFFFD\uFFFD\uFFFD");
  CHECK(analysis::escape_html("\u00e9\u20ac\U0001F600\t\n") == "\u00e9\u20ac\U0001F600\t\n");
  // Overlong, surrogate, beyond U+10FFFF, cut short.
  CHECK(analysis::escape_html("\xC0\xBC") == "\uFFFD\uFFFD");
  CHECK(analysis::escape_html("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
  CHECK(analysis::escape_html("\xF5\x80") == "\uFFFD\uFFFD");
  CHECK(analysis::escape_html("\xE2\x82") == "\uFFFD\uFFFD");
}

TEST_CASE("a report that contradicts itself is our own mistake, and named") {
  const auto refused = [](const analysis::Report& report) {
    CHECK_THROWS_WITH_AS(analysis::to_html(report), doctest::Contains("report.model"),
                         support::Failure);
  };
  analysis::Report report = test::sample_report();
  report.sections[1].plots[0].id = "lines";
  refused(report);
  report = test::sample_report();
  report.sections[0].id = "A\"b";
  refused(report);
  report = test::sample_report();
  report.sections[0].tables[0].rows[0].pop_back();
  refused(report);
}

TEST_CASE("without gnuplot the page says what is missing and keeps every figure") {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const std::string html = analysis::to_html(test::sample_report());
  analysis::Report text_alone{"t", {}, {{"one", "One", {"words"}, {}, {}, ""}}};
  const std::string words = analysis::to_html(text_alone);
  setenv("PATH", path.c_str(), 1);
  CHECK(html.find("gnuplot-nox") != std::string::npos);
  CHECK(html.find("<svg class=\"plot\"") == std::string::npos);
  for (const analysis::ReportSection& section : test::sample_report().sections) {
    for (const analysis::Plot& plot : section.plots)
      CHECK(html.find("<figure id=\"plot-" + plot.id) != std::string::npos);
  }
  CHECK(words.find("gnuplot") == std::string::npos);
}
