#include "analysis/report/table_html.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "analysis/report/html_text.h"

namespace pann::analysis {

namespace {

constexpr double kLargestWhole = 1e15;
constexpr std::size_t kShortText = 20;  ///< Characters of a cell that is not broken.
constexpr std::size_t kLongText = 24;   ///< On average: a column of sentences.
constexpr std::size_t kFewColumns = 9;  ///< That fit a sheet of paper as they are.
constexpr int kMaxDigits = 8;           ///< Before and after the point together.

int exponent(double number) {
  return static_cast<int>(std::floor(std::log10(number)));
}

/// `count`, or fewer where the last decimals of all numbers are zero.
int without_zeros(const std::vector<double>& numbers, int count) {
  const auto ends_in_zero = [&count](double number) {
    return fmt::format("{:.{}f}", number, count).back() == '0';
  };
  while (count > 0 && std::all_of(numbers.begin(), numbers.end(), ends_in_zero)) --count;
  return count;
}

/// Decimals that all of `numbers` are shown with; -1: each with its own digits.
int decimals(const std::vector<double>& numbers) {
  const auto whole = [](double value) {
    return value == std::floor(value) && std::abs(value) < kLargestWhole;
  };
  if (std::all_of(numbers.begin(), numbers.end(), whole)) return 0;
  double smallest = INFINITY;
  double largest = 0.0;
  for (const double number : numbers) {
    if (!std::isfinite(number)) return -1;
    if (number != 0.0) smallest = std::min(smallest, std::abs(number));
    largest = std::max(largest, std::abs(number));
  }
  const int count = std::max({0, 2 - exponent(smallest), 3 - exponent(largest)});
  if (count + std::max(exponent(largest), 0) + 1 > kMaxDigits) return -1;
  return without_zeros(numbers, count);
}

/// One column as the page has it.
struct ShownColumn {
  std::vector<std::string> cells;  ///< As HTML; a dash for nothing.
  std::string kind;                ///< Class of its cells; empty: words of middling length.
  bool names_rows = false;
};

/// Numbers stand to the right, a few words on one line, and sentences get room.
std::string column_kind(const Table& table, std::size_t column) {
  std::size_t longest = 0;
  std::size_t sum = 0;
  for (const auto& row : table.rows) {
    if (row[column].number) return "number";
    longest = std::max(longest, character_count(row[column].text));
    sum += character_count(row[column].text);
  }
  if (longest <= kShortText) return "short";
  return sum > kLongText * table.rows.size() ? "prose" : "";
}

std::string text_html(const TableCell& cell, const std::set<std::string>& sections) {
  if (!cell.folder.empty()) {
    return fmt::format("<a href=\"{}\">{}</a>", escape_html(cell.folder), escape_html(cell.text));
  }
  return sections.contains(cell.text) ? fmt::format("<a href=\"#{0}\">{0}</a>", cell.text)
                                      : escape_html(cell.text);
}

ShownColumn shown_column(const Table& table, std::size_t column,
                         const std::set<std::string>& sections) {
  ShownColumn result{{}, column_kind(table, column)};
  // The first column names the row, unless it holds figures.
  result.names_rows = column == 0 && !table.columns[column].origin;
  std::vector<double> numbers;
  for (const auto& row : table.rows) {
    if (row[column].number && row[column].text.empty()) numbers.push_back(*row[column].number);
  }
  const std::vector<std::string> shown = shown_numbers(numbers);
  std::size_t next = 0;
  for (const auto& row : table.rows) {
    const TableCell& cell = row[column];
    if (!cell.text.empty()) {
      result.cells.push_back(text_html(cell, sections));
    } else {
      result.cells.push_back(cell.number ? shown[next++] : "\u2013");
    }
  }
  return result;
}

std::string class_attribute(const std::string& kind) {
  return kind.empty() ? std::string() : fmt::format(" class=\"{}\"", kind);
}

std::string head_html(const TableColumn& column, const ShownColumn& shown) {
  std::string html =
      fmt::format("<th scope=\"col\" aria-sort=\"none\"{}><button type=\"button\">{}",
                  class_attribute(shown.kind), escape_html(column.name));
  if (!column.unit.empty())
    html += fmt::format(" <span class=\"unit\">{}</span>", escape_html(column.unit));
  html += "</button>";
  if (column.origin) html += origin_badge(*column.origin);
  return html + "</th>";
}

std::string cell_html(const TableCell& cell, const ShownColumn& column, std::size_t row) {
  const char* tag = column.names_rows ? "th" : "td";
  std::string attributes = column.names_rows ? " scope=\"row\"" : "";
  const bool remark = !cell.number && character_count(cell.text) > kShortText;
  attributes += class_attribute(column.kind == "number" && remark ? "remark" : column.kind);
  // Sorting and copying take all digits, where fewer are shown.
  const std::string digits = cell.number ? fmt::format("{}", *cell.number) : std::string();
  if (digits != column.cells[row] && cell.number)
    attributes += fmt::format(" data-value=\"{}\"", digits);
  return fmt::format("<{0}{1}>{2}</{0}>", tag, attributes, column.cells[row]);
}

}  // namespace

std::vector<std::string> shown_numbers(const std::vector<double>& numbers) {
  const int count = decimals(numbers);
  std::vector<std::string> shown;
  for (const double number : numbers) {
    shown.push_back(count < 0 ? fmt::format("{:.4g}", number)
                              : fmt::format("{:.{}f}", number, count));
  }
  return shown;
}

std::string origin_badge(Origin origin) {
  std::string style = name(origin);
  std::replace(style.begin(), style.end(), ' ', '-');
  return fmt::format("<span class=\"origin {}\" title=\"{}\">{}</span>", style,
                     escape_html(description(origin)), name(origin));
}

std::string table_html(const Table& table, const std::set<std::string>& sections) {
  std::vector<ShownColumn> columns;
  std::string html = fmt::format(
      "<div class=\"scroll\" id=\"table-{0}\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{1}\">\n<table "
      "class=\"sortable{2}{3}\">\n<caption><span>{1}</span></caption>\n<thead><tr>",
      table.id, escape_html(table.title), table.columns.size() > kFewColumns ? " wide" : "",
      table.is_explorable ? " explorable" : "");
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    columns.push_back(shown_column(table, c, sections));
    html += head_html(table.columns[c], columns[c]);
  }
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    html += "<tr>";
    for (std::size_t c = 0; c < columns.size(); ++c)
      html += cell_html(table.rows[r][c], columns[c], r);
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n";
}

}  // namespace pann::analysis
