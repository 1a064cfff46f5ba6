#include <algorithm>

#include <fmt/format.h>

#include "analysis/reproduce/build.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mac_sweep.h"
#include "analysis/reproduce/reasons.h"

/// Figure 5(b): which values the quantized Gaussian takes, and what that does to the flips.
namespace pann::analysis {

namespace {

constexpr std::int64_t kHalf = std::int64_t{1} << (kWidestBits - 1);
constexpr std::int64_t kBin = 8;  ///< Values that a bar of the histogram stands for.

std::vector<std::int64_t> draw(const Workbench& bench) {
  generator::DesignSpec spec;
  spec.kind = generator::Kind::multiplier;
  const tb::OperandStreams operands =
      tb::make_operands(bench.stimulus(tb::Distribution::gaussian, tb::Range::signed_range), spec);
  return {operands.x.begin(), operands.x.end()};
}

Plot histogram(const std::vector<std::int64_t>& values) {
  PlotSeries series{"share of the values", Origin::simulated, {}};
  for (std::int64_t low = -kHalf; low < kHalf; low += kBin) {
    const auto count = std::count_if(values.begin(), values.end(), [low](std::int64_t value) {
      return value >= low && value < low + kBin;
    });
    const std::int64_t middle = low + kBin / 2;
    series.points.push_back({static_cast<double>(middle),
                             static_cast<double>(count) / static_cast<double>(values.size()),
                             std::nullopt});
  }
  return {"fig5b",
          "Quantized Gaussian operands, b = 8",
          fmt::format("value (bins of {})", kBin),
          "share",
          PlotKind::bars,
          false,
          false,
          {std::move(series)}};
}

double share_of_middle_half(const std::vector<std::int64_t>& values) {
  const auto count = std::count_if(values.begin(), values.end(), [](std::int64_t value) {
    return value >= -kHalf / 2 && value < kHalf / 2;
  });
  return static_cast<double>(count) / static_cast<double>(values.size());
}

void add_histogram_flips(Workbench& bench, ItemResult& item) {
  std::vector<MacPoint> points;
  for (const auto multiplier : kArchitectures) {
    for (const auto distribution : {tb::Distribution::gaussian, tb::Distribution::uniform}) {
      points.push_back({multiplier, kWidestBits, distribution, tb::Range::signed_range});
    }
  }
  const std::vector<FlipResult> results = measure_macs(bench, points);
  for (std::size_t i = 0; i < results.size(); i += 2) {
    const double ratio = results[i].sum(multiplier_elements()).best() /
                         results[i + 1].sum(multiplier_elements()).best();
    item.summary.push_back({.item = "fig5b",
                            .quantity = fmt::format("Gaussian over uniform flips, {} multiplier, "
                                                    "b = 8",
                                                    title(points[i].multiplier)),
                            .statement = "a bit less toggles than with uniform operands",
                            .measured = ratio,
                            .origin = Origin::exact,
                            .supported = ratio < 1.0});
  }
}

}  // namespace

ItemResult reproduce_figure5b(Workbench& bench) {
  const std::vector<std::int64_t> values = draw(bench);
  const double share = share_of_middle_half(values);
  ItemResult item;
  item.section.paragraphs = {
      "Values of N(0, 1) divided by the largest of all draws, times 128, rounded and clipped: the "
      "operands of the Gaussian runs at b = 8."};
  item.section.plots.push_back(histogram(values));
  item.summary.push_back({.item = "fig5b",
                          .quantity = "share of the values in the middle half of the interval",
                          .statement = "the majority occupies roughly half of the interval",
                          .measured = share,
                          .origin = Origin::simulated,
                          .supported = share > 0.5});
  add_histogram_flips(bench, item);
  return item;
}

}  // namespace pann::analysis
