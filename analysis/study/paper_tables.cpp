#include "analysis/study/paper_tables.h"

#include <string>

#include <fmt/format.h>

#include "analysis/report/cells.h"
#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using synth::kPercent;
constexpr double kGiga = 1e9;

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

Table chosen_table(const Exploration& exploration) {
  Table table{"table-14", "As Table 14: what Algorithm 1 chose", setting_columns(), {}};
  for (const ExploredBudget& explored : exploration.budgets) {
    table.rows.push_back(setting(explored, explored.chosen()));
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

}  // namespace

ReportSection paper_tables(const Exploration& exploration) {
  ReportSection section;
  section.id = "paper-tables";
  section.title = "As the paper's tables";
  section.paragraphs = {
      fmt::format("The forms of Tables 2, 14 and 15 on this network. In floating point {:.1f} % of "
                  "the test samples are right. b is "
                  "the widest uniform quantization whose unsigned MAC takes no more than the "
                  "budget by the model, b_R the two's "
                  "complement bits of the largest weight. Factors are over b; one addition a cycle "
                  "makes R the factor of time.",
                  kPercent * exploration.float_test_accuracy)};
  section.tables = {accuracy_table(exploration), chosen_table(exploration),
                    candidates_table(exploration)};
  return section;
}

}  // namespace pann::analysis
