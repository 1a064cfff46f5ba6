#include "analysis/report/page.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analysis/report/draw_plots.h"
#include "analysis/report/html_text.h"
#include "analysis/report/plot_style.h"
#include "analysis/report/plot_svg.h"
#include "analysis/report/report.h"
#include "analysis/report/table_html.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace {

[[noreturn]] void fail_model(const std::string& message) {
  throw support::Failure(support::ExitCode::internal, {"report.model", message, ""});
}

/// Holds every id of the page to its form and to being the only one.
class Ids {
 public:
  void add(const std::string& prefix, const std::string& id) {
    const bool legal = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!legal) {
      fail_model(
          fmt::format("id '{}' holds other than lower case letters, digits and hyphens", id));
    }
    if (!seen_.insert(prefix + id).second) fail_model(fmt::format("id '{}' is there twice", id));
  }

 private:
  std::set<std::string> seen_;
};

void check_rows(const Table& table) {
  for (const auto& row : table.rows) {
    if (row.size() == table.columns.size()) continue;
    fail_model(fmt::format("table '{}' has a row of {} cells for {} columns", table.id, row.size(),
                           table.columns.size()));
  }
}

void check_model(const Report& report) {
  Ids ids;
  for (std::size_t mark = 0; mark < 2 * kMarkShapes; ++mark) ids.add("mark-", std::to_string(mark));
  for (const ReportSection& section : report.sections) {
    ids.add("", section.id);
    for (const Plot& plot : section.plots) ids.add("plot-", plot.id);
    for (const Table& table : section.tables) {
      ids.add("table-", table.id);
      check_rows(table);
    }
  }
}

std::set<Origin> origins_of(const Report& report) {
  std::set<Origin> origins;
  for (const ReportSection& section : report.sections) {
    for (const Plot& plot : section.plots) {
      for (const PlotSeries& series : plot.series) origins.insert(series.origin);
    }
    for (const Table& table : section.tables) {
      for (const TableColumn& column : table.columns) {
        if (column.origin) origins.insert(*column.origin);
      }
    }
  }
  return origins;
}

std::string paragraphs_html(const std::vector<std::string>& paragraphs) {
  std::string html;
  for (const std::string& paragraph : paragraphs) html += "<p>" + escape_html(paragraph) + "</p>\n";
  return html;
}

std::string text_block(const std::string& text) {
  return fmt::format(
      "<pre tabindex=\"0\">{}</pre>"
      "<button type=\"button\" class=\"copy\" hidden>Copy</button>",
      escape_html(text));
}

std::string legend_html(const Plot& plot) {
  std::string html = "<ul class=\"legend\">\n";
  for (std::size_t s = 0; s < plot.series.size(); ++s) {
    html += fmt::format("<li>{}<span>{}</span>{}</li>\n", legend_swatch(plot, s),
                        escape_html(plot.series[s].name), origin_badge(plot.series[s].origin));
  }
  return html + "</ul>\n";
}

constexpr const char* kMissingPlot =
    "<p class=\"missing\">This plot was not drawn: gnuplot was not found when the page was made. "
    "Its "
    "points are in the list below.</p>\n";

/// What stands under the title of a page whose plots could not be drawn.
std::string missing_html(const std::vector<std::string>& drawings) {
  const auto missing = std::count(drawings.begin(), drawings.end(), std::string());
  if (missing == 0) return {};
  return fmt::format(
      "<p class=\"missing\">{} plots are missing on this page, since gnuplot was not found: "
      "install "
      "it (apt-get install gnuplot-nox) and repeat the command. All figures are in the tables and "
      "in the lists of points.</p>\n",
      missing);
}

std::string figure_html(const Plot& plot, const std::string& drawing) {
  return fmt::format(
      "<figure id=\"plot-{}\">\n<figcaption>{}</figcaption>\n{}<p class=\"axis y\">{}</p>\n{}"
      "<p class=\"axis x\">{}</p>\n<details class=\"data\"><summary>Points</summary>"
      "<div class=\"points\">{}</div></details>\n</figure>\n",
      plot.id, escape_html(plot.title), legend_html(plot), escape_html(plot.y_label),
      drawing.empty() ? kMissingPlot : drawing, escape_html(plot.x_label),
      text_block(to_csv(plot)));
}

/// `drawing` is the first of the section's drawings; it is moved on to the next section's.
std::string section_html(const ReportSection& section, const std::set<std::string>& ids,
                         std::vector<std::string>::const_iterator& drawing) {
  std::string html = fmt::format(
      "<section id=\"{0}\">\n<h2>{1}<a class=\"anchor\" href=\"#{0}\" "
      "aria-label=\"Link to this section\">#</a></h2>\n{2}",
      section.id, escape_html(section.title), paragraphs_html(section.paragraphs));
  if (!section.plots.empty()) {
    html += "<div class=\"plots\">\n";
    for (const Plot& plot : section.plots) html += figure_html(plot, *drawing++);
    html += "</div>\n";
  }
  for (const Table& table : section.tables) html += table_html(table, ids);
  if (!section.command.empty())
    html += "<div class=\"command\">" + text_block(section.command) + "</div>\n";
  return html + "</section>\n";
}

std::string contents_html(const Report& report) {
  std::string html =
      "<nav class=\"contents\" aria-label=\"Contents\"><details open><summary>Contents</summary>\n"
      "<ol>\n";
  for (const ReportSection& section : report.sections) {
    html +=
        fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id, escape_html(section.title));
  }
  return html + "</ol></details></nav>\n";
}

/// What the words on columns and series mean; only those that are there.
std::string origins_html(const Report& report) {
  const std::set<Origin> origins = origins_of(report);
  if (origins.empty()) return {};
  std::string html = "<footer><h2>Where figures are from</h2>\n<dl class=\"origins\">\n";
  for (const Origin origin : origins) {
    html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", origin_badge(origin), description(origin));
  }
  return html + "</dl></footer>\n";
}

std::string scripts(const Report& report) {
  std::string text(page_script());
  const bool explores =
      std::any_of(report.sections.begin(), report.sections.end(), [](const ReportSection& section) {
        return std::any_of(section.tables.begin(), section.tables.end(),
                           [](const Table& table) { return table.is_explorable; });
      });
  return explores ? text.append(explore_script()) : text;
}

std::vector<std::string> drawings_of(const Report& report) {
  std::vector<const Plot*> plots;
  for (const ReportSection& section : report.sections) {
    for (const Plot& plot : section.plots) plots.push_back(&plot);
  }
  return draw_plots(plots);
}

}  // namespace

std::string to_html(const Report& report) {
  check_model(report);
  const std::vector<std::string> drawings = drawings_of(report);
  std::string sections;
  std::set<std::string> ids;
  for (const ReportSection& section : report.sections) ids.insert(section.id);
  auto drawing = drawings.begin();
  for (const ReportSection& section : report.sections)
    sections += section_html(section, ids, drawing);
  const std::string title = escape_html(report.title);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n{2}"
      "<header><h1>{0}</h1>\n{3}{8}</header>\n<div "
      "class=\"layout\">\n{4}<main>\n{5}</main>\n</div>\n"
      "{6}<script>{7}</script>\n</body>\n</html>\n",
      title, page_style(), marks_svg(), paragraphs_html(report.paragraphs),
      report.sections.size() > 1 ? contents_html(report) : "<div></div>\n", sections,
      origins_html(report), scripts(report), missing_html(drawings));
}

}  // namespace pann::analysis
