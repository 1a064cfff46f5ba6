#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/cells.h"
#include "analysis/report/report.h"
#include "analysis/reproduce/flips.h"

namespace pann::analysis {

/// Short ways to write down the parts of a section.

/// A curve through y(x) for every x of `xs`.
template <class Function>
PlotSeries curve(std::string name, Origin origin, const std::vector<int>& xs, Function y) {
  PlotSeries series{std::move(name), origin, {}};
  for (const int x : xs) series.points.push_back({static_cast<double>(x), y(x), std::nullopt});
  return series;
}

/// Adds a sampled or exact figure to a curve.
inline void add_point(PlotSeries& series, double x, const FlipElement& element) {
  const auto error = element.exact ? std::nullopt : element.confidence;
  series.points.push_back({x, element.best(), error});
}

inline Origin origin_of(const FlipElement& element) {
  return element.exact ? Origin::exact : Origin::measured;
}

/// The error bar of the figure that best() takes.
inline std::optional<double> confidence_of(const FlipElement& element) {
  return element.exact ? std::nullopt : element.confidence;
}

inline constexpr int kNarrowestBits = 2;  ///< The paper's operand widths.
inline constexpr int kWidestBits = 8;

/// The widths from `first` to `last`.
inline std::vector<int> widths(int first = kNarrowestBits, int last = kWidestBits) {
  std::vector<int> list;
  for (int bits = first; bits <= last; ++bits) list.push_back(bits);
  return list;
}

inline constexpr std::array kArchitectures{generator::Architecture::booth4,
                                           generator::Architecture::booth2,
                                           generator::Architecture::array};

/// "radix-4 Booth", "radix-2 Booth", "serial" as the paper calls them.
inline std::string_view title(generator::Architecture architecture) {
  switch (architecture) {
    case generator::Architecture::booth4:
      return "radix-4 Booth";
    case generator::Architecture::booth2:
      return "radix-2 Booth";
    case generator::Architecture::heap:
      return "bit heap";
    case generator::Architecture::array:
      break;
  }
  return "serial";
}

/// What Figure 6 counts inside a multiplier: operand words and carries of its adders.
inline const std::vector<std::string>& figure6_elements() {
  static const std::vector<std::string> names{"multiplier_operands", "multiplier_carries"};
  return names;
}

/// A multiplier's power in Figures 7 to 10: rows 1 and 2 of Table 1.
inline const std::vector<std::string>& multiplier_elements() {
  static const std::vector<std::string> names{"multiplier_inputs", "multiplier_operands",
                                              "multiplier_carries"};
  return names;
}

}  // namespace pann::analysis
