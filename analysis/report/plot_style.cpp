#include "analysis/report/plot_style.h"

#include <algorithm>

#include <fmt/format.h>

namespace pann::analysis {

namespace {

/// Shapes of about the same area around 0,0, as path data.
constexpr std::array<const char*, kMarkShapes> kShapes{
    "M-1.1,0a1.1,1.1 0 1,0 2.2,0a1.1,1.1 0 1,0 -2.2,0z",         // circle
    "M-1,-1h2v2h-2z",                                            // square
    "M0,-1.3L1.25,0.85H-1.25z",                                  // triangle
    "M0,-1.4L1.4,0L0,1.4L-1.4,0z",                               // diamond
    "M0,1.3L1.25,-0.85H-1.25z",                                  // triangle on its tip
    "M-.45,-1.3h.9v.85h.85v.9h-.85v.85h-.9v-.85h-.85v-.9h.85z",  // cross
    "M0,-1.3L1.24,-0.4L0.76,1.05H-0.76L-1.24,-0.4z"};            // pentagon

bool on_a_circuit(Origin origin) {
  return origin == Origin::measured || origin == Origin::tabulated || origin == Origin::synthetic ||
         origin == Origin::exact;
}

int dash_type(Origin origin) {
  switch (origin) {
    case Origin::modelled:
      return 2;
    case Origin::printed:
    case Origin::not_measured:
      return 3;
    default:
      return 1;
  }
}

}  // namespace

std::vector<SeriesStyle> series_styles(const Plot& plot) {
  std::vector<SeriesStyle> styles;
  std::vector<std::string> names;
  for (const PlotSeries& series : plot.series) {
    const auto found = std::find(names.begin(), names.end(), series.name);
    const auto index = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) names.push_back(series.name);
    SeriesStyle style;
    style.colour = index % kPaletteSize;
    style.mark = 2 * (index % kMarkShapes) + (series.origin == Origin::printed ? 0 : 1);
    style.light = !on_a_circuit(series.origin);
    style.dash = dash_type(series.origin);
    styles.push_back(style);
  }
  return styles;
}

const char* dash_array(int dash) {
  return dash == 2 ? "5 3" : dash == 3 ? "1.5 3" : "";
}

std::string marks_svg() {
  std::string svg = "<svg class=\"marks\" aria-hidden=\"true\"><defs>\n";
  for (std::size_t mark = 0; mark < 2 * kMarkShapes; ++mark) {
    svg += fmt::format("<path id=\"mark-{}\" class=\"{}\" d=\"{}\"/>\n", mark,
                       mark % 2 == 0 ? "hollow" : "solid", kShapes.at(mark / 2));
  }
  return svg + "</defs></svg>\n";
}

namespace sentinel {

std::uint32_t line(std::size_t series) {
  return (kLineRed << 16U) | static_cast<std::uint32_t>((series & 0xFFU) << 8U);
}

std::uint32_t point(std::size_t series, std::size_t point) {
  return (kPointRed << 16U) | static_cast<std::uint32_t>((series & 0xFFU) << 8U) |
         static_cast<std::uint32_t>(std::min(point, kMaxPoints));
}

}  // namespace sentinel

}  // namespace pann::analysis
