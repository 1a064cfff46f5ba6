#include "cli/reproduce_tables.h"

#include <algorithm>
#include <ostream>
#include <string>

#include <fmt/ostream.h>

namespace pann::cli {

namespace {

using analysis::SummaryRow;
using analysis::Table;
using analysis::TableCell;

std::string text_of(const TableCell& cell) {
  if (!cell.text.empty()) return cell.text;
  return cell.number ? fmt::format("{:.4g}", *cell.number) : "-";
}

std::string text_of(const std::optional<double>& value) {
  return value ? fmt::format("{:.4g}", *value) : "-";
}

std::string head_of(const analysis::TableColumn& column) {
  return column.unit.empty() ? column.name : fmt::format("{} ({})", column.name, column.unit);
}

using Lines = std::vector<std::vector<std::string>>;

/// Columns as wide as their widest cell.
void print_lines(std::ostream& output, const Lines& lines) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += fmt::format("{:<{}}{}", line[i], widths[i], i + 1 < line.size() ? "  " : "");
    }
    text.erase(text.find_last_not_of(' ') + 1);
    output << text << '\n';
  }
}

}  // namespace

void print_table(std::ostream& output, const Table& table) {
  Lines lines(1);
  for (const analysis::TableColumn& column : table.columns) lines[0].push_back(head_of(column));
  for (const auto& row : table.rows) {
    lines.emplace_back();
    for (const TableCell& cell : row) lines.back().push_back(text_of(cell));
  }
  output << '\n' << table.title << '\n';
  print_lines(output, lines);
}

void print_section(std::ostream& output, const analysis::ReportSection& section) {
  output << section.title << '\n';
  for (const Table& table : section.tables) print_table(output, table);
  output << '\n';
}

void print_summary(std::ostream& output, const std::vector<SummaryRow>& rows) {
  Lines lines{{"item", "quantity", "printed", "measured", "+-", "ratio", "verdict"}};
  for (const SummaryRow& row : rows) {
    const std::string printed = row.printed ? text_of(row.printed) : row.statement;
    lines.push_back({row.item, row.quantity, printed.empty() ? "-" : printed, text_of(row.measured),
                     text_of(row.confidence), text_of(row.ratio()), analysis::verdict(row)});
  }
  print_lines(output, lines);
}

}  // namespace pann::cli
