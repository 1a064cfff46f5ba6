#include "analysis/report/plot_script.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/report/categories.h"
#include "analysis/report/html_text.h"
#include "analysis/report/plot_style.h"

namespace pann::analysis {

namespace {

/// Labels close to their axis, in a margin of their own height.
constexpr const char* kFlatTicks = " offset 0,0.4\nset bmargin 1.5";
constexpr double kSlantedMargin = 1.1;        ///< Lines below the axis for labels at 30 degrees,
constexpr double kSlantedCharacter = 0.2;     ///< and for each of their characters.
constexpr std::size_t kMaxMarks = 60;         ///< A line of more points has no marks.
constexpr double kCharacterWidth = 6.8;       ///< Of a tick's label, in units of the drawing.
constexpr double kPlaceWidth = 400.0;         ///< Of the x axis.
constexpr double kRoom = 0.03;                ///< Share of the x axis before and after the points.
constexpr double kBarShare = 0.8;             ///< Of a place that its bars take.
constexpr double kMaxUnitTicks = 16.0;        ///< Steps of one on an axis of whole numbers.
constexpr std::size_t kMaxTickedValues = 10;  ///< Ticks at the points' own x on a log axis.

bool is_bars(const Plot& plot) {
  return plot.kind == PlotKind::bars || plot.kind == PlotKind::stacked_bars;
}

/// What a plot's axes have to hold.
struct Extent {
  std::set<double> x;
  double y_low = INFINITY;
  double y_high = -INFINITY;
};

double error_of(const PlotPoint& point) {
  return point.error && std::isfinite(*point.error) ? std::abs(*point.error) : 0.0;
}

Extent extent(const Plot& plot) {
  Extent extent;
  for (const PlotSeries& series : plot.series) {
    for (const PlotPoint& point : series.points) {
      if (!drawable(plot, point)) continue;
      extent.x.insert(point.x);
      extent.y_low = std::min(extent.y_low, point.y - (plot.y_log ? 0.0 : error_of(point)));
      extent.y_high = std::max(extent.y_high, point.y + error_of(point));
    }
  }
  return extent;
}

/// Labels that rise to their ticks, and a margin for the longest.
std::string slanted_ticks(std::size_t longest) {
  return fmt::format(" rotate by 30 right\nset bmargin {:.2f}",
                     kSlantedMargin + kSlantedCharacter * static_cast<double>(longest));
}

std::string place_ticks(const std::vector<std::string>& names) {
  std::vector<std::string> ticks;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t length = character_count(names[i]);
    longest = std::max(longest, length);
    ticks.push_back(fmt::format("'{}' {}", stand_in(i, length), i));
  }
  const bool crowded = static_cast<double>(longest * names.size()) * kCharacterWidth > kPlaceWidth;
  return fmt::format("set xtics ({}){}\nset xrange [-0.6:{}]\n", fmt::join(ticks, ", "),
                     crowded ? slanted_ticks(longest) : kFlatTicks,
                     static_cast<double>(names.size()) - 0.4);
}

std::string number_ticks(const Plot& plot, const std::set<double>& x) {
  const bool whole =
      std::all_of(x.begin(), x.end(), [](double value) { return value == std::floor(value); });
  const double span = *x.rbegin() - *x.begin();
  if (!plot.x_log && whole && span >= 1.0 && span <= kMaxUnitTicks)
    return fmt::format("set xtics 1{}\n", kFlatTicks);
  if (plot.x_log && x.size() <= kMaxTickedValues)
    return fmt::format("set xtics ({}){}\n", fmt::join(x, ", "), kFlatTicks);
  return fmt::format("set xtics{}\n", kFlatTicks);
}

/// Counts are read against zero: an axis near it starts there; bars always do.
std::string y_axis(const Plot& plot, const Extent& extent) {
  std::string commands;
  if (plot.y_log) return "set logscale y\n";
  if (is_bars(plot)) {
    if (extent.y_low >= 0.0) commands += "set yrange [0:*]\n";
    if (extent.y_high <= 0.0) commands += "set yrange [*:0]\n";
    if (extent.y_low < 0.0 && extent.y_high > 0.0) commands += "set xzeroaxis lc rgb 0x010000\n";
  } else if (extent.y_low >= 0.0 && extent.y_low < 0.5 * extent.y_high) {
    commands += "set yrange [0:*]\nset offsets 0, 0, graph 0.04, 0\n";
  } else {
    commands += "set offsets 0, 0, graph 0.04, graph 0.04\n";
  }
  return commands;
}

/// From the first to the last point, with room for their marks.
std::string x_range(const Plot& plot, const std::set<double>& x) {
  const double first = *x.begin();
  const double last = *x.rbegin();
  if (first == last) return {};
  if (plot.x_log) {
    const double room = std::pow(last / first, kRoom);
    return fmt::format("set xrange [{}:{}]\n", first / room, last * room);
  }
  const double room = kRoom * (last - first);
  return fmt::format("set xrange [{}:{}]\n", first - room, last + room);
}

std::string axes(const Plot& plot, const Categories& categories) {
  const Extent range = extent(plot);
  if (range.x.empty()) return "set xrange [0:1]\nset yrange [0:1]\n";
  std::string commands = y_axis(plot, range);
  if (!categories.names().empty()) return commands + place_ticks(categories.names());
  if (plot.x_log) commands += "set logscale x\n";
  commands += number_ticks(plot, range.x);
  return commands + x_range(plot, range.x);
}

/// The elements of one plot command, with the data blocks that they draw.
class Elements {
 public:
  void add(const std::string& rows, const std::string& style) {
    if (rows.empty()) return;
    blocks_ += fmt::format("$d{} << EOD\n{}EOD\n", parts_.size(), rows);
    parts_.push_back(fmt::format("$d{} {}", parts_.size(), style));
  }

