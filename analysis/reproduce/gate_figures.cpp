#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/reasons.h"

/// Figures 4(a) and 4(b): power of multipliers and adders at gate level beside the model.
namespace pann::analysis {

namespace {

constexpr int kScaledAt = 4;  ///< Where the paper lets both curves meet.

/// One of the two figures.
struct Figure {
  const char* id;
  const char* unit;
  double (*model)(double bits);
  double (GateSweep::*energy)(int bits) const;
  std::vector<int> summarized;
  const char* reason;
};

/// The factor that brings the multiplier's measured power to the model's at b = 4; the adders take
/// the same.
double scale_of(const GateSweep& sweep) {
  return signed_multiplier_flips(kScaledAt) / sweep.multiplier_fj(kScaledAt);
}

void add_sweep(const Figure& figure, const GateSweep& sweep, Plot& plot, Table& table,
               ItemResult& item) {
  const double scale = scale_of(sweep);
  plot.series.push_back(curve(sweep.setup.title(), sweep.setup.origin(), widths(),
                              [&](int b) { return scale * (sweep.*figure.energy)(b); }));
  for (const int bits : widths()) {
    const double energy = (sweep.*figure.energy)(bits);
    table.rows.push_back({cell(sweep.setup.title()), cell(bits), cell(sweep.clock.mhz),
                          cell(energy), cell(energy * sweep.clock.mhz * 1e-3), cell(scale * energy),
                          cell(figure.model(bits))});
  }
  for (const int bits : figure.summarized) {
    item.summary.push_back({.item = figure.id,
                            .quantity = fmt::format("{} power, b = {}, scaled at b = 4, {}",
                                                    figure.unit, bits, sweep.setup.title()),
                            .unit = "flips",
                            .printed = figure.model(bits),
                            .measured = scale * (sweep.*figure.energy)(bits),
                            .origin = sweep.setup.origin(),
                            .reason = figure.reason});
  }
}

ItemResult reproduce_figure(Workbench& bench, const Figure& figure) {
  const std::vector<GateSweep> sweeps = measure_gate_sweeps(bench);
  ItemResult item;
  item.section.paragraphs = {
      fmt::format("Power of a signed {} at gate level, hierarchy kept, uniform operands, dynamic "
                  "and static together. One factor a library brings the multiplier to the model at "
                  "b = 4; Figure 4(b) takes the factor of Figure 4(a), as the paper does.",
                  figure.unit),
      clock_paragraph(sweeps)};
  Plot plot{figure.id,
            fmt::format("Power of a {}, scaled at b = 4", figure.unit),
            "operand width b (bits)",
            "power (bit flips of the model)",
            PlotKind::lines,
            false,
            false,
            {curve("model", Origin::modelled, widths(), figure.model)}};
  Table table{figure.id,
              fmt::format("Energy and power of a {}", figure.unit),
              {key_column("library"),
               key_column("b", "bits"),
               key_column("clock", "MHz"),
               {"energy an operation", "fJ", Origin::measured},
               {"power", "uW", Origin::measured},
               {"scaled", "flips", Origin::measured},
               {"model", "flips", Origin::modelled}},
              {}};
  for (const GateSweep& sweep : sweeps) add_sweep(figure, sweep, plot, table, item);
  item.section.plots.push_back(std::move(plot));
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace

ItemResult reproduce_figure4a(Workbench& bench) {
  return reproduce_figure(bench, {"fig4a",
                                  "multiplier",
                                  signed_multiplier_flips,
                                  &GateSweep::multiplier_fj,
                                  {kNarrowestBits, kWidestBits},
                                  kGateMultiplierReason});
}

ItemResult reproduce_figure4b(Workbench& bench) {
  return reproduce_figure(bench, {"fig4b",
                                  "adder",
                                  [](double b) { return b; },
                                  &GateSweep::adder_fj,
                                  {kScaledAt, kWidestBits},
                                  kGateAdderReason});
}

}  // namespace pann::analysis
