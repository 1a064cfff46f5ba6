#include "analysis/reproduce/summary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace pann::analysis {

namespace {

constexpr double kPercent = 100.0;

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

TableCell printed_cell(const SummaryRow& row) {
  return row.printed ? TableCell{*row.printed, ""} : TableCell{std::nullopt, row.statement};
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
  for (const char* column : {"item", "quantity", "unit", "printed", "measured", "confidence",
                             "ratio", "origin", "tolerance", "verdict"}) {
    table.columns.push_back({column, "", std::nullopt});
  }
  for (const SummaryRow& row : rows) {
    table.rows.push_back({{std::nullopt, row.item},
                          {std::nullopt, row.quantity},
                          {std::nullopt, row.unit},
                          printed_cell(row),
                          number_cell(row.measured),
                          number_cell(row.confidence),
                          number_cell(row.ratio()),
                          {std::nullopt, name(row.origin)},
                          {row.tolerance, ""},
                          {std::nullopt, verdict(row)}});
  }
  return table;
}

}  // namespace pann::analysis
