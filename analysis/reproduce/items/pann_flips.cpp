#include <cmath>

#include <fmt/format.h>

#include "analysis/pann_model.h"
#include "analysis/paper_equations.h"
#include "analysis/reproduce/build.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/reasons.h"
#include "analysis/reproduce/workbench.h"

/// PANN's RTL beside Eq. (13), over R and bx~.
namespace pann::analysis {

namespace {

using generator::Sequencer;

/// Weights are uniform over the integers of [-k, k]: R = k (k + 1) / (2 k + 1).
constexpr std::array kLargestWeights{1, 2, 4, 8, 23};
constexpr int kWeightBits = 6;  ///< Holds [-23, 23].

constexpr int kPannAccumulatorBits = 32;
constexpr int kPannRegisterBits = 2 * kPannAccumulatorBits;  ///< The subtraction has none.

const std::vector<std::string>& modelled_elements() {
  static const std::vector<std::string> names{"accumulator_input", "accumulator_sum",
                                              "accumulator_register"};
  return names;
}

struct Point {
  int largest_weight;
  int bits;  ///< bx~.
  Sequencer sequencer;
};

std::vector<Point> points_of(Sequencer sequencer) {
  std::vector<Point> points;
  for (const int largest : kLargestWeights) {
    for (const int bits : widths()) points.push_back({largest, bits, sequencer});
  }
  return points;
}

std::vector<FlipResult> measure_flips(Workbench& bench, const std::vector<Point>& points) {
  std::vector<FlipCase> cases;
  for (const Point& point : points) {
    FlipCase entry;
    entry.spec.kind = generator::Kind::pann_mac;
    entry.spec.x_width = point.bits;
    entry.spec.w_width = kWeightBits;
    entry.spec.acc_width = kPannAccumulatorBits;
    entry.spec.x_signed = false;
    entry.spec.sequencer = point.sequencer;
    entry.stimulus =
        bench.stimulus(tb::Distribution::uniform, tb::Range::automatic, tb::kDefaultStreamLength);
    entry.stimulus.w_range = tb::OperandRange{-point.largest_weight, point.largest_weight};
    entry.exact = false;
    cases.push_back(std::move(entry));
  }
  return bench.flips(cases);
}

double additions_of(const FlipResult& result) {
  return static_cast<double>(result.additions) / static_cast<double>(result.operations);
}

PannFlips derived_flips(const Point& point, double additions) {
  const double values = 2.0 * point.largest_weight + 1.0;
  return pann_flips_with_clock(
      {point.bits, additions, 2.0 * point.largest_weight / values, kPannRegisterBits});
}

void add_point(const Point& point, const FlipResult& external, const FlipResult& local,
               Table& table, ItemResult& item) {
  const double additions = additions_of(external);
  const double model = pann_flips(additions, point.bits);
  const PannFlips derived = derived_flips(point, additions);
  const double cycles =
      static_cast<double>(external.cycles) / static_cast<double>(external.operations);
  const FlipElement sum = external.sum(modelled_elements());
  table.rows.push_back(
      {cell(additions), cell(point.bits), cell(model), cell(derived.words()), cell(sum.best()),
       cell(confidence_of(sum)), cell(external.flips("accumulator_input")),
       cell(external.flips("accumulator_sum")), cell(external.flips("accumulator_register")),
       cell(external.flips("accumulator_carries")), cell(derived.carries),
       cell(external.flips("output_subtraction")), cell(external.flips("control")),
       cell(local.flips("control")), cell(cycles), cell(2.0 * kPannRegisterBits * cycles),
       cell(derived.clock_edges)});
  if (point.bits % 2 != 0) return;  // the summary keeps every other width
  item.summary.push_back({.item = "pann",
                          .quantity = fmt::format("PANN, R = {:.2f}, bx~ = {}, beside Eq. (13)",
                                                  additions, point.bits),
                          .unit = "flips",
                          .printed = model,
                          .measured = sum.best(),
                          .confidence = confidence_of(sum),
                          .reason = kPannFlipsReason});
  if (point.bits != kWidestBits) return;
  item.summary.push_back({.item = "pann",
                          .quantity = fmt::format("sequencer in the unit, R = {:.2f}, bx~ = {}",
                                                  additions, point.bits),
                          .unit = "flips",
                          .measured = local.flips("control")});
}

}  // namespace

ItemResult reproduce_pann(Workbench& bench) {
  const std::vector<Point> points = points_of(Sequencer::external);
  const std::vector<FlipResult> external = measure_flips(bench, points);
  const std::vector<FlipResult> local = measure_flips(bench, points_of(Sequencer::local));
  ItemResult item;
  item.section.paragraphs = {
      "Bit flips per element of a PANN MAC with 32-bit accumulators: its operand word, sums and "
      "registers beside Eq. (13), (R + 0.5) bx~. Activations uniform in [0, 2^bx~), weights "
      "uniform over the integers of [-k, k], streams of 100 elements; R is the measured one.",
      "What the paper leaves out stands apart: the sequencer (`control`, with the repetition "
      "counter in the unit, and with one outside, which can serve many units), the carries, and "
      "the subtraction of the two accumulators, which the netlist computes in every cycle.",
      "The derived columns extend Eq. (13) by these carries and by the clock, two edges a cycle at "
      "each of the 64 registers; their terms follow from uniform activations alone, and are fitted "
      "to nothing. Eq. (13) has no term for the clock, whose edges are most of what moves."};
  Table table{"pann",
              "PANN, bit flips per element",
              {{"R", "", Origin::measured},
               key_column("bx~", "bits"),
               {"Eq. (13)", "", Origin::modelled},
               {"with carries and the idle adder", "", Origin::modelled},
               {"measured", "", Origin::measured},
               {"95 %", "", Origin::measured},
               {"input", "", Origin::measured},
               {"sums", "", Origin::measured},
               {"registers", "", Origin::measured},
               {"carries", "", Origin::measured},
               {"carries, derived", "", Origin::modelled},
               {"subtraction", "", Origin::measured},
               {"control, counter outside", "", Origin::measured},
               {"control, counter in the unit", "", Origin::measured},
               {"cycles", "", Origin::measured},
               {"edges of clock pins", "", Origin::measured},
               {"edges of clock pins, derived", "", Origin::modelled}},
              {}};
  Plot plot{"pann",
            "PANN beside Eq. (13)",
            "activation width bx~ (bits)",
            "bit flips per element",
            PlotKind::lines,
            false,
            false,
            {}};
  const std::size_t per_weight = widths().size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point& point = points[i];
    const double additions = additions_of(external[i]);
    if (i % per_weight == 0) {
      plot.series.push_back({fmt::format("R = {:.2f}", additions), Origin::measured, {}});
      plot.series.push_back({fmt::format("R = {:.2f}, Eq. (13)", additions), Origin::modelled, {}});
    }
    analysis::add_point(plot.series[plot.series.size() - 2], point.bits,
                        external[i].sum(modelled_elements()));
    plot.series.back().points.push_back(
        {1.0 * point.bits, pann_flips(additions, point.bits), std::nullopt});
    add_point(point, external[i], local[i], table, item);
  }
  item.section.plots.push_back(std::move(plot));
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
