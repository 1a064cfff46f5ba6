#include "analysis/study/study_page.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analysis/report/cells.h"
#include "analysis/study/paper_tables.h"
#include "analysis/study/study_choice.h"
#include "flow/glitch_uncertainty.h"
#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using synth::kPercent;
constexpr double kNanoPerMicro = 1000.0;

Origin energy_origin(const Study& study) {
  return study.synthetic ? Origin::synthetic : Origin::tabulated;
}

double cycles_of(const StudyPoint& point) {
  return static_cast<double>(point.unit.cycles) /
         static_cast<double>(point.unit.elements_of_products);
}

TableCell interval_cell(double accuracy, std::size_t samples) {
  const Interval interval = accuracy_interval(accuracy, samples);
  return cell(fmt::format("{:.1f} to {:.1f}", kPercent * interval.low, kPercent * interval.high));
}

std::vector<TableCell> row_of(const Study& study, const StudyPoint& point) {
  const UnitReport& unit = point.unit;
  return {{.number = {}, .text = title(point), .folder = unit.directory + "/"},
          cell(unit.name),
          cell(point.arithmetic.activation_bits),
          cell(point.weight_bits),
          point.is_pann() ? cell(point.additions_measured) : TableCell{},
          cell(point.flips),
          cell(kPercent * point.validation_accuracy),
          cell(kPercent * point.test_accuracy),
          interval_cell(point.test_accuracy, study.exploration.test_samples),
          cell(point.energy_fj()),
          cell(unit.energy.glitch_fj),
          cell(unit.inference_nj / kNanoPerMicro),
          cell(unit.area),
          cell(cycles_of(point)),
          cell(unit.slowest_ns),
          cell(point.energy_fj() * cycles_of(point) * unit.slowest_ns),
          cell(unit.traffic.bits()),
          cell(static_cast<double>(unit.mismatches))};
}

/// Accuracy over energy or flips, a series a unit.
Plot accuracy_plot(const Study& study, const std::string& id, const std::string& title,
                   const std::string& x_label, double (*x)(const StudyPoint&), Origin origin) {
  Plot plot;
  plot.id = id;
  plot.title = title;
  plot.x_label = x_label;
  plot.y_label = "accuracy on the test samples (%)";
  plot.kind = PlotKind::points;
  plot.x_log = true;
  for (const StudyPoint& point : study.points) {
    const std::string name =
        fmt::format("{} on {}", point.is_pann() ? "PANN" : "uniform", point.unit.name);
    auto series = std::find_if(plot.series.begin(), plot.series.end(),
                               [&](const PlotSeries& one) { return one.name == name; });
    if (series == plot.series.end()) {
      series = plot.series.insert(series, PlotSeries{name, origin, {}});
    }
    const Interval interval =
        accuracy_interval(point.test_accuracy, study.exploration.test_samples);
    series->points.push_back(
        {x(point), kPercent * point.test_accuracy, kPercent * (interval.high - interval.low) / 2});
  }
  for (PlotSeries& series : plot.series) {
    std::stable_sort(series.points.begin(), series.points.end(),
                     [](const PlotPoint& a, const PlotPoint& b) { return a.x < b.x; });
  }
  return plot;
}

std::vector<TableCell> choice_row(double flips, const std::string& rule, const StudyPoint* point) {
  if (point == nullptr) return {cell(flips), cell(rule), cell("none"), {}, {}, {}, {}};
  return {cell(flips),
          cell(rule),
          cell(title(*point)),
          cell(point->unit.name),
          cell(kPercent * point->validation_accuracy),
          cell(kPercent * point->test_accuracy),
          cell(point->energy_fj())};
}

Table choice_table(const Study& study) {
  Table table{"choices",
              "What is chosen at each budget",
              {{"budget", "flips", {}},
               {"by", "", {}},
               {"configuration", "", {}},
               {"unit", "", {}},
               {"validation", "%", Origin::measured},
               {"test", "%", Origin::measured},
               {"energy", "fJ", energy_origin(study)}},
              {}};
  for (const StudyBudget& budget : study_budgets(study)) {
    table.rows.push_back(
        choice_row(budget.flips, "the unsigned MAC of the budget", budget.uniform));
    table.rows.push_back(
        choice_row(budget.flips, "the paper's model (Algorithm 1)", budget.algorithm));
    table.rows.push_back(choice_row(
        budget.flips, "measurement, within the energy of the budget's uniform", budget.measured));
    table.rows.push_back(
        choice_row(budget.flips, "as accurate as Algorithm 1, uniform", budget.as_accurate));
  }
  return table;
}

