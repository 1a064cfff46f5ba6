#include "analysis/study/paper_tables.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/report/cells.h"
#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using synth::kPercent;
constexpr double kGiga = 1e9;
constexpr double kBitsOfKibibyte = 8.0 * 1024.0;
constexpr double kPaperAccumulatorBits = 32.0;

using Row = std::vector<TableCell>;

/// Over the uniform quantization of the budget, if there is one.
TableCell factor(double value, const ExploredBudget& explored) {
  if (!explored.baseline) return {};
  return cell(value / explored.baseline->bits);
}

TableCell bits_of(const ExploredBudget& explored) {
  return explored.baseline ? cell(explored.baseline->bits) : TableCell{};
}

double giga_flips(const Exploration& exploration, double flips) {
  return flips * static_cast<double>(exploration.macs) / kGiga;
}

Table accuracy_table(const Exploration& exploration) {
  Table table{"table-2",
              "As Table 2: accuracy at equal power",
              {{"power", "Gflips an inference", Origin::modelled},
               {"b", "bits", {}},
               {"memory of activations", "factor", Origin::modelled},
               {"time", "factor", Origin::measured},
               {"uniform", "%", Origin::measured},
               {"PANN", "%", Origin::measured}},
              {}};
  for (const ExploredBudget& explored : exploration.budgets) {
    const ExploreCandidate& chosen = explored.chosen();
    table.rows.push_back(
        {cell(giga_flips(exploration, explored.budget)), bits_of(explored),
         factor(chosen.activation_bits, explored), cell(chosen.additions_measured),
         explored.baseline ? cell(kPercent * explored.baseline->accuracy.test) : TableCell{},
         cell(kPercent * chosen.accuracy.test)});
  }
  return table;
}

/// bx~, R, b_R and what memory they take.
Row setting(const ExploredBudget& explored, const ExploreCandidate& candidate) {
  return {bits_of(explored),
          cell(candidate.activation_bits),
          cell(candidate.additions_measured),
          cell(candidate.weight_bits),
          factor(candidate.activation_bits, explored),
          factor(candidate.weight_bits, explored)};
}

std::vector<TableColumn> setting_columns() {
  return {{"b", "bits", {}},
          {"bx~", "bits", {}},
          {"R, time", "factor", Origin::measured},
          {"b_R", "bits", Origin::measured},
          {"memory of activations", "factor", Origin::modelled},
          {"memory of weights", "factor", Origin::modelled}};
}

/// What `values` of the budget's uniform width take, and what they take with `bits` each.
void append_memory(const ExploredBudget& explored, std::size_t values, int bits, Row& row) {
  const double kibibytes = static_cast<double>(values) / kBitsOfKibibyte;
  row.push_back(explored.baseline ? cell(kibibytes * explored.baseline->bits) : TableCell{});
  row.push_back(cell(kibibytes * bits));
}

