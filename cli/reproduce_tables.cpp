#include "cli/reproduce_tables.h"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <sstream>
#include <string>

#include <fmt/format.h>

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

constexpr std::size_t kLineWidth = 100;
constexpr std::size_t kNarrowest = 14;  ///< A column of words is not made narrower.
constexpr std::size_t kGap = 2;

std::vector<std::size_t> widths_of(const Lines& lines) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  return widths;
}

std::size_t total_of(const std::vector<std::size_t>& widths) {
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + kGap;
  return total - kGap;
}

/// Takes from the widest columns until a line fits, as far as that goes.
void narrow(std::vector<std::size_t>& widths) {
  while (total_of(widths) > kLineWidth) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) return;
    --*widest;
  }
}

/// `text` in pieces of at most `width`, broken at blanks; a longer word stays whole.
std::vector<std::string> broken(const std::string& text, std::size_t width) {
  std::vector<std::string> pieces(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!pieces.back().empty() && pieces.back().size() + 1 + word.size() > width)
      pieces.emplace_back();
    if (!pieces.back().empty()) pieces.back() += ' ';
    pieces.back() += word;
  }
  return pieces;
}

/// One row, as many lines as its cells take.
void print_row(std::ostream& output, const std::vector<std::string>& row,
               const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(broken(row[i], widths[i]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string piece = line < cells[i].size() ? cells[i][line] : "";
      text += fmt::format("{:<{}}", piece, widths[i] + kGap);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    output << text << '\n';
  }
}

/// The last of the columns, from `first` on, that fit a line beside column 0.
std::size_t last_that_fits(const std::vector<std::size_t>& widths, std::size_t first) {
  std::size_t total = widths[0] + kGap + widths[first];
  std::size_t last = first + 1;
  while (last < widths.size() && total + kGap + widths[last] <= kLineWidth)
    total += kGap + widths[last++];
  return last;
}

/// Columns as wide as they need be; lines of at most 100 characters: words are broken, and columns
/// that still have no room follow below, beside the first column again.
void print_lines(std::ostream& output, const Lines& lines) {
  std::vector<std::size_t> widths = widths_of(lines);
  narrow(widths);
  if (widths.size() < 2 || total_of(widths) <= kLineWidth) {
    for (const auto& line : lines) print_row(output, line, widths);
    return;
  }
  for (std::size_t first = 1; first < widths.size();) {
    const std::size_t last = last_that_fits(widths, first);
    const auto part = [&](const auto& whole) {
      auto taken = whole;
      taken.assign(whole.begin() + static_cast<std::ptrdiff_t>(first),
                   whole.begin() + static_cast<std::ptrdiff_t>(last));
      taken.insert(taken.begin(), whole.front());
      return taken;
    };
    if (first > 1) output << '\n';
    for (const auto& line : lines) print_row(output, part(line), part(widths));
    first = last;
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
