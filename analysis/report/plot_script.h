#pragma once

#include <string>

#include "analysis/report/report.h"

namespace pann::analysis {

/// Width and height of every drawing, in its own units (one is about a CSS pixel).
inline constexpr int kPlotWidth = 480;
inline constexpr int kPlotHeight = 300;

/// Commands that hold for all plots of one gnuplot process; they come first.
std::string plot_preamble();

/// Commands that draw `plot` into `file`: marks, lines, error bars and ticks in sentinel colours
/// (plot_style.h). No text of the user reaches gnuplot: names of places go as stand-ins as long as
/// they (see stand_in).
std::string plot_script(const Plot& plot, const std::string& file);

/// "@7@xxx": what is drawn in place of the name of place `index`, with as many characters.
std::string stand_in(std::size_t index, std::size_t characters);

}  // namespace pann::analysis
