#pragma once

#include <string>

#include "analysis/report/report.h"

namespace pann::test {

/// Breaks every language that a report's text passes through: HTML, attributes, scripts, gnuplot's
/// strings, its enhanced text and its command substitution, CSV.
inline const std::string kHostile =
    "</title><script>alert(1)</script> \"q\" 'r' `touch hostile` @x {/Symbol a} $d0 \\ %s &amp; "
    "a,b\n"
    "EOD\n\xC3\xA9\xFF";

/// One plot of a kind, over x = 2, 4, 8 and of three origins, with error bars on the first series.
inline analysis::Plot sample_plot(const std::string& id, analysis::PlotKind kind) {
  using analysis::Origin;
  analysis::Plot plot{id, "Flips over the width", "b, bits", "flips", kind, false, false, {}};
  plot.series = {
      {"booth4", Origin::measured, {{2, 3.25, 0.5}, {4, 9.5, 0.25}, {8, 33.4375, 0.125}}},
      {"booth4", Origin::modelled, {{2, 2}, {4, 8}, {8, 32}}},
      {"array", Origin::printed, {{2, 2.5}, {4, 8.5}, {8, 30}}}};
  return plot;
}

/// Two sections, four plots (one of each kind) and two tables.
inline analysis::Report sample_report() {
  using analysis::Origin;
  using analysis::PlotKind;
  analysis::Report report{"A report", {"What it is about."}, {}};
  report.sections.push_back({"one", "First", {"Text."}, {}, {}, "pann run --seed 1"});
  report.sections.push_back({"two", "Second", {}, {}, {}, ""});
  report.sections[0].plots = {sample_plot("lines", PlotKind::lines),
                              sample_plot("bars", PlotKind::bars)};
  report.sections[1].plots = {sample_plot("points", PlotKind::points),
                              sample_plot("stacked", PlotKind::stacked_bars)};
  const analysis::Table table{"values",
                              "Values",
                              {{"section", "", {}}, {"energy", "fJ", Origin::measured}},
                              {{{{}, "one"}, {12205.8125, ""}}, {{{}, "none"}, {}}}};
  report.sections[0].tables = {table};
  report.sections[1].tables = {table};
  report.sections[1].tables[0].id = "more";
  return report;
}

}  // namespace pann::test
