#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mixed_widths.h"
#include "analysis/reproduce/reasons.h"
#include "analysis/reproduce/software_multiplier.h"
#include "analysis/reproduce/workbench.h"

/// Figures 9 and 10: multipliers whose operands differ in width.
namespace pann::analysis {

namespace {

using generator::Architecture;
using tb::Range;

struct MixedFigure {
  const char* id;
  std::vector<Architecture> multipliers;
};

/// One plot: a curve for each width of the wider operand, over the narrower one's.
struct Panel {
  Architecture multiplier;
  Range range;
  NarrowPort port;

  std::string title_text() const {
    return fmt::format("{}, {}, narrow {}", title(multiplier),
                       range == Range::nonnegative ? "unsigned" : "signed", name(port));
  }
};

std::string id_of(const MixedFigure& figure, const Panel& panel) {
  return fmt::format("{}-{}-{}-{}", figure.id, generator::name(panel.multiplier),
                     panel.range == Range::nonnegative ? "unsigned" : "signed",
                     panel.port == NarrowPort::recoded ? "recoded" : "multiplicand");
}

std::vector<Panel> panels_of(const MixedFigure& figure) {
  std::vector<Panel> panels;
  for (const Architecture multiplier : figure.multipliers) {
    for (const Range range : {Range::signed_range, Range::nonnegative}) {
      for (const NarrowPort port : {NarrowPort::recoded, NarrowPort::multiplicand}) {
        panels.push_back({multiplier, range, port});
      }
    }
  }
  return panels;
}

std::vector<MixedWidths> points_of(const Panel& panel) {
  std::vector<MixedWidths> points;
  for (const int wide : widths()) {
    for (const int narrow : widths(kNarrowestBits, wide)) {
      points.push_back({panel.multiplier, wide, narrow, panel.port, panel.range});
    }
  }
  return points;
}

/// The statement that an unsigned narrow operand saves something (section 5, A.4).
SummaryRow unsigned_row(const MixedFigure& figure, const Panel& panel, double ratio) {
  return {.item = figure.id,
          .quantity = fmt::format("P(8, 4) / P(8, 8), {}", panel.title_text()),
          .statement = "some power is saved",
          .measured = ratio,
          .origin = Origin::exact,
          .supported = ratio < 1.0};
}

SummaryRow signed_row(const MixedFigure& figure, const Panel& panel, double ratio) {
  constexpr double kWide = 8.0;
  constexpr double kNarrow = 4.0;
  return {.item = figure.id,
          .quantity = fmt::format("P(8, 4) / P(8, 8), {}", panel.title_text()),
          .printed = mixed_multiplier_flips(kWide, kNarrow) / mixed_multiplier_flips(kWide, kWide),
          .measured = ratio,
          .origin = Origin::exact,
          .reason = mixed_widths_reason(panel.multiplier, panel.port == NarrowPort::recoded)};
}

/// The multiplier that the paper has in software, rows of digit 0 at rest.
void add_software(const Workbench& bench, const MixedFigure& figure, const Panel& panel,
                  ItemResult& item) {
  if (panel.multiplier == Architecture::booth4) return;
  const auto flips = [&](int narrow) {
    return software_multiplier_flips(
               {panel.multiplier, kWidestBits, narrow, panel.port, panel.range},
               bench.options().vectors, bench.options().seed)
        .inputs_and_operands();
  };
  const double ratio = flips(kWidestBits / 2) / flips(kWidestBits);
  SummaryRow row = panel.range == Range::nonnegative ? unsigned_row(figure, panel, ratio)
                                                     : signed_row(figure, panel, ratio);
  row.quantity += ", in software, rows of digit 0 at rest";
  row.origin = Origin::simulated;
  item.summary.push_back(std::move(row));
}

void add_panel(Workbench& bench, const MixedFigure& figure, const Panel& panel, Table& table,
               ItemResult& item) {
  const std::vector<MixedWidths> points = points_of(panel);
  std::vector<FlipCase> cases;
  cases.reserve(points.size());
  for (const MixedWidths& point : points) {
    cases.push_back({spec_of(point), stimulus_of(point, bench.stimulus(tb::Distribution::uniform,
                                                                       Range::automatic))});
  }
  const std::vector<FlipResult> results = bench.flips(cases);
  Plot plot{id_of(figure, panel),
            panel.title_text(),
            "width of the narrower operand (bits)",
            "bit flips per multiplication",
            PlotKind::lines,
            false,
            false,
            {curve("Eq. (7), wider 8", Origin::modelled, widths(),
                   [](int narrow) { return mixed_multiplier_flips(kWidestBits, narrow); })}};
  double narrow_flips = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const MixedWidths& point = points[i];
    const FlipElement sum = results[i].sum(multiplier_elements());
    if (point.narrow == kNarrowestBits) {
      plot.series.push_back({fmt::format("wider {}", point.wide), origin_of(sum), {}});
    }
    add_point(plot.series.back(), point.narrow, sum);
    table.rows.push_back({cell(title(point.multiplier)),
                          cell(point.range == Range::nonnegative ? "unsigned" : "signed"),
                          cell(name(point.port)), cell(point.wide), cell(point.narrow),
                          cell(sum.best()), cell(sum.sampled),
                          cell(mixed_multiplier_flips(point.wide, point.narrow))});
    if (point.wide == kWidestBits && point.narrow == kWidestBits / 2) narrow_flips = sum.best();
    if (point.wide == kWidestBits && point.narrow == kWidestBits) {
      const double ratio = narrow_flips / sum.best();
      item.summary.push_back(panel.range == Range::nonnegative ? unsigned_row(figure, panel, ratio)
                                                               : signed_row(figure, panel, ratio));
    }
  }
  item.section.plots.push_back(std::move(plot));
  add_software(bench, figure, panel, item);
}

ItemResult reproduce_mixed(Workbench& bench, const MixedFigure& figure) {
  ItemResult item;
  item.section.paragraphs = {
      "Both operands go through the signed multiplier of the wider width; the narrower one is "
      "drawn from the range of fewer bits. The paper shows one port. In a multiplier that "
      "recodes one operand the two ports are not alike: a narrow multiplicand extends its sign "
      "through every row, a narrow recoded operand leaves whole rows at rest or repeats one "
      "digit.",
      "Flips of the inputs, of the adders' operand words and of their carries, expected values by "
      "enumeration, the sampled run beside them.",
      kSoftwareParagraph};
  Table table{fmt::format("{}-widths", figure.id),
              "Bit flips per multiplication",
              {key_column("multiplier"),
               key_column("operands"),
               key_column("narrow port"),
               key_column("wider", "bits"),
               key_column("narrower", "bits"),
               {"expected", "", Origin::exact},
               {"sampled", "", Origin::measured},
               {"Eq. (7)", "", Origin::modelled}},
              {}};
  for (const Panel& panel : panels_of(figure)) add_panel(bench, figure, panel, table, item);
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace

ItemResult reproduce_figure9(Workbench& bench) {
  return reproduce_mixed(bench, {"fig9", {Architecture::booth2, Architecture::booth4}});
}

ItemResult reproduce_figure10(Workbench& bench) {
  return reproduce_mixed(bench, {"fig10", {Architecture::array}});
}

}  // namespace pann::analysis