  std::string commands() const {
    return blocks_ + (parts_.empty() ? std::string("plot NaN\n")
                                     : fmt::format("plot {}\n", fmt::join(parts_, ", \\\n  ")));
  }

 private:
  std::string blocks_;
  std::vector<std::string> parts_;
};

/// The error bar of `point` as a row "x y low high"; on a logarithmic axis one that reaches below
/// zero ends at a tenth of the value.
std::string error_row(const Plot& plot, double x, const PlotPoint& point) {
  if (error_of(point) == 0.0) return {};
  const double low = point.y - error_of(point);
  return fmt::format("{} {} {} {}\n", x, point.y, plot.y_log ? std::max(low, 0.1 * point.y) : low,
                     point.y + error_of(point));
}

std::string error_style(std::size_t series) {
  return fmt::format("using 1:2:3:4 with yerrorbars pt -1 lw 1.2 lc rgb {}",
                     sentinel::line(series));
}

/// Lines first, marks last, so that no line crosses a mark.
void add_curves(Elements& elements, const Plot& plot, const Categories& categories) {
  const std::vector<SeriesStyle> styles = series_styles(plot);
  std::vector<std::string> rows(plot.series.size());
  std::vector<std::string> errors(plot.series.size());
  for (std::size_t s = 0; s < plot.series.size(); ++s) {
    const std::vector<PlotPoint>& points = plot.series[s].points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!drawable(plot, points[i])) continue;
      const auto place = categories.place(points[i].x);
      if (!categories.names().empty() && !place) continue;
      rows[s] += fmt::format("{} {} {}\n", points[i].x, points[i].y, sentinel::point(s, i));
      errors[s] += error_row(plot, points[i].x, points[i]);
    }
    if (plot.kind != PlotKind::lines) continue;
    elements.add(rows[s], fmt::format("using 1:2 with lines lw 1.8 dt {} lc rgb {}", styles[s].dash,
                                      sentinel::line(s)));
  }
  for (std::size_t s = 0; s < rows.size(); ++s) elements.add(errors[s], error_style(s));
  for (std::size_t s = 0; s < rows.size(); ++s) {
    if (plot.kind == PlotKind::lines && plot.series[s].points.size() > kMaxMarks) continue;
    elements.add(rows[s], fmt::format("using 1:2:3 with points pt {} ps 0.65 lc rgb variable",
                                      styles[s].mark + 1));
  }
}

