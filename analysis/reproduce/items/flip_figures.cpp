#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/reproduce/build.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mac_sweep.h"
#include "analysis/reproduce/reasons.h"
#include "analysis/reproduce/software_multiplier.h"

/// Figures 7 and 8: the same sweep over another range.
namespace pann::analysis {

namespace {

using generator::Architecture;
using tb::Distribution;
using tb::Range;

const std::vector<Distribution>& distributions() {
  static const std::vector<Distribution> list{Distribution::uniform, Distribution::gaussian};
  return list;
}

/// What one of the two figures shows.
struct FlipFigure {
  const char* id;
  Range range;
  double (*multiplier)(double b);  ///< Eq. (1) or (3).
  double (*accumulator_input)(int b);
  const char* input_reason;
  const char* sum_reason;
};

/// The curves of one distribution.
struct Curves {
  Distribution distribution;
  std::vector<MacPoint> points;
  std::vector<FlipResult> results;
};

Curves measure(Workbench& bench, const FlipFigure& figure, Architecture multiplier,
               Distribution distribution, std::uint64_t length) {
  Curves curves{distribution, {}, {}};
  for (const int bits : widths()) {
    curves.points.push_back({multiplier, bits, distribution, figure.range, length});
  }
  curves.results = measure_macs(bench, curves.points);
  return curves;
}

PlotSeries series_of(const std::string& name, const Curves& curves,
                     const std::vector<std::string>& elements) {
  PlotSeries series{name, Origin::measured, {}};
  for (std::size_t i = 0; i < curves.points.size(); ++i) {
    const FlipElement element = curves.results[i].sum(elements);
    series.origin = origin_of(element);
    add_point(series, curves.points[i].bits, element);
  }
  return series;
}

/// The left plot: a multiplier's flips, inputs included.
class MultiplierPlot {
 public:
  explicit MultiplierPlot(const FlipFigure& figure) : figure_(figure) {
    plot_ = {fmt::format("{}-multiplier", figure.id),
             "Multiplier: inputs, adder operands and carries",
             "operand width b (bits)",
             "bit flips per operation",
             PlotKind::lines,
             false,
             false,
             {curve("model 0.5 b^2 + b", Origin::modelled, widths(),
                    [&](int b) { return figure.multiplier(b); })}};
    table_ = {plot_.id,
              "Multiplier, bit flips per operation",
              {key_column("multiplier"),
               key_column("operands"),
               key_column("b", "bits"),
               {"inputs", "", Origin::exact},
               {"adder operands", "", Origin::exact},
               {"carries", "", Origin::exact},
               {"sum", "", Origin::exact},
               {"model", "", Origin::modelled}},
              {}};
  }

  void add(Architecture multiplier, const Curves& curves) {
    plot_.series.push_back(
        series_of(fmt::format("{}, {}", title(multiplier), tb::name(curves.distribution)), curves,
                  multiplier_elements()));
    for (std::size_t i = 0; i < curves.points.size(); ++i) {
      const FlipResult& result = curves.results[i];
      const int bits = curves.points[i].bits;
      table_.rows.push_back(
          {cell(title(multiplier)), cell(tb::name(curves.distribution)), cell(bits),
           cell(result.flips("multiplier_inputs")), cell(result.flips("multiplier_operands")),
           cell(result.flips("multiplier_carries")), cell(result.sum(multiplier_elements()).best()),
           cell(figure_.multiplier(bits))});
    }
  }

  void summarize(Architecture multiplier, const Curves& curves,
                 std::vector<SummaryRow>& rows) const {
    for (std::size_t i = 0; i < curves.points.size(); ++i) {
      const int bits = curves.points[i].bits;
      const FlipElement measured = curves.results[i].sum(multiplier_elements());
      const bool is_less = measured.best() < figure_.multiplier(bits);
      rows.push_back(
          {.item = figure_.id,
           .quantity = fmt::format("{} multiplier, {}, b = {}", title(multiplier),
                                   tb::name(curves.distribution), bits),
           .unit = "flips",
           .printed = figure_.multiplier(bits),
           .measured = measured.best(),
           .confidence = confidence_of(measured),
           .origin = origin_of(measured),
           .reason = is_less ? kHalfRangeReason : internal_units_reason(multiplier, true)});
    }
  }

  /// The same without a circuit, rows of digit 0 at rest; uniform operands.
  void add_software(const Workbench& bench, Architecture multiplier,
                    std::vector<SummaryRow>& rows) {
    PlotSeries series{
        fmt::format("{} in software, uniform", title(multiplier)), Origin::simulated, {}};
    for (const int bits : widths()) {
      const SoftwareFlips flips =
          software_multiplier_flips({multiplier, bits, bits, NarrowPort::recoded, figure_.range},
                                    bench.options().vectors, bench.options().seed);
      series.points.push_back({1.0 * bits, flips.inputs_and_operands(), std::nullopt});
      table_.rows.push_back({cell(fmt::format("{} in software", title(multiplier))),
                             cell(tb::name(Distribution::uniform)), cell(bits), cell(flips.inputs),
                             cell(flips.operands), cell(flips.carries),
                             cell(flips.inputs_and_operands() + flips.carries),
                             cell(figure_.multiplier(bits))});
      rows.push_back({.item = figure_.id,
                      .quantity = fmt::format("{} in software, rows of digit 0 at rest, operand "
                                              "words, uniform, b = {}",
                                              title(multiplier), bits),
                      .unit = "flips",
                      .printed = figure_.multiplier(bits),
                      .measured = flips.inputs_and_operands(),
                      .origin = Origin::simulated,
                      .reason = kHalfRangeReason});
    }
    plot_.series.push_back(std::move(series));
  }

