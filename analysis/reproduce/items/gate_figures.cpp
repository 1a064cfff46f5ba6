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
struct GateFigure {
  const char* id;
  const char* unit;
  double (*model)(double bits);
  std::vector<GateResult> GateSweep::*units;
  std::vector<int> summarized;
  const char* reason;
};

/// The factor that brings the multiplier's measured power to the model's at b = 4; the adders take
/// the same.
double scale_of(const GateSweep& sweep) {
  return signed_multiplier_flips(kScaledAt) / sweep.multiplier_fj(kScaledAt);
}

const GateResult& unit_of(const GateFigure& figure, const GateSweep& sweep, int bits) {
  return (sweep.*figure.units).at(static_cast<std::size_t>(bits - kNarrowestBits));
}

double scaled_energy(const GateFigure& figure, const GateSweep& sweep, int bits) {
  return scale_of(sweep) * unit_of(figure, sweep, bits).total_fj(sweep.clock.mhz);
}

void add_sweep(const GateFigure& figure, const GateSweep& sweep, Table& table, ItemResult& item) {
  constexpr double kMicrowattsPerNanowatt = 1e-3;
  for (const int bits : widths()) {
    const GateResult& unit = unit_of(figure, sweep, bits);
    const double energy = unit.total_fj(sweep.clock.mhz);
    table.rows.push_back({cell(sweep.setup.title()), cell(bits), cell(sweep.clock.mhz),
                          cell(static_cast<double>(unit.cells)), cell(energy),
                          cell(unit.glitches_fj),
                          cell(energy * sweep.clock.mhz * kMicrowattsPerNanowatt),
                          cell(scaled_energy(figure, sweep, bits)), cell(figure.model(bits))});
  }
  for (const int bits : figure.summarized) {
    item.summary.push_back({.item = figure.id,
                            .quantity = fmt::format("{} power, b = {}, scaled at b = 4, {}",
                                                    figure.unit, bits, sweep.setup.title()),
                            .unit = "flips",
                            .printed = figure.model(bits),
                            .measured = scaled_energy(figure, sweep, bits),
                            .origin = sweep.setup.origin(),
                            .reason = figure.reason});
  }
}

/// The libraries' curves with one way of timing, beside the model.
Plot plot_of(const GateFigure& figure, const std::vector<GateSweep>& sweeps,
             flow::GateDelays delays) {
  const bool is_zero = delays == flow::GateDelays::zero;
  Plot plot{std::string(figure.id) + (is_zero ? "" : "-glitches"),
            fmt::format("Power of a {}, scaled at b = 4, {}", figure.unit,
                        is_zero ? "zero delay" : "glitches included"),
            "operand width b (bits)",
            "power (bit flips of the model)",
            PlotKind::lines,
            false,
            false,
            {curve("model", Origin::modelled, widths(), figure.model)}};
  for (const GateSweep& sweep : sweeps) {
    if (sweep.setup.delays != delays) continue;
    plot.series.push_back(curve(sweep.setup.library->pdk.name, sweep.setup.origin(), widths(),
                                [&](int b) { return scaled_energy(figure, sweep, b); }));
  }
  return plot;
}

ItemResult reproduce_figure(Workbench& bench, const GateFigure& figure) {
  const std::vector<GateSweep> sweeps = measure_gate_sweeps(bench);
  ItemResult item;
  item.section.paragraphs = {
      fmt::format("Power of a signed {} at gate level, hierarchy kept, uniform operands, dynamic "
                  "and static together. One factor a library brings the multiplier to the model at "
                  "b = 4; Figure 4(b) takes the factor of Figure 4(a), as the paper does.",
                  figure.unit),
      clock_paragraph(sweeps)};
  for (const flow::GateDelays delays : Workbench::delay_modes()) {
    item.section.plots.push_back(plot_of(figure, sweeps, delays));
  }
  Table table{figure.id,
              fmt::format("Energy and power of a {}", figure.unit),
              {key_column("library"),
               key_column("b", "bits"),
               key_column("clock", "MHz"),
               {"cells", "", Origin::measured},
               {"energy an operation", "fJ", Origin::tabulated},
               {"of it glitches", "fJ", Origin::tabulated},
               {"power", "uW", Origin::tabulated},
               {"scaled", "flips", Origin::tabulated},
               {"model", "flips", Origin::modelled}},
              {}};
  for (const GateSweep& sweep : sweeps) add_sweep(figure, sweep, table, item);
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace

ItemResult reproduce_figure4a(Workbench& bench) {
  return reproduce_figure(bench, {"fig4a",
                                  "multiplier",
                                  signed_multiplier_flips,
                                  &GateSweep::multipliers,
                                  {kNarrowestBits, kWidestBits},
                                  kGateMultiplierReason});
}

ItemResult reproduce_figure4b(Workbench& bench) {
  return reproduce_figure(bench, {"fig4b",
                                  "adder",
                                  [](double b) { return b; },
                                  &GateSweep::adders,
                                  {kScaledAt, kWidestBits},
                                  kGateAdderReason});
}

}  // namespace pann::analysis
