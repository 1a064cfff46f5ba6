#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/report/report.h"

namespace pann::analysis {

/// What gnuplot drew for `plot` (by plot_script) as SVG for the page: colours by the page's theme,
/// the page's marks, the names of places in place of their stand-ins, a tool tip on every mark and
/// bar, no ids and none of gnuplot's own words.
std::string themed_svg(std::string_view drawing, const Plot& plot);

/// A mark or a piece of line as the plot has it, for its legend.
std::string legend_swatch(const Plot& plot, std::size_t series);

}  // namespace pann::analysis
