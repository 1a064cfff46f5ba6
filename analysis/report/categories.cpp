#include "analysis/report/categories.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace pann::analysis {

namespace {

std::set<double> drawn_x(const Plot& plot) {
  std::set<double> values;
  for (const PlotSeries& series : plot.series) {
    for (const PlotPoint& point : series.points) {
      if (drawable(plot, point)) values.insert(point.x);
    }
  }
  return values;
}

}  // namespace

bool drawable(const Plot& plot, const PlotPoint& point) {
  const bool bars = plot.kind == PlotKind::bars || plot.kind == PlotKind::stacked_bars;
  return std::isfinite(point.x) && std::isfinite(point.y) &&
         (bars || !plot.x_log || point.x > 0.0) && (!plot.y_log || point.y > 0.0);
}

Categories::Categories(const Plot& plot) : names_(plot.categories) {
  if (!names_.empty()) {
    for (std::size_t i = 0; i < names_.size(); ++i) x_.push_back(static_cast<double>(i));
  } else if (plot.kind == PlotKind::bars || plot.kind == PlotKind::stacked_bars) {
    for (const double x : drawn_x(plot)) {
      x_.push_back(x);
      names_.push_back(fmt::format("{:.6g}", x));
    }
  }
}

std::optional<std::size_t> Categories::place(double x) const {
  const auto found = std::lower_bound(x_.begin(), x_.end(), x);
  if (found == x_.end() || *found != x) return std::nullopt;
  return static_cast<std::size_t>(found - x_.begin());
}

std::string Categories::label(double x) const {
  const auto index = place(x);
  return index ? names_[*index] : fmt::format("{}", x);
}

}  // namespace pann::analysis