std::string bar_style(const SeriesStyle& style, std::size_t series) {
  const std::string fill =
      style.light ? fmt::format("transparent solid 0.3 border lc rgb {}", sentinel::line(series))
                  : std::string("solid 1 noborder");
  return fmt::format("using 1:2:3:4:5:6:7 with boxxyerror dt {} lc rgb variable fs {}", style.dash,
                     fill);
}

/// Where the next bar of a place begins, above and below zero.
struct Pile {
  double above = 0.0;
  double below = 0.0;

  /// Puts a bar of height `y` on the pile; its lower and upper end.
  std::pair<double, double> put(double y) {
    double& end = y < 0.0 ? below : above;
    const double begin = end;
    end += y;
    return {std::min(begin, end), std::max(begin, end)};
  }
};

void add_bars(Elements& elements, const Plot& plot, const Categories& categories) {
  const std::vector<SeriesStyle> styles = series_styles(plot);
  const bool stacked = plot.kind == PlotKind::stacked_bars;
  const auto count = static_cast<double>(stacked ? 1 : plot.series.size());
  const double width = kBarShare / std::max(count, 1.5);
  const double base = plot.y_log ? 0.5 * extent(plot).y_low : 0.0;
  std::vector<Pile> piles(categories.names().size());
  std::vector<std::string> errors(plot.series.size());
  for (std::size_t s = 0; s < plot.series.size(); ++s) {
    const double shift = stacked ? 0.0 : (static_cast<double>(s) - 0.5 * (count - 1.0)) * width;
    const std::vector<PlotPoint>& points = plot.series[s].points;
    std::string rows;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto place = categories.place(points[i].x);
      if (!place || !drawable(plot, points[i])) continue;
      const double x = static_cast<double>(*place) + shift;
      Pile alone{base, base};
      const auto [low, high] = (stacked ? piles[*place] : alone).put(points[i].y);
      rows += fmt::format("{} {} {} {} {} {} {}\n", x, high, x - 0.5 * width, x + 0.5 * width, low,
                          high, sentinel::point(s, i));
      if (!stacked) errors[s] += error_row(plot, x, points[i]);
    }
    elements.add(rows, bar_style(styles[s], s));
  }
  for (const std::string& rows : errors)
    elements.add(rows, "using 1:2:3:4 with yerrorbars pt -1 lw 1.2 lc rgb 0x010000");
}

}  // namespace

std::string stand_in(std::size_t index, std::size_t characters) {
  std::string text = fmt::format("@{}@", index);
  if (text.size() < characters) text.append(characters - text.size(), 'x');
  return text;
}

std::string plot_preamble() {
  return fmt::format(
      "set encoding utf8\nset terminal svg noenhanced size {},{} dynamic font ',13' rounded\n",
      kPlotWidth, kPlotHeight);
}

std::string plot_script(const Plot& plot, const std::string& file) {
  const Categories categories(plot);
  std::string script = fmt::format(
      "reset\nset output '{}'\nunset key\nset border 3 lc rgb {}\n"
      "set tics nomirror out scale 0.5\nset format '%.10g'\nset errorbars 0.7\n"
      "set pointintervalbox 0\nset grid ytics dt 1 lw 1 lc rgb {}\nset rmargin 1.5\n",
      file, sentinel::kFrame, sentinel::kGrid);
  script += axes(plot, categories);
  Elements elements;
  if (is_bars(plot)) {
    add_bars(elements, plot, categories);
  } else {
    add_curves(elements, plot, categories);
  }
  return script + elements.commands() + "unset output\n";
}

}  // namespace pann::analysis