Table front_table(const Study& study) {
  Table table{"front",
              "Points that no other beats in energy and validation accuracy",
              {{"configuration", "", {}},
               {"unit", "", {}},
               {"validation", "%", Origin::measured},
               {"test", "%", Origin::measured},
               {"energy", "fJ", energy_origin(study)}},
              {}};
  for (const StudyPoint* point : energy_front(study)) {
    table.rows.push_back({cell(title(*point)), cell(point->unit.name),
                          cell(kPercent * point->validation_accuracy),
                          cell(kPercent * point->test_accuracy), cell(point->energy_fj())});
  }
  return table;
}

}  // namespace

Table study_table(const Study& study) {
  const Origin energy = energy_origin(study);
  Table table{"configurations",
              "Every configuration on every unit",
              {{"configuration", "", {}},
               {"unit", "", {}},
               {"x", "bits", {}},
               {"w", "bits", Origin::measured},
               {"R", "", Origin::measured},
               {"flips", "", Origin::modelled},
               {"validation", "%", Origin::measured},
               {"test", "%", Origin::measured},
               {"95 % interval", "%", Origin::measured},
               {"energy", "fJ", energy},
               {"of it glitches", "fJ", energy},
               {"inference", "uJ", energy},
               {"area", "", Origin::measured},
               {"cycles", "", Origin::measured},
               {"settles in", "ns", Origin::measured},
               {"energy x delay", "fJ ns", energy},
               {"fetched", "bits", Origin::measured},
               {"mismatches", "", Origin::measured}},
              {}};
  for (const StudyPoint& point : study.points) table.rows.push_back(row_of(study, point));
  return table;
}

Report to_report(const Study& study, const std::string& command) {
  const Exploration& exploration = study.exploration;
  Report page;
  page.title = "Accuracy against measured energy";
  page.paragraphs = {fmt::format(
      "{}: {} multiply-accumulates a sample; {} validation samples choose, {} test samples judge. "
      "In floating point {:.1f} % of the test samples are right. Library {}{}, {:.2f} V, {:.0f} "
      "MHz.",
      exploration.network, exploration.macs, exploration.validation_samples,
      exploration.test_samples, kPercent * exploration.float_test_accuracy, study.library,
      study.synthetic ? " (synthetic: relative figures only)" : "", study.voltage,
      study.clock_mhz)};
  ReportSection section;
  section.id = "study";
  section.title = "Configurations";
  section.command = command;
  section.paragraphs = {fmt::format(
      "Energy, area and cycles are per multiply-accumulate of the network: about {} elements of "
      "dot products, every layer with its share of the multiply-accumulates, as the quantized "
      "network meets them on {} test samples. Toggles are counted on the mapped netlist with the "
      "cells' delays, glitch energy is uncertain by {}; fetching operands is not in the energy, "
      "its bits are a column.",
      study.elements, study.images, flow::glitch_uncertainty_text())};
  for (const StudyBudget& budget : study_budgets(study)) {
    section.paragraphs.push_back(equal_accuracy_text(budget));
  }
  for (const EqualAccuracy& pair : equal_accuracies(study)) {
    section.paragraphs.push_back(equal_accuracy_text(study, pair));
  }
  section.plots = {
      accuracy_plot(
          study, "accuracy-energy", "Accuracy and measured energy",
          "energy per multiply-accumulate (fJ)",
          [](const StudyPoint& point) { return point.energy_fj(); }, energy_origin(study)),
      accuracy_plot(
          study, "accuracy-flips", "Accuracy and the paper's model",
          "bit flips per multiply-accumulate", [](const StudyPoint& point) { return point.flips; },
          Origin::modelled)};
  section.tables = {choice_table(study), front_table(study), study_table(study)};
  page.sections.push_back(std::move(section));
  page.sections.push_back(paper_tables(exploration));
  return page;
}

}  // namespace pann::analysis
