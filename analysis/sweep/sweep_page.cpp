#include "analysis/sweep/sweep_page.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/sweep/sweep_tables.h"

namespace pann::analysis {

namespace {

using Rows = std::vector<const SweepRow*>;

constexpr std::size_t kMostSeries = 8;  ///< That colours tell apart.
constexpr std::size_t kShownMissing = 1000;

bool is_number(const SweepResults& results, const std::string& name) {
  return std::all_of(results.rows.begin(), results.rows.end(), [&](const SweepRow& row) {
    const FieldValue value = row.value(name);
    return number_of(value).has_value() || std::holds_alternative<std::monostate>(value);
  });
}

std::string chosen_x(const SweepResults& results, const SweepPageOptions& options) {
  if (!options.x.empty()) return options.x;
  const std::vector<std::string> varying = results.varying_fields();
  for (const std::string& name : varying) {
    if (is_number(results, name)) return name;
  }
  return varying.empty() ? "number" : varying.front();
}

std::vector<std::string> chosen_groups(const SweepResults& results, const SweepPageOptions& options,
                                       const std::string& x) {
  if (!options.by.empty()) return options.by;
  std::vector<std::string> groups;
  for (const std::string& name : results.varying_fields()) {
    if (name != x && !is_number(results, name)) groups.push_back(name);
  }
  return groups;
}

std::vector<std::string> chosen_figures(const SweepResults& results,
                                        const SweepPageOptions& options) {
  if (!options.y.empty()) return {options.y};
  std::vector<std::string> figures;
  for (const std::string& name : default_columns(results)) {
    if (results.figure(name) != nullptr) figures.push_back(name);
  }
  return figures;
}

std::string group_of(const SweepRow& row, const std::vector<std::string>& groups) {
  std::vector<std::string> words;
  for (const std::string& name : groups) words.push_back(text_of(row.value(name)));
  return words.empty() ? "all" : fmt::format("{}", fmt::join(words, " "));
}

Origin origin_of(const SweepResults& results, const SweepRow& row, const std::string& figure) {
  if (row.origin == name(Origin::synthetic)) return Origin::synthetic;
  const SweepFigure* of = results.figure(figure);
  if (of != nullptr && of->origin.starts_with("measured")) return Origin::measured;
  if (of != nullptr && of->origin.starts_with("modelled, Liberty")) return Origin::tabulated;
  return Origin::modelled;
}

std::string label(const SweepResults& results, const std::string& name) {
  const SweepFigure* figure = results.figure(name);
  return figure == nullptr ? name : fmt::format("{} ({})", name, figure->unit);
}

/// Places along an axis of words.
class Places {
 public:
  double of(const std::string& word) {
    const auto found = std::find(words_.begin(), words_.end(), word);
    if (found == words_.end()) {
      words_.push_back(word);
      return static_cast<double>(words_.size() - 1);
    }
    return static_cast<double>(found - words_.begin());
  }
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::vector<std::string> words_;
};

/// One mark a row; lines where no two marks of a series share a place.
Plot figure_plot(const SweepResults& results, const std::string& figure, const std::string& x,
                 const std::vector<std::string>& groups) {
  Plot plot;
  plot.id = "plot-" + figure;
  std::replace(plot.id.begin(), plot.id.end(), '_', '-');
  plot.title = fmt::format("{} over {}", figure, x);
  plot.x_label = label(results, x);
  plot.y_label = label(results, figure);
  const bool over_numbers = is_number(results, x);
  Places places;
  std::map<std::string, std::size_t> index;
  for (const SweepRow* row : done_rows(results)) {
    const auto y = number_of(row->value(figure));
    if (!y) continue;
    const std::string group = group_of(*row, groups);
    const auto [at, is_new] = index.emplace(group, plot.series.size());
    if (is_new) plot.series.push_back({group, origin_of(results, *row, figure), {}});
    const FieldValue value = row->value(x);
    const double place = over_numbers ? number_of(value).value_or(0.0) : places.of(text_of(value));
    plot.series[at->second].points.push_back({place, *y});
  }
  plot.kind = over_numbers ? PlotKind::lines : PlotKind::points;
  for (PlotSeries& series : plot.series) {
    std::stable_sort(
        series.points.begin(), series.points.end(),
        [](const PlotPoint& left, const PlotPoint& right) { return left.x < right.x; });
    for (std::size_t i = 1; i < series.points.size(); ++i) {
      if (series.points[i].x == series.points[i - 1].x) plot.kind = PlotKind::points;
    }
  }
  plot.categories = places.words();
  return plot;
}

/// Further series than colours tell apart are one: the table has them all.
void merge_series(Plot& plot) {
  if (plot.series.size() <= kMostSeries) return;
  PlotSeries all{"all", plot.series.front().origin, {}};
  for (const PlotSeries& series : plot.series) {
    all.points.insert(all.points.end(), series.points.begin(), series.points.end());
  }
  std::stable_sort(all.points.begin(), all.points.end(),
                   [](const PlotPoint& left, const PlotPoint& right) { return left.x < right.x; });
  plot.kind = PlotKind::points;
  plot.series = {all};
}

std::vector<Objective> chosen_objectives(const SweepResults& results,
                                         const SweepPageOptions& options) {
  if (options.objectives.size() >= 2) return options.objectives;
  if (results.figure("area") != nullptr && results.figure("energy") != nullptr)
    return {{"area", false}, {"energy", false}};
  return {};
}

PlotSeries marks_of(const SweepResults& results, const Rows& rows, const char* name,
                    const std::vector<Objective>& objectives) {
  PlotSeries series{name, Origin::measured, {}};
  for (const SweepRow* row : rows) {
    const auto x = number_of(row->value(objectives[0].name));
    const auto y = number_of(row->value(objectives[1].name));
    if (!x || !y) continue;
    series.origin = origin_of(results, *row, objectives[1].name);
    series.points.push_back({*x, *y});
  }
  std::stable_sort(series.points.begin(), series.points.end(),
                   [](const PlotPoint& left, const PlotPoint& right) { return left.x < right.x; });
  return series;
}

ReportSection front_section(const SweepResults& results, const std::vector<Objective>& objectives) {
  ReportSection section;
  section.id = "front";
  section.title = "The front";
  const Rows front = pareto_front(results, objectives);
  std::vector<std::string> words;
  for (const Objective& objective : objectives)
    words.push_back((objective.maximize ? "largest " : "least ") + objective.name);
  section.paragraphs = {fmt::format(
      "{} of {} points that no other beats: none is at least as good in all of these and better in "
      "one: {}.",
      front.size(), results.state.done, fmt::join(words, ", "))};
  Plot plot;
  plot.id = "plot-front";
  plot.title = fmt::format("{} and {}", objectives[0].name, objectives[1].name);
  plot.x_label = label(results, objectives[0].name);
  plot.y_label = label(results, objectives[1].name);
  plot.kind = PlotKind::points;
  plot.series = {marks_of(results, done_rows(results), "all points", objectives),
                 marks_of(results, front, "front", objectives)};
  section.plots.push_back(std::move(plot));
  section.tables.push_back(
      rows_table(results, front, default_columns(results), "front-points", "Points of the front"));
  return section;
}

ReportSection points_section(const SweepResults& results, const SweepPageOptions& options) {
  ReportSection section;
  section.id = "points";
  section.title = "Points";
  const std::string x = chosen_x(results, options);
  const std::vector<std::string> groups = chosen_groups(results, options, x);
  for (const std::string& figure : chosen_figures(results, options)) {
    Plot plot = figure_plot(results, figure, x, groups);
    merge_series(plot);
    if (!plot.series.empty()) section.plots.push_back(std::move(plot));
  }
  if (!groups.empty()) {
    section.paragraphs.push_back(fmt::format("Series by {}.", fmt::join(groups, ", ")));
  }
  section.tables.push_back(rows_table(results, done_rows(results), default_columns(results),
                                      "all-points", "All points with a result"));
  section.tables.back().is_explorable = true;
  return section;
}

}  // namespace

Report sweep_page(const SweepResults& results, const SweepPageOptions& options) {
  Report report;
  report.title = results.title.empty() ? "Sweep" : results.title;
  report.paragraphs = {
      fmt::format("{} points: {}.", results.state.total(), state_text(results.state))};
  if (!results.rows.empty()) {
    report.paragraphs.push_back(fmt::format("Measured with {}.", results.rows.front().versions));
  }
  report.sections.push_back(points_section(results, options));
  const std::vector<Objective> objectives = chosen_objectives(results, options);
  if (!objectives.empty()) report.sections.push_back(front_section(results, objectives));
  if (results.state.done < results.state.total()) {
    ReportSection section;
    section.id = "without-result";
    section.title = "Points without a result";
    section.tables.push_back(missing_table(results, kShownMissing));
    report.sections.push_back(std::move(section));
  }
  return report;
}

}  // namespace pann::analysis
