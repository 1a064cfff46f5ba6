#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/report/report.h"

namespace pann::analysis {

/// How one series looks, the same in the plot and in its legend: measured solid, modelled dashed,
/// printed dotted with hollow marks.
struct SeriesStyle {
  std::size_t colour = 0;  ///< Of the page's palette: --s0 to --s7.
  std::size_t mark = 0;    ///< Index into the page's marks.
  bool light = false;      ///< Bars in outline: what is not counted on a circuit.
  int dash = 1;            ///< gnuplot's dash type: 1 solid, 2 dashed, 3 dotted.
};

/// Marks are numbered as gnuplot's: shape 0 hollow, shape 0 solid, shape 1 hollow, ...
inline constexpr std::size_t kMarkShapes = 7;
inline constexpr std::size_t kPaletteSize = 8;

/// One style a series; series of equal names share the colour.
std::vector<SeriesStyle> series_styles(const Plot& plot);

/// The stroke-dasharray of a dash type, for drawings of our own; empty for a solid line.
const char* dash_array(int dash);

/// A hidden SVG with the shapes that plots and legends refer to as #mark-0, #mark-1, ...
std::string marks_svg();

/// Colours under which gnuplot draws what the page colours by its theme. Red says what: the frame,
/// the labels and the grid, lines (green: series), points and bars (green: series, blue: point).
namespace sentinel {

inline constexpr std::uint32_t kFrame = 0x010000;
inline constexpr std::uint32_t kGrid = 0x010001;
inline constexpr std::uint32_t kPointRed = 0x02;
inline constexpr std::uint32_t kLineRed = 0x03;
/// Points from here on share one number, and have no tool tip.
inline constexpr std::size_t kMaxPoints = 0xFF;

std::uint32_t line(std::size_t series);
std::uint32_t point(std::size_t series, std::size_t point);

}  // namespace sentinel

}  // namespace pann::analysis
