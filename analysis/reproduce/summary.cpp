#include "analysis/reproduce/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using synth::kPercent;
constexpr std::size_t kOutcomes = 6;

std::string with_reason(std::string text, const SummaryRow& row) {
  if (!row.reason.empty()) text += ": " + row.reason;
  return text;
}

/// "agrees within 2 %": the smallest whole percentage that holds the deviation.
std::string agreement(const SummaryRow& row) {
  const auto ratio = row.ratio();
  if (!ratio) return "agrees";
  const double percent = std::ceil(std::abs(*ratio - 1.0) * kPercent - 1e-9);
  return fmt::format("agrees within {:.0f} %", std::max(1.0, percent));
}

std::string difference(const SummaryRow& row) {
  const auto ratio = row.ratio();
  if (!ratio) return with_reason("differs", row);
  return with_reason(fmt::format("differs: {:+.1f} %", (*ratio - 1.0) * kPercent), row);
}

TableCell number_cell(const std::optional<double>& value) {
  return value ? TableCell{*value, ""} : TableCell{};
}

TableCell text_cell(std::string text) {
  return {std::nullopt, std::move(text)};
}

/// How many figures of an item came to what.
struct Tally {
  std::string item;
  std::array<double, kOutcomes> counts{};
};

std::vector<Tally> tallies_of(const std::vector<SummaryRow>& rows) {
  std::vector<Tally> tallies;
  for (const SummaryRow& row : rows) {
    if (tallies.empty() || tallies.back().item != row.item) tallies.push_back({row.item, {}});
    ++tallies.back().counts.at(static_cast<std::size_t>(outcome(row)));
  }
  return tallies;
}

}  // namespace

std::optional<double> SummaryRow::ratio() const {
  if (!printed || !measured || *printed == 0.0) return std::nullopt;
  return *measured / *printed;
}

Outcome outcome(const SummaryRow& row) {
  if (!row.measured && !row.supported) return Outcome::not_measured;
  if (row.supported) return *row.supported ? Outcome::supported : Outcome::contradicted;
  if (!row.printed) return Outcome::measured;
  const double allowed = row.tolerance * std::abs(*row.printed) + row.confidence.value_or(0.0);
  return std::abs(*row.measured - *row.printed) <= allowed ? Outcome::agrees : Outcome::differs;
}

std::string verdict(const SummaryRow& row) {
  switch (outcome(row)) {
    case Outcome::agrees:
      return agreement(row);
    case Outcome::differs:
      return difference(row);
    case Outcome::supported:
      return "supported";
    case Outcome::contradicted:
      return with_reason("contradicted", row);
    case Outcome::measured:
      return "nothing printed to compare with";
    case Outcome::not_measured:
      break;
  }
  return with_reason("not measured here", row);
}

Table summary_table(const std::vector<SummaryRow>& rows) {
  Table table{"summary", "Printed and measured", {}, {}};
  for (const char* column : {"item", "quantity", "printed", "measured", "ratio", "verdict", "claim",
                             "unit", "95 %", "origin", "tolerance"}) {
    table.columns.push_back({column, "", std::nullopt});
  }
  for (const SummaryRow& row : rows) {
    table.rows.push_back({text_cell(row.item),
                          text_cell(row.quantity),
                          number_cell(row.printed),
                          number_cell(row.measured),
                          number_cell(row.ratio()),
                          text_cell(verdict(row)),
                          text_cell(row.statement),
                          text_cell(row.unit),
                          number_cell(row.confidence),
                          text_cell(name(row.origin)),
                          {row.tolerance, ""}});
  }
  return table;
}

Table overview_table(const std::vector<SummaryRow>& rows) {
  Table table{"overview", "Figures by item and outcome", {{"item", "", std::nullopt}}, {}};
  for (const char* column :
       {"agree", "differ", "supported", "contradicted", "nothing printed", "not measured"}) {
    table.columns.push_back({column, "", std::nullopt});
  }
  for (const Tally& tally : tallies_of(rows)) {
    table.rows.push_back({text_cell(tally.item)});
    for (const double count : tally.counts) table.rows.back().push_back({count, ""});
  }
  return table;
}

}  // namespace pann::analysis