Table chosen_table(const Exploration& exploration) {
  Table table{"table-14", "As Table 14: what Algorithm 1 chose", setting_columns(), {}};
  for (const char* values : {"activations", "weights"}) {
    for (const char* of : {"uniform", "PANN"}) {
      table.columns.push_back({fmt::format("{}, {}", values, of), "KiB", Origin::modelled});
    }
  }
  for (const ExploredBudget& explored : exploration.budgets) {
    const ExploreCandidate& chosen = explored.chosen();
    Row row = setting(explored, chosen);
    append_memory(explored, exploration.activations, chosen.activation_bits, row);
    append_memory(explored, exploration.weights, chosen.weight_bits, row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table candidates_table(const Exploration& exploration) {
  Table table{"table-15", "As Table 15: every bx~ at each budget", setting_columns(), {}};
  table.columns.insert(table.columns.begin(), {"power", "flips a MAC", Origin::modelled});
  table.columns.push_back({"validation", "%", Origin::measured});
  table.columns.push_back({"test", "%", Origin::measured});
  for (const ExploredBudget& explored : exploration.budgets) {
    for (const ExploreCandidate& candidate : explored.candidates) {
      Row row = setting(explored, candidate);
      row.insert(row.begin(), cell(explored.budget));
      row.push_back(cell(kPercent * candidate.accuracy.validation));
      row.push_back(cell(kPercent * candidate.accuracy.test));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

/// A uniform quantization on a signed MAC, whose accumulator is wide or as Eq. (20) asks, and on an
/// unsigned one, beside PANN at the unsigned one's power: what the arrows of Figure 1 lead to.
struct PowerStep {
  const ExploredBudget& explored;
  int accumulator_bits = 0;  ///< By Eq. (20).
  double signed_wide = 0.0;  ///< Flips a MAC.
  double signed_narrow = 0.0;
  double unsigned_flips = 0.0;
};

std::vector<PowerStep> power_steps(const Exploration& exploration) {
  std::vector<PowerStep> steps;
  for (const ExploredBudget& explored : exploration.budgets) {
    if (!explored.baseline) continue;
    const int bits = explored.baseline->bits;
    const int accumulator = required_accumulator_width(bits, bits, exploration.longest_dot);
    steps.push_back({explored, accumulator, signed_mac_flips(bits, kPaperAccumulatorBits),
                     signed_mac_flips(bits, accumulator), unsigned_mac_flips(bits)});
  }
  return steps;
}

Table power_table(const Exploration& exploration) {
  Table table{"figure-1-data",
              "As Figures 1 and 12 to 14: signed, unsigned, PANN",
              {{"b", "bits", {}},
               {"signed, B = 32", "Gflips", Origin::modelled},
               {"B by Eq. (20)", "bits", Origin::modelled},
               {"signed, that B", "Gflips", Origin::modelled},
               {"unsigned", "Gflips", Origin::modelled},
               {"saved of B = 32", "%", Origin::modelled},
               {"saved of that B", "%", Origin::modelled},
               {"uniform", "%", Origin::measured},
               {"PANN", "%", Origin::measured}},
              {}};
  for (const PowerStep& step : power_steps(exploration)) {
    table.rows.push_back({bits_of(step.explored), cell(giga_flips(exploration, step.signed_wide)),
                          cell(step.accumulator_bits),
                          cell(giga_flips(exploration, step.signed_narrow)),
                          cell(giga_flips(exploration, step.unsigned_flips)),
                          cell(kPercent * (1.0 - step.unsigned_flips / step.signed_wide)),
                          cell(kPercent * (1.0 - step.unsigned_flips / step.signed_narrow)),
                          cell(kPercent * step.explored.baseline->accuracy.test),
                          cell(kPercent * step.explored.chosen().accuracy.test)});
  }
  return table;
}

Plot power_plot(const Exploration& exploration) {
  Plot plot;
  plot.id = "figure-1";
  plot.title = "As Figures 1 and 12 to 14: power and accuracy";
  plot.x_label = "power of an inference (Gflips)";
  plot.y_label = "accuracy on the test samples (%)";
  plot.kind = PlotKind::points;
  plot.series = {{"signed, B = 32", Origin::modelled, {}},
                 {"signed, B by Eq. (20)", Origin::modelled, {}},
                 {"unsigned", Origin::modelled, {}},
                 {"PANN", Origin::modelled, {}}};
  for (const PowerStep& step : power_steps(exploration)) {
    const double uniform = kPercent * step.explored.baseline->accuracy.test;
    const double pann = kPercent * step.explored.chosen().accuracy.test;
    plot.series[0].points.push_back({giga_flips(exploration, step.signed_wide), uniform});
    plot.series[1].points.push_back({giga_flips(exploration, step.signed_narrow), uniform});
    plot.series[2].points.push_back({giga_flips(exploration, step.unsigned_flips), uniform});
    plot.series[3].points.push_back({giga_flips(exploration, step.explored.budget), pann});
  }
  for (PlotSeries& series : plot.series) {
    std::ranges::stable_sort(series.points, {}, &PlotPoint::x);
  }
  return plot;
}

Plot error_plot(const Exploration& exploration) {
  Plot plot;
  plot.id = "figure-15";
  plot.title = "As row 3 of Figure 15: PANN's error over bx~";
  plot.x_label = "bx~ (bits)";
  plot.y_label = "error on the test samples (%)";
  for (const ExploredBudget& explored : exploration.budgets) {
    PlotSeries series{fmt::format("{:g} flips", explored.budget), Origin::measured, {}};
    for (const ExploreCandidate& candidate : explored.candidates) {
      series.points.push_back({static_cast<double>(candidate.activation_bits),
                               kPercent * (1.0 - candidate.accuracy.test)});
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

}  // namespace

ReportSection paper_tables(const Exploration& exploration) {
  ReportSection section;
  section.id = "paper-tables";
  section.title = "As the paper's tables and figures";
  section.paragraphs = {
      fmt::format(
          "The forms of Tables 2, 7 to 9, 14 and 15 on this network. In floating point {:.1f} % of "
          "the test samples are right. b is "
          "the widest uniform quantization whose unsigned MAC takes no more than the "
          "budget by the model, b_R the two's "
          "complement bits of the largest weight. Factors are over b; one addition a cycle "
          "makes R the factor of time.",
          kPercent * exploration.float_test_accuracy),
      fmt::format("Memory is that of {} weights, and of {} values that the layers with "
                  "multiply-accumulates take in an inference. Signed and unsigned MACs compute the "
                  "same; what signs cost depends on the accumulator's width B, 32 bits or, for dot "
                  "products of {} elements, Eq. (20) rounded up.",
                  exploration.weights, exploration.activations, exploration.longest_dot)};
  if (!power_steps(exploration).empty()) section.plots.push_back(power_plot(exploration));
  section.plots.push_back(error_plot(exploration));
  section.tables = {accuracy_table(exploration), chosen_table(exploration),
                    candidates_table(exploration), power_table(exploration)};
  return section;
}

}  // namespace pann::analysis
