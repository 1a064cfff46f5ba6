#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/report/report.h"

namespace pann::analysis {

/// The places of a plot's bars, or of the named points of its x axis.
class Categories {
 public:
  explicit Categories(const Plot& plot);

  /// Empty for lines and points over numbers.
  const std::vector<std::string>& names() const { return names_; }
  /// Index of the place of `x`; nothing where there is none.
  std::optional<std::size_t> place(double x) const;
  /// `x` in words: the name of its place, or its digits.
  std::string label(double x) const;

 private:
  std::vector<double> x_;  ///< Of each name, ascending.
  std::vector<std::string> names_;
};

/// Whether a point can be drawn: finite, and positive on logarithmic axes.
bool drawable(const Plot& plot, const PlotPoint& point);

}  // namespace pann::analysis