  void finish(ItemResult& item) && {
    item.section.plots.push_back(std::move(plot_));
    item.section.tables.push_back(std::move(table_));
  }

 private:
  const FlipFigure& figure_;
  Plot plot_;
  Table table_;
};

void add_multiplier(Workbench& bench, const FlipFigure& figure, ItemResult& item) {
  MultiplierPlot plot(figure);
  for (const Architecture multiplier :
       {Architecture::booth2, Architecture::array, Architecture::booth4}) {
    for (const Distribution distribution : distributions()) {
      const Curves curves =
          measure(bench, figure, multiplier, distribution, tb::kDefaultStreamLength);
      plot.add(multiplier, curves);
      // The paper's curves are those of its software multipliers; which of them, it does not say.
      if (multiplier == Architecture::booth2 ||
          (multiplier == Architecture::array && distribution == Distribution::uniform)) {
        plot.summarize(multiplier, curves, item.summary);
      }
    }
  }
  for (const Architecture multiplier : {Architecture::booth2, Architecture::array}) {
    plot.add_software(bench, multiplier, item.summary);
  }
  std::move(plot).finish(item);
}

/// One curve of the right plot.
struct AccumulatorCurve {
  const char* name;
  const char* element;
  double (*printed)(const FlipFigure& figure, int bits);
  const char* FlipFigure::*reason;
};

const std::vector<AccumulatorCurve>& accumulator_curves() {
  static const std::vector<AccumulatorCurve> curves{
      {"input", "accumulator_input",
       [](const FlipFigure& figure, int bits) { return figure.accumulator_input(bits); },
       &FlipFigure::input_reason},
      {"sum", "accumulator_sum", [](const FlipFigure&, int bits) { return 1.0 * bits; },
       &FlipFigure::sum_reason},
      {"register", "accumulator_register", [](const FlipFigure&, int bits) { return 1.0 * bits; },
       &FlipFigure::sum_reason}};
  return curves;
}

void add_accumulator(Workbench& bench, const FlipFigure& figure, ItemResult& item) {
  Plot plot{fmt::format("{}-accumulator", figure.id),
            "Accumulator of 32 bits: input, sum and register, one stream",
            "operand width b (bits)",
            "bit flips per operation",
            PlotKind::lines,
            false,
            false,
            {curve("model, input", Origin::modelled, widths(), figure.accumulator_input),
             curve("model, sum and register each: b", Origin::modelled, widths(),
                   [](int b) { return 1.0 * b; })}};
  Table table{plot.id,
              "Accumulator, bit flips per operation, one stream",
              {key_column("operands"),
               key_column("element"),
               key_column("b", "bits"),
               {"measured", "", Origin::measured},
               {"95 %", "", Origin::measured},
               {"model", "", Origin::modelled}},
              {}};
  for (const Distribution distribution : distributions()) {
    const Curves curves = measure(bench, figure, Architecture::booth4, distribution, 0);
    for (const AccumulatorCurve& shown : accumulator_curves()) {
      plot.series.push_back(series_of(fmt::format("{}, {}", tb::name(distribution), shown.name),
                                      curves, {shown.element}));
      for (std::size_t i = 0; i < curves.points.size(); ++i) {
        const int bits = curves.points[i].bits;
        const FlipElement element = curves.results[i].sum({shown.element});
        const double printed = shown.printed(figure, bits);
        table.rows.push_back({cell(tb::name(distribution)), cell(shown.name), cell(bits),
                              cell(element.best()), cell(confidence_of(element)), cell(printed)});
        if (bits % 4 != 0) continue;  // the summary keeps b = 4 and 8
        item.summary.push_back({.item = figure.id,
                                .quantity = fmt::format("accumulator {}, {}, b = {}", shown.name,
                                                        tb::name(distribution), bits),
                                .unit = "flips",
                                .printed = printed,
                                .measured = element.best(),
                                .confidence = confidence_of(element),
                                .origin = origin_of(element),
                                .reason = figure.*shown.reason});
      }
    }
  }
  item.section.plots.push_back(std::move(plot));
  item.section.tables.push_back(std::move(table));
}

ItemResult reproduce_flips(Workbench& bench, const FlipFigure& figure) {
  ItemResult item;
  item.section.paragraphs = {
      "Left: flips at the inputs and inside the multiplier, counted as in Figure 6 (operand words "
      "and carries of its adders; the table has them apart). The paper simulated a radix-2 Booth "
      "and a serial multiplier in software; radix-4 Booth is what it synthesized. Right: flips at "
      "the accumulator's input, at its sum, and in its register.",
      kSoftwareParagraph};
  add_multiplier(bench, figure, item);
  add_accumulator(bench, figure, item);
  return item;
}

}  // namespace

ItemResult reproduce_figure7(Workbench& bench) {
  return reproduce_flips(bench, {"fig7", Range::signed_range, signed_multiplier_flips,
                                 [](int) { return 0.5 * MacPoint::kAccumulatorBits; },
                                 kSignedInputReason, kSignedSumReason});
}

ItemResult reproduce_figure8(Workbench& bench) {
  return reproduce_flips(
      bench, {"fig8", Range::nonnegative, unsigned_multiplier_flips, [](int b) { return 1.0 * b; },
              kUnsignedInputReason, kUnsignedSumReason});
}

}  // namespace pann::analysis
