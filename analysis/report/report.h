#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pann::analysis {

/// Where a figure is from; every series and every column says it.
enum class Origin {
  measured,     ///< Counted on a simulated circuit.
  tabulated,    ///< Toggles counted on a simulated circuit, energy from the library's tables.
  exact,        ///< Expected value by enumeration of all operands.
  simulated,    ///< Drawn in software, without a circuit.
  modelled,     ///< A formula of the paper or of ours.
  printed,      ///< As the paper prints it.
  synthetic,    ///< Measured on a library of our own making: relative figures only.
  not_measured  ///< Named for completeness.
};

/// The word that reports show.
const char* name(Origin origin);

/// What the word means, a sentence without a full stop.
const char* description(Origin origin);

/// One point of a plot; `error` is half the width of its 95 % confidence interval.
struct PlotPoint {
  double x = 0.0;
  double y = 0.0;
  std::optional<double> error{};
};

/// Series of equal names and unequal origins (measured beside modelled) share a colour.
struct PlotSeries {
  std::string name;
  Origin origin = Origin::measured;
  std::vector<PlotPoint> points;  ///< In order of x.
};

/// Bars stand side by side, stacked bars one on the other, at each x.
enum class PlotKind { lines, points, bars, stacked_bars };

struct Plot {
  std::string id;  ///< Lower case letters, digits and hyphens, unique in a report.
  std::string title;
  std::string x_label;  ///< With its unit.
  std::string y_label;
  PlotKind kind = PlotKind::lines;
  bool x_log = false;
  bool y_log = false;
  std::vector<PlotSeries> series;
  std::vector<std::string> categories{};  ///< Names of x = 0, 1, 2...; empty: x is a number.
};

struct TableColumn {
  std::string name;
  std::string unit;              ///< Empty for plain counts and words.
  std::optional<Origin> origin;  ///< Nothing for keys such as the width.
};

/// A cell holds a number, a text, both (a number as it is to be shown), or neither (shown as a
/// dash). A text that is the id of a section links to it; `folder` links to a place beside the
/// page.
struct TableCell {
  std::optional<double> number{};
  std::string text{};
  std::string folder{};
};

struct Table {
  std::string id;  ///< As Plot::id.
  std::string title;
  std::vector<TableColumn> columns;
  std::vector<std::vector<TableCell>> rows;  ///< As many cells as columns.
  bool is_explorable = false;                ///< On a page: with a plot of any two columns.
};

/// One item of a report: a table or figure of the paper, or one job.
struct ReportSection {
  std::string id;
  std::string title;
  std::vector<std::string> paragraphs;  ///< Plain text: what is shown, how far it agrees, and why.
  std::vector<Plot> plots;
  std::vector<Table> tables;
  std::string command;  ///< Repeats this section, with its seed; empty for text alone.
};

struct Report {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<ReportSection> sections;
};

/// The report as one HTML page that needs no other file and no network: plots as SVG, tables that
/// sort by a click on their head, light and dark by the reader's setting. All text is escaped.
/// Points that have no place (infinite, or not positive on a logarithmic axis) are left out of the
/// drawing and stay in the list of points under it. Equal reports give equal bytes (one gnuplot).
/// Without gnuplot the page says which plots are missing and how to get them.
///
/// Throws Failure(tool_failed, "report.gnuplot") where gnuplot fails, and
/// Failure(internal, "report.model") for ids that are not as they should be and for rows with more
/// or fewer cells than columns.
std::string to_html(const Report& report);

/// One table as CSV (RFC 4180): a head with "name (unit)", then the rows with all digits.
std::string to_csv(const Table& table);

/// The points of a plot as CSV: series, origin, x, y, error.
std::string to_csv(const Plot& plot);

}  // namespace pann::analysis
