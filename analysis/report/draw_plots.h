#pragma once

#include <string>
#include <vector>

#include "analysis/report/report.h"

namespace pann::analysis {

/// Draws all plots in one gnuplot process; one SVG each, for the page (themed_svg); an empty text
/// each where there is no gnuplot. Throws Failure(tool_failed, "report.gnuplot") where it fails.
std::vector<std::string> draw_plots(const std::vector<const Plot*>& plots);

}  // namespace pann::analysis
