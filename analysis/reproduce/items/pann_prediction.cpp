#include <array>
#include <cmath>

#include <fmt/format.h>

#include "analysis/pann_model.h"
#include "analysis/reproduce/event_energies.h"
#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/reasons.h"

/// The energy of a PANN MAC from derived flips and the library alone, beside the measured one.
namespace pann::analysis {

namespace {

constexpr std::array kPredictedWeights{1, 4, 8, 23};  ///< Uniform over [-k, k].
constexpr std::array kPredictedBits{2, 4, 6, 8};      ///< bx~.
constexpr int kPredictedRegisterBits = 64;

struct Prediction {
  const MeasuredLibrary* library = nullptr;
  int largest_weight = 0;
  int x_bits = 0;
  PannFlips flips;
  PannEventEnergies energies;
  GateResult settled;
  GateResult timed;

  double additions() const {
    return largest_weight * (largest_weight + 1.0) / (2.0 * largest_weight + 1.0);
  }
  double predicted() const { return predicted_fj(flips, energies); }
};

/// Without leakage, and without the subtraction, which the paper has once an output.
double measured_fj(const GateResult& result) {
  return result.dynamic_fj() - result.subtraction_fj;
}

GateCase prediction_case(const Workbench& bench, const Prediction& point, flow::GateDelays delays) {
  const GateSetup setup{point.library, delays};
  tb::StimulusSpec stimulus =
      bench.stimulus(tb::Distribution::uniform, tb::Range::automatic, tb::kDefaultStreamLength);
  stimulus.w_range = tb::OperandRange{-point.largest_weight, point.largest_weight};
  GateCase entry = gate_case(bench, setup, prediction_spec(point.x_bits), stimulus);
  entry.adder_cells = true;
  return entry;
}

std::vector<Prediction> points_of(const MeasuredLibrary& library) {
  std::vector<Prediction> points;
  for (const int bits : kPredictedBits) {
    const PannEventEnergies energies = pann_event_energies(library, bits);
    for (const int largest : kPredictedWeights) {
      Prediction point{&library, largest, bits, {}, energies, {}, {}};
      const double values = 2.0 * largest + 1.0;
      point.flips = pann_flips_with_clock(
          {bits, point.additions(), 2.0 * largest / values, kPredictedRegisterBits});
      points.push_back(point);
    }
  }
  return points;
}

std::vector<Prediction> measure_predictions(Workbench& bench) {
  std::vector<Prediction> points;
  std::vector<GateCase> cases;
  for (const MeasuredLibrary& library : bench.libraries()) {
    const std::vector<Prediction> more = points_of(library);
    points.insert(points.end(), more.begin(), more.end());
  }
  for (const Prediction& point : points) {
    for (const flow::GateDelays delays : Workbench::delay_modes()) {
      cases.push_back(prediction_case(bench, point, delays));
    }
  }
  const std::vector<GateResult> results = bench.gates(cases);
  const std::size_t modes = Workbench::delay_modes().size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].settled = results[i * modes];
    points[i].timed = results[(i + 1) * modes - 1];
  }
  return points;
}

double percent_off(double predicted, double measured) {
  return 100.0 * (predicted / measured - 1.0);
}

void add_row(const Prediction& point, Table& table) {
  const double predicted = point.predicted();
  const double settled = measured_fj(point.settled);
  const double timed = measured_fj(point.timed);
  table.rows.push_back({cell(point.library->pdk.name), cell(point.x_bits), cell(point.additions()),
                        cell(predicted), cell(predicted_clock_fj(point.flips, point.energies)),
                        cell(settled), cell(point.settled.clock_pins_fj),
                        cell(percent_off(predicted, settled)), cell(timed),
                        cell(percent_off(predicted, timed))});
}

void summarize(const Prediction& point, ItemResult& item) {
  item.summary.push_back(
      {.item = "pann-prediction",
       .quantity = fmt::format("PANN's energy, zero delay, beside that of derived flips, R = "
                               "{:.2f}, bx~ = {}, {}",
                               point.additions(), point.x_bits, point.library->pdk.name),
       .unit = "fJ",
       .printed = point.predicted(),
       .measured = measured_fj(point.settled),
       .origin = GateSetup{point.library, flow::GateDelays::zero}.origin(),
       .reason = kPannPredictionReason});
}

/// Predicted beside measured over R, a curve a width.
Plot plot_of(const std::string& library) {
  return {"pann-prediction-" + library,
          "PANN's energy over R, " + library,
          "additions an element, R",
          "energy per element (fJ)",
          PlotKind::lines,
          true,
          true,
          {}};
}

void add_curves(const Prediction& point, Plot& plot) {
  const bool is_first = point.largest_weight == kPredictedWeights.front();
  if (is_first) {
    const std::string name = fmt::format("bx~ = {}", point.x_bits);
    const Origin origin = GateSetup{point.library, flow::GateDelays::zero}.origin();
    plot.series.push_back({name, origin, {}});
    plot.series.push_back({name, Origin::modelled, {}});
  }
  const double additions = point.additions();
  plot.series[plot.series.size() - 2].points.push_back(
      {additions, measured_fj(point.settled), std::nullopt});
  plot.series.back().points.push_back({additions, point.predicted(), std::nullopt});
}

Table event_table(const std::vector<Prediction>& points) {
  Table table{"pann-events",
              "Energy of a flip",
              {key_column("library"),
               key_column("bx~", "bits"),
               {"sum", "fJ", Origin::modelled},
               {"carry", "fJ", Origin::modelled},
               {"stored bit", "fJ", Origin::modelled},
               {"enable", "fJ", Origin::modelled},
               {"clock edge", "fJ", Origin::modelled}},
              {}};
  for (const Prediction& point : points) {
    if (point.largest_weight != kPredictedWeights.front()) continue;
    const PannEventEnergies& energies = point.energies;
    table.rows.push_back({cell(point.library->pdk.name), cell(point.x_bits), cell(energies.sum),
                          cell(energies.carry), cell(energies.stored), cell(energies.enable),
                          cell(energies.clock_edge)});
  }
  return table;
}

}  // namespace

ItemResult reproduce_pann_prediction(Workbench& bench) {
  ItemResult item;
  item.section.paragraphs = {
      "Energy per element of a PANN MAC with accumulators of 32 bits, counter outside, full adders "
      "by the library's cell: flips that are derived from uniform activations and weights uniform "
      "over the integers of [-k, k] (analysis/pann_model.h), times what a flip takes by the "
      "library's tables at the loads of the netlist, beside the energy at measured toggles. "
      "Neither is fitted to the other, and nothing is simulated for the first.",
      "Dynamic energy, without leakage and without the subtraction of the accumulators, which the "
      "paper has once an output; streams of 100 elements, R = k (k + 1) / (2 k + 1)."};
  Table table{"pann-prediction",
              "Energy per element, derived and measured",
              {key_column("library"),
               key_column("bx~", "bits"),
               {"R", "", Origin::modelled},
               {"derived", "fJ", Origin::modelled},
               {"of it clock", "fJ", Origin::modelled},
               {"measured, zero delay", "fJ", Origin::measured},
               {"of it clock pins", "fJ", Origin::measured},
               {"derived over it", "%", Origin::modelled},
               {"measured, glitches in", "fJ", Origin::measured},
               {"derived over that", "%", Origin::modelled}},
              {}};
  const std::vector<Prediction> points = measure_predictions(bench);
  const MeasuredLibrary* library = nullptr;
  for (const Prediction& point : points) {
    if (point.library != library) {
      item.section.plots.push_back(plot_of(point.library->pdk.name));
    }
    library = point.library;
    add_row(point, table);
    add_curves(point, item.section.plots.back());
    summarize(point, item);
  }
  item.section.tables.push_back(event_table(points));
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
